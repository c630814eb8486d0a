"""Checks the hints by which the items of a list are found: the list's own and its fields'."""

from criteria.domain.facts import FactSpec, FactType, FindHints
from criteria.loading.problems import Problems, did_you_mean
from criteria.loading.yaml_lines import Path

_OF_FIELDS = ("forms", "phrases", "date_of")
_OF_THE_LIST = ("documents", "negations", "one_day")


def check_list_hints(spec: FactSpec, path: Path, problems: Problems) -> None:
    """Note hints of a list by which no item could be found, or that stand in the wrong place."""
    for key in _OF_FIELDS:
        if getattr(spec.find, key):
            sentence = f"{key} says how a field is written. Give it to the field it is about."
            problems.add((*path, "find", key), sentence)
    for name, field in spec.fields.items():
        _check_field(spec, field, (*path, "fields", name, "find"), problems)
    _check_leading(spec, path, problems)
    _check_one_day(spec, (*path, "find", "one_day"), problems)


def _check_field(spec: FactSpec, field: FactSpec, path: Path, problems: Problems) -> None:
    for key in _OF_THE_LIST:
        if getattr(field.find, key):
            sentence = f"{key} is said of the whole list. Write it under the list's own find."
            problems.add((*path, key), sentence)
    other = field.find.date_of
    if other and (
        field.type is not FactType.DATE or other not in spec.fields or spec.fields[other] is field
    ):
        sentence = (
            f"date_of is for a date and names another field of the list, and {other!r} is none. "
            f"{did_you_mean(other, spec.fields)}"
        )
        problems.add((*path, "date_of"), sentence.strip())


def _check_leading(spec: FactSpec, path: Path, problems: Problems) -> None:
    """Note a list with hints of which no field can tell one item from another."""
    leading = spec.leading_field
    if leading is None:
        if spec.find != FindHints():
            sentence = (
                "An item is known by its leading field, and no field has hints. Give the first "
                "field a find of its own, such as {terms: [...]}."
            )
            problems.add((*path, "find"), sentence)
        return
    wants = _wanting(spec, leading)
    if wants:
        short = leading.name.rpartition(".")[2]
        sentence = f"The items are known by {short!r}, the first field with hints, which {wants}."
        problems.add((*path, "fields", short, "find"), sentence)


def _wanting(spec: FactSpec, leading: FactSpec) -> str:
    """What a leading field of its type lacks; nothing where it has it."""
    hints = leading.find
    if leading.type is FactType.BOOLEAN:
        return "is a yes or no; let a field lead that tells the items apart"
    if leading.type is FactType.CHOICE:
        return "" if hints.phrases else "needs phrases for its choices"
    if leading.type is FactType.DATE:
        return "" if spec.find.terms else "is a date: name under the list's terms what it dates"
    return "" if hints.terms else "needs terms"


def _check_one_day(spec: FactSpec, path: Path, problems: Problems) -> None:
    leading = spec.leading_field
    choices = leading.choices if leading else {}
    for value in spec.find.one_day:
        if value not in choices:
            sentence = (
                f"{value!r} is no choice of the leading field. {did_you_mean(value, choices)}"
            )
            problems.add(path, sentence.strip())
