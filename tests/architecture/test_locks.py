"""The lock files cover what the project asks for, with hashes, and name no index."""

import re
import tomllib

import pytest

from tests.architecture.tree import ROOT, product_files, relative

REQUIREMENT = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==", re.MULTILINE)
NAME = re.compile(r"^[A-Za-z0-9._-]+")
INDEX = re.compile(r"--(?:extra-)?index-url|--find-links|--trusted-host|https?://(?!json-schema)")


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(name):
    return {
        normal(found) for found in REQUIREMENT.findall((ROOT / name).read_text(encoding="utf-8"))
    }


def asked(*path):
    place = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for key in path:
        place = place[key]
    return {normal(NAME.findall(line)[0]) for line in place}


def test_the_lock_covers_every_dependency():
    assert asked("project", "dependencies") - locked("requirements.txt") == set()


def test_the_development_lock_covers_the_tools_and_the_product():
    development = locked("requirements-dev.txt")
    assert asked("dependency-groups", "dev") - development == set()
    assert locked("requirements.txt") - development == set()


@pytest.mark.parametrize(
    "name", ["requirements.txt", "requirements-dev.txt", "requirements-production.txt"]
)
def test_every_locked_package_carries_hashes(name):
    blocks = re.split(r"\n(?=[A-Za-z0-9])", (ROOT / name).read_text(encoding="utf-8"))
    bare = [
        block.partition("\n")[0]
        for block in blocks
        if "==" in block and "--hash=sha256:" not in block
    ]
    assert bare == []


@pytest.mark.parametrize(
    "name", ["requirements.txt", "requirements-dev.txt", ".ci/run", "Dockerfile"]
)
def test_no_index_is_named(name):
    assert INDEX.findall((ROOT / name).read_text(encoding="utf-8")) == []


def test_hooks_run_from_this_checkout_alone():
    text = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert re.findall(r"repo:\s*(\S+)", text) == ["local"]


def test_the_two_locks_agree_on_every_version():
    def versions(name):
        text = (ROOT / name).read_text(encoding="utf-8")
        return set(re.findall(r"^([A-Za-z0-9._-]+==[^\s;\\]+)", text, re.MULTILINE))

    assert versions("requirements.txt") - versions("requirements-dev.txt") == set()


def test_the_root_holds_both_commands_executable():
    for name in ("start", "test", ".ci/run", "manage.py"):
        path = ROOT / name
        assert path in product_files(), relative(path)
        assert path.stat().st_mode & 0o111, name


def test_the_production_lock_adds_what_the_extra_asks_for():
    beside = locked("requirements-production.txt")
    assert asked("project", "optional-dependencies", "production") - beside == set()
    assert beside & locked("requirements.txt") == set(), "each package is locked once"
