"""The environment, read once. Every variable is described in .env.example."""

from pathlib import Path

import environ

ROOT = Path(__file__).resolve().parent.parent

env = environ.Env()
environ.Env.read_env(ROOT / ".env", overwrite=False)

DATA_DIR = Path(env.str("PRECERT_DATA_DIR", default=str(ROOT / "var"))).resolve()
