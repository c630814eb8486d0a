"""A checkout in a temporary folder, and the parts of the launcher around it."""

import ensurepip
import importlib.util
import os
import sys
from pathlib import Path

import pytest

from config.launcher.console import Console, StopSignal
from config.launcher.environment import Workshop
from config.launcher.places import Places
from config.launcher.steps import Runner


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """The folders of an empty checkout."""
    made = Places(root=tmp_path / "checkout", data=tmp_path / "checkout" / "var")
    made.make()
    return made


@pytest.fixture
def stop() -> StopSignal:
    """A stop signal that nobody has given."""
    return StopSignal()


@pytest.fixture
def shop(places: Places, stop: StopSignal) -> Workshop:
    """What the makers of an environment need; packages come from a folder, never from afar."""
    console = Console()
    wheels = places.root / "wheels"
    wheels.mkdir()
    nowhere = {
        **{
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PIP_", "UV_"))
        },
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(wheels),
        "PIP_CONFIG_FILE": os.devnull,
        "UV_NO_INDEX": "1",
        "UV_FIND_LINKS": str(wheels),
        "UV_NO_CONFIG": "1",
    }
    runner = Runner(console, stop, places.root, places.log / "install.log", nowhere)
    return Workshop(places, runner, console)


@pytest.fixture
def only_on_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Leave nothing on PATH but what the test puts there: `put(name, script)`."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))

    def put(name: str, script: str) -> Path:
        path = folder / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        return path

    return put


@pytest.fixture
def this_python() -> str:
    """The Python that runs the tests."""
    return sys.executable


@pytest.fixture
def this_pip(this_python: str) -> str:
    """A command that runs pip: this environment's own, or the one that Python carries."""
    if importlib.util.find_spec("pip"):
        return f"{this_python} -m pip"
    carried = Path(ensurepip.__file__).parent / "_bundled"
    wheels = [*carried.glob("pip-*.whl"), *Path("/usr/share/python-wheels").glob("pip-*.whl")]
    return f"{this_python} {wheels[0]}/pip"
