"""Reads the facts of a policy file, each checked on its own."""

from collections.abc import Mapping

from criteria.domain.facts import FactSpec, FactType, FindHints
from criteria.domain.quantity import QuantityError, amount_parse, unit_parse
from criteria.errors import FactValueError
from criteria.loading.facts import NOT_KNOWN, parse_fact
from criteria.loading.list_hints import check_list_hints
from criteria.loading.problems import Problems, did_you_mean
from criteria.loading.schema import FactPart, FieldPart, FindPart
from criteria.loading.yaml_lines import Path


def fact_spec_read(name: str, part: FactPart, problems: Problems) -> FactSpec:
    """The fact; what is wrong with it goes to problems."""
    path: Path = ("facts", name)
    spec = FactSpec(
        name=name,
        ask=part.ask,
        type=part.type,
        rests_on=part.rests_on,
        unit=_unit(part, path, problems),
        choices=dict(part.choices),
        undecided=part.undecided,
        specimen=part.specimen,
        words=_words(part, path, problems),
        find=_hints(part.find),
        fields={
            field: _field_read(f"{name}.{field}", inner, part, (*path, "fields", field), problems)
            for field, inner in part.fields.items()
        },
        line=problems.line(path),
    )
    _check_list(spec, path, problems)
    _check_choices(spec, path, problems)
    _check_words(spec, path, problems)
    return spec


def check_fields(specs: Mapping[str, FactSpec], problems: Problems) -> None:
    """Note fields that have the name of a fact: a rule could mean either."""
    for name, spec in specs.items():
        for field in spec.fields:
            if field in specs:
                sentence = f"The field {field!r} has the name of a fact. Call it otherwise."
                problems.add(("facts", name, "fields", field), sentence)


def check_dates_of(specs: Mapping[str, FactSpec], problems: Problems) -> None:
    """Note a date_of that no date has or that names no fact."""
    for name, spec in specs.items():
        other = spec.find.date_of
        if (
            spec.type is not FactType.LIST
            and other
            and (spec.type is not FactType.DATE or other not in specs or other == name)
        ):
            sentence = f"date_of is for a date and names another fact, and {other!r} is none."
            problems.add(("facts", name, "find", "date_of"), sentence)


def _field_read(
    name: str, part: FieldPart, whole: FactPart, path: Path, problems: Problems
) -> FactSpec:
    if part.type is FactType.LIST:
        problems.add((*path, "type"), "A field of a list is no list itself.")
    spec = FactSpec(
        name=name,
        ask=part.ask,
        type=part.type,
        rests_on=whole.rests_on,
        unit=_unit(part, path, problems),
        choices=dict(part.choices),
        undecided=part.undecided,
        words=_words(part, path, problems),
        find=_hints(part.find),
        line=problems.line(path),
    )
    _check_choices(spec, path, problems)
    _check_words(spec, path, problems)
    return spec


def _hints(part: FindPart) -> FindHints:
    return FindHints(
        terms=part.terms,
        forms=part.forms,
        documents=part.documents,
        traps=part.traps,
        negations=part.negations,
        phrases=dict(part.phrases),
        date_of=part.date_of or "",
        one_day=part.one_day,
    )


def _check_list(spec: FactSpec, path: Path, problems: Problems) -> None:
    is_list = spec.type is FactType.LIST
    if is_list != bool(spec.fields):
        problems.add((*path, "fields"), "A list names its fields; no other type of fact does.")
    if is_list and spec.specimen is not None:
        problems.add((*path, "specimen"), "A list has no specimen.")
    if is_list:
        check_list_hints(spec, path, problems)
    elif spec.find.one_day:
        problems.add((*path, "find", "one_day"), "Only a list has one_day.")


def _unit(part: FieldPart, path: Path, problems: Problems) -> str | None:
    if not part.type.is_amount:
        if part.unit is not None:
            problems.add((*path, "unit"), f"A {part.type.value} has no unit.")
        return None
    unit = part.unit or {"percent": "%", "count": "count"}.get(part.type.value)
    if unit is None:
        problems.add(path, "A quantity needs a unit, such as kg or cells/kg.")
        return None
    try:
        known = unit_parse(unit)
    except QuantityError as error:
        problems.add((*path, "unit"), str(error))
        return None
    if part.type.value == "percent" and known.name != "%":
        problems.add((*path, "unit"), "A percent is measured in %.")
    return known.name


def _check_choices(spec: FactSpec, path: Path, problems: Problems) -> None:
    is_choice = spec.type is FactType.CHOICE
    if is_choice != bool(spec.choices):
        sentence = "A choice lists its choices; no other type of fact does."
        problems.add((*path, "choices"), sentence)
    for value in spec.undecided:
        if value not in spec.choices:
            hint = did_you_mean(value, spec.choices)
            problems.add((*path, "undecided"), f"{value!r} is no choice. {hint}")
    if spec.type is FactType.LIST:
        return  # whose hints are checked as a whole
    named = set(spec.choices) if is_choice else {"true", "false"}
    for value in spec.find.phrases:
        if value not in named:
            where = (*path, "find", "phrases", value)
            problems.add(
                where, f"{value!r} is no value of {spec.name}. {did_you_mean(value, named)}"
            )


def _words(part: FieldPart, path: Path, problems: Problems) -> dict[str, str]:
    """The words in small letters; a word that says nothing, or is there twice, is noted."""
    words: dict[str, str] = {}
    for word, value in part.words.items():
        small = word.strip().casefold()
        if small in NOT_KNOWN:
            problems.add((*path, "words", word), f"{word!r} says that nothing is on file.")
        elif words.setdefault(small, value) != value:
            problems.add((*path, "words", word), f"{word!r} stands for two values.")
    return words


def _check_words(spec: FactSpec, path: Path, problems: Problems) -> None:
    if spec.words and spec.unit is None and spec.type is not FactType.CHOICE:
        problems.add((*path, "words"), "Only amounts and choices have words.")
        return
    for word, value in spec.words.items():
        problem = _wrong_word(spec, word, value)
        if problem:
            problems.add((*path, "words"), f"The word {word!r}: {problem}")


def _wrong_word(spec: FactSpec, word: str, value: str) -> str:
    """What is wrong with a word for the value; nothing where it is right."""
    if spec.type is FactType.CHOICE:
        if value not in spec.choices:
            return f"{value!r} is no choice. {did_you_mean(value, spec.choices)}"
        names = {name: key for key, says in spec.choices.items() for name in (key, says.casefold())}
        taken = names.get(word, value)
        return "" if taken == value else f"It already names {taken!r}."
    if _is_amount(word):
        return "It is an amount itself, and would no longer be read as one."
    try:
        parse_fact(spec, value)
    except FactValueError as error:
        return str(error)
    return ""


def _is_amount(word: str) -> bool:
    try:
        amount_parse(word, default_unit="count")
    except QuantityError:
        return False
    return True
