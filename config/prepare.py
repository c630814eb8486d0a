"""What a start needs done in Django before the first page: one process, so that it is quick.

Database, plan settings, policies, static files. Every step may run again.
"""

import hashlib
import os
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands

from config.env import DATA_DIR

POLICIES = Path("criteria") / "policies"
FINGERPRINT = "fingerprint.txt"


def main() -> None:
    """Run the steps in order; the first that fails ends the process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.development")
    django.setup()
    call_command("migrate", interactive=False, verbosity=1)
    run_known("load_plan_settings")
    for policy in sorted((settings.BASE_DIR / POLICIES).glob("*/*.yaml")):
        run_known("import_policy", str(policy), publish=True)
    collect_static()


def run_known(name: str, *arguments: str, **options: bool) -> None:
    """Run a management command if this checkout has it."""
    if name in get_commands():
        call_command(name, *arguments, **options)


def collect_static() -> None:
    """Collect static files when any of them has changed since the last time."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            stat = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    mark = DATA_DIR / "run" / FINGERPRINT
    if mark.exists() and mark.read_text(encoding="ascii") == digest.hexdigest():
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.write_text(digest.hexdigest(), encoding="ascii")


if __name__ == "__main__":
    main()
