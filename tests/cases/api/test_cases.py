"""Cases by the API: opened by the same service as on the pages, read under the same table."""

import json
from dataclasses import dataclass
from datetime import date

import pytest

from cases.models import Case, Determination, Member, PagePlacement
from cases.services.determination import DecisionIntake, case_approve
from operations.models import AccessLog, IdempotencyRecord
from tests.accounts.api.callers import PARTS, Caller, person, problem, program
from tests.accounts.cast import CAST
from tests.cases.api.requests import asked
from tests.cases.factories import House
from tests.cases.web.stage import house

__all__ = ["house"]
pytestmark = pytest.mark.django_db
READERS = {
    *("nurse", "other_nurse", "medical_director", "intake_clerk", "auditor"),
    *("appeals_reviewer", "manager", "privacy_officer"),
}


def caller_of(house: House, part: str) -> Caller:
    house.person(part)
    return person(part, made=True)


@pytest.mark.parametrize("part", PARTS)
def test_those_who_open_cases_may_do_so_here(house, part):
    answer = caller_of(house, part).post("cases/", asked(house))
    if part in {"nurse", "other_nurse", "intake_clerk"}:
        assert answer.status_code == 201
        case = Case.objects.get(number=answer.json()["number"])
        assert case.lines.get().hcpcs == "J3590"
        assert case.events.first().actor == house.person(part).key
        assert case.due_at is not None
        assert PagePlacement.objects.filter(case_document__case=case).exists()
    else:
        problem(answer, 403, "not_permitted")
        assert not Case.objects.exists()


def test_the_same_request_again_opens_one_case(house):
    caller, body = program(), asked(house)
    first = caller.post("cases/", body, key="request-0001")
    again = caller.post("cases/", dict(reversed(body.items())), key="request-0001")
    assert (again.status_code, again.json()) == (201, first.json())
    assert again["Idempotency-Replayed"] == "true"
    assert Case.objects.count() == 1


def test_what_is_kept_under_a_key_tells_nothing_of_the_member(house):
    body = asked(house)
    program().post("cases/", body)
    kept = json.dumps(IdempotencyRecord.objects.get().response)
    for told in (body["member_number"], body["birth_date"], "Okafor"):
        assert told not in kept


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"receipt": 999_999}, "unknown_receipt", "receipt"),
        ({"member_number": "ZZT9999999"}, "unknown_member_number", "member_number"),
        ({"requester_npi": "1000000000"}, "unknown_requester_npi", "requester_npi"),
        ({"facility_npi": "1000000000"}, "unknown_facility_npi", "facility_npi"),
        ({"birth_date": "2025-09-02"}, "intake_refused", ""),
        ({"pages": [{"number": 1, "disposition": "cover"}]}, "intake_refused", ""),
        ({"service_to": "2026-11-30"}, "invalid", "service_to"),
        ({"lines": [{"product": "x"}]}, "invalid", "lines.0.hcpcs"),
        ({"lines": [{"product": "x", "hcpcs": "99999"}]}, "intake_refused", ""),
        ({"lines": []}, "invalid", "lines"),
    ],
)
def test_a_request_is_refused_for_what_is_wrong_with_it_and_can_be_sent_mended(
    house, change, code, field
):
    caller, body = program(), asked(house)
    found = problem(caller.post("cases/", body | change, key="request-0001"), 422, code)
    assert [one["field"] for one in found.get("errors", [])][:1] == ([field] if field else [])
    assert not Case.objects.exists()
    assert not IdempotencyRecord.objects.exists()
    assert caller.post("cases/", body, key="request-0001").status_code == 201


def test_a_refusal_says_nothing_of_the_member_and_is_on_record(house):
    body = asked(house, birth_date="2025-09-02")
    text = json.dumps(problem(program().post("cases/", body), 422, "intake_refused"))
    for told in (body["member_number"], "2025-09", "Okafor", "Milo"):
        assert told not in text
    (row,) = AccessLog.objects.filter(purpose="api.case.match")
    assert row.subject == f"member:{Member.objects.get(number=body['member_number']).pk}"


@dataclass(frozen=True)
class Door:
    """An address about one case, and who may read it."""

    path: str
    readers: frozenset[str]


DOORS = [
    Door("cases/{}/", frozenset(READERS)),
    Door("cases/{}/pages/", frozenset(READERS - {"manager"})),
    Door("cases/{}/check-runs/", frozenset(READERS)),
    Door("cases/{}/check-runs/newest/", frozenset(READERS)),
    Door("cases/{}/evaluations/suggested/", frozenset(READERS)),
    Door("cases/{}/evaluations/confirmed/", frozenset(READERS)),
    Door("cases/{}/determinations/", frozenset(READERS)),
]


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.path)
def test_a_case_is_read_by_those_who_may_and_each_read_is_written_down(house, door):
    case = house.case()
    for part in CAST:
        caller = caller_of(house, part)
        before = AccessLog.objects.count()
        answer = caller.get(door.path.format(case.number))
        if part in door.readers:
            assert answer.status_code == 200, part
            row = AccessLog.objects.order_by("-pk").first()
            assert AccessLog.objects.count() == before + 1
            assert (row.actor, row.case) == (house.person(part).key, f"case:{case.pk}")
            problem(caller.get(door.path.format("PA-2026-999999")), 404, "not_found")
        else:
            problem(answer, 403, "not_permitted")
            assert AccessLog.objects.count() == before


def test_a_case_is_shown_with_what_its_own_page_shows(house):
    case = house.case()
    shown = program().get(f"cases/{case.number}/").json()
    assert shown["member"]["name"] == "Milo Okafor"
    assert shown["member"]["number_tail"] == case.member.number[-4:]
    assert case.member.number not in json.dumps(shown)
    assert shown["policy"]["slug"] == "kresladi"
    assert shown["due_at"].endswith("Z")
    assert shown["lines"][0]["product"] == "Kresladi, one infusion"


def test_times_are_in_utc_for_people_too(house):
    case = house.case()
    by_person = caller_of(house, "nurse").get(f"cases/{case.number}/").json()
    assert by_person == program().get(f"cases/{case.number}/").json()


def test_a_list_says_nothing_of_members(house):
    case = house.case()
    text = json.dumps(program().get("cases/").json())
    assert case.number in text
    for told in ("Okafor", case.member.number[-4:] + '"', "2025-09-01", "D71"):
        assert told not in text


def test_lists_are_filtered_and_read_piece_by_piece(house, django_assert_num_queries):
    cases = [house.case(prepared="no") for _ in range(3)]
    house.claimed(cases[0])
    caller = caller_of(house, "nurse")

    def numbers(**query: object) -> list[str]:
        return [row["number"] for row in caller.get("cases/", query).json()["results"]]

    newest_first = [case.number for case in reversed(cases)]
    assert numbers() == newest_first
    assert numbers(status="in_review") == [cases[0].number]
    assert numbers(is_mine="true") == [cases[0].number]
    assert numbers(is_open="false") == []
    assert numbers(urgency="standard") == []
    assert numbers(due_before="2026-11-02T00:00:00Z") == []
    assert numbers(received_since="2026-11-02T00:00:00Z") == newest_first
    first = caller.get("cases/", {"limit": 2}).json()
    rest = caller.get("cases/", {"limit": 2, "after": first["next"]}).json()
    assert [r["number"] for r in first["results"] + rest["results"]] == newest_first
    assert rest["next"] is None
    # session, person, plan's zone, credentials, cases, lines, access log
    with django_assert_num_queries(7):
        numbers(limit=3)


def test_an_unknown_filter_is_refused_rather_than_passed_over(house):
    found = problem(program().get("cases/", {"member": "ZZT0000001"}), 422, "invalid")
    assert found["errors"][0]["field"] == "member"


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("is_open=", "is_open"),
        ("is_open=null", "is_open"),
        ("is_mine=yes", "is_mine"),
        ("status=ready&status=void", "status"),
        ("limit=", "limit"),
    ],
)
def test_a_filter_without_a_plain_meaning_is_refused(house, query, field):
    found = problem(program().get(f"cases/?{query}"), 422, "invalid")
    assert [one["field"] for one in found["errors"]] == [field]


@pytest.mark.parametrize("part", PARTS)
def test_checks_are_run_again_by_those_who_may(house, part):
    case = house.case()
    answer = caller_of(house, part).post(f"cases/{case.number}/check-runs/")
    if part in {"nurse", "other_nurse", "medical_director", "intake_clerk"}:
        assert answer.status_code == 200
        assert answer.json() == {"id": case.check_runs.get().pk, "is_new": False}
    else:
        problem(answer, 403, "not_permitted")


def test_checks_run_again_see_what_changed(house):
    case = house.case()
    caller = program()
    coverage = case.member.coverages.get()
    coverage.ends_on = date(2026, 11, 30)  # the day before the service
    coverage.save(update_fields=["ends_on"])
    answer = caller.post(f"cases/{case.number}/check-runs/").json()
    assert answer["is_new"] is True
    newest = caller.get(f"cases/{case.number}/check-runs/newest/").json()
    assert newest["id"] == answer["id"]
    assert "stops" in {finding["result"] for finding in newest["findings"]}
    runs = caller.get(f"cases/{case.number}/check-runs/").json()["results"]
    assert [run["id"] for run in runs] == [answer["id"], case.check_runs.first().pk]
    assert Case.objects.get(pk=case.pk).version == case.version + 1


def test_what_has_not_run_yet_says_so(house):
    case = house.case(prepared="no")
    caller = program()
    problem(caller.get(f"cases/{case.number}/check-runs/newest/"), 404, "not_yet")
    problem(caller.get(f"cases/{case.number}/evaluations/suggested/"), 404, "not_yet")
    assert caller.get(f"cases/{case.number}/determinations/").json() == {"results": []}


def test_proposals_suggest_and_only_confirmed_facts_confirm(house):
    case = house.case()
    caller = program()
    suggested = caller.get(f"cases/{case.number}/evaluations/suggested/").json()["evaluation"]
    confirmed = caller.get(f"cases/{case.number}/evaluations/confirmed/").json()["evaluation"]
    assert suggested["overall"] == "met"
    assert confirmed["overall"] == "unknown"
    assert all(one["label"] for one in suggested["criteria"])
    problem(caller.get(f"cases/{case.number}/evaluations/final/"), 404, "not_found")


def test_a_decision_made_on_the_pages_is_read_here_and_closes_the_checks(house):
    nurse = house.person("nurse")
    case = house.answered(house.claimed(house.case()))
    case_approve(DecisionIntake(case.pk, case.version, ""), actor=nurse, now=house.now)
    caller = program()
    (shown,) = caller.get(f"cases/{case.number}/determinations/").json()["results"]
    assert (shown["outcome"], shown["signer"], shown["is_on_time"]) == (
        "approved",
        "Nora Reyes",
        True,
    )
    assert shown["lines"][0]["authorization"]["doses"] == 1
    problem(caller.post(f"cases/{case.number}/check-runs/"), 409, "not_possible_now")


def test_no_address_of_the_api_decides(house):
    case = house.answered(house.claimed(house.case()))
    for part in ("nurse", "medical_director"):
        caller = caller_of(house, part)
        for word in ("determinations/", "approve/", "deny/", "refer/", ""):
            answer = caller.post(f"cases/{case.number}/{word}", {"outcome": "approved"})
            assert answer.status_code in {404, 405}, word
    assert not Determination.objects.exists()
