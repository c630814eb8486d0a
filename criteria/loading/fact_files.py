"""Reads files of facts, YAML or JSON, that hold one case or a list of cases."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from criteria.errors import FactFileError, PolicyFileError
from criteria.loading.facts import is_plain_text
from criteria.loading.yaml_lines import yaml_read

_MOST_YAML_LETTERS = 20_000_000


@dataclass(frozen=True)
class FactCase:
    """One case of a file: its name there, or its number from 1, and its raw facts."""

    name: str
    facts: Mapping[str, object]


@dataclass(frozen=True)
class FactFile:
    """The cases of a file, and whether it held a list of them."""

    cases: tuple[FactCase, ...]
    is_list: bool


def fact_file_read(text: str) -> FactFile:
    """The cases in the text. A case is a map of facts, or {name: ..., facts: {...}}.

    Raises:
        FactFileError: when it is neither YAML nor JSON, or holds something else.
    """
    values = _values(text)
    if isinstance(values, list):
        cases = tuple(_case(item, str(number)) for number, item in enumerate(values, start=1))
        return FactFile(cases, is_list=True)
    return FactFile((_case(values, "1"),), is_list=False)


def _case(raw: object, number: str) -> FactCase:
    if not isinstance(raw, dict):
        raise FactFileError(f"Case {number} is no map of facts such as {{weight_kg: 8 kg}}.")
    if "facts" not in raw:
        return FactCase(number, raw)
    others = sorted(set(raw) - {"facts", "name", "id"})
    facts = raw["facts"]
    if others or not isinstance(facts, dict):
        raise FactFileError(f"Case {number} holds a name or id and a map of facts, nothing else.")
    name = str(raw.get("name", raw.get("id", number)))[:80]
    return FactCase(name if is_plain_text(name) else number, facts)


def _values(text: str) -> Any:
    if text.lstrip("\ufeff \t\r\n")[:1] in ("{", "["):
        try:
            return json.loads(
                text.lstrip("\ufeff"),
                parse_float=str,
                parse_int=_whole,
                parse_constant=_refuse_constant,
                object_pairs_hook=_pairs,
            )
        except json.JSONDecodeError:
            pass  # it may be YAML that begins with a bracket
        except RecursionError:
            raise FactFileError("The file is nested too deeply.") from None
    try:
        return yaml_read(text, most_letters=_MOST_YAML_LETTERS).value
    except PolicyFileError as error:
        raise FactFileError(f"The facts cannot be read. {error}") from None


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        raise FactFileError("A fact is given twice in one case.")
    return values


def _whole(digits: str) -> int:
    try:
        return int(digits)
    except ValueError:
        raise FactFileError("A number has too many digits.") from None


def _refuse_constant(name: str) -> NoReturn:
    raise FactFileError(f"{name} is no value of a fact.")
