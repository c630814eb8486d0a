"""Puts the words of a named group into the hints that name it: "<transplant> ... declined"."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel

from criteria.loading.problems import Problems, did_you_mean
from criteria.loading.schema import FactPart
from criteria.loading.yaml_lines import Path

PartT = TypeVar("PartT", bound=BaseModel)
Groups = Mapping[str, tuple[str, ...]]
_NAMED = re.compile(r"<([^<>]*)>")
_SIGNS = re.compile(r"[|&<>]|\.\.\.")


def check_same_words(groups: Groups, problems: Problems) -> None:
    """Note words of a group that hold a sign: a group has plain words, and no other group."""
    for name, words in groups.items():
        for place, word in enumerate(words):
            if _SIGNS.search(word):
                sentence = f"{word!r} holds a sign of a hint; a group is made of plain words."
                problems.add(("same_words", name, place), sentence)


def facts_spread(
    facts: Mapping[str, FactPart], groups: Groups, problems: Problems
) -> dict[str, FactPart]:
    """The facts with every group put in; a hint that names no known group stays, and is noted.

    A hint that is a group alone becomes one hint for each of its words. Inside a longer hint a
    group is a choice of words ("transplant|HSCT"), words of several parts joined by "_".
    """
    return {
        name: _spread_in(part, ("facts", name), groups, problems) for name, part in facts.items()
    }


def _spread_in(part: PartT, path: Path, groups: Groups, problems: Problems) -> PartT:
    """The part with the hints of its find, and of its fields, spread."""
    changed: dict[str, Any] = {}
    find = getattr(part, "find", None)
    if find is not None:
        changed["find"] = find.model_copy(
            update=dict(_hints(find, (*path, "find"), groups, problems))
        )
    fields: Mapping[str, BaseModel] = getattr(part, "fields", {})
    if fields:
        changed["fields"] = {
            name: _spread_in(field, (*path, "fields", name), groups, problems)
            for name, field in fields.items()
        }
    return part.model_copy(update=changed)


def _hints(
    find: BaseModel, path: Path, groups: Groups, problems: Problems
) -> Iterator[tuple[str, Any]]:
    """Each list of hints, and each of the phrases of a value, with its groups put in."""
    for name, hints in find:
        if isinstance(hints, tuple):
            yield name, _spread(hints, (*path, name), groups, problems)
        elif isinstance(hints, dict):
            yield (
                name,
                {
                    value: _spread(some, (*path, name, value), groups, problems)
                    for value, some in hints.items()
                },
            )


def _spread(
    hints: tuple[str, ...], path: Path, groups: Groups, problems: Problems
) -> tuple[str, ...]:
    spread: list[str] = []
    for place, hint in enumerate(hints):
        unknown = [name for name in _NAMED.findall(hint) if name not in groups]
        for name in unknown:
            sentence = f"No group of same_words is called {name!r}. {did_you_mean(name, groups)}"
            problems.add((*path, place), sentence)
        alone = _NAMED.fullmatch(hint.strip())
        if unknown:
            spread.append(hint)
        elif alone:
            spread += groups[alone[1]]
        else:
            spread.append(_NAMED.sub(lambda named: _choice(groups[named[1]]), hint))
    return tuple(spread)


def _choice(words: tuple[str, ...]) -> str:
    return "|".join("_".join(word.split()) for word in words)
