"""Where Precert keeps things on this machine, and the settings a user wrote down."""

import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

# sun_path holds 104 bytes on macOS and 108 on Linux, the closing zero included.
SOCKET_PATH_BYTES = 100


@dataclass(frozen=True)
class Places:
    """The folders of one checkout."""

    root: Path
    data: Path

    @property
    def venv(self) -> Path:
        """The Python environment."""
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        """The environment's Python."""
        return self.venv / "bin" / "python"

    @property
    def run(self) -> Path:
        """Process files and the lock: nothing here outlives a machine."""
        return self.data / "run"

    @property
    def log(self) -> Path:
        """What the children print."""
        return self.data / "log"

    def make(self) -> None:
        """Create the folders that a start writes to, readable by their owner only."""
        for folder in (self.data, self.run, self.log):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def places_for(root: Path, environment: dict[str, str]) -> Places:
    """Return the folders of a checkout, PRECERT_DATA_DIR respected."""
    data = environment.get("PRECERT_DATA_DIR") or str(root / "var")
    return Places(root=root, data=(root / data).resolve())


def environment_of(root: Path) -> dict[str, str]:
    """Return the process environment over what the checkout's .env says."""
    return {**read_env_file(root / ".env"), **os.environ}


def read_env_file(path: Path) -> dict[str, str]:
    """Return the NAME=value lines of a file; an absent file gives nothing."""
    if not path.is_file():
        return {}
    values: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        name, separator, value = line.strip().removeprefix("export ").partition("=")
        if not separator or name.startswith("#"):
            continue
        values[name.strip()] = value.strip().strip("\"'")
    return values
