import os
import sys

import pytest

from config.launcher import found as looking
from config.launcher import suites, testing
from config.launcher.console import Console
from config.launcher.found import Found, look_around
from config.launcher.places import ROOT, Places
from config.launcher.results import Results, count_all, read_results, run_nowhere, skip_lines
from config.launcher.suites import SUITES, Check, Suite, reasons_to_skip, short_measure
from config.launcher.testing import Session

REPORT = """<testsuites><testsuite>
<testcase classname="a" name="good"/>
<testcase classname="a" name="bad"><failure message="x"/></testcase>
<testcase classname="a" name="broken"><error message="x"/></testcase>
<testcase classname="a" name="left"><skipped message="no PostgreSQL"/></testcase>
</testsuite></testsuites>"""


def test_a_report_is_read(tmp_path):
    path = tmp_path / "r.xml"
    path.write_text(REPORT)
    read = read_results(path)
    assert (len(read.passed), len(read.failed), read.skipped) == (
        1,
        2,
        {"a::left": "no PostgreSQL"},
    )


def test_a_run_without_a_report_is_a_failure(tmp_path):
    assert len(read_results(tmp_path / "absent.xml").failed) == 1


def test_a_test_skipped_here_and_run_there_was_run():
    here = Results(passed=frozenset({"a"}), skipped={"b": "PostgreSQL's way", "c": "no browser"})
    there = Results(passed=frozenset({"b"}))
    assert run_nowhere([here, there]) == {"c": "no browser"}
    assert skip_lines([here, there]) == ("1 test(s): no browser",)
    assert count_all([here, there]).skipped == 1


NOTHING = Found(postgresql_url="", redis_server="", chromium="")
EVERYTHING = Found(postgresql_url="postgresql://p", redis_server="/r", chromium="/c")


def test_each_suite_says_what_it_lacks_and_how_to_get_it():
    lacking = {suite.key: " ".join(reasons_to_skip(suite, NOTHING)) for suite in SUITES}
    assert lacking["sqlite"] == ""
    assert "TEST_DATABASE_URL" in lacking["postgres"]
    assert "apt-get install redis-server" in lacking["chaos"]
    assert "apt-get install chromium" in lacking["browser"]
    assert not any(reasons_to_skip(suite, EVERYTHING) for suite in SUITES)


def test_without_postgresql_chaos_runs_and_says_what_it_does_not_prove(tmp_path):
    chaos = next(suite for suite in SUITES if suite.key == "chaos")
    embedded = Found(postgresql_url="", redis_server="/r", chromium="/c")
    places = Places(root=ROOT, data=tmp_path)
    assert reasons_to_skip(chaos, embedded) == ()
    assert "nothing about races" in short_measure(chaos, embedded)[0]
    assert suites.suite_environment(chaos, embedded, places)["DATABASE_URL"].startswith("sqlite:")
    assert short_measure(chaos, EVERYTHING) == ()
    assert suites.suite_environment(chaos, EVERYTHING, places)["DATABASE_URL"] == "postgresql://p"


def test_every_mark_is_in_a_suite():
    marks = " ".join(suite.marks for suite in (*SUITES, suites.LONG_SUITE))
    for mark in ("browser", "chaos", "postgres", "long", "django_db"):
        assert mark in marks


def test_a_suite_never_touches_the_database_of_the_env_file(tmp_path):
    places = Places(root=ROOT, data=tmp_path)
    told = suites.suite_environment(SUITES[0], EVERYTHING, places)
    assert told["DATABASE_URL"] == f"sqlite:///{tmp_path}/precert.sqlite3"
    assert told["TEST_CHROMIUM"] == "/c"


def test_what_is_here_is_found(places, only_on_path, monkeypatch):
    chromium = only_on_path("chromium", "exit 0")
    server = only_on_path("redis-server", "exit 0")
    places.python.parent.mkdir(parents=True)
    places.python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    places.python.chmod(0o755)
    there = look_around(places, {"TEST_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"})
    assert (there.chromium, there.redis_server, there.postgresql_url) == (
        str(chromium),
        str(server),
        "",
    )


def test_a_server_that_hangs_is_no_server(places, monkeypatch):
    monkeypatch.setattr(looking, "PROBE_SECONDS", 0.2)
    places.python.parent.mkdir(parents=True)
    places.python.write_text("#!/bin/sh\nexec /bin/sleep 5\n")
    places.python.chmod(0o755)
    assert look_around(places, {"PATH": ""}).postgresql_url == ""


@pytest.fixture
def session(tmp_path):
    """A session whose Python is the one that runs the tests."""
    data = tmp_path / "test"
    data.mkdir()
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").symlink_to(sys.executable)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    environment = {**inherited, "PYTHONPATH": os.pathsep.join(sys.path)}
    return Session(Places(root=tmp_path, data=data), Console(), environment, in_ci=False)


def test_a_check_shows_its_words_only_when_it_fails(session, capsys):
    testing._check(session, Check("good", ("-c", "print('hidden')")))
    testing._check(session, Check("bad", ("-c", "print('shown'); raise SystemExit(1)")))
    said = capsys.readouterr().out
    assert "hidden" not in said
    assert "shown" in said
    assert (session.passed, session.failed) == (["good"], ["bad"])
    assert testing._sum_up(session) == 1


def test_a_suite_that_lacks_something_is_skipped_loudly_and_fails_ci_alone(session, capsys):
    testing._suite(session, SUITES[1], NOTHING)
    assert testing._sum_up(session) == 0
    assert "NOT RUN HERE" in capsys.readouterr().out
    session.in_ci = True
    assert testing._sum_up(session) == 1
    assert "in CI nothing may be" in capsys.readouterr().out


def test_a_suite_runs_and_is_counted(session, capsys, monkeypatch):
    path = session.places.data / "test_two.py"
    path.write_text("def test_a(): pass\ndef test_b(): assert 0\n")
    alone = ("-q", "-p", "no:cacheprovider", "-p", "no:randomly", "-c", os.devnull, str(path))
    monkeypatch.setattr(testing, "pytest_arguments", lambda suite: alone)
    testing._suite(session, Suite("two", "two", "", "SQLite"), NOTHING)
    assert session.failed == ["two"]
    testing._sum_up(session)
    assert capsys.readouterr().out.rstrip().endswith("1 passed, 1 failed, 0 skipped")


def test_a_suite_without_tests_counts_as_not_run(session, monkeypatch):
    path = session.places.data / "test_none.py"
    path.write_text("")
    alone = ("-q", "-p", "no:cacheprovider", "-c", os.devnull, str(path))
    monkeypatch.setattr(testing, "pytest_arguments", lambda suite: alone)
    testing._suite(session, Suite("none", "none", "ghost", "SQLite"), NOTHING)
    assert session.skipped == ["none: no test has these marks (ghost)"]
