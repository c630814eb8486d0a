"""./start: from a checkout to a running product, and back to nothing on Ctrl-C."""

import argparse
import errno
import fcntl
import http.client
import json
import os
import socket
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from config.launcher.broker import Broker, choose_broker
from config.launcher.console import Console, LaunchError, StopRequestedError, StopSignal, last_lines
from config.launcher.environment import BASE_LOCK, Workshop, ensure_environment
from config.launcher.places import ROOT, Places, environment_of, places_for
from config.launcher.prepared import leave_note, read_state, take_note
from config.launcher.steps import Runner
from config.launcher.supervise import ChildSpec, Supervisor, children_of

READY_PATIENCE_SECONDS = 120.0
BROKER_PATIENCE_SECONDS = 20.0
DEATHS_BEFORE_GIVING_UP = 3
LOOPBACK = "127.0.0.1"
LAST_PORT = 65535


@dataclass
class Launch:
    """One run of ./start."""

    places: Places
    console: Console
    stop: StopSignal
    environment: dict[str, str]
    port: int
    demo: bool
    ready: bool = False
    read: str = ""

    @property
    def address(self) -> str:
        """Where the product answers."""
        return f"http://{LOOPBACK}:{self.port}/"

    @property
    def wanted(self) -> tuple[str, ...]:
        """What is to be loaded into the database."""
        return ("--with-defaults", "--with-demo") if self.demo else ("--with-defaults",)

    def runner(self, log: str) -> Runner:
        """Return a runner that writes to the named log."""
        return Runner(
            console=self.console,
            stop=self.stop,
            folder=self.places.root,
            log=self.places.log / f"{log}.log",
            environment=self.environment,
        )


def main(arguments: Sequence[str]) -> int:
    """Run until stopped; return the exit code."""
    options = _options(arguments)
    console, stop = Console(), StopSignal()
    stop.listen()
    environment = environment_of(ROOT)
    environment.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.development")
    environment["PYTHONUNBUFFERED"] = "1"
    environment.pop("PYTHONSAFEPATH", None)  # children are found from the checkout's folder
    # macOS ends a child that forks after certain libraries were loaded, unless told not to.
    environment.setdefault("OBJC_DISABLE_INITIALIZE_FORK_SAFETY", "YES")
    places = places_for(ROOT, environment)
    environment["PRECERT_DATA_DIR"] = str(places.data)
    launch = Launch(places, console, stop, environment, options.port, not options.no_demo)
    try:
        places.make()
        with only_one(places, address=launch.address):
            require_free_port(options.port)
            _run(launch)
    except StopRequestedError:
        console.say("Stopped.")
        return 0
    except LaunchError as error:
        console.plain(str(error))
        return error.exit_code
    return 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./start", description="Sets Precert up and runs it on this machine. Ctrl-C stops it."
    )
    parser.add_argument(
        "--port", type=_port, default=8000, metavar="N", help="port to answer on (8000)"
    )
    parser.add_argument(
        "--no-demo", action="store_true", help="leave out the demonstration users and cases"
    )
    return parser.parse_args(arguments)


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= LAST_PORT:
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65535")
    return int(text)


@contextmanager
def only_one(places: Places, *, address: str) -> Iterator[None]:
    """Hold the checkout's lock; LaunchError names where it already runs.

    The kernel lets go of the lock whatever way the holder ends.
    """
    with (places.run / "start.lock").open("a+", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.seek(0)
            raise LaunchError(_already_running(lock.read()), exit_code=2) from None
        lock.truncate(0)
        lock.write(json.dumps({"address": address, "pid": os.getpid()}))
        lock.flush()
        yield
        lock.truncate(0)


def _already_running(text: str) -> str:
    try:
        holder = json.loads(text)
        return (
            f"Precert is already running from this checkout, at {holder['address']} "
            f"(process {holder['pid']}). Stop that one with Ctrl-C first."
        )
    except (ValueError, KeyError, TypeError):
        return "Precert is already starting or stopping in this checkout. Try again in a moment."


def require_free_port(port: int) -> None:
    """Return where the port can be listened on and reached; else LaunchError says why not."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
            probe.listen(1)
            socket.create_connection((LOOPBACK, port), timeout=2).close()
        except OSError as error:
            raise LaunchError(_why_not(port, error), exit_code=2) from None


def _why_not(port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        other = port + 1 if port < LAST_PORT else 8080
        return f"Port {port} is in use by another program. Choose another: ./start --port {other}"
    if error.errno == errno.EACCES:
        return f"Port {port} is reserved for the administrator. Choose another: ./start --port 8080"
    return (
        f"{LOOPBACK} cannot be reached ({error.strerror or error}). Is the loopback interface up?"
    )


# --- The road from nothing to an answering page --------------------------------------------


def _run(launch: Launch) -> None:
    console, places = launch.console, launch.places
    console.plain("Precert is starting. Ctrl-C stops it.")
    supervisor = Supervisor(places, console, launch.environment)
    supervisor.clear_leftovers()
    shop = Workshop(places, launch.runner("install"), console)
    if ensure_environment(shop, lock=BASE_LOCK):
        console.say("Packages: installed")
    try:
        supervisor.watch_over()
        _begin_broker(launch, supervisor, shop)
        _prepare(launch)
        console.say("Starting web, worker and beat")
        for spec in children_of(places, port=launch.port):
            supervisor.begin(spec)
        _wait_until_ready(launch, supervisor)
        launch.ready = True
        _announce(launch)
        if launch.demo:
            supervisor.begin(demo_faxes(launch.places))
            supervisor.begin(demo_cases(launch.places))
        while True:
            launch.stop.check()
            supervisor.look()
            time.sleep(0.2)
    finally:
        console.say("Stopping beat, worker, web and broker")
        supervisor.stop(launch.stop)
        if launch.ready:
            leave_note(places, launch.environment, read=launch.read, wanted=" ".join(launch.wanted))


def _begin_broker(launch: Launch, supervisor: Supervisor, shop: Workshop) -> None:
    broker = choose_broker(shop, redis_url=launch.environment.get("REDIS_URL", ""))
    launch.environment["REDIS_URL"] = broker.url
    launch.console.say(f"Broker: {broker.origin}")
    if not broker.command:
        return
    supervisor.begin(ChildSpec("redis", broker.command))
    if not _answers_in_time(launch, broker):
        set_aside(launch.places.data / "redis")  # files of another version, or damaged ones
        supervisor.look()
        if not _answers_in_time(launch, broker):
            raise LaunchError(_with_log(launch, "redis", "The broker did not start."))


def _answers_in_time(launch: Launch, broker: Broker) -> bool:
    deadline = time.monotonic() + BROKER_PATIENCE_SECONDS / 2
    while time.monotonic() < deadline:
        launch.stop.check()
        if broker.answers():
            return True
        time.sleep(0.03)
    return False


def set_aside(folder: Path) -> None:
    """Rename a folder so that a new one begins empty; nothing is deleted."""
    if folder.is_dir() and any(folder.iterdir()):
        folder.rename(folder.with_name(f"{folder.name}-set-aside-{int(time.time())}"))
        folder.mkdir(mode=0o700)


def _prepare(launch: Launch) -> None:
    launch.read = read_state(launch.places)
    if take_note(launch.places, launch.environment, wanted=" ".join(launch.wanted)):
        launch.console.say("Database, policies and static files: as they were left")
        return
    launch.console.say("Database, policies and static files")
    command = [str(launch.places.python), "-m", "config.prepare", *launch.wanted]
    if not launch.runner("prepare").run(command):
        raise LaunchError(_with_log(launch, "prepare", "The database could not be prepared."))


def _wait_until_ready(launch: Launch, supervisor: Supervisor) -> None:
    deadline = time.monotonic() + READY_PATIENCE_SECONDS
    said = time.monotonic()
    while True:
        launch.stop.check()
        supervisor.look()
        _give_up_on_the_dying(launch, supervisor)
        ready, answer = readiness(launch.port)
        if ready:
            return
        if time.monotonic() > deadline:
            raise LaunchError(
                _with_log(launch, "web", f"The page did not answer in time: {answer}")
            )
        if time.monotonic() - said > 10:
            said = time.monotonic()
            launch.console.say(f"  … waiting for {launch.address}readyz ({answer})")
        time.sleep(0.1)


def _give_up_on_the_dying(launch: Launch, supervisor: Supervisor) -> None:
    for child in supervisor.children:
        if child.deaths >= DEATHS_BEFORE_GIVING_UP:
            name = child.spec.name
            raise LaunchError(_with_log(launch, name, f"The {name} does not stay up."))


def readiness(port: int) -> tuple[bool, str]:
    """Return whether /readyz says yes, and what it answered otherwise."""
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        answer = connection.getresponse()
        kind = answer.getheader("Content-Type", "")
        text = answer.read(200).decode("utf-8", errors="replace") if "html" not in kind else ""
    except (OSError, http.client.HTTPException):
        return False, "no answer yet"
    finally:
        connection.close()
    return answer.status == http.client.OK, " ".join(f"{answer.status} {text}".split())


def _with_log(launch: Launch, name: str, sentence: str) -> str:
    path = launch.places.log / f"{name}.log"
    lines = "\n".join(f"    {line}" for line in last_lines(path))
    return f"{sentence} The end of {path}:\n{lines}"


# --- Once the page answers -------------------------------------------------------------------


def _announce(launch: Launch) -> None:
    say = launch.console.plain
    say(f"\nPrecert is running at {launch.address} (ready after {launch.console.seconds:.1f} s)")
    if launch.demo:
        for line in demo_lines(launch.places.data / "demo_users.json"):
            say(line)
    else:
        say(
            "No demonstration data. Make the first person who may sign in with\n"
            "  .venv/bin/python manage.py create_person USER 'NAME' administrator --password-stdin\n"
        )


def demo_faxes(places: Places) -> ChildSpec:
    """Return the task that draws the demonstration's faxes, with the product already up."""
    return ChildSpec(
        "demonstration faxes",
        (str(places.python), "manage.py", "receive_demo_faxes"),
        done=f"The demonstration's faxes are in the inbox, and to upload in {places.data / 'demo_faxes'}",
    )


def demo_cases(places: Places) -> ChildSpec:
    """Return the task that takes the received faxes to cases in every state, as they are read."""
    return ChildSpec(
        "demonstration cases",
        (str(places.python), "manage.py", "load_demo_cases"),
        done="The demonstration's cases are in the queue, one in every state",
    )


def demo_lines(path: Path) -> Sequence[str]:
    """Return what to print about the demonstration users; nothing without a readable file."""
    try:
        users = json.loads(path.read_text(encoding="utf-8"))
        rows = [(str(user["username"]), str(user["password"]), str(user["role"])) for user in users]
    except (OSError, ValueError, KeyError, TypeError):
        return ()
    if not rows:
        return ()
    width = max(len(name) for name, _, _ in rows)
    return (
        "",
        "Demonstration users (synthetic people only):",
        *(f"  {name:<{width}}  {password}  {role}" for name, password, role in rows),
        "",
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
