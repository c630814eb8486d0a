"""The environment, read once. Every variable is described in .env.example."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

import environ

ROOT = Path(__file__).resolve().parent.parent

env = environ.Env()
if (ROOT / ".env").is_file():
    environ.Env.read_env(ROOT / ".env", overwrite=False)

# A relative folder counts from the checkout, not from where a command is run.
DATA_DIR = (ROOT / env.str("PRECERT_DATA_DIR", default="var")).resolve()


def key_of_this_installation(folder: Path) -> str:
    """Return a secret made at first use and kept in the folder, for its owner only.

    For the embedded default, so that no two installations share a key. Production is
    given its key and makes none. Several processes may ask at once: a complete file
    is linked into place, and whoever comes second reads the first one's.
    """
    path = folder / "secret_key"
    if not path.exists():
        descriptor, draft = tempfile.mkstemp(dir=folder, prefix="secret_key.")  # made 0600
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(secrets.token_urlsafe(64))
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        Path(draft).unlink()
    return path.read_text(encoding="ascii")
