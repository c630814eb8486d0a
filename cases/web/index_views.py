"""The index screen: the fax left, the request right, and every page in one place."""

from dataclasses import replace
from datetime import date
from typing import cast

from django.contrib import messages
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

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
    pages_closed,
    placements_of,
    settlement_of,
)
from cases.selectors.look_waiting import LookWaiting, look_waiting
from cases.selectors.members import MembersFound
from cases.selectors.page_proposals import Packet, packet_for
from cases.selectors.request_proposals import request_proposals
from cases.services.page_repeats import repeats_ask
from cases.services.page_signs import signs_ask
from cases.services.settling import receipt_settle
from cases.services.stray_pages import page_close
from cases.web.arrivals import members_matched
from cases.web.compare_pages import copies_first
from cases.web.compare_pairs import FINISH
from cases.web.compare_views import compare_first
from cases.web.desk_forms import whole
from cases.web.index_draft import IndexDraft, Told, settlement_intake
from cases.web.index_filing import document_file
from cases.web.intake_forms import SettleForm
from cases.web.stray_views import CLOSED
from documents.selectors.documents import receipt_get
from documents.selectors.pages import page_states
from documents.selectors.views import PageView, ReceiptView
from operations.services.access import access_record

FIND, ADD_LINE = "find", "add_line"
COPY = "duplicate"
CLOSE = "close:"
CLOSED_PAGE = "Closed: marked as not ours. Only the privacy officer may open it."
ALL_PLACED = (
    "Nothing was recorded: every page of this arrival had its place already. Where each is stands "
    "here."
)
PLACE_KEYS = {
    "appeal_letter": "a",
    "other": "o",
    "cover": "c",
    "blank": "b",
    "unreadable": "x",
    "misdirected": "m",
    "not_request": "n",
    "duplicate": "d",
    "later": "l",
}


@require_http_methods(["GET", "POST"])
@for_action(Action.DOCUMENT_INDEX)
def index_page(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """The screen; on finish the case is opened, or the records join theirs."""
    receipt, pages = _opened(request, receipt_id)
    _close_asked(request, receipt)
    placed = placements_of(receipt.id)
    left = [page for page in pages if page.number not in placed]
    if not left:
        if request.POST.get("action") == FINISH:
            messages.warning(request, ALL_PLACED)
        return _look(request, receipt, pages, placed)
    packet, looked = _packet(request, receipt), _looked(request, receipt)
    draft = _draft(request, receipt, left, packet=packet, looked=looked)
    if request.method == "POST" and request.POST.get("action") == FINISH and draft.is_valid():
        shown = compare_first(request, receipt, draft.copy_of)
        shown = shown or copies_first(request, receipt, draft)
        answer = shown or _finish(request, receipt, draft)
        if answer is not None:
            return answer
    candidates = _candidates(request, receipt, draft, looked=looked)
    failed = request.POST.get("action") == FINISH
    draft.hush(but=draft.forms() if failed else ())
    offer = offer_on(_today())
    context = _context(request, receipt, pages, first=left[0].number) | {
        "draft": draft,
        "looked": looked,
        "candidates": candidates,
        "searched": request.method == "POST",
        "choices": _keyed(page_choices()),
        "offer": offer,
        "fields": request_proposals(packet, offer) if draft.is_new_request else (),
        "failed": failed,
        "left": left,
        "placed_in": sorted({place.case_number for place in placed.values()} - {""}),
    }
    return render(request, "cases/index.html", context)


def _close_asked(request: HttpRequest, receipt: ReceiptView) -> None:
    """Closes the page that a button names as not ours; what was typed beside it is kept."""
    action = request.POST.get("action", "")
    number = whole(action.removeprefix(CLOSE)) if action.startswith(CLOSE) else None
    if number is None:
        return
    try:
        page_close(receipt.id, number, actor=request_actor(request), now=timezone.now())
    except IntakeRefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, CLOSED.format(number=number))


@require_POST
@for_action(Action.DOCUMENT_INDEX)
def members(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """The members that the typed identifiers lead to, as a part of the screen."""
    receipt, pages = _opened(request, receipt_id)
    placed = placements_of(receipt.id)
    draft = _draft(request, receipt, [page for page in pages if page.number not in placed])
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


def _packet(request: HttpRequest, receipt: ReceiptView) -> Packet:
    """What is proposed for the pages; each member found on them is written to the access log."""
    closed = _closed(request, receipt)
    packet = packet_for(receipt.id, receipt.document.id, closed=closed)
    if packet.awaited:
        signs_ask(receipt.document.id)
    elif packet.uncompared:
        repeats_ask(receipt.id, basis=packet.uncompared)
    for member in packet.members:
        access_record(
            actor=request_actor(request).key,
            subject=f"member:{member.id}",
            purpose=f"intake.proposed receipt:{receipt.id}",
            now=timezone.now(),
        )
    return packet


def _looked(request: HttpRequest, receipt: ReceiptView) -> LookWaiting | None:
    """What a first look said; the member whose cases it offers is written to the access log."""
    looked = look_waiting(receipt.id, receipt.document.id)
    if looked is not None and (looked.cases or looked.chosen):
        access_record(
            actor=request_actor(request).key,
            subject=f"member:{looked.member_id}",
            purpose=f"intake.looked receipt:{receipt.id}",
            now=timezone.now(),
        )
    return looked


def _draft(
    request: HttpRequest,
    receipt: ReceiptView,
    pages: list[PageView],
    *,
    packet: Packet | None = None,
    looked: LookWaiting | None = None,
) -> IndexDraft:
    posted = request.POST if request.method == "POST" else None
    today = _today()
    return IndexDraft(
        posted,
        page_numbers=[page.number for page in pages],
        offer=offer_on(today),
        today=today,
        told=Told(appeal_hint(receipt.document.id), packet or Packet(), looked),
    )


def _finish(request: HttpRequest, receipt: ReceiptView, draft: IndexDraft) -> HttpResponse | None:
    """The way on; None when it was refused and the sentence is on the form."""
    try:
        sentence = document_file(request, receipt, draft)
    except (IntakeRefusedError, MoveRefusedError, CaseNotFoundError) as error:
        draft.late = error if isinstance(error, AfterDecisionError) else None
        draft.pages.add_error(None, str(error))
        return None
    left = draft.kept_for_later()
    if not left:
        messages.success(request, sentence)
        return HttpResponseRedirect(reverse("cases:inbox"))
    pages = "1 page" if left == 1 else f"{left} pages"
    messages.success(
        request,
        f"{sentence} Still without a place: {pages}. Open another request from them, or settle "
        "them.",
    )
    return HttpResponseRedirect(reverse("cases:index", args=[receipt.id]))


def _look(
    request: HttpRequest,
    receipt: ReceiptView,
    pages: list[PageView],
    placed: dict[int, PlacedPage],
) -> HttpResponse:
    """The document without the form: placed, settled, still unread, or not readable."""
    settled = settlement_of(receipt.id)
    context = _context(request, receipt, pages) | {
        "settled": settled,
        "settle": None if pages or settled else SettleForm(),
    }
    shown = cast(list[PageView], context["pages"])
    context["placed"] = [(page, placed.get(page.number)) for page in shown] if placed else []
    return render(request, "cases/index_look.html", context)


@require_POST
@for_action(Action.DOCUMENT_INDEX)
def settle(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """Settles a copy, or a file without pages, in one step; back to where the clerk was."""
    receipt, pages = _opened(request, receipt_id)
    form = SettleForm(request.POST)
    back = HttpResponseRedirect(reverse("cases:index", args=[receipt.id]))
    if not form.is_valid():
        messages.error(request, "Nothing was settled. Choose why, and write the reason.")
        return back
    copy_of = form.cleaned_data["copy_of"] if form.cleaned_data["kind"] == COPY else None
    beside = compare_first(request, receipt, copy_of)
    if beside is not None:
        return beside
    if pages and form.cleaned_data["kind"] != COPY:
        messages.error(request, "Nothing was settled. Give each page its place first.")
        return back
    try:
        receipt_settle(
            settlement_intake(form, receipt.id), actor=request_actor(request), now=timezone.now()
        )
    except IntakeRefusedError as error:
        messages.error(request, str(error))
        return back
    messages.success(request, f"Arrival {receipt.id} is settled without a request.")
    return HttpResponseRedirect(reverse("cases:inbox"))


def _candidates(
    request: HttpRequest,
    receipt: ReceiptView,
    draft: IndexDraft,
    *,
    looked: LookWaiting | None = None,
) -> MembersFound:
    """Who the identifiers lead to; each member shown is written to the access log.

    Before anything is posted: only where a person chose the member at the first look.
    """
    if request.method != "POST" and (looked is None or looked.member_id is None):
        return MembersFound()
    found = draft.candidates()
    members_matched(request_actor(request), [(receipt.id, found)])
    return found


def _context(
    request: HttpRequest, receipt: ReceiptView, pages: list[PageView], *, first: int = 1
) -> dict[str, object]:
    """The arrival and its pages; shown is the page asked for, else the first to be placed."""
    asked = request.GET.get("page", "")
    closed = _closed(request, receipt)
    shown = _hidden(pages, closed)
    wanted = [page for page in shown if str(page.number) == asked]
    wanted += [page for page in shown if page.number == first]
    current = next(iter([*wanted, *shown]), None)
    return {
        "receipt": receipt,
        "document": receipt.document,
        "pages": shown,
        "current": current,
        "closed": closed,
        "may_read_again": request_actor(request).may(Action.PAGE_READ_AGAIN),
    }


@require_GET
@for_action(Action.DOCUMENT_INDEX)
def progress(request: HttpRequest, receipt_id: int) -> JsonResponse:
    """How far reading has come, page by page; asked by a script while it goes."""
    receipt, pages = _opened(request, receipt_id)
    document = receipt.document
    shown = closed_hidden(request, receipt, pages)
    told = {
        "sentence": document.progress,
        "done": document.pages_done,
        "total": document.page_count or 0,
        "is_final": document.is_final,
        "pages": [_page_told(page) for page in shown],
    }
    return JsonResponse(told, headers={"Cache-Control": "private, no-store"})


def _page_told(page: PageView) -> dict[str, object]:
    return {
        "id": page.id,
        "state": page.state,
        "state_label": page.state_label,
        "doubtful": page.is_doubtful,
        "sentence": page.reason_sentence,
        "src": reverse("cases:page_image", args=[page.id]) if page.has_image else "",
        "text": reverse("cases:page_text", args=[page.id]),
        "width": page.width_px,
        "height": page.height_px,
    }


def closed_hidden(
    request: HttpRequest, receipt: ReceiptView, pages: list[PageView]
) -> list[PageView]:
    """The pages, those closed to all but the privacy officer without their picture."""
    return _hidden(pages, _closed(request, receipt))


def _hidden(pages: list[PageView], closed: frozenset[int]) -> list[PageView]:
    return [
        replace(page, has_image=False, is_doubtful=False, reason_sentence=CLOSED_PAGE)
        if page.number in closed
        else page
        for page in pages
    ]


def _closed(request: HttpRequest, receipt: ReceiptView) -> frozenset[int]:
    """The pages that the one who asks may not see."""
    if request_actor(request).may(Action.PRIVACY_REVIEW):
        return frozenset()
    return pages_closed(receipt.document.id)


def _keyed(choices: tuple[PlaceChoice, ...]) -> list[tuple[PlaceChoice, str]]:
    """Each choice with the key that picks it: digits for kinds of record, letters for the rest."""
    digits = iter("123456789")
    return [
        (choice, PLACE_KEYS.get(choice.document_type or choice.disposition) or next(digits))
        for choice in choices
    ]


def _today() -> date:
    return timezone.localdate()
