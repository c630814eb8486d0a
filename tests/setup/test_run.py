import errno
import fcntl
import http.server
import json
import socket
import threading
from typing import Any

import pytest

from config.launcher import prepared, run
from config.launcher.console import LaunchError
from config.launcher.prepared import leave_note, read_state, take_note


def test_one_start_at_a_time_and_the_second_says_where(places):
    first = run.only_one(places, address="http://127.0.0.1:8123/")
    second = run.only_one(places, address="other")
    with first, pytest.raises(LaunchError) as refused, second:
        pass
    assert refused.value.exit_code == 2
    assert "already running from this checkout, at http://127.0.0.1:8123/" in str(refused.value)
    with run.only_one(places, address="again"):
        pass


def test_a_lock_without_words_is_still_a_lock(places):
    path = places.run / "start.lock"
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with (
            pytest.raises(LaunchError, match="starting or stopping"),
            run.only_one(places, address="x"),
        ):
            pass


def test_a_port_in_use_is_said_with_the_way_out():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(
            LaunchError, match=f"Port {port} is in use.*--port {port + 1}"
        ) as refused:
            run.require_free_port(port)
    assert refused.value.exit_code == 2
    run.require_free_port(port)


def test_why_a_port_cannot_be_had():
    assert "--port 8080" in run._why_not(65535, OSError(errno.EADDRINUSE, "in use"))
    assert "reserved for the administrator" in run._why_not(80, OSError(errno.EACCES, "no"))


def test_an_address_that_cannot_be_had_asks_about_loopback(monkeypatch):
    monkeypatch.setattr(run, "LOOPBACK", "192.0.2.1")
    with pytest.raises(LaunchError, match="Is the loopback interface up"):
        run.require_free_port(8123)


@pytest.mark.parametrize("text", ["0", "65536", "-1", "http", "", "٣"])
def test_what_is_no_port_is_refused(text, capsys):
    with pytest.raises(SystemExit) as ended:
        run._options(["--port", text] if text else ["--port="])
    assert ended.value.code == 2
    assert "a port is a number from 1 to 65535" in capsys.readouterr().err


def test_the_demonstration_users_are_printed_from_their_file(tmp_path):
    path = tmp_path / "demo_users.json"
    assert run.demo_lines(path) == ()
    path.write_text("{}")
    assert run.demo_lines(path) == ()
    path.write_text(json.dumps([{"username": "nurse", "password": "p", "role": "Nurse reviewer"}]))
    assert "  nurse  p  Nurse reviewer" in run.demo_lines(path)


def test_a_broker_folder_is_set_aside_and_not_deleted(tmp_path):
    folder = tmp_path / "redis"
    run.set_aside(folder)
    folder.mkdir()
    (folder / "appendonly.aof").write_text("?")
    run.set_aside(folder)
    assert list(folder.iterdir()) == []
    (kept,) = (path for path in tmp_path.iterdir() if path != folder)
    assert (kept / "appendonly.aof").read_text() == "?"


@pytest.fixture
def page():
    """A server that answers /readyz as it is told."""
    told: dict[str, Any] = {"status": 503, "type": "application/json", "body": b'{"ready": false}'}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(told["status"])
            self.send_header("Content-Type", told["type"])
            self.end_headers()
            self.wfile.write(told["body"])

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1], told
    server.shutdown()
    server.server_close()


def test_readiness_is_what_the_page_says(page):
    port, told = page
    assert run.readiness(port) == (False, '503 {"ready": false}')
    told |= {"status": 200, "body": b"{}"}
    assert run.readiness(port)[0] is True
    told |= {"status": 404, "type": "text/html", "body": b"<html>long</html>"}
    assert run.readiness(port) == (False, "404")


def test_nobody_there_is_not_ready():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert run.readiness(port) == (False, "no answer yet")


@pytest.fixture
def noted(places):
    """A checkout that was prepared and cleanly stopped."""
    (places.root / "criteria" / "policies" / "p").mkdir(parents=True)
    (places.root / "criteria" / "policies" / "p" / "1.yaml").write_text("policy: p")
    (places.data / prepared.DATABASE).write_text("rows")
    leave_note(places, {}, read=read_state(places), wanted="demo")
    return places


def test_nothing_changed_means_nothing_to_prepare_and_the_note_serves_once(noted):
    assert take_note(noted, {}, wanted="demo") is True
    assert take_note(noted, {}, wanted="demo") is False


def change_policy(places):
    (places.root / "criteria" / "policies" / "p" / "2.yaml").write_text("policy: p")


def change_database(places):
    (places.data / prepared.DATABASE).write_text("other rows")


def lose_database(places):
    (places.data / prepared.DATABASE).unlink()


@pytest.mark.parametrize("change", [change_policy, change_database, lose_database])
def test_any_change_means_preparing_again(noted, change):
    change(noted)
    assert take_note(noted, {}, wanted="demo") is False


def test_what_changed_while_the_product_ran_means_preparing_again(noted):
    read = read_state(noted)
    change_policy(noted)
    leave_note(noted, {}, read=read, wanted="demo")
    assert take_note(noted, {}, wanted="demo") is False


def test_other_wishes_mean_preparing_again(noted):
    assert take_note(noted, {}, wanted="no demo") is False


def test_another_database_is_always_prepared(noted):
    assert take_note(noted, {"DATABASE_URL": "postgresql://x"}, wanted="demo") is False
