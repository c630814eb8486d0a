"""The whole product as a user starts it: ./start with web, worker, beat and Redis."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS = 240
STOP_SECONDS = 40


@dataclass
class Product:
    """A running product: its address, its data folder, and commands over the same data."""

    address: str
    folder: Path
    environment: dict[str, str]

    def manage(self, *arguments: str) -> str:
        """What a management command says, run on the product's own data."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def said_by(self, *arguments: str) -> Iterator[str]:
        """The lines of a management command as it says them, while it still works."""
        with subprocess.Popen(
            [sys.executable, "-u", "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stdout is not None
            for line in process.stdout:
                yield line.strip()
        assert process.returncode == 0, arguments[0]

    def packet(self, name: str, kind: str) -> Path:
        """A faxed packet of the demonstration, drawn now."""
        self.manage("draw_demo_faxes", str(self.folder), "--only", name, "--kind", kind)
        return next(self.folder.glob(f"{name}.*"))


@contextlib.contextmanager
def started(folder: Path, **variables: str) -> Iterator[Product]:
    """The product through ./start with the demonstration's people; stopped by Ctrl-C after."""
    port = _free_port()
    environment = {
        **{k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL"}},
        **variables,
        "PRECERT_DATA_DIR": str(folder / "var"),
        "DJANGO_SETTINGS_MODULE": "config.settings.development",
    }
    log = folder / "start.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [str(ROOT / "start"), "--port", str(port), "--no-demo"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    try:
        _wait_ready(process, port, log)
        product = Product(f"http://127.0.0.1:{port}", folder, environment)
        product.manage("load_demo")
        yield product
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            raise


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_ready(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text()[-3000:]
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/readyz")
            if connection.getresponse().status == http.client.OK:
                return
        time.sleep(0.3)
    raise AssertionError(log.read_text()[-3000:])
