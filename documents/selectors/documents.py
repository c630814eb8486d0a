"""Reads files and their arrivals."""

from collections.abc import Iterable

from django.db.models import Count, Prefetch, Q, QuerySet

from documents.domain.arrivals import Remark, remark_sentence
from documents.domain.states import DocumentState, PageState, document_sentence, note_sentence
from documents.errors import DocumentNotFoundError
from documents.models import Document, LateSlip, Receipt
from documents.selectors.views import DocumentView, ReceiptView

CHANNELS = Receipt.Channel.choices
_FINAL_PAGE = ~Q(pages__state=PageState.WAITING)


def document_get(document_id: int) -> DocumentView:
    """The file. Two queries.

    Raises:
        DocumentNotFoundError: when there is none.
    """
    for document in _documents().filter(pk=document_id):
        return _document_view(document)
    raise DocumentNotFoundError("This document does not exist.")


def document_list(document_ids: Iterable[int]) -> list[DocumentView]:
    """The files with these ids, by id; ids without a file are left out. Two queries."""
    wanted = _documents().filter(pk__in=list(document_ids)).order_by("pk")
    return [_document_view(document) for document in wanted]


def receipts_recent(*, limit: int = 50, before_id: int | None = None) -> list[ReceiptView]:
    """Arrivals, newest first, older than before_id when it is given. Three queries."""
    receipts = Receipt.objects.order_by("-pk")
    if before_id is not None:
        receipts = receipts.filter(pk__lt=before_id)
    return _receipt_views(receipts[:limit])


def receipts_in_order(receipt_ids: Iterable[int]) -> list[ReceiptView]:
    """The arrivals with these ids, in the order given. Three queries."""
    wanted = list(receipt_ids)
    found = {view.id: view for view in _receipt_views(Receipt.objects.filter(pk__in=wanted))}
    return [found[one] for one in wanted if one in found]


def receipts_for(document_id: int) -> list[ReceiptView]:
    """Every arrival of one file, oldest first. Three queries."""
    return _receipt_views(Receipt.objects.filter(document_id=document_id).order_by("pk"))


def receipts_from(sender: str) -> list[ReceiptView]:
    """Every arrival from one sender, oldest first. Three queries."""
    return _receipt_views(Receipt.objects.filter(sender=sender).order_by("pk"))


def receipt_get(receipt_id: int) -> ReceiptView:
    """One arrival. Three queries.

    Raises:
        DocumentNotFoundError: when there is none.
    """
    for view in _receipt_views(Receipt.objects.filter(pk=receipt_id)):
        return view
    raise DocumentNotFoundError("This receipt does not exist.")


def _documents() -> QuerySet[Document]:
    arrivals = Receipt.objects.order_by("pk")
    return Document.objects.annotate(
        pages_done=Count("pages", filter=_FINAL_PAGE),
        pages_unreadable=Count("pages", filter=Q(pages__state=PageState.UNREADABLE)),
    ).prefetch_related(Prefetch("receipts", queryset=arrivals))


def _receipt_views(receipts: QuerySet[Receipt]) -> list[ReceiptView]:
    rows = receipts.select_related("late_slip").prefetch_related(
        Prefetch("document", queryset=_documents())
    )
    return [_receipt_view(row) for row in rows]


def _receipt_view(receipt: Receipt) -> ReceiptView:
    slip: LateSlip | None = getattr(receipt, "late_slip", None)
    remarks = [*receipt.remarks, *slip.remarks] if slip else receipt.remarks
    if slip:
        remarks = [one for one in remarks if one != Remark.SLIP_MISSING]
    before = [a for a in receipt.document.receipts.all() if a.pk < receipt.pk]
    return ReceiptView(
        id=receipt.pk,
        document=_document_view(receipt.document),
        received_at=receipt.received_at,
        recorded_at=receipt.recorded_at,
        channel=receipt.channel,
        channel_label=receipt.get_channel_display(),
        sender=receipt.sender or (slip.sender if slip else ""),
        original_name=receipt.original_name,
        received_by=receipt.received_by,
        is_duplicate=bool(before),
        first_id=min((a.pk for a in before), default=None),
        line_dialled=receipt.line_dialled or (slip.line_dialled if slip else ""),
        pages_expected=receipt.pages_expected or (slip.pages_expected if slip else None),
        delegate=receipt.delegate or (slip.delegate if slip else ""),
        remarks=tuple(filter(None, map(remark_sentence, remarks))),
        slip_received_at=slip.received_at if slip else None,
        is_received_first=bool(before) and receipt.received_at < min(a.received_at for a in before),
    )


def _document_view(document: Document) -> DocumentView:
    arrivals = list(document.receipts.all())
    first = min(arrivals, key=lambda receipt: (receipt.received_at, receipt.pk), default=None)
    return DocumentView(
        id=document.pk,
        sha256=document.sha256,
        media_type=document.media_type,
        byte_size=document.byte_size,
        state=document.state,
        state_label=DocumentState(document.state).label,
        sentence=document_sentence(document.state_reason),
        notes=tuple(note_sentence(note) for note in document.notes),
        page_count=document.page_count,
        pages_done=getattr(document, "pages_done", 0),
        pages_unreadable=getattr(document, "pages_unreadable", 0),
        received_at=first.received_at if first else document.created_at,
        original_name=first.original_name if first else "",
    )
