"""One screen for the physician: the question, what speaks against, what speaks for."""

from dataclasses import dataclass
from datetime import datetime

from cases.models import Case, Recommendation
from cases.selectors.desk import Review, wants_information
from cases.selectors.desk_facts import Place
from cases.selectors.desk_pages import DeskPage
from cases.selectors.desk_tree import Leaf


@dataclass(frozen=True)
class Recommended:
    """The nurse's word, as it was written."""

    sequence: int
    kind: str
    kind_value: str
    rationale: str
    question: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Ground:
    """One criterion in the brief: how it was answered, on which page, in which words."""

    leaf: Leaf
    page: DeskPage | None
    places: tuple[Place, ...]
    finding: str

    @property
    def words(self) -> str:
        """The answer, or that there is none."""
        answered = self.leaf.answered
        return answered.words if answered and not answered.is_stale else "Not answered"


@dataclass(frozen=True)
class Brief:
    """What the physician reads first. against and for_member get equal space on the page.

    earlier are recommendations before the latest one, newest first.
    """

    recommended: Recommended | None
    earlier: tuple[Recommended, ...]
    against: tuple[Ground, ...]
    for_member: tuple[Ground, ...]


def brief_of(case: Case, review: Review) -> Brief:
    """The brief of a case whose review is at hand. One query."""
    rows = [
        _recommended(row)
        for row in case.recommendations.select_related("made_by").order_by("-sequence")
    ]
    needed = [leaf for leaf in review.leaves if not leaf.not_needed]
    return Brief(
        recommended=rows[0] if rows else None,
        earlier=tuple(rows[1:]),
        against=tuple(_ground(leaf) for leaf in needed if leaf.counted != "met"),
        for_member=tuple(_ground(leaf) for leaf in needed if leaf.counted == "met"),
    )


def _recommended(row: Recommendation) -> Recommended:
    return Recommended(
        sequence=row.sequence,
        kind=row.get_kind_display(),
        kind_value=row.kind,
        rationale=row.rationale,
        question=row.question,
        by=str(row.made_by),
        at=row.made_at,
    )


def _ground(leaf: Leaf) -> Ground:
    answered = leaf.answered if leaf.answered and not leaf.answered.is_stale else None
    places = leaf.suggested.places if leaf.suggested else ()
    read = (
        f"{fact.ask}: {fact.words}." for fact in (leaf.suggested.used if leaf.suggested else ())
    )
    note = answered.note if answered else ""
    return Ground(
        leaf=leaf,
        page=answered.page if answered else None,
        places=places[:3],
        finding=note or " ".join(dict.fromkeys(read)),
    )


@dataclass(frozen=True)
class ItemToAsk:
    """One line of an information request before a person has chosen it."""

    criterion_id: str
    number: str
    label: str
    why: str
    sentence: str


def items_to_ask(review: Review) -> tuple[ItemToAsk, ...]:
    """What could be asked for, in the policy's order: gates first, then criteria. No query."""
    items = [
        ItemToAsk(gate.id, "", gate.label, "Not settled", gate.request)
        for gate in review.gates
        if gate.request and not gate.is_settled
    ]
    items += [
        ItemToAsk(leaf.id, leaf.number, leaf.label, _why(leaf), leaf.request)
        for leaf in review.leaves
        if wants_information(leaf)
    ]
    return tuple(items)


def _why(leaf: Leaf) -> str:
    if leaf.counted:
        return "Answered cannot tell" if leaf.counted == "unknown" else "Answered not met"
    if leaf.suggested is None or leaf.suggested.silent:
        return "Not found in the records"
    if leaf.suggested.status == "not_met":
        return "Not answered; the records speak against it"
    return "Not answered; the records leave it open"
