"""What a program learns of a case beyond its review: appeals, withdrawal, entry in error."""

import json

import pytest

from accounts.domain.permissions import Action
from cases.models import Case, CaseDocument
from cases.services.closing import case_withdraw, void_propose, void_settle
from operations.models import AccessLog, IdempotencyRecord
from tests.accounts.api.callers import Caller, person, problem, program
from tests.accounts.cast import CAST
from tests.cases.api.requests import asked
from tests.cases.appealing import APPEAL_PAPER, appealed, denied
from tests.cases.factories import NOW, House
from tests.cases.paper import PACKET
from tests.cases.people import call
from tests.cases.web.stage import house

__all__ = ["house"]
pytestmark = pytest.mark.django_db
SPEAKS_OF_AN_APPEAL = (*PACKET, APPEAL_PAPER)


def caller_of(house: House, part: str) -> Caller:
    house.person(part)
    return person(part, made=True)


def read(case: Case, caller: Caller | None = None):
    answer = (caller or program()).get(f"cases/{case.number}/")
    assert answer.status_code == 200
    return answer.json()


@pytest.mark.parametrize("who", ["program", "nurse", "intake_clerk"])
def test_pages_that_speak_of_an_appeal_open_no_request_by_anybody(house, who):
    caller = program() if who == "program" else caller_of(house, who)
    body = asked(house, SPEAKS_OF_AN_APPEAL)
    found = problem(caller.post("cases/", body, key="request-0001"), 422, "appeal_words")
    assert f"page {len(SPEAKS_OF_AN_APPEAL)} (" in found["detail"]
    assert "Record it as an appeal" in found["detail"]
    assert [one["field"] for one in found["errors"]] == ["receipt"]
    assert not Case.objects.exists()
    assert not CaseDocument.objects.exists()
    assert not IdempotencyRecord.objects.exists()
    text = json.dumps(found)
    for told in (body["member_number"], body["birth_date"], "Okafor", "ask you to reconsider it"):
        assert told not in text
    assert AccessLog.objects.filter(purpose="api.case.match").count() == 1


def test_the_word_of_a_program_rules_no_appeal_out(house):
    body = asked(house, SPEAKS_OF_AN_APPEAL, not_an_appeal=True)
    found = problem(program().post("cases/", body), 422, "invalid")
    assert [one["field"] for one in found["errors"]] == ["not_an_appeal"]


def test_the_same_packet_without_those_words_opens_one(house):
    body = asked(house, PACKET)
    assert program().post("cases/", body).status_code == 201
    assert not Case.objects.get().events.filter(kind="appeal.ruled_out").exists()


@pytest.mark.parametrize("part", list(CAST))
def test_an_appeal_is_read_with_its_case_by_those_who_may_see_appeals(house, part):
    case = denied(house, noticed="no")
    assert read(case)["appeals"] == []
    appeal = appealed(house, case)
    actor, caller = house.person(part), caller_of(house, part)
    if not actor.may(Action.CASE_VIEW):
        problem(caller.get(f"cases/{case.number}/"), 403, "not_permitted")
        return
    shown = read(case, caller)
    assert (shown["status"], shown["is_late"]) == ("determined", False)
    if not actor.may(Action.APPEAL_VIEW):
        assert shown["appeals"] is None
        return
    (one,) = shown["appeals"]
    assert (one["state"], one["filed_by"], one["determination"]) == ("received", "member", 1)
    assert one["due_at"] == f"{appeal.due_at:%Y-%m-%dT%H:%M:%SZ}"
    assert one["closed_at"] is None


def test_reading_a_case_asks_once_for_its_appeals(house, django_assert_num_queries):
    case = appealed(house, denied(house, noticed="no")).case
    caller = caller_of(house, "auditor")
    read(case, caller)  # the first page of a session writes it
    # session, person, plan's zone, credentials, case, access log, lines, appeals
    with django_assert_num_queries(8):
        shown = read(case, caller)
    assert len(shown["appeals"]) == 1


def test_a_withdrawn_request_is_closed_and_nothing_was_decided(house):
    case = house.case(prepared="no")
    void_propose(
        case.pk,
        reason="It was entered twice.",
        version=case.version,
        actor=house.person("nurse"),
        now=NOW,
    )
    assert read(case)["is_void_proposed"] is True
    case_withdraw(case.pk, call(), reason="Abroad.", actor=house.person("nurse"), now=NOW)
    caller = program(username="other-gateway")
    shown = read(case, caller)
    assert (shown["status"], shown["is_void_proposed"]) == ("withdrawn", False)
    assert shown["closed_at"] == "2026-11-02T15:00:00Z"
    assert caller.get(f"cases/{case.number}/determinations/").json() == {"results": []}
    problem(caller.post(f"cases/{case.number}/check-runs/"), 409, "not_possible_now")
    for query, count in [({"status": "withdrawn"}, 1), ({"is_open": "true"}, 0)]:
        assert len(caller.get("cases/", query).json()["results"]) == count


def test_a_void_case_says_so_and_its_pages_open_another(house):
    case, caller = house.case(prepared="no"), program()
    nurse, director = house.person("nurse"), house.person("medical_director")
    reason = "It was entered twice."
    void_propose(case.pk, reason=reason, version=case.version, actor=nurse, now=NOW)
    assert (read(case, caller)["status"], read(case, caller)["is_void_proposed"]) == ("ready", True)
    receipt = case.documents.get().receipt_id
    version = house.fresh(case).version
    void_settle(case.pk, answer="confirmed", version=version, actor=director, now=NOW)
    shown = read(case, caller)
    assert (shown["status"], shown["is_void_proposed"]) == ("void", False)
    assert caller.get(f"cases/{case.number}/pages/").json() == {"results": []}
    again = caller.post("cases/", asked(house, receipt=receipt))
    assert again.status_code == 201
    assert Case.objects.get(number=again.json()["number"]).received_at == case.received_at
