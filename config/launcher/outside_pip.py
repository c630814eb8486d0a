"""Finds a pip that can fill an environment which has none of its own.

Looked for in this order: the wheel that Debian ships for its own tools, a pip on PATH that
can work on another environment, and the pinned wheel from the index that the user's own
PIP_INDEX_URL names. No index is named here.
"""

import hashlib
import os
import shutil
import sys
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from config.launcher.places import Places
from config.launcher.steps import Runner

SHIPPED_WHEELS = Path("/usr/share/python-wheels")
PIP_WHEEL = "pip-26.3-py3-none-any.whl"
PIP_WHEEL_SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"
TIMEOUT_SECONDS = 60


@dataclass(frozen=True)
class OutsidePip:
    """A pip command that acts on the environment, and where it comes from."""

    command: tuple[str, ...]
    origin: str


def find_outside_pip(places: Places, runner: Runner) -> OutsidePip | None:
    """Return a pip that works on the environment, or None."""
    for wheel in sorted(SHIPPED_WHEELS.glob("pip-*.whl"), reverse=True):
        return OutsidePip((str(places.python), str(wheel / "pip")), "the system's own wheels")
    for name in ("pip3", "pip"):
        pip = shutil.which(name)
        aimed = (pip or "", "--python", str(places.python))
        if pip and runner.run([*aimed, "--version"]):  # --python came with pip 22.3
            return OutsidePip(aimed, "PATH")
    fetched = _fetch_wheel(places)
    return (
        OutsidePip((str(places.python), str(fetched / "pip")), "PIP_INDEX_URL") if fetched else None
    )


def _fetch_wheel(places: Places) -> Path | None:
    """Return the pinned pip wheel, fetched once from the user's index; None without one."""
    index = os.environ.get("PIP_INDEX_URL") or os.environ.get("UV_DEFAULT_INDEX")
    target = places.data / "tools" / PIP_WHEEL
    if target.is_file() and hashlib.sha256(target.read_bytes()).hexdigest() == PIP_WHEEL_SHA256:
        return target
    if not index:
        return None
    try:
        content = _read(_wheel_address(index.rstrip("/") + "/pip/"))
    except (OSError, ValueError, urllib.error.URLError) as error:
        sys.stderr.write(f"pip could not be fetched from PIP_INDEX_URL: {error}\n")
        return None
    if hashlib.sha256(content).hexdigest() != PIP_WHEEL_SHA256:
        sys.stderr.write(
            "The pip that PIP_INDEX_URL offers is not the pinned one; it was not used.\n"
        )
        return None
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    return target


def _wheel_address(page: str) -> str:
    """Return the address of the pinned wheel; ValueError where the page does not list it."""
    links = _Links()
    links.feed(_read(page).decode("utf-8", errors="replace"))
    for link in links.found:
        address = urllib.parse.urljoin(page, link)
        if urllib.parse.urlsplit(address).path.endswith("/" + PIP_WHEEL):
            return address.partition("#")[0]
    raise ValueError(f"the index does not list {PIP_WHEEL}")


def _read(address: str) -> bytes:
    if urllib.parse.urlsplit(address).scheme not in {"http", "https", "file"}:
        raise ValueError("PIP_INDEX_URL must be an http, https or file address")
    with urllib.request.urlopen(address, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310 - scheme checked above; content checked by hash
        content: bytes = answer.read()
    return content


class _Links(HTMLParser):
    """Collects the addresses that a page links to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the href of an anchor."""
        self.found.extend(value for name, value in attrs if tag == "a" and name == "href" and value)
