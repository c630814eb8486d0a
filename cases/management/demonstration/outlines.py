"""The complete request that every scenario begins from, and what each may change of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from cases.management.demonstration.laboratory import Printed
from cases.management.demonstration.registry import (
    DemoMember,
    demo_facilities,
    demo_members,
    demo_providers,
)
from cases.management.demonstration.scenario import (
    Days,
    Ending,
    FactTruth,
    FaxLook,
    PageOf,
)
from cases.management.demonstration.story import (
    Marker,
    Relative,
    Story,
    Variant,
    neutrophils,
)

_LYMPHOCYTES = Marker("CD18", "Lymphocytes", "1.4 %", "> 90 %")
_CONTROL = neutrophils("CD15s", "98.6 %")
_HISTORY = (
    "Omphalitis at 9 days of age, delayed cord separation (day 41), recurrent severe bacterial "
    "infections without pus, and persistent leukocytosis (neutrophils 38,000 per microliter)."
)
_NO_DONOR = (
    "Parents and the only sibling were typed: each is 5/10. No matched related donor is known."
)
_FAMILY = "Parents are not related. No family history of immune deficiency."
PARENTS = (
    Relative("Mother", "5/10", "02:01, 03:01", "07:02, 44:02"),
    Relative("Father", "5/10", "24:02, 01:01", "35:01, 08:01"),
)
APPROVED = Ending("approved")
ASKED = Ending("asked")
REDIRECTED = Ending("redirected")
INSURED: Mapping[str, FactTruth | None] = {"plan_route": "insured"}


@dataclass(frozen=True)
class Outline:
    """What makes one scenario differ from the complete one.

    facts replaces or adds facts; None takes one away. left_out names forms that did not
    come; more are pages put in, each behind the page with that number.
    """

    title: str
    story: Story
    facts: Mapping[str, FactTruth | None] = field(default_factory=dict)
    not_met: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    suggestion: str = "approve"
    ending: Ending = APPROVED
    governed: bool = True
    request_type: str = "initial"
    dose_amount: str = ""
    left_out: frozenset[str] = frozenset()
    more: tuple[tuple[int, PageOf], ...] = ()
    lies: Mapping[str, int] = field(default_factory=dict)
    hla_printed: Printed = "upright"
    kind: str = "tiff"
    look: FaxLook = field(default_factory=FaxLook)


def member_of(key: str, born: date) -> DemoMember:
    """The member of that key, as stored on that day."""
    return next(member for member in demo_members(born) if member.key == key)


def story_of(
    key: str, today: date, born: date, *, weight: str, markers: tuple[str, str, str] | None
) -> Story:
    """A child for whom everything the policy asks for is on paper.

    markers are CD18, CD11a and CD11b on neutrophils; None when the report did not come.
    """
    rows = None
    if markers is not None:
        names = ("CD18", "CD11a", "CD11b")
        rows = tuple(neutrophils(name, shown) for name, shown in zip(names, markers, strict=True))
        rows += (_LYMPHOCYTES, _CONTROL)
    return Story(
        member=member_of(key, born),
        provider=demo_providers()[0],
        facility=demo_facilities()[0],
        days=Days(today),
        weight=weight,
        markers=rows,
        variants=(Variant("c.382G>T", "p.Asp128Tyr", "Homozygous", "Pathogenic"),),
        genetics_words="A homozygous pathogenic variant of ITGB2 was found. Biallelic ITGB2 "
        "variants are consistent with leukocyte adhesion deficiency type I.",
        genetics_summary="A pathogenic ITGB2 variant is homozygous, c.382G>T (p.Asp128Tyr).",
        relatives=(*PARENTS, Relative("Brother, 4 y", "5/10", "02:01, 01:01", "07:02, 08:01")),
        donor_words=_NO_DONOR,
        history=_HISTORY,
        family=_FAMILY,
    )


def with_provider(story: Story, place: int) -> Story:
    """The same child at the other clinic and hospital."""
    return replace(story, provider=demo_providers()[place], facility=demo_facilities()[place])
