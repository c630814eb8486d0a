from documents.models.document import Document
from documents.models.folder import WatchedFolder
from documents.models.page import Page, PageReading
from documents.models.part_upload import PartUpload
from documents.models.receipt import LateSlip, Receipt
from documents.models.source import SourceHour

__all__ = [
    "Document",
    "LateSlip",
    "Page",
    "PageReading",
    "PartUpload",
    "Receipt",
    "SourceHour",
    "WatchedFolder",
]
