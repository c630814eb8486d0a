"""A chain shows where it was edited, cut, reordered or added to."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from operations.domain.canonical import canonical_json
from operations.domain.chain import (
    AuditBreak,
    Head,
    Link,
    chain_break,
    link_hash,
    new_chain_hashes,
)

KEY = b"key"
AT = datetime(2026, 11, 22, tzinfo=UTC)


def chain(length, stream="s"):
    links: list[Link] = []
    for sequence in range(1, length + 1):
        link = Link(
            sequence=sequence,
            actor="user:1",
            action="thing.done",
            detail={"n": sequence},
            at=AT,
            previous_hash=links[-1].entry_hash if links else "",
            entry_hash="",
        )
        links.append(replace(link, entry_hash=link_hash(link, stream=stream, key=KEY)))
    return links


def head_of(links):
    return Head(links[-1].sequence, links[-1].entry_hash) if links else Head(0, "")


def broken(links, head, known=(), stream="s"):
    return chain_break(links, stream=stream, head=head, known_heads=known, key=KEY)


@given(st.integers(0, 8), st.data())
def test_a_whole_chain_has_no_break_whatever_heads_were_exported(length, data):
    links = chain(length)
    known = [head_of(links[: data.draw(st.integers(1, length))])] if length else []

    assert broken(links, head_of(links), known) is None


@given(st.integers(1, 8), st.data())
def test_an_edited_entry_is_named(length, data):
    links = chain(length)
    place = data.draw(st.integers(0, length - 1))
    change = data.draw(
        st.sampled_from(
            [
                {"actor": "user:2"},
                {"action": "thing.undone"},
                {"detail": {"n": 0}},
                {"at": AT.replace(year=2025)},
                {"entry_hash": "0" * 64},
            ]
        )
    )
    head = head_of(links)
    links[place] = replace(links[place], **change)

    assert broken(links, head) == AuditBreak(
        "s", place + 1, "it was altered, or written without the key."
    )


@given(st.integers(2, 8), st.data())
def test_a_removed_entry_is_named(length, data):
    links = chain(length)
    head = head_of(links)
    place = data.draw(st.integers(0, length - 2))
    del links[place]

    assert broken(links, head) == AuditBreak("s", place + 1, "the entry is missing.")


@given(st.integers(2, 8), st.data())
def test_two_entries_that_changed_places_are_noticed(length, data):
    links = chain(length)
    head = head_of(links)
    place = data.draw(st.integers(0, length - 2))
    first, second = links[place], links[place + 1]
    links[place] = replace(second, sequence=first.sequence)
    links[place + 1] = replace(first, sequence=second.sequence)

    found = broken(links, head)

    assert found is not None
    assert found.sequence == place + 1


def test_an_inserted_entry_is_noticed():
    links = chain(3)
    head = head_of(links)
    links.insert(1, links[1])

    assert broken(links, head) == AuditBreak("s", 3, "an entry numbered 2 stands in its place.")


def test_a_replaced_middle_is_noticed_even_when_hashed_with_the_key():
    links, other = chain(3), chain(3)
    forged = replace(other[1], detail={"n": 99})
    forged = replace(forged, entry_hash=link_hash(forged, stream="s", key=KEY))

    found = broken([links[0], forged, links[2]], head_of(links))

    assert found == AuditBreak("s", 3, "it does not follow the entry before it.")


def test_an_entry_of_another_stream_is_noticed():
    assert broken(chain(1, stream="t"), head_of(chain(1, stream="t"))) is not None


def test_a_cut_tail_is_noticed_by_the_head():
    links = chain(3)

    assert broken(links[:2], head_of(links)) == AuditBreak(
        "s", 3, "the chain ends before its head."
    )


def test_a_head_that_says_something_else_is_noticed():
    links = chain(2)

    found = broken(links, Head(2, "0" * 64))

    assert found == AuditBreak("s", 2, "the head row does not match the last entry.")


def test_a_tail_cut_together_with_its_head_is_noticed_by_an_exported_head():
    links = chain(3)

    found = broken(links[:2], head_of(links[:2]), [head_of(links)])

    assert found == AuditBreak("s", 3, "the chain ends before an exported head.")
    assert broken(links[:2], head_of(links[:2])) is None  # so the exported head is what tells


def test_a_chain_written_anew_is_noticed_by_an_exported_head():
    links = chain(2)

    found = broken(links, head_of(links), [Head(2, "0" * 64)])

    assert found == AuditBreak("s", 2, "it differs from the exported head.")


def test_a_break_says_where_and_what():
    assert str(AuditBreak("case:7", 3, "the entry is missing.")) == (
        "case:7, entry 3: the entry is missing."
    )


@pytest.mark.parametrize("key", [b"other", b""])
def test_another_key_breaks_the_chain(key):
    links = chain(1)

    assert chain_break(links, stream="s", head=head_of(links), known_heads=[], key=key)


def test_a_chain_made_in_bulk_has_the_hashes_of_one_made_link_by_link() -> None:
    at = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
    details = [{"kind": 'a "quoted" wörd', "event": 1}, {}]
    told = at.isoformat(timespec="microseconds")
    acts = [("user:1", "case.opened", canonical_json(detail), told) for detail in details]
    hashes = new_chain_hashes("case:1", acts, key=b"key")
    previous = ""
    for sequence, (detail, found) in enumerate(zip(details, hashes, strict=True), start=1):
        link = Link(sequence, "user:1", "case.opened", detail, at, previous, "")
        previous = link_hash(link, stream="case:1", key=b"key")
        assert found == previous
