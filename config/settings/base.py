"""Settings shared by every environment."""

import tomllib
from typing import Any

from csp.constants import NONE, SELF

from config.celery import app as celery_app  # noqa: F401 - binds tasks wherever Django runs
from config.env import DATA_DIR, ROOT, env
from config.logging import logging_config
from config.settings.admin_look import UNFOLD  # noqa: F401 - a setting like those below
from config.settings.api import *

BASE_DIR = ROOT
DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)

PRECERT_VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
SECRET_KEY = env.str("SECRET_KEY", default="")
DEBUG = False
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.simple_history",
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "simple_history",
    "knox",
    "drf_spectacular",
    "operations",
    "accounts",
    "criteria",
    "documents",
    "cases",
]

MIDDLEWARE = [
    "config.middleware.RequestLogMiddleware",
    "accounts.api.middleware.ApiAnswersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.web.middleware.RefuseByDefaultMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.web.idle.IdleMiddleware",
    "accounts.web.own_password.OwnPasswordMiddleware",
    "accounts.web.plan_time.PlanTimeMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "config.middleware.FormAddressMiddleware",
    "config.middleware.NoNulMiddleware",
    "config.middleware.PlanSetUpMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.web.context.frame",
            ],
        },
    },
]

# --- Databases -------------------------------------------------------------
SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # Statements on guarded tables keep what they change aside: in memory, not in a file.
    "init_command": (
        "PRAGMA temp_store=MEMORY;"
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
        "PRAGMA mmap_size=134217728; PRAGMA cache_size=2000; PRAGMA recursive_triggers=ON;"
    ),
}
DATABASES: dict[str, dict[str, Any]] = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'precert.sqlite3'}")
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = dict(SQLITE_OPTIONS)
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # Compiling a report's query takes PostgreSQL ten times as long as running it.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Broker, cache, worker -------------------------------------------------
REDIS_URL = env.str("REDIS_URL", default="")
CACHES: dict[str, dict[str, Any]] = {
    "default": (
        {
            "BACKEND": "config.cache.OutlivingRedisCache",
            "LOCATION": REDIS_URL,
            "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
        }
        if REDIS_URL.startswith(("redis://", "rediss://", "unix://"))
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}

# --- People ----------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.web.adapter.SignInAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_FORMS = {
    "login": "accounts.web.forms.SignInForm",
    "change_password": "accounts.web.forms.PasswordForm",
    "reauthenticate": "accounts.web.forms.ConfirmForm",
}
MFA_FORMS = {
    "authenticate": "accounts.web.forms.CodeForm",
    "reauthenticate": "accounts.web.forms.ConfirmByCodeForm",
    "activate_totp": "accounts.web.forms.AppForm",
}
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "20/m/ip,5/300s/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Precert"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# A person is signed out after this long without a click, and after this long in all.
SESSION_IDLE_SECONDS = env.int("SESSION_IDLE_SECONDS", default=15 * 60)
SESSION_ABSOLUTE_SECONDS = SESSION_COOKIE_AGE
# What stands over every page when this is not the real thing ("Demonstration", "Training").
ENVIRONMENT_BANNER = env.str("ENVIRONMENT_BANNER", default="")
# File names may tell a member's name: what is said about them stays on the server.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
# Where a role starts; a role without an entry starts at its first place in NAVIGATION.
HOME_ROUTES = {
    "intake_clerk": "cases:inbox",
    "appeals_reviewer": "cases:appeals",
    "privacy_officer": "cases:privacy",
    "administrator": "cases:operations",
    "auditor": "cases:audit",
}
UPLOAD_DONE_ROUTE = "cases:inbox"
# Where a policy page sends who wants the cases under it: criteria knows no case.
POLICY_CASES_ROUTE = "cases:policy_cases"
# Where it sends who tries a revision over stored cases.
POLICY_REPLAY_ROUTE = "cases:replay"
# The top navigation: words, address by name, and the action a role must be allowed.
NAVIGATION = [
    ("Queue", "cases:queue", "queue.view"),
    ("Intake", "cases:inbox", "document.index"),
    ("Benefits", "cases:benefits", "benefits.settle"),
    ("Appeals", "cases:appeals", "appeal.view"),
    ("Policies", "criteria:policies", "policy.view"),
    ("Reports", "cases:reports", "report.view"),
    ("Privacy", "cases:privacy", "privacy.review"),
    ("Audit", "cases:audit", "audit.view"),
    ("Operations", "cases:operations", "operations.view"),
    ("Administration", "admin:index", "admin.view"),
    ("API clients", "accounts_api_clients", "api_clients.manage"),
]
# The search box in the header: where it sends, and the action a role must be allowed.
SEARCH = ("cases:search", "case.view")
CSRF_COOKIE_HTTPONLY = True

# --- Language and time -----------------------------------------------------
LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_I18N = False
FORMAT_MODULE_PATH = "config.formats"
USE_TZ = True

# --- Files -----------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "files"

# How much of a stranger's file is accepted, and what the process that opens it may use.
DOCUMENT_MAX_BYTES = env.int("DOCUMENT_MAX_BYTES", default=50 * 1024 * 1024)
DOCUMENT_MAX_PAGES = env.int("DOCUMENT_MAX_PAGES", default=500)
DOCUMENT_MAX_PAGE_PIXELS = env.int("DOCUMENT_MAX_PAGE_PIXELS", default=40_000_000)
DOCUMENT_MEMORY_BYTES = env.int("DOCUMENT_MEMORY_BYTES", default=1536 * 1024 * 1024)
DOCUMENT_CPU_SECONDS = env.int("DOCUMENT_CPU_SECONDS", default=20)
DOCUMENT_FILE_BYTES = env.int("DOCUMENT_FILE_BYTES", default=64 * 1024 * 1024)
DOCUMENT_WALL_SECONDS = env.int("DOCUMENT_WALL_SECONDS", default=60)
DOCUMENT_FILE_WALL_SECONDS = env.int("DOCUMENT_FILE_WALL_SECONDS", default=180)
# Uploads that go on after a break: the size of a piece, how long an unfinished one is kept
# (24 hours at most, when incoming files are cleared), and how many and how much one person
# may leave unfinished.
DOCUMENT_CHUNK_BYTES = env.int("DOCUMENT_CHUNK_BYTES", default=1024 * 1024)
DOCUMENT_UPLOAD_HOURS = env.int("DOCUMENT_UPLOAD_HOURS", default=24)
DOCUMENT_UPLOADS_OPEN = env.int("DOCUMENT_UPLOADS_OPEN", default=20)
DOCUMENT_UPLOADS_OPEN_BYTES = env.int("DOCUMENT_UPLOADS_OPEN_BYTES", default=500 * 1024 * 1024)
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = ["documents.web.quota.LimitedUploadHandler"]

# --- Browser ---------------------------------------------------------------
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-src": [SELF],
        "frame-ancestors": [SELF],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

LOGGING_CONFIG = "logging.config.dictConfig"
LOGGING = logging_config(level=env.str("LOG_LEVEL", default="INFO"))
SILENCED_SYSTEM_CHECKS: list[str] = []

# --- Durable work and the record (operations) -------------------------------
# How long a worker holds a job, how long a failed one rests (doubling), and when the
# sweeper sends again what nobody claimed. Seconds; tests shorten them.
PRECERT_JOB_LEASE_SECONDS = env.float("PRECERT_JOB_LEASE_SECONDS", default=300.0)
PRECERT_JOB_RETRY_SECONDS = env.float("PRECERT_JOB_RETRY_SECONDS", default=10.0)
PRECERT_JOB_RETRY_LONGEST_SECONDS = env.float("PRECERT_JOB_RETRY_LONGEST_SECONDS", default=600.0)
PRECERT_SWEEP_EVERY_SECONDS = env.float("PRECERT_SWEEP_EVERY_SECONDS", default=30.0)
PRECERT_SWEEP_RESEND_SECONDS = env.float("PRECERT_SWEEP_RESEND_SECONDS", default=60.0)
# A broker that does not answer costs a request this much, and then nothing for a while.
PRECERT_PUBLISH_TIMEOUT_SECONDS = env.float("PRECERT_PUBLISH_TIMEOUT_SECONDS", default=0.5)
PRECERT_PUBLISH_PAUSE_SECONDS = env.float("PRECERT_PUBLISH_PAUSE_SECONDS", default=5.0)
PRECERT_WORKER_BEAT_SECONDS = env.float("PRECERT_WORKER_BEAT_SECONDS", default=10.0)
# Below this much free space in the data folder the operations page warns.
PRECERT_DISK_WARN_MEGABYTES = env.int("PRECERT_DISK_WARN_MEGABYTES", default=2048)
# The key of the audit chains; production requires its own, elsewhere SECRET_KEY serves.
AUDIT_KEY = env.str("AUDIT_KEY", default="")
# Where the heads of the chains are kept each day; copy them to where the database cannot reach.
PRECERT_AUDIT_HEADS_DIR = DATA_DIR / "audit-heads"
# Facts of stored cases as columns, for replays; made again from the database when it is gone.
PRECERT_REPLAY_DIR = DATA_DIR / "replay"

# --- Celery ----------------------------------------------------------------
VISIBILITY_TIMEOUT_SECONDS = 900
_TRANSPORT_OPTIONS: dict[str, Any] = {
    "visibility_timeout": VISIBILITY_TIMEOUT_SECONDS,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
}
CELERY_BROKER_URL = (
    f"redis+socket://{REDIS_URL.removeprefix('unix://')}"
    if REDIS_URL.startswith("unix://")
    else (REDIS_URL or "redis://127.0.0.1:6379/0")
)
CELERY_BROKER_TRANSPORT_OPTIONS = _TRANSPORT_OPTIONS
CELERY_RESULT_BACKEND_TRANSPORT_OPTIONS = _TRANSPORT_OPTIONS
CELERY_VISIBILITY_TIMEOUT = VISIBILITY_TIMEOUT_SECONDS
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_TIME_LIMIT = 290  # below the lease, so a job is never run twice at once
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 30
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_DEFAULT_QUEUE = "checks"
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "operations.tasks.sweep", "schedule": PRECERT_SWEEP_EVERY_SECONDS},
    "export-heads": {"task": "operations.tasks.export_heads", "schedule": 3600.0},
}

# Sample cases may be made only where the settings say so; never in production.
SAMPLE_DATA_ALLOWED = False
