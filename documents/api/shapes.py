"""How papers are shown: frozen views of the selectors, field by field."""

from typing import Any

from rest_framework import serializers

from documents.domain.states import DocumentState, PageState
from documents.selectors.documents import CHANNELS

DOCUMENT_STATES = [(state.value, state.label) for state in DocumentState]
PAGE_STATES = [(state.value, state.label) for state in PageState]


class DocumentShown(serializers.Serializer[Any]):
    """A file and how far its reading has come."""

    id = serializers.IntegerField()
    sha256 = serializers.CharField()
    media_type = serializers.CharField()
    byte_size = serializers.IntegerField()
    state = serializers.ChoiceField(DOCUMENT_STATES, help_text="read and unreadable are final.")
    sentence = serializers.CharField(help_text="Why it could not be read; else empty.")
    notes = serializers.ListField(
        child=serializers.CharField(), help_text="What a person should know about the file."
    )
    page_count = serializers.IntegerField(
        allow_null=True, help_text="null until the file was opened."
    )
    pages_done = serializers.IntegerField(help_text="Pages in a final state.")
    pages_unreadable = serializers.IntegerField()
    received_at = serializers.DateTimeField(help_text="The earliest arrival: it keeps the clock.")


class PageShown(serializers.Serializer[Any]):
    """A page and what became of it. Its picture and words are read on the pages of a case."""

    id = serializers.IntegerField()
    number = serializers.IntegerField()
    state = serializers.ChoiceField(PAGE_STATES)
    sentence = serializers.CharField(source="reason_sentence")
    width_px = serializers.IntegerField()
    height_px = serializers.IntegerField()
    rotation = serializers.IntegerField(help_text="Turn clockwise that made it upright, degrees.")


class ReceiptShown(serializers.Serializer[Any]):
    """One arrival of a file."""

    id = serializers.IntegerField()
    document = DocumentShown()
    received_at = serializers.DateTimeField()
    recorded_at = serializers.DateTimeField()
    channel = serializers.ChoiceField(
        CHANNELS, help_text="upload: taken in by hand; folder: by the watched folder."
    )
    sender = serializers.CharField()
    original_name = serializers.CharField()
    received_by = serializers.CharField(help_text="Who took it in, as records keep it.")
    is_duplicate = serializers.BooleanField()
    line_dialled = serializers.CharField(help_text="The plan's number that was dialled.")
    pages_expected = serializers.IntegerField(
        allow_null=True, help_text="Pages announced; null when none were."
    )
    pages_words = serializers.CharField(
        help_text="How the pages that came differ from those announced; else empty."
    )
    delegate = serializers.CharField(
        help_text="Who received it for the plan; empty: the plan itself did."
    )
    remarks = serializers.ListField(
        child=serializers.CharField(), help_text="What a person should know about how it came."
    )


class ReceiptPiece(serializers.Serializer[Any]):
    """Part of the list of arrivals, newest first."""

    results = ReceiptShown(many=True)
    next = serializers.CharField(allow_null=True, help_text="Where to go on; null at the end.")


class PageList(serializers.Serializer[Any]):
    """Every page of a file, in order."""

    results = PageShown(many=True)


DOCUMENT = {
    "id": 17,
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "media_type": "image/tiff",
    "byte_size": 183044,
    "state": "reading",
    "sentence": "",
    "notes": [],
    "page_count": 12,
    "pages_done": 5,
    "pages_unreadable": 0,
    "received_at": "2026-11-02T14:00:00Z",
}
PAGE = {
    "id": 301,
    "number": 1,
    "state": "read",
    "sentence": "Read. Check every value against the picture of the page.",
    "width_px": 1728,
    "height_px": 2200,
    "rotation": 0,
}
RECEIPT = {
    "id": 41,
    "document": DOCUMENT,
    "received_at": "2026-11-02T14:00:00Z",
    "recorded_at": "2026-11-02T14:00:09Z",
    "channel": "fax",
    "sender": "785-555-0102",
    "original_name": "fax-0041.tif",
    "received_by": "user:31",
    "is_duplicate": False,
    "line_dialled": "785-555-0199",
    "pages_expected": 12,
    "pages_words": "",
    "delegate": "",
    "remarks": [],
}
