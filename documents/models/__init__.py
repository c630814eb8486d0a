from documents.models.document import Document
from documents.models.page import Page, PageReading
from documents.models.receipt import Receipt

__all__ = ["Document", "Page", "PageReading", "Receipt"]
