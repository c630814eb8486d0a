"""An arrival as a page is asked for it: found for this person, the read written down."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest
from django.utils import timezone

from accounts.domain.actor import Actor
from accounts.web.access import request_actor
from cases.errors import CaseNotFoundError
from cases.selectors.access import receipt_for
from cases.selectors.members import MembersFound
from documents.selectors.documents import receipt_get
from documents.selectors.views import ReceiptView
from operations.services.access import access_record, access_record_all


def arrival_opened(request: HttpRequest, receipt_id: int, *, purpose: str) -> ReceiptView:
    """The arrival, with the read written to the access log under its purpose.

    Raises:
        Http404: there is none, or the actor may not see it.
    """
    actor = request_actor(request)
    try:
        receipt = receipt_get(receipt_for(actor, receipt_id).pk)
    except CaseNotFoundError as error:
        raise Http404 from error
    access_record(
        actor=actor.key, subject=f"receipt:{receipt.id}", purpose=purpose, now=timezone.now()
    )
    return receipt


def members_matched(actor: Actor, shown: Iterable[tuple[int, MembersFound]]) -> None:
    """Write down every member shown for an arrival, as (its id, who was found). One query."""
    reads = [
        (f"member:{candidate.id}", f"intake.match receipt:{receipt_id}")
        for receipt_id, found in shown
        for candidate in found.rows
    ]
    access_record_all(reads, actor=actor.key, now=timezone.now())
