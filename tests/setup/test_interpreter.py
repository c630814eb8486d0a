import subprocess
import sys

import pytest

from config.launcher import interpreter
from config.launcher.places import ROOT


@pytest.mark.parametrize(
    ("version", "answer"),
    [((3, 10), False), ((3, 11), True), ((3, 13), True), ((3, 14), False), ((2, 7), False)],
)
def test_supported_versions(version, answer):
    assert interpreter.supported(version) is answer


def test_a_stand_in_that_only_prints_an_error_is_passed_over(only_on_path, this_python):
    only_on_path("python3.13", "echo 'no such version' >&2; exit 127")
    good = only_on_path("python3.12", f'exec {this_python} "$@"')
    assert interpreter.find_python() == str(good)


def test_no_python_is_found_where_there_is_none(only_on_path):
    only_on_path("python3.11", "exit 1")
    assert interpreter.find_python() == ""


OLD = """
import sys
sys.version_info = (3, 9, 2, "final", 0)
sys.path.insert(0, {root!r})
from config.launcher.interpreter import use_supported_python
sys.argv = ["start", "--help"]
use_supported_python({script!r})
"""


def run_as_an_old_python(path):
    code = OLD.format(root=str(ROOT), script=str(ROOT / "start"))
    return subprocess.run(
        [sys.executable, "-c", code],
        env={"PATH": str(path)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_old_python_hands_over_to_a_newer_one(only_on_path, this_python, tmp_path):
    only_on_path("python3.11", f'exec {this_python} "$@"')
    answer = run_as_an_old_python(tmp_path / "bin")
    assert answer.returncode == 0, answer.stderr
    assert "./start" in answer.stdout
    assert "--no-demo" in answer.stdout


def test_an_old_python_alone_says_what_to_install(tmp_path):
    answer = run_as_an_old_python(tmp_path)
    assert answer.returncode == 2
    assert "Precert needs Python 3.11, 3.12 or 3.13; this is Python 3.9" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_the_chooser_can_be_read_by_an_old_python():
    import ast

    for name in (
        "start",
        "test",
        "config/__init__.py",
        "config/launcher/__init__.py",
        "config/launcher/interpreter.py",
    ):
        ast.parse((ROOT / name).read_text(encoding="utf-8"), feature_version=(3, 6))
