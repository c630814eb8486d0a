"""Settings of a real installation. Unsafe values are named, all at once, and nothing starts."""

from django.core.exceptions import ImproperlyConfigured

from config.env import env
from config.production_checks import unsafe_settings
from config.settings.base import *

DEBUG = env.bool("DEBUG", default=False)

# The __Host- prefix binds a cookie to this host, its root path and TLS.
SESSION_COOKIE_NAME = "__Host-session"
SESSION_COOKIE_SECURE = env.bool("SESSION_COOKIE_SECURE", default=True)
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_SECURE = env.bool("CSRF_COOKIE_SECURE", default=True)

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # asked by probes on the inner network
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=365 * 24 * 60 * 60)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
if env.bool("PRECERT_BEHIND_TLS_PROXY", default=False):
    # Only where a proxy sets this header itself and drops what a browser sends.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# The desk shows letters and pages of our own in a frame; nobody else may frame us (CSP too).
SILENCED_SYSTEM_CHECKS = [*SILENCED_SYSTEM_CHECKS, "security.W019"]

if S3_BUCKET := env.str("S3_BUCKET", default=""):
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": env.str("S3_ENDPOINT_URL", default="") or None,
            "region_name": env.str("S3_REGION", default="") or None,
            "file_overwrite": False,
            "default_acl": None,
            "querystring_auth": True,
        },
    }

if _problems := unsafe_settings(globals(), database_url=env.str("DATABASE_URL", default="")):
    raise ImproperlyConfigured(
        "Precert does not start with these settings:\n"
        + "\n".join(f"  {name}: {problem}" for name, problem in _problems)
        + "\nSee docs/how-to/deploy.md."
    )
