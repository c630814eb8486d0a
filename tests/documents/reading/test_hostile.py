"""Every hostile file through the real reading process: the right state, in bounded time and memory."""

import tempfile

import pytest

from documents.domain.states import PageState
from documents.reading import sandbox
from documents.reading.forker_client import run_child
from documents.reading.limits import current_limits
from documents.reading.sandbox import outline_file, render_file
from documents.reading.sniff import media_type_of
from tests.documents.reading.hostile.corpus import CORPUS

MOST_MEMORY = current_limits().memory_bytes


@pytest.fixture
def endings(monkeypatch):
    """How each reading process of the test ended."""
    heard = []

    def run(assignment, file):
        heard.append(run_child(assignment, file))
        return heard[-1]

    monkeypatch.setattr(sandbox, "run_child", run)
    return heard


def test_the_corpus_is_large_and_its_names_are_its_own():
    assert len(CORPUS) >= 40
    assert len({specimen.name for specimen in CORPUS}) == len(CORPUS)


@pytest.mark.parametrize("specimen", CORPUS, ids=lambda specimen: specimen.name)
def test_a_hostile_file_gets_its_state(specimen, endings):
    content = specimen.make()
    media_type = media_type_of(content[:1024])
    if specimen.refused:
        assert media_type is None
        return
    limits = current_limits()
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.flush()
        outline = outline_file(file, media_type=media_type, limits=limits)
        count = outline.page_count or 0
        rendered = render_file(file, media_type=media_type, page_count=count, limits=limits)
        pages = [] if outline.reason else list(rendered)
    assert (outline.reason or "") == specimen.reason
    assert outline.page_count == specimen.expected_count
    assert tuple(state_of(page.outcome) for page in pages) == specimen.pages
    to_read = [page.outcome for page in pages if page.outcome.state is not PageState.UNREADABLE]
    assert {page.number for page in to_read if page.damage} == specimen.damaged
    notes = {*outline.notes, *(note for page in pages for note in page.outcome.notes)}
    assert notes == specimen.notes
    words = " ".join(word for page in pages for word, *_ in page.outcome.words)
    assert not any(hidden in words for hidden in specimen.hides)
    assert all(ending.peak_bytes <= MOST_MEMORY * 1.05 for ending in endings)
    assert all(ending.cpu_seconds <= limits.cpu_seconds + 1 for ending in endings)


def state_of(outcome):
    return f"{outcome.state}: {outcome.reason}" if outcome.reason else outcome.state.value
