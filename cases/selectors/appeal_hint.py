"""Does a document that arrived speak of an appeal? A hint, from what was read on its pages."""

from dataclasses import dataclass

from cases.domain.appeal_words import appeal_words
from documents.domain.states import PageState
from documents.selectors.pages import page_states, page_texts


@dataclass(frozen=True)
class AppealHint:
    """Pages with appeal words, as (page number, words), and pages still to be read.

    While pages are unread the hint can still come; nothing found is not "no appeal".
    """

    pages: tuple[tuple[int, tuple[str, ...]], ...]
    unread: int

    @property
    def is_seen(self) -> bool:
        """Whether a person must say what the document is."""
        return bool(self.pages)

    @property
    def sentence(self) -> str:
        """Which pages say which words; empty when none does. The words are our own list's."""
        said = [f"page {number} ({', '.join(words)})" for number, words in self.pages[:5]]
        more = " and more" if len(self.pages) > 5 else ""
        return f"Words of an appeal stand on {'; '.join(said)}{more}." if said else ""


def appeal_hint(document_id: int) -> AppealHint:
    """The hint for one document. Two queries."""
    found = ((number, appeal_words(text)) for number, text in page_texts(document_id).items())
    return AppealHint(
        pages=tuple(sorted((number, words) for number, words in found if words)),
        unread=sum(page.state == PageState.WAITING for page in page_states(document_id)),
    )
