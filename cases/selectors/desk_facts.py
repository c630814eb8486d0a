"""What is known of a case, fact by fact, with the places where it is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from accounts.selectors.names import names_of
from cases.models import Case, Evidence, Fact
from cases.selectors.desk_pages import DeskPage, PlacedEvidence, box_text
from criteria.domain.facts import FactSpec, FactType, RestsOn
from criteria.domain.policy import Policy
from criteria.domain.words import value_words
from documents.domain.context import MEMBER

_AROUND_PX = 240
_PAD_PX = 4
_WHOLE_DATE = 10
_CORNERS = 4
Mark = tuple[int, int, int, int]
_ABOUT = {
    "control": "a control sample",
    "literature": "about others, or from the literature",
    "donor": "about a donor",
    "relative": "about a relative",
}
_SAID = {
    "superseded": "older; a newer page says otherwise",
    "absent": "denied on the page",
    "pending": "not back yet when the page was written",
    "hypothetical": "said of what might happen",
    "uncertain": "said with doubt",
    "definition": "a definition, not a result",
    "planned": "planned",
    "historical": "said of the past",
    "struck": "struck out on the page",
}


@dataclass(frozen=True)
class Crop:
    """The part of a page's picture around a box, in picture pixels; mark is the box itself.

    date_mark is the box of the day that it is of; None where that does not stand in this part.
    """

    x: int
    y: int
    width: int
    height: int
    mark: Mark
    date_mark: Mark | None = None

    @property
    def view_box(self) -> str:
        """The four numbers as an SVG viewBox."""
        return f"{self.x} {self.y} {self.width} {self.height}"


def crop_around(
    box: Sequence[float], *, width: int, height: int, date_box: Sequence[float] = ()
) -> Crop:
    """The part of a page of this size around a box, wide enough to be read."""
    x0, y0, x1, y1 = (int(corner) for corner in box)
    above = max((y1 - y0) // 2, _PAD_PX)
    left, top = max(x0 - _AROUND_PX, 0), max(y0 - above, 0)
    right, bottom = min(x1 + _AROUND_PX, width), min(y1 + above, height)
    seen = len(date_box) == _CORNERS and _holds((left, top, right, bottom), date_box)
    return Crop(
        x=left,
        y=top,
        width=max(right - left, 1),
        height=max(bottom - top, 1),
        mark=_padded(box),
        date_mark=_padded(date_box) if seen else None,
    )


def _holds(part: Sequence[float], box: Sequence[float]) -> bool:
    return part[0] <= box[0] and part[1] <= box[1] and box[2] <= part[2] and box[3] <= part[3]


def _padded(box: Sequence[float]) -> Mark:
    x0, y0, x1, y1 = (int(corner) for corner in box)
    return (x0 - _PAD_PX, y0 - _PAD_PX, x1 - x0 + 2 * _PAD_PX, y1 - y0 + 2 * _PAD_PX)


@dataclass(frozen=True)
class Place:
    """Where a fact is written. box is empty when a person cited the whole page.

    seen is the day that the page gives for it, None for none; date_box is where on the page that
    day stands, empty where that was not kept, and date_quote its words.
    printed is the word as it stands on the page where the machine took it for another, taken_for.
    is_damaged: rows of the page were lost there.
    """

    evidence_id: int
    page: DeskPage
    box: tuple[float, ...]
    quote: str
    seen: date | None = None
    date_box: tuple[float, ...] = ()
    date_quote: str = ""
    printed: str = ""
    taken_for: str = ""
    is_damaged: bool = False

    @property
    def box_text(self) -> str:
        """The box as "x0 y0 x1 y1", for the page's script; empty when there is none."""
        return box_text(self.box)

    @property
    def date_box_text(self) -> str:
        """The box of its day in the same form; empty when there is none."""
        return box_text(self.date_box)

    @property
    def day_says(self) -> str:
        """What the box of its day is called; empty where there is no day."""
        if self.seen is None:
            return ""
        printed = f", printed “{self.date_quote}”" if self.date_quote else ""
        return f"its day, {self.seen:%-d %b %Y}{printed}"

    @property
    def crop(self) -> Crop | None:
        """The line around the box, wide enough to be read; None without box or picture."""
        if len(self.box) != _CORNERS or not self.page.has_image:
            return None
        width, height = self.page.width_px, self.page.height_px
        return crop_around(self.box, width=width, height=height, date_box=self.date_box)


@dataclass(frozen=True)
class DeskFact:
    """One reading of a fact. words is its value as people read it; who settled it and when.

    why_aside says why it stands on the pages and is not proposed; empty for any other.
    is_list: it is of a list, and while it is proposed one item of it.
    """

    id: int
    name: str
    ask: str
    words: str
    state: str
    state_label: str
    basis: str
    basis_label: str
    places: tuple[Place, ...]
    settled_by: str
    settled_at: datetime | None
    why_aside: str = ""
    is_list: bool = False

    @property
    def is_item(self) -> bool:
        """Whether it may be taken into the list, as one item of it."""
        return self.is_list and not self.is_confirmed

    @property
    def cited(self) -> tuple[Place, ...]:
        """One place for each page it is written on, the first."""
        first = {place.page.id: place for place in reversed(self.places)}
        return tuple(place for place in self.places if first[place.page.id] is place)

    @property
    def is_proposed(self) -> bool:
        """Whether a person has still to say yes or no."""
        return self.state == Fact.State.PROPOSED

    @property
    def is_confirmed(self) -> bool:
        """Whether it counts."""
        return self.state == Fact.State.CONFIRMED

    @property
    def is_aside(self) -> bool:
        """Whether it is only shown as being on the pages too."""
        return self.state == Fact.State.ASIDE

    @property
    def seen(self) -> date | None:
        """The newest day that one of its places gives."""
        return self.dated.seen if self.dated else None

    @property
    def dated(self) -> Place | None:
        """The first place with the newest day, one where that day stands before any other."""
        dated = [place for place in self.places if place.seen]
        newest = max((place.seen for place in dated if place.seen), default=None)
        of_it = [place for place in dated if place.seen == newest]
        return next((place for place in of_it if place.date_box), next(iter(of_it), None))

    @property
    def mended(self) -> Place | None:
        """The first place whose printed word was taken for another; None when none was."""
        return next((place for place in self.places if place.printed), None)

    @property
    def is_damaged(self) -> bool:
        """Whether rows of a page were lost where it stands, so that it may read otherwise."""
        return any(place.is_damaged for place in self.places)


@dataclass(frozen=True)
class FactAsked:
    """A fact that a criterion reads, with every reading of it and how one is typed in.

    also are readings that stand on the pages and are not proposed. options is (value, words) for a choice or a yes/no; empty means free text. fields are
    the names of what each item of a list says, with the questions.
    takes_contact says that the policy lets it rest on what a verified caller said.
    """

    name: str
    ask: str
    type: str
    unit: str
    options: tuple[tuple[str, str], ...]
    readings: tuple[DeskFact, ...]
    also: tuple[DeskFact, ...] = ()
    takes_contact: bool = False
    fields: tuple[tuple[str, str], ...] = ()

    @property
    def is_silent(self) -> bool:
        """Whether nothing that counts or waits is on file."""
        return not any(fact.is_proposed or fact.is_confirmed for fact in self.readings)

    @property
    def typed(self) -> str:
        """The reading that counts, as it can be typed again and changed; empty for none."""
        return next((fact.words for fact in self.readings if fact.is_confirmed), "")

    @property
    def conflicts(self) -> bool:
        """Whether several readings wait and none is confirmed, so a person must choose.

        The items of a list stand beside one another.
        """
        confirmed = any(fact.is_confirmed for fact in self.readings)
        return self.type != FactType.LIST and self.waiting > 1 and not confirmed

    @property
    def waiting(self) -> int:
        """How many readings wait for a yes or no."""
        return sum(fact.is_proposed for fact in self.readings)


def facts_shown(
    case: Case, policy: Policy, pages: Mapping[int, DeskPage]
) -> dict[str, tuple[DeskFact, ...]]:
    """Every reading by fact name, confirmed first, superseded ones left out. Three queries.

    Evidence on a page that the actor may not see is left out with its quote.
    """
    rows = list(
        case.facts.exclude(state=Fact.State.SUPERSEDED).prefetch_related("evidence").order_by("id")
    )
    names = names_of(row.settled_by for row in rows if row.settled_by)
    shown: dict[str, list[DeskFact]] = {}
    for row in rows:
        if row.name in policy.facts:
            spec = policy.facts[row.name]
            shown.setdefault(row.name, []).append(_fact(row, spec, pages, names))
    order = {Fact.State.CONFIRMED: 0, Fact.State.PROPOSED: 1}
    return {
        name: tuple(sorted(facts, key=lambda fact: order.get(Fact.State(fact.state), 2)))
        for name, facts in shown.items()
    }


def _fact(
    row: Fact, spec: FactSpec, pages: Mapping[int, DeskPage], names: Mapping[str, str]
) -> DeskFact:
    evidence = list(row.evidence.all())
    own_day = str(row.raw) if spec.type is FactType.DATE else ""
    places = (_place(item, pages.get(item.page_id), own_day=own_day) for item in evidence)
    is_aside = row.state == Fact.State.ASIDE
    return DeskFact(
        id=row.pk,
        name=row.name,
        ask=spec.ask,
        words=value_words(row.raw, spec),
        state=row.state,
        state_label=row.get_state_display(),
        basis=row.basis,
        basis_label=row.get_basis_display(),
        places=tuple(place for place in places if place is not None),
        settled_by=names.get(row.settled_by, ""),
        settled_at=row.settled_at,
        why_aside=_why_aside(evidence[0].reading) if is_aside and evidence else "",
        is_list=spec.type is FactType.LIST,
    )


def _why_aside(reading: Mapping[str, str]) -> str:
    """Whom it is about, or how it is said of the member; the newer page leads over the older."""
    subject, assertion = reading.get("subject", ""), reading.get("assertion", "")
    if subject in ("", MEMBER):
        return _SAID.get(assertion, "not said as a fact of today")
    return _ABOUT.get(subject, f"about the {subject}")


def _place(item: Evidence, page: DeskPage | None, *, own_day: str) -> Place | None:
    """The place; None on a page that is not shown. A day is not said to be of itself."""
    if page is None:
        return None
    observed = str(item.reading.get("observed", ""))
    seen = observed if observed != own_day else ""
    printed, taken_for = item.reading.get("repair") or ("", "")
    box = tuple(float(part) for part in item.box or ())
    date_box = tuple(float(part) for part in item.reading.get("date_box") or ())
    return Place(
        evidence_id=item.pk,
        page=page,
        box=box,
        quote=item.quote,
        seen=date.fromisoformat(seen) if len(seen) == _WHOLE_DATE else None,
        date_box=date_box if seen and len(date_box) == _CORNERS and date_box != box else (),
        date_quote=str(item.reading.get("date_quote", "")),
        printed=printed,
        taken_for=taken_for,
        is_damaged=bool(item.reading.get("damaged")),
    )


def fact_asked(spec: FactSpec, readings: tuple[DeskFact, ...]) -> FactAsked:
    """The fact of a policy with its readings."""
    options: tuple[tuple[str, str], ...] = tuple(spec.choices.items())
    if spec.type is FactType.BOOLEAN:
        options = (("yes", "Yes"), ("no", "No"))
    return FactAsked(
        name=spec.name,
        ask=spec.ask,
        type=spec.type.value,
        unit=spec.unit or "",
        options=options,
        readings=tuple(fact for fact in readings if not fact.is_aside),
        also=tuple(fact for fact in readings if fact.is_aside),
        takes_contact=RestsOn.CONTACT in spec.rests_on,
        fields=tuple((name, _field_words(field)) for name, field in spec.fields.items()),
    )


def _field_words(field: FactSpec) -> str:
    """The question of a field with what it takes: its choices, its unit or its type."""
    if field.choices:
        return f"{field.ask} ({', '.join(field.choices.values())})"
    if field.type is FactType.BOOLEAN:
        return f"{field.ask} (yes or no)"
    unit = field.unit if field.unit != "count" else "a number"
    return f"{field.ask} ({unit or field.type.value})"


def evidence_of(facts: Mapping[str, tuple[DeskFact, ...]]) -> tuple[PlacedEvidence, ...]:
    """Every box of what is proposed or confirmed, to be drawn over the pages."""
    return tuple(
        PlacedEvidence(
            place.evidence_id,
            place.page.id,
            place.box,
            f"{fact.ask}: {fact.words}",
            date_box=place.date_box,
            day_says=place.day_says,
        )
        for readings in facts.values()
        for fact in readings
        if fact.is_proposed or fact.is_confirmed
        for place in fact.places
    )
