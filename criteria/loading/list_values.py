"""The items of a list fact, from JSON or YAML values, or from one line of words."""

from collections.abc import Mapping

from criteria.domain.facts import FactSpec
from criteria.errors import FactValueError
from criteria.loading.problems import did_you_mean

MOST_ITEMS = 500
_MOST_LETTERS = 20_000
_COMPLETE = "no others"
_NOTHING = "nothing stated"
_NONE = {"none", "no others"}
_KEYS = {"items", "complete"}

Item = Mapping[str, object]


def list_parts(spec: FactSpec, raw: object) -> tuple[tuple[Item, ...], bool]:
    """The items as plain values, and whether it is stated that there are no others.

    Raises:
        FactValueError: names the fact and a field it does not have, never a value.
    """
    items: object
    if isinstance(raw, str):
        items, complete = _of_words(spec, raw)
    elif isinstance(raw, Mapping):
        items, complete = _of_mapping(spec, raw)
    else:
        items, complete = raw, False
    if not isinstance(items, list | tuple):
        raise FactValueError(spec.name, "It takes a list of items.")
    if len(items) > MOST_ITEMS:
        raise FactValueError(spec.name, f"It takes at most {MOST_ITEMS} items.")
    return tuple(_item(spec, item) for item in items), complete


def _of_mapping(spec: FactSpec, raw: Mapping[str, object]) -> tuple[object, bool]:
    complete = raw.get("complete", False)
    if not set(raw) <= _KEYS or "items" not in raw or not isinstance(complete, bool):
        raise FactValueError(spec.name, "A list is {items: [...], complete: true or false}.")
    return raw["items"], complete


def _item(spec: FactSpec, raw: object) -> Item:
    if not isinstance(raw, Mapping):
        raise FactValueError(spec.name, f"An item states some of: {', '.join(spec.fields)}.")
    for name in raw:
        if name not in spec.fields:
            hint = did_you_mean(str(name)[:80], spec.fields)
            raise FactValueError(spec.name, f"An item has a field that is not asked. {hint}")
    return raw


def _of_words(spec: FactSpec, text: str) -> tuple[list[Item], bool]:
    """Items from "field: value, field: value; field: value; no others"."""
    if len(text) > _MOST_LETTERS:
        raise FactValueError(spec.name, f"It takes at most {_MOST_LETTERS:,} letters.")
    parts = [part.strip() for part in text.split(";") if part.strip()]
    if len(parts) == 1 and parts[0].casefold() in _NONE:
        return [], True
    complete = bool(parts) and parts[-1].casefold() == _COMPLETE
    return [_of_pairs(spec, part) for part in parts[: -1 if complete else None]], complete


def _of_pairs(spec: FactSpec, text: str) -> Item:
    item: dict[str, object] = {}
    if text.casefold() == _NOTHING:
        return item
    for pair in text.split(","):
        name, colon, value = pair.partition(":")
        key = _field_named(spec, name.strip())
        if not colon or key is None or key in item:
            known = ", ".join(spec.fields)
            raise FactValueError(
                spec.name,
                "It is written field: value, with commas between fields and semicolons between "
                f"items. Fields: {known}.",
            )
        item[key] = value.strip()
    return item


def _field_named(spec: FactSpec, text: str) -> str | None:
    """The field with this name or this question."""
    wanted = text.casefold()
    for name, field in spec.fields.items():
        if wanted in (name, field.ask.casefold()):
            return name
    return None
