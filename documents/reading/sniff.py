"""What kind of file the first bytes say it is. Only a first gate: the child parses the rest."""

PDF = "application/pdf"
TIFF = "image/tiff"
PNG = "image/png"
JPEG = "image/jpeg"

SNIFF_BYTES = 1024

_SUFFIXES = {PDF: ".pdf", TIFF: ".tif", PNG: ".png", JPEG: ".jpg"}
_MAGIC = (
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
)


def media_type_of(first_bytes: bytes) -> str | None:
    """The media type, or None for anything but PDF, TIFF, PNG and JPEG.

    A PDF may be preceded by white space or a byte order mark, as some programs
    write it; anything else in front makes it another kind of file.
    """
    for magic, media_type in _MAGIC:
        if first_bytes.startswith(magic):
            return media_type
    if first_bytes.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n").startswith(b"%PDF-"):
        return PDF
    return None


def suffix_of(media_type: str) -> str:
    """The file name ending we use for the media type."""
    return _SUFFIXES[media_type]
