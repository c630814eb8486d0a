"""A replay in a real browser: asked for from a draft, followed, read, and looked behind."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from cases.models import Case, ReplayRun
from cases.services.replay import JOB_KIND
from operations.models import Job
from operations.services.running import job_run
from tests.browser.conftest import sign_in
from tests.browser.guards import PageGuard, accessibility_faults, overflows
from tests.cases.factories import House
from tests.cases.replays import ASKS_MORE, TURNED, draft, replay
from tests.cases.replays import own_folder as own_folder


@pytest.fixture
def house(small_server: str) -> House:
    found = House()
    found.person("manager")
    return found


@pytest.fixture
def case(house: House) -> Case:
    return house.case()


def gone_through(run: ReplayRun) -> None:
    job_run(Job.objects.get(kind=JOB_KIND, subject=str(run.pk)).pk, now=timezone.now())


def test_a_draft_is_tried_from_its_page_to_the_cases_behind_a_number(
    page: Page, small_server: str, guard: PageGuard, case: Case
) -> None:
    changed = draft(TURNED)
    sign_in(page, small_server, "manager")
    page.goto(small_server + reverse("criteria:policy", args=[changed.pk]))
    page.get_by_role("link", name="Try it over stored cases").press("Enter")
    page.get_by_label("Received until").fill("1950-01-01")
    run_it = page.get_by_role("button", name="Run the replay")
    with guard.expecting("422"):
        run_it.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("No case is in this cohort")
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_label("Received until").fill("")
    run_it.press("Enter")
    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.get_by_text("0 of 1 cases read")).to_be_visible()
    gone_through(ReplayRun.objects.get())
    expect(page.get_by_role("heading", name="1 of 1 suggestions would change")).to_be_visible()
    picture = page.get_by_role("img", name="Suggestions before and after")
    expect(picture).to_be_visible()
    table = page.get_by_role("table", name="Cases by suggestion")
    table.get_by_role("link", name="1 case,").press("Enter")
    expect(page.get_by_role("link", name=case.number)).to_be_visible()
    assert accessibility_faults(page) == []
    page.get_by_role("link", name="The replay").press("Enter")
    expect(picture).to_be_visible()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390)])
def test_every_state_of_a_replay_is_accessible_and_fits(
    page: Page,
    small_server: str,
    guard: PageGuard,
    house: House,
    case: Case,
    scheme: Any,
    width: int,
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    run = replay(house, case, ASKS_MORE)
    sign_in(page, small_server, "manager")

    def looked_at(words: str) -> None:
        page.goto(small_server + reverse("cases:replay_run", args=[run.pk]))
        expect(page.get_by_text(words).first).to_be_visible()
        assert accessibility_faults(page) == [], words
        assert not overflows(page), words

    page.goto(small_server + reverse("cases:replay", args=[run.draft_id]))
    assert accessibility_faults(page) == []
    assert not overflows(page)
    looked_at("Going through the cases")
    page.get_by_role("button", name="Cancel the replay").press("Enter")
    expect(page.get_by_text("The replay is cancelled.")).to_be_visible()
    looked_at("Nothing was counted")
    run = replay(house, case, ASKS_MORE.replace("seen.\n", "seen clearly.\n", 1))
    job = Job.objects.filter(kind=JOB_KIND, subject=str(run.pk))
    job.update(state="parked", attempts=5, finished_at=timezone.now())
    looked_at("Given up")
    job.update(state="ready", attempts=0, finished_at=None)
    gone_through(run)
    looked_at("What could not be told")
