"""An engine that can read no picture."""

from documents.errors import PictureUnreadableError
from documents.reading.page import ReadPage


def read_picture(_png: bytes) -> ReadPage:
    """Nothing, ever."""
    raise PictureUnreadableError("The engine could not read the page picture.")
