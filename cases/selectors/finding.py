"""What the finder reads on the pages of a case: the one place where policy meets paper."""

from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils import timezone

from cases.models import Case, CaseDocument, PagePlacement
from criteria.domain.facts import FactJson, FactSpec, FactType
from criteria.domain.policy import Policy
from criteria.errors import FactValueError
from criteria.loading import parse_fact
from documents.domain.context import MEMBER
from documents.domain.finding import Candidate, MemberIdentity, PageText, Wanted
from documents.reading.evidence import find_facts, page_text
from documents.selectors.pages import page_list


@dataclass(frozen=True)
class FoundPlace:
    """Where a value stands: page, box in page-image pixels, the words, how they were read."""

    page_id: int
    box: tuple[float, ...]
    quote: str
    reading: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class FoundFact:
    """A value read for a fact, with every place where it stands.

    aside is empty for a proposal; else whom it is about, or how it is said where it is
    about the member ("superseded", "pending").
    """

    name: str
    raw: FactJson
    places: tuple[FoundPlace, ...]
    aside: str = ""


def found_facts(case: Case, policy: Policy) -> tuple[FoundFact, ...]:
    """Every value that the case's pages give for the facts of the policy.

    Pages placed with the case are read, no other, and one placed as a relative's record gives
    nothing; a fact without a candidate is simply not there. Slow for long packets; three queries for each document.
    """
    member = MemberIdentity(name=case.member.full_name, birth_date=case.member.birth_date)
    places: dict[tuple[str, str, str], list[FoundPlace]] = defaultdict(list)
    raws: dict[tuple[str, str, str], FactJson] = {}
    received = timezone.localdate(case.received_at)
    for found in find_facts(wanted_of(policy), _pages(case), member, received=received):
        spec = policy.facts[found.fact]
        asides = [
            *(("", one) for one in found.proposed),
            *((_aside(one), one) for one in found.aside),
        ]
        for aside, one in asides:
            key = (found.fact, one.value, aside)
            raws[key] = candidate_raw(spec, one)
            places[key].append(_place(one))
    return tuple(
        FoundFact(name, raws[name, value, aside], tuple(where), aside)
        for (name, value, aside), where in places.items()
    )


def _aside(one: Candidate) -> str:
    """Why it is not proposed: whom it is about, or how it is said of the member."""
    return one.assertion if one.subject == MEMBER else one.subject


def _place(one: Candidate) -> FoundPlace:
    reading = {
        "comparator": one.comparator,
        "unit": one.unit,
        "subject": one.subject,
        "assertion": one.assertion,
        "observed": one.date_observed,
        "date_quote": one.date_quote,
        "date_box": list(one.date_box) if one.date_box else [],
        "repair": [one.repair.printed, one.repair.taken_for] if one.repair else [],
        "damaged": one.damaged,
    }
    return FoundPlace(one.page, tuple(one.box), one.quote, reading)


def wanted_of(policy: Policy) -> tuple[Wanted, ...]:
    """What the policy wants to be looked for, as plain values for the finder.

    Facts without any hint rest on the plan's own data or are put together by a person; they are
    not looked for.
    """
    return tuple(_wanted(spec, spec.name) for spec in policy.facts.values() if spec.has_hints)


def _wanted(spec: FactSpec, name: str) -> Wanted:
    """The fact, or the field of a list under its short name."""
    hints = spec.find
    leading = spec.leading_field
    return Wanted(
        fact=name,
        type=spec.type.value,
        unit=spec.unit,
        terms=hints.terms,
        forms=hints.forms,
        documents=hints.documents,
        traps=hints.traps,
        negations=hints.negations,
        phrases=hints.phrases,
        words=tuple(spec.words) if spec.type.is_amount else (),
        specimen=spec.specimen,
        date_of=hints.date_of,
        fields=tuple(_wanted(field, short) for short, field in spec.fields.items()),
        leading=leading.name.rpartition(".")[2] if leading else "",
        one_day=hints.one_day,
    )


def candidate_raw(spec: FactSpec, candidate: Candidate) -> FactJson:
    """What a candidate says as the policy's facts take it; of a list it is one item, and no whole.

    An item is written as one that a person types is kept, so that the same is known for the same;
    what no field takes is left as it was read.
    """
    if spec.type is not FactType.LIST:
        return raw_value(spec, candidate.value)
    item = {name: raw_value(spec.fields[name], text) for name, text in candidate.item}
    raw: FactJson = {"items": [item], "complete": False}
    with suppress(FactValueError):
        raw = parse_fact(spec, raw).as_json()
    return raw


def raw_value(spec: FactSpec, text: str) -> str | bool:
    """The finder's text as a policy's facts take it: yes and no for a yes/no."""
    if spec.type is FactType.BOOLEAN:
        return text.strip().lower() in {"true", "yes"}
    return text


def candidate_json(candidate: Candidate) -> dict[str, Any]:
    """A candidate as commands print it: every field but its rank and what dates it.

    item is, of a list, each field that the page states with its value; None of any other fact.
    """
    shown = asdict(candidate)
    del shown["rank"], shown["dated_by"]
    mended = candidate.repair
    repair = {"from": mended.printed, "to": mended.taken_for} if mended else None
    return shown | {
        "box": list(candidate.box),
        "date_box": list(candidate.date_box) if candidate.date_box else None,
        "repair": repair,
        "item": dict(candidate.item) or None,
    }


def _pages(case: Case) -> list[PageText]:
    """The case's pages as the finder takes them, numbered by their ids."""
    texts = []
    for link in CaseDocument.objects.filter(case=case).order_by("id"):
        placed = dict(
            PagePlacement.objects.filter(case_document=link).values_list(
                "page_number", "about_relative"
            )
        )
        texts += [
            page_text(
                view.id,
                words=view.words,
                text=view.text,
                damaged=view.damaged,
                about_relative=placed[view.number],
            )
            for view in page_list(link.document_id)
            if view.number in placed
        ]
    return texts
