"""What is said of a file that was taken in."""

from documents.selectors.documents import receipt_get


def received_words(receipt_id: int) -> str:
    """What became of the file, and whether the same one had come before."""
    if receipt_get(receipt_id).is_duplicate:
        return (
            "Received. The same file had arrived before: both arrivals are kept, the earlier one "
            "keeps its clock."
        )
    return "Received. Its pages are being read."
