"""./test: every check that can run where it is, and a loud word about those that cannot."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field

from config.launcher.console import Console, LaunchError, StopRequestedError, StopSignal
from config.launcher.environment import Workshop, ensure_environment
from config.launcher.found import Found, look_around
from config.launcher.places import ROOT, Places, environment_of
from config.launcher.results import Results, count_all, read_results, skip_lines
from config.launcher.steps import Runner
from config.launcher.suites import (
    CHECKS,
    LONG_SUITE,
    SUITES,
    Check,
    Suite,
    coverage_folder,
    coverage_gates,
    pytest_arguments,
    reasons_to_skip,
    short_measure,
    suite_environment,
)

DEVELOPMENT_LOCK = "requirements-dev.txt"


@dataclass
class Session:
    """One run of ./test and what has become of it so far."""

    places: Places
    console: Console
    environment: dict[str, str]
    in_ci: bool
    passed: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    runs: list[Results] = field(default_factory=list)


def main(arguments: Sequence[str]) -> int:
    """Run the tests; return the exit code."""
    environment = environment_of(ROOT)
    places = Places(root=ROOT, data=ROOT / "var" / "test")
    session = Session(places, Console(), environment, in_ci=environment.get("CI") == "true")
    environment["PRECERT_DATA_DIR"] = str(places.data)  # nothing of a running product is touched
    environment["PATH"] = f"{places.python.parent}{os.pathsep}{environment.get('PATH', os.defpath)}"
    environment.pop("PYTHONSAFEPATH", None)
    try:
        places.make()
        _set_up(session)
    except StopRequestedError:
        return 130
    except LaunchError as error:
        session.console.plain(str(error))
        return error.exit_code
    if arguments and list(arguments) != ["--long"]:
        os.chdir(ROOT)
        os.execve(places.python, [str(places.python), "-m", "pytest", *arguments], environment)  # noqa: S606 - becomes pytest
    return _run_everything(session, (*SUITES, LONG_SUITE) if arguments else SUITES)


def _set_up(session: Session) -> None:
    stop = StopSignal()
    stop.listen()
    runner = Runner(
        console=session.console,
        stop=stop,
        folder=ROOT,
        log=session.places.log / "install.log",
        environment=session.environment,
    )
    shop = Workshop(session.places, runner, session.console)
    if ensure_environment(shop, lock=DEVELOPMENT_LOCK):
        session.console.say("Packages: installed")
    stop.leave()


def _run_everything(session: Session, suites: Sequence[Suite]) -> int:
    found = look_around(session.places, session.environment)
    folder = coverage_folder(session.places)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        for check in CHECKS:
            _check(session, check)
        for suite in suites:
            _suite(session, suite, found)
        for gate in coverage_gates(session.places):
            _check(session, gate)
    except KeyboardInterrupt:
        session.console.plain("\nStopped.")
        return 130
    return _sum_up(session)


def _check(session: Session, check: Check) -> None:
    """Run one check; show what it printed only when it failed."""
    before = session.console.seconds
    answer = subprocess.run(  # noqa: S603 - our own command lines
        [str(session.places.python), *check.command],
        cwd=ROOT,
        env={**session.environment, **check.environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    took = session.console.seconds - before
    if answer.returncode == 0:
        session.passed.append(check.name)
        session.console.say(f"ok      {check.name} ({took:.1f} s)")
        return
    session.failed.append(check.name)
    session.console.say(f"FAILED  {check.name} ({took:.1f} s)")
    session.console.plain(answer.stdout.rstrip() + "\n" + answer.stderr.rstrip())


def _suite(session: Session, suite: Suite, found: Found) -> None:
    """Run one pytest suite, its output shown as it comes."""
    lacking = reasons_to_skip(suite, found)
    if lacking:
        session.skipped.extend(f"{suite.name}: {reason}" for reason in lacking)
        session.console.say(f"SKIPPED {suite.name}")
        return
    session.skipped.extend(f"{suite.name}: {words}" for words in short_measure(suite, found))
    session.console.say(f"running {suite.name}")
    report = session.places.data / f"{suite.key}.xml"
    report.unlink(missing_ok=True)
    command = [str(session.places.python), "-m", "pytest", *pytest_arguments(suite)]
    answer = subprocess.run(  # noqa: S603 - our own command lines
        [*command, f"--junitxml={report}"],
        cwd=ROOT,
        env={**session.environment, **suite_environment(suite, found, session.places)},
        stdin=subprocess.DEVNULL,
        check=False,
    )
    if answer.returncode == _NO_TESTS:
        session.skipped.append(f"{suite.name}: no test has these marks ({suite.marks})")
        return
    session.runs.append(read_results(report))
    (session.failed if answer.returncode else session.passed).append(suite.name)


_NO_TESTS = 5  # pytest's exit code when nothing was collected


def _sum_up(session: Session) -> int:
    say = session.console.plain
    skipped = (*session.skipped, *skip_lines(session.runs))
    if skipped:
        rule = "=" * 78
        lines = "\n".join(f"  - {line}" for line in skipped)
        say(f"\n{rule}\nNOT RUN HERE:\n{lines}\n{rule}")
    for name in session.failed:
        say(f"FAILED  {name}")
    if skipped and session.in_ci:
        say("FAILED  something was skipped; in CI nothing may be")
    count, seconds = count_all(session.runs), session.console.seconds
    say(f"{len(session.passed)} checks ok, {len(session.failed)} failed, in {seconds:.0f} s")
    say(f"{count.passed} passed, {count.failed} failed, {count.skipped} skipped")
    return 1 if session.failed or (skipped and session.in_ci) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
