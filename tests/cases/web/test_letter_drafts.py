"""The letter before it is made: its parts, its draft, and that nothing is kept of it."""

import io

import pypdfium2
import pytest
from django.urls import reverse

from accounts.models import ReviewerCredential
from cases.models import Case, Determination, Letter, Provider
from cases.services.determination import DecisionIntake, case_deny
from cases.services.letters import letter_render, letter_store
from operations.models import Job
from tests.cases.appealing import REASON
from tests.cases.factories import House
from tests.cases.web.stage import CAST, house, signed_in, text_of

__all__ = ["house"]
pytestmark = pytest.mark.django_db
HARD = "Notwithstanding immunophenotypic characterization, histocompatibility predominates."


def words_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        pages = [document[i].get_textpage().get_text_range() for i in range(len(document))]
    return " ".join(" ".join(pages).split())


def referred(house: House) -> Case:
    case = house.answered(house.claimed(house.case()), but=["donor.none_matched"])
    house.answer(case, "donor.none_matched", "not_met", note="The brother is willing.")
    return house.referred(house.fresh(case))


def at(name: str, case: Case) -> str:
    return reverse(f"cases:{name}", args=[case.number])


def test_the_director_sees_the_parts_of_the_letter_before_signing(house: House) -> None:
    page = text_of(signed_in(house, "medical_director").get(at("deny", referred(house))))
    for part in (
        "The letter",
        "Parent or guardian of Milo Okafor, 1 Test Road",
        "Rosa Lindqvist MD, 2 Clinic Way",
        "The brother is willing.",
        "School grade",
        "locked text",
        "You can appeal to us",
    ):
        assert part in page, part


def test_looking_keeps_what_is_typed_and_measures_it(house: House) -> None:
    case = referred(house)
    client = signed_in(house, "medical_director")
    for typed, word in ((HARD, "Hard to read"), ("The boy has a brother who can give.", "Plain")):
        answer = client.post(at("deny", case), {"action": "look", "rationale": typed})
        page = text_of(answer)
        assert answer.status_code == 200
        assert page.count(typed) == 2
        assert word in page.split("Your reasons, as they will stand")[1].split("</section>")[0]
    assert not Determination.objects.exists()
    assert house.fresh(case).status == "referred"


def test_the_draft_is_the_letter_marked_as_a_draft_and_is_not_kept(house: House) -> None:
    case = referred(house)
    answer = signed_in(house, "medical_director").post(
        at("draft_denial", case), {"rationale": REASON}
    )
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    draft = words_of(answer.content)
    assert "has not been sent" in draft
    decided = case_deny(
        DecisionIntake(case.pk, case.version, REASON, category="clinical"),
        actor=house.person("medical_director"),
        now=house.now,
    )
    _, rendered = letter_render(f"determination:{decided.pk}", now=house.now)
    sent = words_of(rendered.pdf)
    assert "has not been sent" not in sent
    mark = "Draft. This letter has not been sent and nothing has been decided. "
    assert draft.replace(mark, "").replace("DRAFT", "").split() == sent.split()
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("draft_denial", {"medical_director"}),
        ("draft_approval", {"nurse", "other_nurse", "medical_director"}),
        ("draft_asking", {"nurse", "other_nurse", "medical_director"}),
    ],
)
def test_a_draft_is_for_those_who_may_decide(house: House, name: str, allowed: set[str]) -> None:
    case = referred(house)
    for part in CAST:
        answer = signed_in(house, part).post(at(name, case), {"rationale": REASON})
        assert answer.status_code == (200 if part in allowed else 403), part
    assert signed_in(house, "medical_director").get(at(name, case)).status_code == 405


def test_what_the_letter_lacks_is_listed(house: House) -> None:
    case = referred(house)
    Provider.objects.update(address_line="", city="", state="", postal_code="")
    house.person("medical_director")
    ReviewerCredential.objects.filter(user__username="medical_director").update(specialty="")
    page = text_of(signed_in(house, "medical_director").get(at("deny", case)))
    assert "The letter cannot be made yet." in page
    assert "the signer's specialty" in page.replace("&#x27;", "'")
    assert "the address the letter goes to (requester's letter)" in page


def test_the_approval_s_letter_is_shown_to_the_nurse(house: House) -> None:
    case = house.answered(house.claimed(house.case()))
    client = signed_in(house)
    assert "Parent or guardian of Milo Okafor" in text_of(client.get(at("approve", case)))
    answer = client.post(at("draft_approval", case))
    assert "given when it is approved" in words_of(answer.content)


def test_the_request_s_letter_holds_what_is_ticked(house: House) -> None:
    case = house.claimed(house.case())
    sent = {"version": str(case.version), "own": "The report of the second lab."}
    answer = signed_in(house).post(at("draft_asking", case), sent)
    assert "The report of the second lab." in words_of(answer.content)


def test_an_adverse_letter_goes_to_the_requester_too(house: House) -> None:
    case = referred(house)
    decided = case_deny(
        DecisionIntake(case.pk, case.version, REASON, category="clinical"),
        actor=house.person("medical_director"),
        now=house.now,
    )
    client = signed_in(house)
    waiting = text_of(client.get(at("papers", case)))
    assert "to the member: the letter is being made" in waiting
    assert "to the requester: the letter is being made" in waiting
    job = Job.objects.get(kind="letter.render", subject=f"determination:{decided.pk}:requester")
    letter = letter_store(*letter_render(job.subject, now=house.now), now=house.now)
    assert letter.recipient == "requester"
    assert "2 Clinic Way" in words_of(bytes(letter.pdf))
    assert not case.clock.filter(kind="notified").exists()
    letter_store(*letter_render(f"determination:{decided.pk}", now=house.now), now=house.now)
    assert case.clock.filter(kind="notified").count() == 1
    assert case.letters.count() == 2
    assert "is being made" not in text_of(client.get(at("papers", case)))


def test_a_letter_given_up_asks_for_a_person(house: House) -> None:
    case = referred(house)
    decided = case_deny(
        DecisionIntake(case.pk, case.version, REASON, category="clinical"),
        actor=house.person("medical_director"),
        now=house.now,
    )
    Job.objects.filter(subject=f"determination:{decided.pk}").update(
        state="parked", finished_at=house.now
    )
    page = text_of(signed_in(house).get(at("papers", case)))
    assert "to the member: the letter could not be made and waits for a person" in page
