"""A sample is what the services would have written: every check of the house holds on it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import Count

from accounts.errors import NotPermittedError
from cases.errors import SampleRefusedError
from cases.models import (
    Authorization,
    Case,
    CaseEvent,
    ClockEvent,
    Coverage,
    Determination,
    DeterminationLine,
    InformationRequest,
    Letter,
    Member,
    MemberConfirmation,
    Recommendation,
    RequestLine,
)
from cases.services.clock import due_times_of
from cases.services.sample import MAKER, SampleAsk, sample_make
from operations.models import AuditEntry
from operations.services.audit import audit_verify
from operations.services.invariants import invariants_check
from tests.accounts.cast import CAST
from tests.cases.factories import NOW, House

UNTIL = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
ASK = SampleAsk(cases=160, until=UNTIL, seed=7, backlog_percent=25.0)
TABLES = (
    Member,
    Coverage,
    RequestLine,
    MemberConfirmation,
    ClockEvent,
    CaseEvent,
    Determination,
    DeterminationLine,
    Authorization,
    Recommendation,
    InformationRequest,
    Letter,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(db: None) -> House:
    return House()


def make(ask: SampleAsk = ASK) -> int:
    return sample_make(ask, actor=MAKER, now=NOW)


def test_every_invariant_holds_and_every_chain_is_whole(house):
    make()
    assert {result.name: result.violations for result in invariants_check()} == {
        result.name: () for result in invariants_check()
    }
    assert audit_verify() == []
    chained = AuditEntry.objects.filter(stream__name__startswith="case:").count()
    assert chained == CaseEvent.objects.count() > 500


def test_due_times_are_those_of_the_real_rules(house):
    make()
    kinds = set()
    for case in Case.objects.select_related("coverage"):
        found = due_times_of(case)
        assert case.due_at == (found[0].due_at if found else None), case.number
        kinds.add((case.coverage.line_of_business, case.urgency, case.due_at is None))
    assert len(kinds) >= 8


def test_it_has_cases_of_every_kind(house):
    make()
    assert set(Case.objects.values_list("status", flat=True)) == {
        "ready",
        "in_review",
        "pended",
        "referred",
        "determined",
        "redirected",
    }
    assert set(Determination.objects.values_list("outcome", flat=True)) == {"approved", "denied"}
    assert set(Case.objects.values_list("policy__slug", flat=True)) == {"kresladi", None}
    first = Case.objects.order_by("received_at").first()
    assert UNTIL - timedelta(days=550) < first.received_at < UNTIL - timedelta(days=520)
    assert not CaseEvent.objects.filter(at__gt=UNTIL).exists()
    assert [model.__name__ for model in TABLES if not model.objects.exists()] == []


def test_history_ends_with_the_row_as_it_stands(house):
    make()
    for case in Case.objects.filter(status="determined")[:20]:
        latest = case.history.latest()
        assert (latest.status, latest.owner_id, latest.due_at, latest.closed_at) == (
            case.status,
            case.owner_id,
            case.due_at,
            case.closed_at,
        )
        assert case.history.earliest().status == "ready"
    assert Member.history.count() == Member.objects.count()


def test_the_same_seed_gives_the_same_sample(house):
    def drawn() -> list[object]:
        fields = ("status", "urgency", "received_at", "due_at", "closed_at", "place_of_service")
        return list(Case.objects.order_by("number").values_list(*fields, "member__family_name"))

    make(replace(ASK, cases=60))
    first = drawn()
    make(replace(ASK, cases=60))
    assert drawn()[60:] == first
    make(replace(ASK, cases=60, seed=8))
    assert drawn()[120:] != first


def test_a_later_sample_goes_on_with_the_numbers(house):
    make(replace(ASK, cases=5))
    make(replace(ASK, cases=5))
    assert [
        number[-2:] for number in Case.objects.order_by("number").values_list("number", flat=True)
    ] == [f"{n:02d}" for n in range(1, 11)]


def test_the_letters_share_one_small_page_that_says_it_is_a_sample(house):
    make(replace(ASK, cases=50))
    letters = Letter.objects.values("sha256").annotate(made=Count("pk"))
    assert len(letters) == 1
    letter = Letter.objects.first()
    assert letter.template_id == "sample"
    assert b"Sample data" in bytes(letter.pdf)
    assert len(bytes(letter.pdf)) < 1000


def test_it_refuses_beside_other_cases_unless_told_to(house):
    house.case(prepared="no")
    with pytest.raises(SampleRefusedError, match="no sample"):
        make()
    assert Case.objects.count() == 1
    make(replace(ASK, cases=3, beside=True))
    assert Case.objects.count() == 4


def test_it_refuses_where_the_settings_are_of_a_real_installation(house, settings):
    settings.SAMPLE_DATA_ALLOWED = False
    with pytest.raises(SampleRefusedError, match="real installation"):
        make()
    assert not Case.objects.exists()


@pytest.mark.parametrize("part", CAST)
def test_no_person_makes_samples(house, part):
    with pytest.raises(NotPermittedError):
        sample_make(ASK, actor=house.person(part), now=NOW)
    assert not Case.objects.exists()
