"""What can go wrong with paper."""


class DocumentsError(Exception):
    """Base of every error this app raises."""


class UploadRefusedError(DocumentsError):
    """A file was not taken in. The message says what happened, what was kept and what to do.

    code is stable: "empty", "too_large", "wrong_type", "incomplete", "no_space",
    "bad_time", "unknown_channel", and for one that comes in pieces "wrong_hash",
    "expired", "busy" or "quota".
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


class WrongOffsetError(DocumentsError):
    """A piece of a file does not begin where the last one ended. received_bytes is where."""

    def __init__(self, received_bytes: int) -> None:
        super().__init__("The piece does not begin where the last one ended.")
        self.received_bytes = received_bytes


class DocumentNotFoundError(DocumentsError):
    """No document, page or upload of this person has this number or key."""


class OriginalChangedError(DocumentsError):
    """The stored original is missing or no longer has the bytes that arrived."""


class ReaderUnavailableError(DocumentsError):
    """The reading process could not be started at all; trying again may help."""


class PageWaitsError(DocumentsError):
    """The page has not been read for the first time yet; the message says what to do."""


class PictureUnreadableError(DocumentsError):
    """A page picture of ours could not be decoded."""
