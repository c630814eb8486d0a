import signal
import sys
import threading
import time

import pytest

from config.launcher import supervise
from config.launcher.console import Console
from config.launcher.places import ROOT, Places
from config.launcher.processes import recorded
from config.launcher.supervise import (
    ChildSpec,
    Supervisor,
    children_of,
    describe_end,
    rotate,
)


def python(code):
    return (sys.executable, "-I", "-S", "-c", code)


SLEEP = python("import time; time.sleep(60)")
STUBBORN = python(
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
)


@pytest.fixture
def supervisor(tmp_path, stop):
    places = Places(root=ROOT, data=tmp_path)
    places.make()
    made = Supervisor(places, Console(), {"PATH": "/usr/bin:/bin"})
    yield made
    made.stop(stop)


def look_until(supervisor, question, seconds=10.0):
    deadline = time.monotonic() + seconds
    while not question():
        assert time.monotonic() < deadline, "it did not come about in time"
        supervisor.look()
        time.sleep(0.02)


def test_a_child_that_dies_is_started_again_after_a_growing_pause(supervisor, monkeypatch, capsys):
    monkeypatch.setattr(supervise, "FIRST_DELAY_SECONDS", 0.05)
    child = supervisor.begin(ChildSpec("web", python("raise SystemExit(3)")))
    child.delay_seconds = 0.05
    look_until(supervisor, lambda: child.deaths >= 3)
    assert child.delay_seconds == pytest.approx(0.4)
    assert "The web ended with code 3" in capsys.readouterr().out


def test_a_killed_child_comes_back_as_another_process(supervisor, capsys):
    child = supervisor.begin(ChildSpec("worker", SLEEP))
    child.delay_seconds = 0.05
    first = child.process.pid
    child.process.kill()
    look_until(supervisor, lambda: child.process is not None and child.process.pid != first)
    assert "was ended by SIGKILL" in capsys.readouterr().out
    assert [entry.pid for entry in recorded(supervisor.places.run)] == [child.process.pid]


def test_a_task_ends_by_itself_and_is_not_started_again(supervisor, capsys):
    child = supervisor.begin(ChildSpec("faxes", python("pass"), done="The faxes are there"))
    look_until(supervisor, lambda: child.finished)
    supervisor.look()
    assert child.process is None
    assert "The faxes are there" in capsys.readouterr().out


def test_a_task_that_fails_stops_nothing_else(supervisor, capsys):
    child = supervisor.begin(ChildSpec("faxes", python("raise SystemExit(1)"), done="never said"))
    look_until(supervisor, lambda: child.finished)
    said = capsys.readouterr().out
    assert "the rest goes on" in said
    assert "never said" not in said


def test_stopping_goes_backwards_and_leaves_nothing(supervisor, stop, tmp_path):
    ends = tmp_path / "ends"
    code = (
        "import signal, sys, time\n"
        f"def end(*_):\n    open({str(ends)!r}, 'a').write(sys.argv[1] + ' '); sys.exit(0)\n"
        "signal.signal(signal.SIGTERM, end); open(sys.argv[2], 'w').close(); time.sleep(60)"
    )
    for name in ("redis", "web", "worker", "beat"):
        up = tmp_path / f"{name}.up"
        supervisor.begin(ChildSpec(name, (*python(code), name, str(up))))
        look_until(supervisor, up.exists)
    supervisor.stop(stop)
    assert ends.read_text() == "beat worker web redis "
    assert recorded(supervisor.places.run) == ()


def test_a_child_that_will_not_stop_is_stopped(supervisor, stop):
    child = supervisor.begin(ChildSpec("worker", STUBBORN, stop_seconds=0.3))
    look_until(supervisor, lambda: "up" in (supervisor.places.log / "worker.log").read_text())
    process = child.process
    supervisor.stop(stop)
    assert process.returncode == -signal.SIGKILL


def test_a_second_stop_request_does_not_wait(supervisor, stop):
    child = supervisor.begin(ChildSpec("worker", STUBBORN, stop_seconds=30))
    look_until(supervisor, lambda: "up" in (supervisor.places.log / "worker.log").read_text())
    process = child.process
    begun = time.monotonic()

    stop.times = 1  # the first request
    threading.Timer(0.2, lambda: setattr(stop, "times", 2)).start()
    supervisor.stop(stop)
    assert process.returncode == -signal.SIGKILL
    assert time.monotonic() - begun < 5


def test_what_an_earlier_start_left_is_ended(supervisor, capsys):
    child = supervisor.begin(ChildSpec("worker", SLEEP))
    later = Supervisor(supervisor.places, Console(), {})
    later.clear_leftovers()
    assert child.process.wait(timeout=5) == -signal.SIGTERM
    assert "Clearing up after an earlier start: worker" in capsys.readouterr().out
    child.process = None


def test_the_guard_is_replaced_when_it_goes(supervisor):
    supervisor.watch_over()
    first = supervisor.guard
    first.kill()
    first.wait()
    supervisor.look()
    assert supervisor.guard is not first
    assert supervisor.guard.poll() is None


@pytest.mark.parametrize(
    ("code", "words"),
    [(0, "ended with code 0"), (-9, "was ended by SIGKILL"), (-200, "was ended by signal 200")],
)
def test_ends_in_words(code, words):
    assert describe_end(code) == words


def test_a_large_log_is_set_aside(tmp_path, monkeypatch):
    monkeypatch.setattr(supervise, "LOG_BYTES", 10)
    path = tmp_path / "web.log"
    path.write_text("short")
    rotate(path)
    assert path.exists()
    path.write_text("long enough to go")
    rotate(path)
    assert not path.exists()
    assert (tmp_path / "web.log.1").exists()


def test_the_children_and_their_queues(places):
    web, worker, beat = children_of(places, port=8765)
    assert (web.name, worker.name, beat.name) == ("web", "worker", "beat")
    assert "127.0.0.1:8765" in web.command
    assert "reading,checks,letters" in worker.command
