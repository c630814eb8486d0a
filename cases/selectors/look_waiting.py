"""What a first look said of an arrival that waits to be filed: where the index screen begins."""

from dataclasses import dataclass
from datetime import date

from cases.domain.first_look import LookKind, LookOutcome
from cases.domain.lifecycle import Status
from cases.models import FirstLook
from cases.selectors.look_proposals import CaseChoice, case_choice, cases_of_member

_OF_A_DECISION = frozenset({LookKind.APPEAL, LookKind.PEER_TO_PEER})


@dataclass(frozen=True)
class LookWaiting:
    """The look, with the case chosen at it or the member's decided cases to choose from.

    kind is a LookKind's value. member_id is None where the look named no member. chosen is
    None where no case was chosen; only then are cases given.
    """

    kind: str
    member_number: str
    birth_date: date | None
    family_name: str
    member_id: int | None
    cases: tuple[CaseChoice, ...] = ()
    chosen: CaseChoice | None = None

    @property
    def is_undecided(self) -> bool:
        """Whether what is to be filed needs a decision and the case chosen has none."""
        return (
            self.chosen is not None
            and self.kind in _OF_A_DECISION
            and self.chosen.status != Status.DETERMINED
        )


def look_waiting(receipt_id: int, document_id: int) -> LookWaiting | None:
    """The last look, where nothing was filed by it yet and it says more than a question.

    That is an appeal, a wish to talk, or records of a case that is closed. Five queries at
    most; one where nobody said so.
    """
    last = FirstLook.objects.filter(receipt_id=receipt_id).order_by("-sequence").first()
    if last is None or last.outcome != LookOutcome.WAITING:
        return None
    if last.kind not in _OF_A_DECISION and last.case_id is None:
        return None
    chosen = case_choice(last.case_id, document_id) if last.case_id else None
    offered = last.member_id is not None and chosen is None
    found = cases_of_member(last.member_id or 0, document_id) if offered else ()
    return LookWaiting(
        kind=last.kind,
        member_number=last.number_read,
        birth_date=last.birth_date_read,
        family_name=last.name_read,
        member_id=last.member_id,
        cases=tuple(case for case in found if case.status == Status.DETERMINED),
        chosen=chosen,
    )
