"""A denied case and the people who handle appeals, made with the real services."""

from datetime import datetime

from accounts.domain.actor import Actor, system_actor
from accounts.domain.roles import Role
from accounts.services.people import NewPerson, person_create
from cases.models import Appeal, Case
from cases.services.appeals import AppealIntake, appeal_receive
from cases.services.determination import DecisionIntake, case_deny
from cases.services.letters import letter_render, letter_store
from cases.services.placement import PageIntake
from documents.models import Receipt
from tests.accounts.cast import PASSWORD
from tests.cases.factories import NOW, House
from tests.cases.paper import Paper
from tests.cases.people import later

APPEAL_PAPER = Paper(
    "appeal_letter", ("LETTER", "I appeal your decision and ask you to reconsider it.")
)
PLAIN_PAPER = Paper("clinic_note", ("CLINIC NOTE", "Weight 8.4 kg, no fever."))
REASON = "The brother is a willing ten of ten matched donor, so the criterion is not met."


def person(
    username: str, name: str, role: Role = Role.APPEALS_REVIEWER, supervisor: str = ""
) -> Actor:
    """Somebody at the plan, beside the cast."""
    return person_create(
        NewPerson(username=username, name=name, role=role, supervisor=supervisor),
        password=PASSWORD,
        actor=system_actor("test"),
        now=NOW,
    )


def denied(house: House, *, noticed: str = "yes") -> Case:
    """A case that a medical director denied; its letter is made unless noticed is "no"."""
    case = house.claimed(house.case())
    case = house.answered(case, but=["donor.none_matched"])
    house.answer(case, "donor.none_matched", "not_met", note="The brother is willing.")
    case = house.referred(house.fresh(case))
    intake = DecisionIntake(case.pk, case.version, REASON, category="clinical")
    decided = case_deny(intake, actor=house.person("medical_director"), now=house.now)
    if noticed == "yes":
        letter_store(*letter_render(f"determination:{decided.pk}", now=house.now), now=house.now)
    return house.fresh(case)


def letter_of_appeal(house: House, *, received_at: datetime | None = None) -> Receipt:
    """A fax of one page that asks to decide again, an hour after the denial."""
    return house.receipt((APPEAL_PAPER,), received_at=received_at or later(1))


def appeal_intake(case: Case, receipt: Receipt, **changes: object) -> AppealIntake:
    """What a clerk says about the fax."""
    values: dict[str, object] = {
        "case_id": case.pk,
        "filed_by": "member",
        "urgency": "standard",
        "receipt_id": receipt.pk,
        "pages": (PageIntake(1, "case", "appeal_letter"),),
        **changes,
    }
    return AppealIntake(**values)  # type: ignore[arg-type]  # fields of the intake by name


def appealed(house: House, case: Case | None = None, **changes: object) -> Appeal:
    """An appeal of a denied case, recorded by the clerk two hours after the denial."""
    case = case or denied(house)
    intake = appeal_intake(case, letter_of_appeal(house), **changes)
    return appeal_receive(intake, actor=house.person("intake_clerk"), now=later(2))
