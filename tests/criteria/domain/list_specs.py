"""Made-up lists for the domain's tests: drugs tried, scores taken, fills of a drug."""

from criteria.domain.facts import FactSpec, FactType, FactValue, ListValue, Record
from criteria.domain.partial_date import date_parse
from criteria.domain.quantity import amount_parse
from tests.criteria.domain.small_policy import PAGE, SPECS, spec


def field(name, kind, **more):
    return FactSpec(
        name=name, ask=f"The {name.partition('.')[2]}", type=kind, rests_on=PAGE, **more
    )


def listed(name, *fields):
    return spec(name, FactType.LIST, fields={f.name.partition(".")[2]: f for f in fields})


CLASSES = {"tnf": "TNF blocker", "il": "Interleukin blocker", "jak": "JAK blocker", "?": "Not said"}
LISTS = {
    **SPECS,
    "drugs": listed(
        "drugs",
        field("drugs.drug", FactType.TEXT),
        field("drugs.group", FactType.CHOICE, choices=CLASSES, undecided=("?",)),
        field("drugs.began", FactType.DATE),
        field("drugs.stopped", FactType.DATE),
        field("drugs.failed", FactType.BOOLEAN),
    ),
    "scores": listed(
        "scores",
        field("scores.taken", FactType.DATE),
        field("scores.score", FactType.COUNT, unit="count"),
        field("scores.by_us", FactType.BOOLEAN),
    ),
    "fills": listed(
        "fills",
        field("fills.filled", FactType.DATE),
        field("fills.quantity", FactType.COUNT, unit="count"),
        field("fills.paid", FactType.BOOLEAN),
    ),
    "asked": spec("asked", FactType.COUNT, unit="count"),
    "asked_on": spec("asked_on", FactType.DATE),
    "dose": spec("dose", FactType.QUANTITY, unit="mg"),
    "first_score": spec("first_score", FactType.COUNT, unit="count"),
}


def value_of(one, raw):
    if one.type.is_amount:
        return FactValue(one.type, amount_parse(str(raw), default_unit=one.unit))
    if one.type is FactType.DATE:
        return FactValue(one.type, date_parse(raw))
    return FactValue(one.type, raw)


def items(name, *raw, complete=False):
    """A list fact from plain items; a field of None is not on file."""
    fields = LISTS[name].fields
    records = [
        Record(tuple((k, value_of(fields[k], v)) for k, v in item.items() if v is not None))
        for item in raw
    ]
    return {name: FactValue(FactType.LIST, ListValue(tuple(records), complete))}


def facts(**raw):
    return {name: value_of(LISTS[name], value) for name, value in raw.items()}
