"""Papers: taken in, listed, and how far their reading has come."""

from typing import Any, cast

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.pages import PieceAsked, piece
from accounts.api.problems import Refusal
from accounts.api.views import ApiView
from accounts.domain.permissions import Action
from documents.api.forms import ReceiptGiven, ReceiptKept
from documents.api.shapes import (
    DOCUMENT,
    PAGE,
    RECEIPT,
    DocumentShown,
    PageList,
    ReceiptPiece,
    ReceiptShown,
)
from documents.domain.arrivals import time_remarks
from documents.errors import DocumentNotFoundError, UploadRefusedError
from documents.reading.limits import current_limits
from documents.selectors.documents import document_get, receipt_get, receipts_recent
from documents.selectors.pages import page_states
from documents.services.receive import Arrival, ByteSource, StoredFile, file_store, receipt_add
from operations.domain.idempotency import KeptAnswer

ROOM_FOR_FIELDS_BYTES = 64 * 1024
# What the service says of a file, as statuses; whatever is not here is 422.
UPLOAD_STATUS = {"too_large": 413, "wrong_type": 415}
NAMELESS = "file without a name"


class PapersView(ApiView):
    """Papers are for those who index: a lower floor cannot ask which case a page is in."""

    rule = Action.DOCUMENT_INDEX
    refusals = {DocumentNotFoundError: (404, "not_found")}


class ReceiptsView(PapersView):
    """Arrivals."""

    acts = Action.DOCUMENT_UPLOAD
    parser_classes = [MultiPartParser]

    @property
    def most_bytes(self) -> int:
        """One file as large as a file may be, and the fields beside it."""
        return current_limits().max_bytes + ROOM_FOR_FIELDS_BYTES

    @extend_schema(
        operation_id="receipts_list",
        summary="What has arrived",
        description="Arrivals of papers, newest first, placed in a case or not.",
        parameters=[PieceAsked],
        responses={200: ReceiptPiece},
        examples=[
            OpenApiExample("One arrival", {"results": [RECEIPT], "next": None}, response_only=True)
        ],
    )
    def get(self, _request: Request) -> Response:
        """The list."""
        asked = self.asked(PieceAsked)
        limit = asked["limit"]
        rows = receipts_recent(limit=limit + 1, before_id=asked.get("after"))
        self.looked_at("receipts:list", purpose="receipts.list")
        return Response(ReceiptPiece(piece(rows, limit=limit)).data)

    @extend_schema(
        operation_id="receipts_create",
        summary="Take a file in",
        description="One file, stored as it came, with a receipt of its own. Its pages are read "
        "afterwards: ask for the document to see how far that is. The limits are those of the "
        "upload page: PDF, TIFF, PNG or JPEG, 50 MB unless the plan set another.",
        request={"multipart/form-data": ReceiptGiven},
        responses={201: ReceiptKept},
        examples=[
            OpenApiExample(
                "Taken in",
                {"receipt": 41, "document": 17, "is_duplicate": False},
                response_only=True,
            )
        ],
    )
    def post(self, _request: Request) -> Response:
        """Takes the file in, once for each key."""
        given = self.given(ReceiptGiven)
        file, now = given["file"], timezone.now()
        received_at = given.get("received_at", now)
        arrival = Arrival(
            filename=file.name or NAMELESS,
            channel=given["channel"],
            received_at=received_at,
            sender=given["sender"],
            line_dialled=given["line_dialled"],
            pages_expected=given.get("pages_expected"),
            delegate=given["delegate"],
            remarks=tuple(time_remarks(received_at, taken=received_at, now=now)),
        )
        stored = self._stored(file, arrival)
        return self.once(lambda: self._kept(stored, arrival))

    def _stored(self, file: Any, arrival: Arrival) -> StoredFile:
        source = cast("ByteSource", file)
        try:
            return file_store(source, arrival, actor=self.actor, now=timezone.now())
        except UploadRefusedError as error:
            status = UPLOAD_STATUS.get(error.code, 422)
            raise Refusal(status, error.code, error.sentence, field_name="file") from error

    def _kept(self, stored: StoredFile, arrival: Arrival) -> KeptAnswer:
        receipt = receipt_add(stored, arrival, actor=self.actor, now=timezone.now())
        view = receipt_get(receipt.pk)
        shown = ReceiptKept(
            {
                "receipt": view.id,
                "document": view.document.id,
                "is_duplicate": view.is_duplicate,
            }
        )
        return KeptAnswer(201, dict(shown.data))


class ReceiptView(PapersView):
    """One arrival."""

    @extend_schema(
        operation_id="receipts_read",
        summary="One arrival",
        description="An arrival with its file and how far its reading has come.",
        responses={200: ReceiptShown},
        examples=[OpenApiExample("A fax", RECEIPT, response_only=True)],
    )
    def get(self, _request: Request, receipt_id: int) -> Response:
        """The arrival."""
        receipt = receipt_get(receipt_id)
        self.looked_at(f"receipt:{receipt.id}", purpose="receipt.read")
        return Response(ReceiptShown(receipt).data)


class DocumentView(PapersView):
    """One file."""

    @extend_schema(
        operation_id="documents_read",
        summary="One file and its state",
        description="How far the reading of a file has come. Ask again until the state is "
        "`read` or `unreadable`.",
        responses={200: DocumentShown},
        examples=[OpenApiExample("Being read", DOCUMENT, response_only=True)],
    )
    def get(self, _request: Request, document_id: int) -> Response:
        """The file."""
        document = document_get(document_id)
        self.looked_at(f"document:{document.id}", purpose="document.read")
        return Response(DocumentShown(document).data)


class DocumentPagesView(PapersView):
    """The pages of one file."""

    @extend_schema(
        operation_id="documents_pages",
        summary="The pages of a file and their states",
        description="Every page in order with its state and, where it could not be read, why. "
        "Without pictures and words.",
        responses={200: PageList},
        examples=[OpenApiExample("One page", {"results": [PAGE]}, response_only=True)],
    )
    def get(self, _request: Request, document_id: int) -> Response:
        """The pages."""
        document = document_get(document_id)
        self.looked_at(f"document:{document.id}", purpose="document.pages")
        return Response(PageList({"results": page_states(document.id)}).data)
