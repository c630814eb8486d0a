"""Makes the Python environment and puts the locked packages in it, by whatever means are here.

Order: uv, where it is on PATH; `python -m venv`; `python -m virtualenv`; Debian's venv
package, where we are root; an environment without pip, filled by a pip from elsewhere.
Every package is checked against the hash in the lock file, whichever way it comes.
"""

import hashlib
import importlib.util
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from config.launcher.console import Console, LaunchError
from config.launcher.outside_pip import find_outside_pip
from config.launcher.places import Places
from config.launcher.steps import Runner

STAMP = "precert-locks.json"
BASE_LOCK = "requirements.txt"


@dataclass(frozen=True)
class Workshop:
    """What the makers of an environment need."""

    places: Places
    runner: Runner
    console: Console

    @property
    def venv(self) -> Path:
        """The environment's folder."""
        return self.places.venv


def ensure_environment(shop: Workshop, *, lock: str) -> bool:
    """Make the environment hold what the lock names; return False where it already did."""
    lock_path = shop.places.root / lock
    digest = sha256_of(lock_path)
    if _runs(shop) and read_stamp(shop.venv).get(lock) == digest:
        return False
    uv = _working_uv(shop)
    installers = (
        *((_install_with_uv(uv),) if uv else ()),
        _install_with_own_pip,
        _install_from_outside,
    )
    _make(shop, uv)
    for install in installers:
        if install(shop, lock_path):
            _write_stamp(shop, lock=lock, digest=digest)
            return True
    raise LaunchError(
        f"The packages of {lock} could not be installed. The end of {shop.runner.log}:\n{shop.runner.tail()}\n"
        "A package index must be reachable for the first start; later starts need none."
    )


def sha256_of(path: Path) -> str:
    """Return the digest of a file in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_stamp(venv: Path) -> dict[str, str]:
    """Return which locks the environment holds, by file name; empty where unknown."""
    try:
        stamp = json.loads((venv / STAMP).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return {}
    return (
        {str(name): str(digest) for name, digest in stamp.items()}
        if isinstance(stamp, dict)
        else {}
    )


def _write_stamp(shop: Workshop, *, lock: str, digest: str) -> None:
    stamp = {lock: digest}
    if lock != BASE_LOCK:  # the development lock holds every line of the base lock
        stamp[BASE_LOCK] = sha256_of(shop.places.root / BASE_LOCK)
    (shop.venv / STAMP).write_text(json.dumps(stamp), encoding="ascii")


# --- Making the folder ------------------------------------------------------------------


def _make(shop: Workshop, uv: str | None) -> None:
    if _runs(shop) and (uv or _has_pip(shop)):
        return
    for name, make in _makers(uv):
        _clear(shop)
        shop.console.say(f"Environment: making .venv with {name}")
        made = make(shop) and _runs(shop)
        if made and (name in _NEED_NO_PIP or _has_pip(shop)):
            return
    _clear(shop)
    raise LaunchError(
        "This Python cannot make an environment: its venv module is incomplete.\n"
        "On Debian and Ubuntu: apt-get install python3-venv (as root), then start again."
    )


_NEED_NO_PIP = {"uv", "venv without pip"}


def _makers(uv: str | None) -> Iterator[tuple[str, Callable[[Workshop], bool]]]:
    """Yield the ways that could work here, the best first."""
    python = sys.executable
    if uv:
        yield "uv", lambda at: _try(at, uv, "venv", "--python", python, str(at.venv))
    yield "python -m venv", lambda at: _try(at, python, "-m", "venv", str(at.venv))
    if importlib.util.find_spec("virtualenv"):
        yield "virtualenv", lambda at: _try(at, python, "-m", "virtualenv", str(at.venv))
    apt = shutil.which("apt-get")
    if apt and os.geteuid() == 0:
        yield "Debian's python3-venv, installed first", lambda at: _make_after_apt(at, apt)
    yield "venv without pip", _make_without_pip


def _clear(shop: Workshop) -> None:
    """Remove a half-made environment; a folder that is none is left alone and named."""
    if not shop.venv.exists() and not shop.venv.is_symlink():
        return
    if shop.venv.is_symlink() or not shop.venv.is_dir():
        shop.venv.unlink()
        return
    ours = (
        (shop.venv / "pyvenv.cfg").exists()
        or (shop.venv / "bin").is_dir()
        or not any(shop.venv.iterdir())
    )
    if not ours:
        raise LaunchError(
            f"{shop.venv} is in the way and is not a Python environment. Move it away."
        )
    shop.console.say("Environment: removing an unfinished .venv")
    shutil.rmtree(shop.venv)


def _make_after_apt(shop: Workshop, apt: str) -> bool:
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    exact = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    shop.runner.run([apt, "update"], extra=quiet)
    installed = any(
        shop.runner.run([apt, "install", "-y", name], extra=quiet)
        for name in (exact, "python3-venv")
    )
    return installed and _try(shop, sys.executable, "-m", "venv", str(shop.venv))


def _make_without_pip(shop: Workshop) -> bool:
    made = _try(shop, sys.executable, "-m", "venv", "--without-pip", str(shop.venv))
    return made and find_outside_pip(shop.places, shop.runner) is not None


# --- Filling it -------------------------------------------------------------------------


def _install_with_uv(uv: str) -> Callable[[Workshop, Path], bool]:
    def install(shop: Workshop, lock: Path) -> bool:
        shop.console.say(f"Packages: installing {_size(lock)} locked packages with uv")
        return _try(
            shop,
            uv,
            "pip",
            "install",
            "--python",
            str(shop.places.python),
            "--require-hashes",
            "-r",
            str(lock),
        )

    return install


def _install_with_own_pip(shop: Workshop, lock: Path) -> bool:
    if not _has_pip(shop):
        return False
    shop.console.say(f"Packages: installing {_size(lock)} locked packages with pip")
    return _try(shop, str(shop.places.python), "-m", "pip", *_pip_arguments(lock))


def _install_from_outside(shop: Workshop, lock: Path) -> bool:
    pip = find_outside_pip(shop.places, shop.runner)
    if pip is None:
        return False
    shop.console.say(
        f"Packages: installing {_size(lock)} locked packages with a pip from {pip.origin}"
    )
    return _try(shop, *pip.command, *_pip_arguments(lock))


def _pip_arguments(lock: Path) -> tuple[str, ...]:
    quiet = ("--disable-pip-version-check", "--no-input", "--progress-bar", "off")
    return ("install", *quiet, "--require-hashes", "-r", str(lock))


def _size(lock: Path) -> int:
    return sum(
        "==" in line and not line.startswith((" ", "#"))
        for line in lock.read_text(encoding="utf-8").splitlines()
    )


# --- Looking ----------------------------------------------------------------------------


def _try(shop: Workshop, *command: str) -> bool:
    return shop.runner.run(command)


def _working_uv(shop: Workshop) -> str | None:
    uv = shutil.which("uv")
    return uv if uv and _try(shop, uv, "--version") else None


def _runs(shop: Workshop) -> bool:
    question = "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))"
    return shop.places.python.exists() and _try(shop, str(shop.places.python), "-c", question)


def _has_pip(shop: Workshop) -> bool:
    return _try(shop, str(shop.places.python), "-c", "import pip")
