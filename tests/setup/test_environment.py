"""The environment is made for real, from a wheel in a folder; nothing is fetched."""

import hashlib
import subprocess

import pytest

from config.launcher import environment, outside_pip
from config.launcher.console import LaunchError, StopRequestedError
from config.launcher.environment import ensure_environment, read_stamp
from tests.setup.wheels import make_wheel

LOCK = "requirements.txt"


@pytest.fixture
def lock(shop):
    line = make_wheel(shop.places.root / "wheels", "tiny", "1.0")
    path = shop.places.root / LOCK
    path.write_text(line)
    return path


@pytest.fixture
def python_without_ensurepip(only_on_path, this_python, monkeypatch):
    """A Python whose venv leaves a half-made folder, as Debian's does without python3-venv."""
    script = f"""
    for word in "$@"; do last="$word"; done
    case "$*" in
      *--without-pip*) exec {this_python} "$@" ;;
      *"-m venv"*) /bin/mkdir -p "$last/bin"; /bin/touch "$last/pyvenv.cfg"; exit 1 ;;
      *"-m virtualenv"*) exit 1 ;;
      *) exec {this_python} "$@" ;;
    esac"""
    path = only_on_path("python3", script)
    monkeypatch.setattr("sys.executable", str(path))
    return path


def version_of_tiny(shop):
    answer = subprocess.run(
        [shop.places.python, "-c", "import tiny; print(tiny.VERSION)"],
        capture_output=True,
        text=True,
        check=True,
    )
    return answer.stdout.strip()


def test_it_is_made_once_and_again_when_the_lock_changes(shop, lock, only_on_path):
    assert ensure_environment(shop, lock=LOCK) is True
    assert version_of_tiny(shop) == "1.0"
    assert ensure_environment(shop, lock=LOCK) is False
    lock.write_text(make_wheel(shop.places.root / "wheels", "tiny", "2.0"))
    assert ensure_environment(shop, lock=LOCK) is True
    assert version_of_tiny(shop) == "2.0"


def test_a_package_with_another_hash_is_refused(shop, lock, only_on_path):
    lock.write_text("tiny==1.0 \\\n    --hash=sha256:" + "0" * 64 + "\n")
    with pytest.raises(LaunchError, match="could not be installed"):
        ensure_environment(shop, lock=LOCK)
    assert read_stamp(shop.venv) == {}


def test_a_half_made_environment_is_made_anew(shop, lock, only_on_path):
    (shop.venv / "bin").mkdir(parents=True)
    (shop.venv / "pyvenv.cfg").touch()
    assert ensure_environment(shop, lock=LOCK) is True
    assert version_of_tiny(shop) == "1.0"


def test_somebody_elses_folder_is_left_alone(shop, lock, only_on_path):
    shop.venv.mkdir()
    (shop.venv / "novel.txt").write_text("chapter one")
    with pytest.raises(LaunchError, match="in the way"):
        ensure_environment(shop, lock=LOCK)
    assert (shop.venv / "novel.txt").read_text() == "chapter one"


def test_the_development_lock_stands_for_both(shop, lock, only_on_path):
    (shop.places.root / "requirements-dev.txt").write_text(lock.read_text())
    assert ensure_environment(shop, lock="requirements-dev.txt") is True
    assert ensure_environment(shop, lock=LOCK) is False


def test_uv_is_taken_where_it_works(shop, lock, only_on_path, this_python, this_pip):
    log = shop.places.root / "uv.log"
    only_on_path(
        "uv",
        f"""echo "$*" >> {log}
    case "$1" in
      venv) exec {this_python} -m venv --without-pip "$4" ;;
      pip) exec {this_pip} --python "$4" install --no-index --find-links wheels -r "$7" ;;
    esac""",
    )
    assert ensure_environment(shop, lock=LOCK) is True
    assert version_of_tiny(shop) == "1.0"
    assert "--require-hashes" in log.read_text()


def test_a_uv_that_fails_is_passed_over(shop, lock, only_on_path):
    only_on_path("uv", "exit 127")
    assert ensure_environment(shop, lock=LOCK) is True
    assert version_of_tiny(shop) == "1.0"


def test_without_ensurepip_a_pip_from_path_fills_it(
    shop, lock, python_without_ensurepip, only_on_path, this_pip, monkeypatch, tmp_path
):
    monkeypatch.setattr(outside_pip, "SHIPPED_WHEELS", tmp_path)
    only_on_path("pip3", f'exec {this_pip} "$@"')
    assert ensure_environment(shop, lock=LOCK) is True
    assert version_of_tiny(shop) == "1.0"


def test_without_any_pip_it_says_which_package_to_install(
    shop, lock, python_without_ensurepip, monkeypatch, tmp_path
):
    monkeypatch.setattr(outside_pip, "SHIPPED_WHEELS", tmp_path)
    for name in ("PIP_INDEX_URL", "UV_DEFAULT_INDEX"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(LaunchError, match="apt-get install python3-venv"):
        ensure_environment(shop, lock=LOCK)
    assert not shop.venv.exists()


def test_root_has_debian_install_what_is_missing(
    shop, lock, python_without_ensurepip, only_on_path, this_python, monkeypatch
):
    monkeypatch.setattr("os.geteuid", lambda: 0)
    python = python_without_ensurepip
    asked, whole = python.with_name("asked"), python.with_name("whole")
    whole.write_text(f'#!/bin/sh\nexec {this_python} "$@"\n')
    whole.chmod(0o755)
    only_on_path("apt-get", f'echo "$*" >> {asked}; /bin/mv {whole} {python}')
    assert ensure_environment(shop, lock=LOCK) is True
    assert version_of_tiny(shop) == "1.0"
    assert "install -y python3." in asked.read_text()


def test_a_pip_is_fetched_from_the_index_the_user_names(shop, only_on_path, monkeypatch, tmp_path):
    wheel = b"not really a wheel"
    page = tmp_path / "index" / "pip"
    page.mkdir(parents=True)
    (page / outside_pip.PIP_WHEEL).write_bytes(wheel)
    monkeypatch.setattr(outside_pip, "SHIPPED_WHEELS", tmp_path / "none")
    monkeypatch.setattr(outside_pip, "_wheel_address", lambda page: page + outside_pip.PIP_WHEEL)
    monkeypatch.setattr(outside_pip, "PIP_WHEEL_SHA256", hashlib.sha256(wheel).hexdigest())
    monkeypatch.setenv("PIP_INDEX_URL", f"file://{tmp_path}/index")
    found = outside_pip.find_outside_pip(shop.places, shop.runner)
    assert found is not None
    assert found.origin == "PIP_INDEX_URL"
    monkeypatch.setattr(outside_pip, "PIP_WHEEL_SHA256", "0" * 64)
    assert outside_pip.find_outside_pip(shop.places, shop.runner) is None


def test_the_pinned_wheel_is_found_among_links(tmp_path):
    page = tmp_path / "page.html"
    page.write_text(
        f'<a href="../x/{outside_pip.PIP_WHEEL}#sha256=1">pip</a><a href="other.whl">o</a>'
    )
    address = outside_pip._wheel_address(f"file://{page}")
    assert address.endswith(f"/x/{outside_pip.PIP_WHEEL}")
    page.write_text("nothing")
    with pytest.raises(ValueError, match="does not list"):
        outside_pip._wheel_address(f"file://{page}")
    with pytest.raises(ValueError, match="http, https or file"):
        outside_pip._read("ftp://somewhere")


def test_a_stop_during_an_installation_ends_it(shop, stop):
    stop.times = 1
    with pytest.raises(StopRequestedError):
        shop.runner.run(["/bin/sleep", "60"])


def test_stamps_that_cannot_be_read_say_nothing(tmp_path):
    assert read_stamp(tmp_path) == {}
    (tmp_path / environment.STAMP).write_text("[1]")
    assert read_stamp(tmp_path) == {}
    assert [path.name for path in tmp_path.iterdir()] == [environment.STAMP]
