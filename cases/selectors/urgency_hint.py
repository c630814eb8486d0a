"""Does an arrival ask for a sooner answer? A hint, from what was read on its open pages."""

from dataclasses import dataclass

from cases.domain.urgency_words import urgency_words
from cases.selectors.intake_choices import pages_closed
from documents.domain.states import PageState
from documents.selectors.pages import page_states, page_texts


@dataclass(frozen=True)
class UrgencyHint:
    """Pages that speak of an urgent answer, as (page number, words); unread pages may yet."""

    pages: tuple[tuple[int, tuple[str, ...]], ...]
    unread: int

    @property
    def is_seen(self) -> bool:
        """Whether a person must say what the words mean."""
        return bool(self.pages)

    @property
    def sentence(self) -> str:
        """Which pages say which words; empty when none does. The words are our own list's."""
        said = [f"page {number} ({', '.join(words)})" for number, words in self.pages[:5]]
        more = " and more" if len(self.pages) > 5 else ""
        return f"Words of an urgent wish stand on {'; '.join(said)}{more}." if said else ""


def urgency_hint(document_id: int) -> UrgencyHint:
    """The hint for one document, without its closed pages. Three queries."""
    closed = pages_closed(document_id)
    found = [
        (number, urgency_words(text))
        for number, text in page_texts(document_id).items()
        if number not in closed
    ]
    return UrgencyHint(
        pages=tuple(sorted((number, words) for number, words in found if words)),
        unread=sum(page.state == PageState.WAITING for page in page_states(document_id)),
    )
