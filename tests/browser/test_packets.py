"""Every packet of the demonstration from upload to its right end, on one running product.

Everything is uploaded first, so that the worker reads while people work; each person signs
in once. A packet's test is one journey: indexed, reviewed, ended as its scenario says. When
the last one is over, nothing may have been given up, and every rule and chain must hold.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Browser, Page

from cases.management.demonstration.scenario import Scenario
from cases.management.demonstration.scenarios import SCENARIOS
from tests.browser import endings, journeys
from tests.browser.guards import PageGuard, accessibility_faults
from tests.browser.product import Product, started
from tests.databases import copied_database

MOST_SILENT = 5  # criteria that noise may leave to a person's eye
LOOKED_AT = "not_met"  # the packet with which the desk and the brief are searched for barriers


@dataclass
class Floor:
    """The running product, the packets sent to it, and the three who work on them."""

    product: Product
    paths: dict[str, Path]
    clerk: Page
    nurse: Page
    director: Page
    guards: tuple[PageGuard, ...]
    decided: set[str] = field(default_factory=set)

    def opened(self, name: str, truth: Scenario) -> str:
        """The clerk indexes the packet once it is read; the number of its case."""
        journeys.await_reading(self.clerk, self.product, self.paths[name])
        number = journeys.index(self.clerk, self.paths[name], truth)
        journeys.await_checks(self.nurse, self.product, number)
        return number

    def check(self) -> None:
        """No console error, no breach of the page's policy, no request to anywhere else."""
        for guard in self.guards:
            guard.check()

    def close(self, browser: Browser) -> None:
        """Nothing was given up, every rule and chain holds, the report names what was decided."""
        assert journeys.kept(self.product)["parked"] == 0
        self.product.manage("check_invariants")
        self.product.manage("verify_audit")
        assert journeys.report_names(browser, self.product, self.decided) == self.decided


@pytest.fixture(scope="module")
def floor(
    request: pytest.FixtureRequest,
    browser: Browser,
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,
    django_db_blocker: Any,
) -> Iterator[Floor]:
    """Product, people and packets; PostgreSQL where the tests run on it."""
    folder = tmp_path_factory.mktemp("packets")
    with ExitStack() as stack:
        variables = {}
        if connection.vendor == "postgresql":
            stack.enter_context(django_db_blocker.unblock())
            variables["DATABASE_URL"] = stack.enter_context(copied_database()).url
        product = stack.enter_context(started(folder, **variables))
        people = [
            stack.enter_context(journeys.watched(browser, product, username))
            for username in ("clerk", "nurse", "director")
        ]
        (clerk, nurse, director), guards = zip(*people, strict=True)
        floor = Floor(product, {}, clerk, nurse, director, guards)
        wanted = [part for name in _in_order_of_the_tests(request) for part in ("--only", name)]
        for path in map(Path, product.said_by("draw_demo_faxes", str(folder), *wanted)):
            floor.paths[path.stem] = path
            journeys.send(clerk, product, path)
        yield floor
        floor.close(browser)


def _in_order_of_the_tests(request: pytest.FixtureRequest) -> list[str]:
    """The packets in the order in which their tests come, so that the first is read first."""
    params = [getattr(item, "callspec", None) for item in request.session.items]
    names = [spec.params["name"] for spec in params if spec and "name" in spec.params]
    return [name for name in dict.fromkeys(names) if name in SCENARIOS]


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_packet_goes_from_upload_to_its_right_end(floor: Floor, name: str) -> None:
    truth = journeys.truth_of(name)
    number = floor.opened(name, truth)
    read = endings.statuses(floor.nurse, floor.product, number)
    assert read.keys() == (truth.outcomes.keys() if truth.governed else set())
    assert _unlike(read, truth) <= {leaf for leaf, status in read.items() if status == "unknown"}
    assert len(_unlike(read, truth)) <= MOST_SILENT
    if truth.ending.kind == "asked":
        endings.asked(floor.nurse, floor.product, number, truth)
    elif truth.ending.kind == "redirected":
        endings.redirected(floor.nurse, floor.product, number)
    else:
        _decided(floor, number, truth)
    floor.check()


def _decided(floor: Floor, number: str, truth: Scenario) -> None:
    """Reviewed criterion by criterion, and decided by whom it falls to."""
    nurse, director, product = floor.nurse, floor.director, floor.product
    floor.decided.add(number)
    if truth.governed:
        endings.reviewed(nurse, product, number, truth)
    else:
        journeys.claim(nurse, product, number)
    answered = endings.statuses(nurse, product, number)
    assert answered == (truth.outcomes if truth.governed else {})
    if truth.name == LOOKED_AT:
        assert accessibility_faults(nurse) == []
    if not truth.ending.is_referred:
        endings.approved(nurse, product, number)
        return
    endings.referred(nurse, product, number, truth)
    if truth.name == LOOKED_AT:
        director.goto(f"{product.address}/cases/{number}/brief/")
        assert accessibility_faults(director) == []
    ending = endings.denied if truth.ending.kind == "denied" else endings.granted
    ending(director, product, number, truth)


def _unlike(read: dict[str, str], truth: Scenario) -> set[str]:
    return {leaf for leaf, status in read.items() if truth.outcomes[leaf] != status}
