"""What a change is, and how two things, texts, values and lists are told apart."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest
from typing import Any, Generic, TypeVar

from criteria.domain.policy import Product, ServiceCode
from criteria.domain.rule_diff import MeaningChange, Span, SpanKind, TextChange, word_spans

T = TypeVar("T")


class ChangeKind(StrEnum):
    """What happened to a thing."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class Change:
    """One thing that was added, removed or changed."""

    kind: ChangeKind
    id: str
    label: str
    texts: tuple[TextChange, ...] = ()
    meaning: tuple[MeaningChange, ...] = ()


def _nothing(_old: object, _new: object) -> tuple[MeaningChange, ...]:
    return ()


@dataclass(frozen=True)
class Comparer(Generic[T]):
    """How two things of one kind are told apart, and what one means that stands alone.

    means gets None for the side on which there is no such thing.
    """

    compare: Callable[[T, T], Change | None]
    means: Callable[[T | None, T | None], Iterable[MeaningChange]] = _nothing


def matched(
    old: Mapping[str, T], new: Mapping[str, T], comparer: Comparer[T]
) -> tuple[Change, ...]:
    """Things by id: those that came or changed in the new order, then those that went."""
    changes = []
    for key, thing in new.items():
        if key not in old:
            means = comparer.means(None, thing)
            changes.append(_alone(ChangeKind.ADDED, key, thing, means))
            continue
        change = comparer.compare(old[key], thing)
        if change is not None:
            changes.append(change)
    gone = [
        _alone(ChangeKind.REMOVED, key, thing, comparer.means(thing, None))
        for key, thing in old.items()
        if key not in new
    ]
    return (*changes, *gone)


def _alone(kind: ChangeKind, key: str, thing: object, meaning: Iterable[MeaningChange]) -> Change:
    span = SpanKind.INSERTED if kind is ChangeKind.ADDED else SpanKind.DELETED
    label, words = _label(thing), str(getattr(thing, "says", "") or getattr(thing, "ask", ""))
    texts = () if words == label else (TextChange("Text", (Span(span, words),)),)
    return Change(kind, key, label, texts, tuple(meaning))


def _label(thing: object) -> str:
    """The words for a thing: its label, or the text it has instead."""
    found = next((getattr(thing, name) for name in ("label", "ask") if hasattr(thing, name)), "")
    return str(found or getattr(thing, "id", ""))


def change_of(
    thing: Any, texts: Iterable[TextChange], meaning: Iterable[MeaningChange]
) -> Change | None:
    """The change of a thing that is in both; None where nothing of it changed."""
    told = tuple(texts), tuple(meaning)
    if not any(told):
        return None
    key = str(getattr(thing, "id", "") or getattr(thing, "name", ""))
    return Change(ChangeKind.CHANGED, key, _label(thing), *told)


def texts_changed(old: object, new: object, names: Mapping[str, str]) -> list[TextChange]:
    """The named texts that differ, each word by word."""
    pairs = ((what, str(getattr(old, n)), str(getattr(new, n))) for n, what in names.items())
    return [TextChange(what, word_spans(a, b)) for what, a, b in pairs if a != b]


def values_changed(old: object, new: object, names: Mapping[str, str]) -> list[MeaningChange]:
    """The named values that differ, before and now, in words."""
    pairs = ((what, getattr(old, n), getattr(new, n)) for n, what in names.items())
    return [MeaningChange(what, plain(a), plain(b)) for what, a, b in pairs if a != b]


def sentences_changed(what: str, old: Sequence[str], new: Sequence[str]) -> list[TextChange]:
    """Sentences of a list that came, went or changed, each word by word, and a new order."""
    gone = [text for text in old if text not in new]
    come = [text for text in new if text not in old]
    if not gone and not come and old != new:
        return [TextChange(f"{what}, in order", word_spans(" ".join(old), " ".join(new)))]
    pairs = zip_longest(gone, come, fillvalue="")
    return [TextChange(what, word_spans(before, after)) for before, after in pairs]


def entries_changed(
    what: str, old: Iterable[tuple[str, object]], new: Iterable[tuple[str, object]]
) -> list[MeaningChange]:
    """Entries of a list, each with what it is known by, that came, went or changed."""
    before, after = _by_key(old), _by_key(new)
    found = []
    for key in dict.fromkeys((*before, *after)):
        left, right = before.get(key, []), after.get(key, [])
        gone = [text for text in left if text not in right]
        come = [text for text in right if text not in left]
        found += [MeaningChange(what, a, b) for a, b in zip_longest(gone, come, fillvalue="")]
    return found


def named(words: Mapping[str, str]) -> list[tuple[str, str]]:
    """Words by name as entries that say both."""
    return [(name, f"{said} ({name})") for name, said in words.items()]


def _by_key(entries: Iterable[tuple[str, object]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key, value in entries:
        found.setdefault(key, []).append(plain(value))
    return found


def plain(value: object) -> str:
    """A value in words: empty for None, entries of a list with semicolons between."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {plain(item)}" for key, item in value.items())
    if isinstance(value, tuple):
        return "; ".join(plain(item) for item in value)
    if isinstance(value, ServiceCode):
        places = ", ".join(value.places) or "any place"
        first = f", from {value.effective_from}" if value.effective_from else ""
        last = f", until {value.effective_to}" if value.effective_to else ""
        return f"{value.hcpcs} {value.says} ({places}{first}{last})"
    if isinstance(value, Product):
        return f"NDC {value.ndc} {value.says}"
    return "" if value is None else str(getattr(value, "label", value))
