"""Letters as stored: what they say, their hash, and that nothing writes them twice."""

import hashlib
import io
from datetime import date

import pypdfium2
import pytest

from cases.errors import MoveRefusedError
from cases.models import ClockEvent, Letter
from cases.services.determination import DecisionIntake, case_approve, case_deny
from cases.services.information import information_request
from cases.services.letters import letter_render, letter_store
from operations.errors import AppendOnlyError

REASON = "The sister is a willing ten of ten matched donor, so the criterion is not met."


def text_of(pdf):
    with pypdfium2.PdfDocument(io.BytesIO(bytes(pdf))) as document:
        pages = [document[i].get_textpage().get_text_range() for i in range(len(document))]
    return " ".join(" ".join(pages).split())


def made(house, cause):
    letter, rendered = letter_render(cause, now=house.now)
    return letter_store(letter, rendered, now=house.now)


@pytest.fixture
def approved(house):
    case = house.answered(house.claimed(house.case()))
    return case_approve(
        DecisionIntake(case.pk, case.version, ""), actor=house.person("nurse"), now=house.now
    )


@pytest.fixture
def denied(house):
    case = house.answered(house.claimed(house.case()), but=["donor.none_matched"])
    house.answer(case, "donor.none_matched", "not_met", note="The sister is willing.")
    case = house.referred(house.fresh(case))
    return case_deny(
        DecisionIntake(case.pk, case.version, REASON, category="clinical"),
        actor=house.person("medical_director"),
        now=house.now,
    )


def test_an_approval_names_what_is_granted(house, approved):
    letter = made(house, f"determination:{approved.pk}")
    text = text_of(letter.pdf)
    grant = approved.lines.get().authorization
    assert letter.kind == "approval"
    assert grant.number in text
    assert "ONE dose" in text
    assert "Kresladi" in text
    assert approved.case.number in text
    assert hashlib.sha256(bytes(letter.pdf)).hexdigest() == letter.sha256
    assert approved.case.clock.filter(kind=ClockEvent.Kind.NOTIFIED).count() == 1


def test_an_adverse_letter_gives_the_reason_of_the_unmet_criterion_and_the_rights(house, denied):
    text = text_of(made(house, f"determination:{denied.pk}").pdf)
    assert "donor" in text
    assert "180 days" in text
    assert "outside review" in text.lower() or "independent" in text.lower()
    assert "Ama Boateng" in text
    assert "HIV" not in text.split("appeal")[0]


def test_an_information_request_lists_what_is_asked(house):
    case = house.claimed(house.case())
    request = information_request(
        case.pk,
        items=[("hiv.negative", "Laboratory report of the HIV screen with its date.")],
        version=case.version,
        actor=house.person("nurse"),
        now=house.now,
    )
    letter = made(house, f"information_request:{request.pk}")
    assert letter.kind == "information_request"
    assert "Laboratory report of the HIV screen" in text_of(letter.pdf)


def test_the_same_letter_is_stored_once(house, approved):
    first = made(house, f"determination:{approved.pk}")
    assert made(house, f"determination:{approved.pk}").pk == first.pk
    assert Letter.objects.count() == 1


def test_a_stored_letter_cannot_be_changed(house, approved):
    letter = made(house, f"determination:{approved.pk}")
    letter.sha256 = "0" * 64
    with pytest.raises(AppendOnlyError):
        letter.save()


def test_a_denial_without_a_policy_says_so_and_gives_the_physicians_reason(house):
    case = house.claimed(house.case(service_from=date(2026, 7, 22), service_to=None))
    assert case.policy is None
    case = house.referred(case, kind="physician_judgement")
    determination = case_deny(
        DecisionIntake(case.pk, case.version, REASON, category="clinical"),
        actor=house.person("medical_director"),
        now=house.now,
    )
    text = text_of(made(house, f"determination:{determination.pk}").pdf)
    assert "no medical policy in force" in text
    assert "willing ten of ten" in text


@pytest.mark.parametrize(
    ("urgency", "words"), [("standard", "stands still"), ("expedited", "does not stop")]
)
def test_the_request_for_information_says_whether_the_clock_waits(house, urgency, words):
    case = house.claimed(house.case(urgency=urgency))
    request = information_request(
        case.pk,
        items=[("hiv.negative", "The HIV report.")],
        version=case.version,
        actor=house.person("nurse"),
        now=house.now,
    )
    assert words in text_of(made(house, f"information_request:{request.pk}").pdf)


def test_a_denial_with_every_criterion_met_has_no_reason_to_give_and_is_refused(house):
    case = house.referred(house.answered(house.claimed(house.case())))
    with pytest.raises(MoveRefusedError, match="at least one reason"):
        case_deny(
            DecisionIntake(case.pk, case.version, REASON, category="clinical"),
            actor=house.person("medical_director"),
            now=house.now,
        )
