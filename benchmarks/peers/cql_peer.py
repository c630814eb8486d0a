"""cql-execution: the criteria as ELM, made from the same tree; Kleene's values are its own."""

from typing import Any

from benchmarks.peers.dialect import Teller
from criteria.domain.policy import Policy

_TYPES = "{urn:hl7-org:elm-types:r1}"


class _Words:
    """Nodes of ELM."""

    def __init__(self, keys: dict[str, str]) -> None:
        self._keys = keys

    def less(self, pair: tuple[Any, Any], other: tuple[Any, Any], _: tuple[str, ...]) -> Any:
        return {
            "type": "Case",
            "caseItem": [
                {"when": _two("Less", pair[1], other[0]), "then": _boolean(value=True)},
                {"when": _two("GreaterOrEqual", pair[0], other[1]), "then": _boolean(value=False)},
            ],
            "else": {"type": "Null"},
        }

    def is_in(self, fact: str, values: tuple[Any, ...], undecided: tuple[str, ...]) -> Any:
        met = _chain("Or", [_two("Equal", self.field(fact), _literal(v)) for v in values])
        if not undecided:
            return met
        open_ = [_two("Equal", self.field(fact), _literal(v)) for v in undecided]
        return {
            "type": "If",
            "condition": _chain("Or", open_),
            "then": {"type": "Null"},
            "else": met,
        }

    def known(self, fact: str) -> Any:
        return self.opposite({"type": "IsNull", "operand": self.field(fact)})

    def every(self, parts: list[Any]) -> Any:
        return _chain("And", parts)

    def some(self, parts: list[Any]) -> Any:
        return _chain("Or", parts)

    def opposite(self, part: Any) -> Any:
        return {"type": "Not", "operand": part}

    def unless(self, held: list[Any], free: list[Any], base: Any) -> Any:
        doubt = _chain("Or", [{"type": "IsTrue", "operand": one} for one in held])
        escaped = [self.opposite({"type": "IsTrue", "operand": one}) for one in free]
        condition = _chain("And", [doubt, *escaped])
        return {"type": "If", "condition": condition, "then": {"type": "Null"}, "else": base}

    def field(self, name: str) -> Any:
        return {
            "type": "Property",
            "path": name,
            "source": {"type": "ExpressionRef", "name": "Patient"},
        }

    def number(self, value: float) -> Any:
        return {"type": "Literal", "valueType": f"{_TYPES}Decimal", "value": repr(value)}

    def criterion(self, name: str) -> Any:
        return {"type": "ExpressionRef", "name": self._keys[name]}


def _two(kind: str, left: Any, right: Any) -> Any:
    return {"type": kind, "operand": [left, right]}


def _chain(kind: str, parts: list[Any]) -> Any:
    total = parts[0]
    for part in parts[1:]:
        total = _two(kind, total, part)
    return total


def _boolean(*, value: bool) -> Any:
    return {"type": "Literal", "valueType": f"{_TYPES}Boolean", "value": str(value).lower()}


def _literal(value: str | bool) -> Any:  # noqa: FBT001 - a value of a rule
    if isinstance(value, bool):
        return _boolean(value=value)
    return {"type": "Literal", "valueType": f"{_TYPES}String", "value": value.casefold()}


def library(policy: Policy) -> dict[str, Any]:
    """The policy as an ELM library; the criteria are c0, c1 and so on, in its order."""
    keys = {item.id: f"c{place}" for place, item in enumerate(policy.criteria())}
    told = Teller(policy, _Words(keys)).told
    patient = {
        "name": "Patient",
        "context": "Patient",
        "expression": {
            "type": "SingletonFrom",
            "operand": {"type": "Retrieve", "dataType": "{urn:precert}Facts"},
        },
    }
    statements = [
        {
            "name": keys[name],
            "context": "Patient",
            "accessLevel": "Public",
            "expression": expression,
        }
        for name, expression in told.items()
    ]
    return {
        "library": {
            "identifier": {"id": "Policy", "version": "1"},
            "schemaIdentifier": {"id": "urn:hl7-org:elm", "version": "r1"},
            "usings": {"def": [{"localIdentifier": "System", "uri": "urn:hl7-org:elm-types:r1"}]},
            "statements": {"def": [patient, *statements]},
        }
    }
