"""A page's signs as plain values, to be kept, and back again.

Looking a page through takes some forty milliseconds, so it is done once for each reading.
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from documents.domain.fax_line import FaxLine, PageCount
from documents.domain.geometry import Box
from documents.domain.page_dates import PageDate
from documents.domain.page_kinds import PageKind
from documents.domain.page_people import Named, PagePeople
from documents.domain.page_signs import PageSigns

RULES = 1
"""Counted up whenever a page would show other signs than before, so that pages are looked
through anew. A test says so when it was forgotten."""


def signs_kept(signs: PageSigns) -> dict[str, Any]:
    """The signs as plain values, fit for JSON."""
    kept = asdict(signs)
    kept["people"]["words"] = sorted(signs.people.words)
    kept["people"]["top_words"] = sorted(signs.people.top_words)
    return kept


def signs_from(kept: Mapping[str, Any]) -> PageSigns:
    """The signs that were kept as these values."""
    kind, date = kept["kind"], kept["date"]
    line, count = kept["fax_line"], kept["count"]
    return PageSigns(
        **{
            **kept,
            "kind": PageKind(**kind) if kind else None,
            "date": PageDate(**{**date, "box": Box(**date["box"])}) if date else None,
            "people": _people(kept["people"]),
            "fax_line": FaxLine(**line) if line else None,
            "count": PageCount(**count) if count else None,
        }
    )


def _people(kept: Mapping[str, Any]) -> PagePeople:
    return PagePeople(
        named=tuple(Named(**{**one, "box": Box(**one["box"])}) for one in kept["named"]),
        words=frozenset(kept["words"]),
        top_words=frozenset(kept["top_words"]),
        has_kin=kept["has_kin"],
    )
