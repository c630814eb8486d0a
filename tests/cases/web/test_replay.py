"""A draft tried over stored cases: asked for, followed, read, and looked behind."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.domain.permissions import Action, role_may
from cases.models import Case, ReplayRun
from cases.services.replay import JOB_KIND, replay_cancel
from operations.models import AccessLog, Job
from operations.services.jobs import job_claim
from operations.services.running import job_run
from tests.accounts.cast import CAST
from tests.cases.factories import NOW, House
from tests.cases.replays import ASKS_MORE, SAME, TURNED, draft, replay
from tests.cases.replays import own_folder as own_folder
from tests.cases.web.stage import house as house
from tests.cases.web.stage import signed_in, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(house: House) -> Case:
    return house.case()


@pytest.fixture
def manager(house: House) -> Client:
    return signed_in(house, "manager")


def page_of(run: ReplayRun) -> str:
    return reverse("cases:replay_run", args=[run.pk])


def done(run: ReplayRun) -> ReplayRun:
    job_run(Job.objects.get(kind=JOB_KIND, subject=str(run.pk)).pk, now=NOW)
    return run


def ask(client: Client, revision_id: int, against: int, **more: str) -> object:
    address = reverse("cases:replay", args=[revision_id])
    return client.post(address, {"against": against, **more})


def test_it_is_asked_on_a_page_that_the_draft_leads_to(
    house: House, case: Case, manager: Client
) -> None:
    changed = draft(TURNED)
    address = reverse("cases:replay", args=[changed.pk])
    assert address in text_of(manager.get(reverse("criteria:policy", args=[changed.pk])))
    assert "has not been tried yet" in text_of(manager.get(address))
    answer = ask(manager, changed.pk, case.policy_id or 0, status="ready")
    run = ReplayRun.objects.get()
    assert answer["Location"] == page_of(run)  # type: ignore[index]
    assert (run.total, run.status, run.asked_by) == (1, "ready", house.person("manager").key)
    assert "1: Ready" in text_of(manager.get(address))


def test_what_cannot_be_asked_is_said_on_the_page(
    house: House, case: Case, manager: Client
) -> None:
    changed = draft(TURNED)
    nothing = ask(manager, changed.pk, case.policy_id or 0, status="void")
    assert nothing.status_code == 422  # type: ignore[attr-defined]
    assert "No case is in this cohort" in text_of(nothing)
    wrong = ask(manager, changed.pk, case.policy_id or 0, received_from="yesterday")
    assert "Give the day as year-month-day." in text_of(wrong)
    assert ask(manager, changed.pk, 10**6).status_code == 422  # type: ignore[attr-defined]
    assert not ReplayRun.objects.exists()


def test_a_policy_of_one_revision_has_nothing_to_compare_with(case: Case, manager: Client) -> None:
    page = text_of(manager.get(reverse("cases:replay", args=[case.policy_id])))
    assert "Nothing to compare with" in page
    assert "Run the replay" not in page


def test_a_replay_under_way_says_how_far_it_is(house: House, case: Case, manager: Client) -> None:
    run = replay(house, case)
    page = text_of(manager.get(page_of(run)))
    state = reverse("cases:replay_state", args=[run.pk])
    assert f'data-replay="{state}"' in page
    assert "0 of 1 cases read" in page
    assert manager.get(state).json() == {"state": "waiting", "read": 0, "total": 1}
    done(run)
    assert manager.get(state).json() == {"state": "done", "read": 1, "total": 1}


def test_a_finished_replay_shows_what_would_change(
    house: House, case: Case, manager: Client
) -> None:
    run = done(replay(house, case, TURNED))
    answer = manager.get(page_of(run))
    page = text_of(answer)
    assert "1 of 1 suggestions would change" in page
    assert "data-replay=" not in page
    assert "Suggestions before and after" in page
    row = next(numbers for row, numbers in answer.context["shared"] if row.item == "hiv.negative")
    assert [number.count for number in row] == [0, 1, 0, 0, 0, 0, 0, 0, 0]
    assert row[1].is_change


def test_a_fact_that_nobody_gathered_is_said(house: House, case: Case, manager: Client) -> None:
    page = text_of(manager.get(page_of(done(replay(house, case, ASKS_MORE)))))
    assert "1 case without a fact that only this revision asks for" in page
    assert "Marker seen: Not asked to Cannot tell" in page


def test_cases_without_facts_are_said(house: House, manager: Client) -> None:
    case = house.case(prepared="no")
    page = text_of(manager.get(page_of(done(replay(house, case)))))
    assert "1 case with no facts on file" in page
    assert "Nothing was counted" in page


def test_a_replay_is_cancelled_once(house: House, case: Case, manager: Client) -> None:
    run = replay(house, case)
    stop = reverse("cases:replay_stop", args=[run.pk])
    assert "The replay is cancelled." in text_of(manager.post(stop, follow=True))
    again = text_of(manager.post(stop, follow=True))
    assert "This replay is over already." in again
    assert "Cancelled after 0 of 1 cases" in again


def test_a_replay_that_was_given_up_says_so(house: House, case: Case, manager: Client) -> None:
    run = replay(house, case)
    Job.objects.filter(kind=JOB_KIND).update(state="parked", attempts=5, finished_at=NOW)
    page = text_of(manager.get(page_of(run)))
    assert "Given up" in page
    assert "data-replay=" not in page


@pytest.mark.parametrize("part", list(CAST))
def test_it_is_for_those_who_try_policies(house: House, case: Case, part: str) -> None:
    run = done(replay(house, case))
    client, role = signed_in(house, part), CAST[part][1]
    wanted = 200 if role_may(role, Action.POLICY_REPLAY) else 403
    for name, key in (("replay", run.draft_id), ("replay_run", run.pk), ("replay_state", run.pk)):
        assert client.get(reverse(f"cases:{name}", args=[key])).status_code == wanted
    if wanted == 403:
        assert client.post(reverse("cases:replay_stop", args=[run.pk])).status_code == 403
        policy = text_of(client.get(reverse("criteria:policy", args=[run.draft_id])))
        assert "Try it over stored cases" not in policy


def behind(run: ReplayRun, **more: object) -> str:
    query = {"item": "hiv.negative", "old": "met", "new": "not_met", **more}
    return (
        reverse("cases:replay_cases", args=[run.pk])
        + "?"
        + "&".join(f"{key}={value}" for key, value in query.items())
    )


@pytest.mark.parametrize("part", list(CAST))
def test_cases_behind_a_number_are_for_those_who_see_cases(
    house: House, case: Case, part: str
) -> None:
    run = done(replay(house, case, TURNED))
    client, role = signed_in(house, part), CAST[part][1]
    looks = AccessLog.objects.count()
    answer = client.get(behind(run))
    if role_may(role, Action.CASE_VIEW):
        page = text_of(answer)
        assert f'<a href="{case.get_absolute_url()}">{case.number}</a>' in page
        assert "HIV screen negative: Met to Not met" in page
        assert case.member.family_name not in page
        assert AccessLog.objects.count() == looks + 1
        assert AccessLog.objects.latest("pk").subject == f"replay:{run.pk}"
    else:
        assert answer.status_code == 403
        assert AccessLog.objects.count() == looks


def test_numbers_are_links_only_for_those_who_see_cases(house: House, case: Case) -> None:
    run = done(replay(house, case, TURNED))
    link = reverse("cases:replay_cases", args=[run.pk])
    assert link in text_of(signed_in(house, "manager").get(page_of(run)))
    editor = text_of(signed_in(house, "policy_editor").get(page_of(run)))
    assert link not in editor
    assert "Your role sees the numbers" in editor


@pytest.mark.parametrize(
    "wrong", [{"item": "no.such"}, {"old": "approve"}, {"new": ""}, {"item": "", "old": "met"}]
)
def test_a_number_that_is_not_there_is_not_found(
    house: House, case: Case, manager: Client, wrong: dict[str, object]
) -> None:
    run = done(replay(house, case, TURNED))
    assert manager.get(behind(run, **wrong)).status_code == 404


def test_the_list_goes_page_by_page_with_as_many_queries(
    house: House, case: Case, manager: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.case()
    run = done(replay(house, case, TURNED))
    for place in ("selectors.replay", "web.replay"):
        monkeypatch.setattr(f"cases.{place}.PAGE_SIZE", 1)
    first = manager.get(behind(run))
    assert [row.number for row in first.context["rows"]] == [case.number]
    address = reverse("cases:replay_cases", args=[run.pk])
    second = manager.get(address + first.context["next_url"])
    assert len(second.context["rows"]) == 1
    assert second.context["next_url"] == ""
    assert "No case here" in text_of(manager.get(behind(run, old="unknown")))


def test_what_is_not_there_is_not_found(house: House, case: Case, manager: Client) -> None:
    run = replay(house, case)
    for name in ("replay", "replay_run", "replay_state"):
        assert manager.get(reverse(f"cases:{name}", args=[10**6])).status_code == 404
    cases = reverse("cases:replay_cases", args=[10**6])
    assert manager.get(cases, {"item": "", "old": "approve", "new": "approve"}).status_code == 404
    assert manager.get(cases).status_code == 404
    assert manager.get(reverse("cases:replay_cases", args=[run.pk])).status_code == 302
    assert manager.post(reverse("cases:replay_stop", args=[10**6])).status_code == 404


def test_cancelling_while_a_worker_is_at_it_ends_it(
    house: House, case: Case, manager: Client
) -> None:
    run = replay(house, case, SAME)
    assert job_claim(Job.objects.get(kind=JOB_KIND).pk, now=NOW)
    replay_cancel(run.pk, actor=house.person("manager"), now=NOW)
    assert "Cancelled after 0 of 1 cases" in text_of(manager.get(page_of(run)))
