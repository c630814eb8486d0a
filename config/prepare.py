"""What is done in Django before the first page: one process, so that it is quick.

Always the database and the static files. ./start adds --with-defaults for the shipped plan
settings and policies, and --with-demo for the sample policies and the demonstration users and
members. Every step may run again.
"""

import hashlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from config.env import DATA_DIR, ROOT

POLICIES = ROOT / "criteria" / "policies"
FINGERPRINT = DATA_DIR / "run" / "static-files.txt"
WITH_DEFAULTS = "--with-defaults"
WITH_DEMO = "--with-demo"


def main(arguments: Sequence[str]) -> None:
    """Run the steps in order; the first that fails ends the process with its traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.development")
    django.setup()
    call_command("migrate", interactive=False, verbosity=1)
    if WITH_DEFAULTS in arguments:
        call_command("load_plan_settings")
        for policy in sorted(POLICIES.glob("*/*.yaml")):
            call_command("import_policy", str(policy), publish=True)
    if WITH_DEMO in arguments:
        for policy in sorted(POLICIES.glob("samples/*/*.yaml")):
            call_command("import_policy", str(policy), publish=True)
        call_command("load_demo")
    collect_static()


def collect_static() -> None:
    """Collect static files when any of them has changed since the last time."""
    now = fingerprint()
    if FINGERPRINT.exists() and FINGERPRINT.read_text(encoding="ascii") == now:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    FINGERPRINT.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    FINGERPRINT.write_text(now, encoding="ascii")


def fingerprint() -> str:
    """Return a digest of every static file's name, size and time, and of where they go."""
    digest = hashlib.sha256(str(settings.STATIC_ROOT).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            stat = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


if __name__ == "__main__":
    main(sys.argv[1:])
