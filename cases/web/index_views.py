"""The index screen: the fax left, the request right, and every page in one place."""

from dataclasses import replace
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.domain.permissions import Action
from accounts.web.access import for_action, request_actor
from cases.errors import (
    AfterDecisionError,
    CaseNotFoundError,
    IntakeRefusedError,
    MoveRefusedError,
)
from cases.selectors.access import receipt_for
from cases.selectors.appeal_hint import appeal_hint
from cases.selectors.intake_choices import (
    PlaceChoice,
    PlacedPage,
    offer_on,
    page_choices,
    placements_of,
)
from cases.selectors.members import MemberCandidate
from cases.web.index_draft import IndexDraft
from cases.web.index_filing import document_file
from documents.selectors.documents import receipt_get
from documents.selectors.pages import page_states
from documents.selectors.views import PageView, ReceiptView
from operations.services.access import access_record

FINISH, FIND, ADD_LINE = "finish", "find", "add_line"
CLOSED_PAGE = "Closed: marked as not ours. Only the privacy officer may open it."
PLACE_KEYS = {
    "appeal_letter": "a",
    "other": "o",
    "cover": "c",
    "blank": "b",
    "unreadable": "x",
    "misdirected": "m",
}


@require_http_methods(["GET", "POST"])
@for_action(Action.DOCUMENT_INDEX)
def index_page(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """The screen; on finish the case is opened, or the records join theirs."""
    receipt, pages = _opened(request, receipt_id)
    placed = placements_of(receipt.document.id)
    if placed or not pages:
        return _look(request, receipt, pages, placed)
    draft = _draft(request, receipt, pages)
    if request.method == "POST" and request.POST.get("action") == FINISH and draft.is_valid():
        answer = _finish(request, receipt, draft)
        if answer is not None:
            return answer
    candidates = _candidates(request, receipt, draft)
    context = _context(request, receipt, pages) | {
        "draft": draft,
        "candidates": candidates,
        "searched": request.method == "POST",
        "choices": _keyed(page_choices()),
        "offer": offer_on(_today()),
        "failed": request.POST.get("action") == FINISH,
    }
    return render(request, "cases/index.html", context)


@require_POST
@for_action(Action.DOCUMENT_INDEX)
def members(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """The members that the typed identifiers lead to, as a part of the screen."""
    receipt, pages = _opened(request, receipt_id)
    draft = _draft(request, receipt, pages)
    return render(
        request,
        "cases/partials/member_candidates.html",
        {"candidates": _candidates(request, receipt, draft), "searched": True, "draft": draft},
    )


def _opened(request: HttpRequest, receipt_id: int) -> tuple[ReceiptView, list[PageView]]:
    try:
        receipt = receipt_get(receipt_for(request_actor(request), receipt_id).pk)
    except CaseNotFoundError as error:
        raise Http404 from error
    access_record(
        actor=request_actor(request).key,
        subject=f"receipt:{receipt.id}",
        purpose="intake.index",
        now=timezone.now(),
    )
    return receipt, page_states(receipt.document.id)


def _draft(request: HttpRequest, receipt: ReceiptView, pages: list[PageView]) -> IndexDraft:
    posted = request.POST if request.method == "POST" else None
    today = _today()
    return IndexDraft(
        posted,
        page_numbers=[page.number for page in pages],
        offer=offer_on(today),
        today=today,
        hint=appeal_hint(receipt.document.id),
    )


def _finish(request: HttpRequest, receipt: ReceiptView, draft: IndexDraft) -> HttpResponse | None:
    """The way back to the inbox; None when it was refused and the sentence is on the form."""
    try:
        sentence = document_file(request, receipt, draft)
    except (IntakeRefusedError, MoveRefusedError, CaseNotFoundError) as error:
        draft.is_after_decision = isinstance(error, AfterDecisionError)
        draft.pages.add_error(None, str(error))
        return None
    messages.success(request, sentence)
    return HttpResponseRedirect(reverse("cases:inbox"))


def _look(
    request: HttpRequest,
    receipt: ReceiptView,
    pages: list[PageView],
    placed: dict[int, PlacedPage],
) -> HttpResponse:
    """The document without the form: already placed, still unread, or not readable."""
    officer = request_actor(request).may(Action.PRIVACY_REVIEW)
    shown = [
        replace(page, has_image=False, reason_sentence=CLOSED_PAGE)
        if page.number in placed and placed[page.number].is_misdirected and not officer
        else page
        for page in pages
    ]
    context = _context(request, receipt, shown) | {
        "placed": [(page, placed.get(page.number)) for page in shown] if placed else [],
    }
    return render(request, "cases/index_look.html", context)


def _candidates(
    request: HttpRequest, receipt: ReceiptView, draft: IndexDraft
) -> list[MemberCandidate]:
    """Who the identifiers lead to; each member shown is written to the access log."""
    if request.method != "POST":
        return []
    found = draft.candidates()
    for candidate in found:
        access_record(
            actor=request_actor(request).key,
            subject=f"member:{candidate.id}",
            purpose=f"intake.match receipt:{receipt.id}",
            now=timezone.now(),
        )
    return found


def _context(
    request: HttpRequest, receipt: ReceiptView, pages: list[PageView]
) -> dict[str, object]:
    asked = request.GET.get("page", "")
    current = next((p for p in pages if str(p.number) == asked), pages[0] if pages else None)
    return {"receipt": receipt, "document": receipt.document, "pages": pages, "current": current}


def _keyed(choices: tuple[PlaceChoice, ...]) -> list[tuple[PlaceChoice, str]]:
    """Each choice with the key that picks it: digits for kinds of record, letters for the rest."""
    digits = iter("123456789")
    return [
        (choice, PLACE_KEYS.get(choice.document_type or choice.disposition) or next(digits))
        for choice in choices
    ]


def _today() -> date:
    return timezone.localdate()
