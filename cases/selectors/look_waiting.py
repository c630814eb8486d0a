"""What a first look said of an arrival that waits to be filed: where the index screen begins."""

from dataclasses import dataclass
from datetime import date

from cases.domain.first_look import LookKind, LookOutcome
from cases.domain.lifecycle import Status
from cases.models import FirstLook
from cases.selectors.look_proposals import CaseChoice, cases_of_member

_OF_A_DECISION = frozenset({LookKind.APPEAL, LookKind.PEER_TO_PEER})


@dataclass(frozen=True)
class LookWaiting:
    """The look, with the member's decided cases that papers of its kind may be about.

    kind is a LookKind's value. member_id is None where the look named no member.
    """

    kind: str
    member_number: str
    birth_date: date | None
    family_name: str
    member_id: int | None
    cases: tuple[CaseChoice, ...] = ()


def look_waiting(receipt_id: int, document_id: int) -> LookWaiting | None:
    """The last look, where it names an appeal or a wish to talk and nothing was filed by it.

    Five queries at most; one where nobody said so. The case is a person's to choose.
    """
    last = FirstLook.objects.filter(receipt_id=receipt_id).order_by("-sequence").first()
    if last is None or last.outcome != LookOutcome.WAITING or last.kind not in _OF_A_DECISION:
        return None
    found = cases_of_member(last.member_id, document_id) if last.member_id else ()
    return LookWaiting(
        kind=last.kind,
        member_number=last.number_read,
        birth_date=last.birth_date_read,
        family_name=last.name_read,
        member_id=last.member_id,
        cases=tuple(case for case in found if case.status == Status.DETERMINED),
    )
