"""Facts from plain values: what a person typed, a finder found or a file holds."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from criteria.domain.facts import FactSpec, FactType, FactValue, ListValue, Record
from criteria.domain.partial_date import PartialDateError, date_parse
from criteria.domain.policy import Policy
from criteria.domain.quantity import (
    Amount,
    QuantityError,
    UnknownUnitError,
    amount_parse,
    same_dimension,
    unit_parse,
)
from criteria.errors import FactValueError, UnknownFactError
from criteria.loading.list_values import list_parts
from criteria.loading.problems import did_you_mean

NOT_KNOWN = {"", "unknown", "not known", "not stated", "not on file", "n/a"}
_YES, _NO = {"true", "yes", "y"}, {"false", "no", "n"}
_MOST_LETTERS = 200


def parse_facts(policy: Policy, raw: Mapping[str, object]) -> dict[str, FactValue]:
    """The typed facts of one case; values of null or "unknown" are left out as not on file.

    Raises:
        UnknownFactError: names what the policy does not ask for.
        FactValueError: names the fact whose value cannot be used.
    """
    facts: dict[str, FactValue] = {}
    for name, value in raw.items():
        spec = policy.facts.get(name)
        if spec is None:
            hint = did_you_mean(name, policy.facts)
            raise UnknownFactError(f"The policy {policy.slug} asks no fact {name[:80]!r}. {hint}")
        if not _is_not_known(spec, value):
            facts[name] = parse_fact(spec, value)
    return facts


def parse_fact(spec: FactSpec, raw: object) -> FactValue:
    """The raw value as the fact's type: "0.4 %", "<2 %", true, "2026-09", "2.8e6 cells/kg".

    A bare number is read in the fact's own unit. Yes and no may be words. A choice may be
    given by its key, its label, or one of the fact's words; the hints for finding it are no
    way to give it. A list is given as items, as {items: [...], complete: true}, or in words: "drug: A, started: 2026-01;
    drug: B; no others".

    Raises:
        FactValueError: names the fact, never the value.
    """
    if spec.type is FactType.BOOLEAN:
        return FactValue(spec.type, _yes_or_no(spec, raw))
    if spec.type is FactType.LIST:
        return FactValue(spec.type, _list(spec, raw))
    text = _as_text(spec, raw)
    if spec.type is FactType.CHOICE:
        return FactValue(spec.type, _choice(spec, text))
    if spec.type is FactType.DATE:
        try:
            return FactValue(spec.type, date_parse(text))
        except PartialDateError as error:
            raise FactValueError(spec.name, str(error)) from None
    if spec.type is FactType.TEXT:
        return FactValue(spec.type, text)
    return FactValue(spec.type, _amount(spec, text))


def _is_not_known(spec: FactSpec, value: object) -> bool:
    if value is None:
        return True
    return (
        isinstance(value, str)
        and value.strip().casefold() in NOT_KNOWN
        and value.strip() not in spec.choices
    )


def _list(spec: FactSpec, raw: object) -> ListValue:
    """The items of a list, fields in the order of the policy; unknown values left out."""
    items, complete = list_parts(spec, raw)
    if not items and not complete:
        raise FactValueError(spec.name, "An empty list says nothing; say that there are none.")
    return ListValue(tuple(_record(spec, item) for item in items), complete)


def _record(spec: FactSpec, item: Mapping[str, object]) -> Record:
    fields = []
    for name, field in spec.fields.items():
        if name in item and not _is_not_known(field, item[name]):
            fields.append((name, parse_fact(field, item[name])))
    return Record(tuple(fields))


def _as_text(spec: FactSpec, raw: object) -> str:
    if isinstance(raw, date):
        return raw.isoformat()[:10]
    if isinstance(raw, bool) or not isinstance(raw, str | int | float | Decimal):
        raise FactValueError(spec.name, f"It takes a {spec.type.value}.")
    text = str(raw).strip()
    if not text or len(text) > _MOST_LETTERS:
        raise FactValueError(spec.name, f"It takes 1 to {_MOST_LETTERS} letters.")
    if not is_plain_text(text):
        raise FactValueError(spec.name, "It holds letters that are no text.")
    return text


def is_plain_text(text: str) -> bool:
    r"""Whether it can be stored and printed: no half of a pair (JSON's "\ud800"), no NUL."""
    return not any(letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in text)


def _yes_or_no(spec: FactSpec, raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    word = raw.strip().casefold() if isinstance(raw, str) else ""
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise FactValueError(spec.name, "It takes yes or no.")


def _choice(spec: FactSpec, text: str) -> str:
    wanted = text.casefold()
    for key, words in spec.choices.items():
        if wanted in (key, words.casefold()):
            return key
    if wanted in spec.words:
        return spec.words[wanted]
    raise FactValueError(spec.name, f"It takes one of: {', '.join(spec.choices)}.")


def _amount(spec: FactSpec, text: str) -> Amount:
    stated = spec.words.get(text.casefold(), text)
    unit = spec.unit or "count"
    measured = "It is a number." if unit == "count" else f"It is measured in {unit}."
    try:
        amount = amount_parse(stated, default_unit=unit)
    except UnknownUnitError:
        raise FactValueError(spec.name, f"Its unit is not known. {measured}") from None
    except QuantityError as error:
        raise FactValueError(spec.name, str(error)) from None
    if not same_dimension(amount.unit, unit_parse(unit)):
        raise FactValueError(spec.name, measured)
    if spec.type is FactType.COUNT and amount.low.value != amount.low.value.to_integral_value():
        raise FactValueError(spec.name, "It is a whole number.")
    return amount
