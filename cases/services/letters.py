"""Letters: made by a job from what was decided, stored exactly as sent."""

from datetime import datetime

from django.db import transaction

from accounts.domain.actor import system_actor
from cases.letters.render import RenderedLetter, render_letter
from cases.models import Case, ClockEvent, Determination, InformationRequest, Letter
from cases.services.clock import clock_record
from cases.services.events import case_locked, event_add
from cases.services.letter_context import (
    MEMBER,
    context_of_determination,
    context_of_information_request,
)


def letter_render(cause: str, *, now: datetime) -> tuple[Letter, RenderedLetter]:
    """The letter of a cause ("determination:7"), rendered but not yet stored.

    "determination:7:requester" is the one to who asked for the service.

    Slow, so call it outside any transaction, then letter_store inside one.

    Raises:
        LetterIncompleteError: a required element is missing; the job parks and a
            person sees it.
    """
    kind, _, rest = cause.partition(":")
    key, _, recipient = rest.partition(":")
    if kind == "determination":
        determination = Determination.objects.select_related(
            "case__member", "case__coverage", "case__requester", "case__facility", "signer"
        ).get(pk=int(key))
        approved = determination.outcome == Determination.Outcome.APPROVED
        rendered = render_letter(
            context_of_determination(determination, now=now, recipient=recipient or MEMBER)
        )
        letter = Letter(
            case=determination.case,
            kind=Letter.Kind.APPROVAL if approved else Letter.Kind.ADVERSE,
            determination=determination,
            recipient=recipient or MEMBER,
        )
        return letter, rendered
    request = InformationRequest.objects.select_related(
        "case__member", "case__requester", "case__facility"
    ).get(pk=int(key))
    rendered = render_letter(context_of_information_request(request, now=now))
    letter = Letter(
        case=request.case,
        kind=Letter.Kind.INFORMATION_REQUEST,
        information_request=request,
        recipient=MEMBER,
    )
    return letter, rendered


@transaction.atomic
def letter_store(letter: Letter, rendered: RenderedLetter, *, now: datetime) -> Letter:
    """Store a rendered letter once per cause and recipient; a second one is not written.

    Returns the stored letter, the earlier one when there is one already.
    """
    case: Case = case_locked(letter.case_id)
    earlier = Letter.objects.filter(
        determination=letter.determination,
        information_request=letter.information_request,
        recipient=letter.recipient,
    ).first()
    if earlier is not None:
        return earlier
    letter.template_id = rendered.template_id
    letter.template_version = rendered.template_version
    letter.pdf = rendered.pdf
    letter.sha256 = rendered.sha256
    letter.created_at = now
    letter.save(force_insert=True)
    worker = system_actor("worker")
    if letter.determination_id is not None and letter.recipient == MEMBER:
        clock_record(
            case,
            ClockEvent.Kind.NOTIFIED,
            at=now,
            source=f"letter:{letter.pk}",
            actor=worker,
            now=now,
        )
    event_add(
        case,
        kind="letter.made",
        actor=worker,
        now=now,
        detail={
            "letter": letter.pk,
            "kind": letter.kind,
            "recipient": letter.recipient,
            "sha256": letter.sha256,
        },
    )
    return letter
