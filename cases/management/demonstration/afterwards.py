"""What happens to a request beside its review: a call, a withdrawal, a void, an appeal."""

from django.utils import timezone

from cases.domain.lifecycle import Status
from cases.management.demonstration.walk import NotYetError, Walk
from cases.selectors.access import case_for
from cases.selectors.appeals import appeals_of
from cases.selectors.contact_acts import void_of
from cases.selectors.contacts import contacts_of
from cases.selectors.outcome import papers_of
from cases.services.appeals import AppealIntake, appeal_receive
from cases.services.closing import case_withdraw, void_propose, void_settle
from cases.services.contacts import ContactIntake, contact_record


def call_about_missing(walk: Walk) -> None:
    """The nurse tells the requester's office what is missing, and it says when it comes."""
    case = case_for(walk.nurse, walk.number)
    if contacts_of(case):
        return
    call = _call(
        walk,
        asked="The flow cytometry report is not among the records. When can it be sent?",
        answered="The laboratory has it. The office will fax it this week.",
    )
    contact_record(case.pk, call, actor=walk.nurse, now=timezone.now())


def withdraw(walk: Walk) -> None:
    """The requester's office takes the request back in a call with the nurse."""
    if not walk.status.is_open:
        return
    reason = "The office has sent the request to the member's own plan and takes it back here."
    case_withdraw(
        walk.place(walk.nurse)[0],
        _call(walk, asked="Where does the request belong?", answered=reason),
        reason=reason,
        actor=walk.nurse,
        now=timezone.now(),
    )


def void(walk: Walk) -> None:
    """The clerk says that the request was entered in error, and the manager agrees.

    The pages come free for the inbox, so this is the last step of its plan.
    """
    if walk.status is Status.VOID:
        return
    if void_of(case_for(walk.clerk, walk.number), walk.clerk) is None:
        case_id, version = walk.place(walk.clerk)
        void_propose(
            case_id,
            reason="Opened before the packet was read to its end; it is entered again from its "
            "pages.",
            version=version,
            actor=walk.clerk,
            now=timezone.now(),
        )
    case_id, version = walk.place(walk.manager)
    void_settle(
        case_id, answer="confirmed", version=version, actor=walk.manager, now=timezone.now()
    )


def appeal_by_phone(walk: Walk) -> None:
    """A parent calls once the letter is there, and appeals; the clerk takes the call.

    Raises:
        NotYetError: the letter is still being made.
    """
    case = case_for(walk.clerk, walk.number)
    if walk.status is not Status.DETERMINED or appeals_of(case, walk.clerk):
        return
    if papers_of(case).due:
        raise NotYetError
    now = timezone.now()
    appeal_receive(
        AppealIntake(
            case_id=case.pk,
            filed_by="member",
            urgency="standard",
            heard_at=now,
            asked="Her mother has the letter. She asks that other doctors look at the case again.",
        ),
        actor=walk.clerk,
        now=now,
    )


def _call(walk: Walk, *, asked: str, answered: str) -> ContactIntake:
    """A call to the requester's office on the number on file, just now."""
    return ContactIntake(
        direction="out",
        channel="phone",
        counterpart="requester_staff",
        name="Front desk of the clinic",
        verified="called_back",
        number=walk.truth.provider.phone,
        happened_at=timezone.now(),
        asked=asked,
        answered=answered,
    )
