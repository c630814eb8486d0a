"""The policy's criteria as the reviewer walks them: asked, suggested, answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases.models import Case, CriterionReview, Evaluation
from cases.selectors.contacts import ContactChoice, contact_choice
from cases.selectors.desk_facts import DeskFact, FactAsked, Place, fact_asked
from cases.selectors.desk_pages import DeskPage
from criteria.domain.facts import RestsOn
from criteria.domain.policy import Audience, Criterion, Policy, Shape
from criteria.domain.results import AnswersOutcome
from criteria.domain.truth import Truth

TONES = {"met": "good", "not_met": "bad", "unknown": "warn"}
_ANSWERABLE = frozenset({"met", "not_met"})
ANSWERS = tuple((value.value, value.label) for value in Truth)


@dataclass(frozen=True)
class Agreement:
    """All that one press of Agree records: the answer, what it rests on, facts confirmed."""

    answer: str
    words: str
    basis: str
    page: DeskPage | None
    fact_ids: tuple[int, ...]


@dataclass(frozen=True)
class Suggested:
    """The machine's word on one criterion. It is shown, and never filled in.

    used are the readings it rests on, then those that only qualify it (the scale of a
    percentage, the class of a variant). silent says that nothing was found. physician
    says why a physician must look.
    """

    status: str
    words: str
    tone: str
    reason: str
    used: tuple[DeskFact, ...]
    physician: tuple[str, ...]
    notes: tuple[str, ...]
    case_by_case: bool
    silent: bool

    @property
    def places(self) -> tuple[Place, ...]:
        """Where the readings it rests on are written, once each."""
        return tuple(place for fact in self.used for place in fact.cited[:2])


@dataclass(frozen=True)
class Answered:
    """What a reviewer answered, on what, and when; stale once a fact it used has changed."""

    answer: str
    words: str
    tone: str
    basis: str
    basis_label: str
    page: DeskPage | None
    pages_read: str
    contact: ContactChoice | None
    note: str
    by: str
    initials: str
    at: datetime
    is_stale: bool
    agrees: bool
    suggested_words: str


@dataclass(frozen=True)
class Leaf:
    """One criterion that a reviewer answers. number is its place in the tree: "1a"."""

    number: str
    id: str
    label: str
    says: str
    cite: str
    reading: str
    request: str
    future_intent: bool
    bases: tuple[tuple[str, str], ...]
    facts: tuple[FactAsked, ...]
    suggested: Suggested | None
    agreement: Agreement | None
    answered: Answered | None
    not_needed: bool
    is_leaf: bool = True

    @property
    def is_open(self) -> bool:
        """Whether an answer is still wanted."""
        return not self.not_needed and (self.answered is None or self.answered.is_stale)

    @property
    def counted(self) -> str:
        """The answer that counts: met, not_met, unknown, or empty while open."""
        if self.not_needed:
            return "met"
        return "" if self.answered is None or self.answered.is_stale else self.answered.answer

    @property
    def anchor(self) -> str:
        """The name that addresses jump to."""
        return f"c-{self.id}"

    @property
    def is_top(self) -> bool:
        """Whether it stands in no group."""
        return self.number.isdigit()

    @property
    def chosen(self) -> dict[str, str | int]:
        """What the form of its answer holds: the answer given, or nothing."""
        given = self.answered
        if given is None or given.is_stale:
            return {}
        return {
            "answer": given.answer,
            "basis": given.basis,
            "page": given.page.number if given.page else "",
            "pages_read": given.pages_read,
            "contact": given.contact.id if given.contact else "",
            "note": given.note,
        }

    @property
    def conflicts(self) -> bool:
        """Whether readings of one of its facts disagree, so that a person must choose."""
        return any(asked.conflicts for asked in self.facts)

    @property
    def takes_pages_read(self) -> bool:
        """Whether it may rest on pages read without anything contrary."""
        return any(value == RestsOn.NOTHING_CONTRARY for value, _ in self.bases)

    @property
    def takes_contact(self) -> bool:
        """Whether it may rest on what a verified caller said."""
        return any(value == RestsOn.CONTACT for value, _ in self.bases)


@dataclass(frozen=True)
class Group:
    """Criteria under "all of" or "any of"; met counts its direct parts that are met."""

    number: str
    id: str
    label: str
    says: str
    cite: str
    logic: str
    status: str
    words: str
    tone: str
    met: int
    parts: tuple["Group | Leaf", ...]
    is_leaf: bool = False

    def leaves(self) -> tuple[Leaf, ...]:
        """Every leaf below, in the policy's order."""
        found: list[Leaf] = []
        for part in self.parts:
            found.extend([part] if isinstance(part, Leaf) else part.leaves())
        return tuple(found)


@dataclass(frozen=True)
class TreeSources:
    """What a tree is made from; evaluations are None while the worker is at it."""

    case: Case
    policy: Policy
    suggested: Evaluation | None
    confirmed: Evaluation | None
    facts: Mapping[str, tuple[DeskFact, ...]]
    pages: Mapping[int, DeskPage]
    outcome: AnswersOutcome


def tree_of(sources: TreeSources) -> Group:
    """The whole tree with answers and suggestions. One query."""
    reviews = {
        review.criterion_id: review
        for review in sources.case.reviews.select_related("reviewer", "contact").all()
    }
    root = _part(sources.policy.root, "", sources, reviews)
    if isinstance(root, Group):
        return root
    return Group("", "root", "", "", "", "all of", "", "", "", 0, (root,))


def _part(
    criterion: Criterion,
    number: str,
    sources: TreeSources,
    reviews: Mapping[str, CriterionReview],
) -> Group | Leaf:
    if criterion.is_leaf:
        return _leaf(criterion, number, sources, reviews.get(criterion.id))
    parts = tuple(
        _part(child, _number(number, index), sources, reviews)
        for index, child in enumerate(criterion.children, start=1)
    )
    status = sources.outcome.statuses[criterion.id]
    met = sum(sources.outcome.statuses[child.id] is Truth.MET for child in criterion.children)
    open_below = any(leaf.is_open for part in parts for leaf in _leaves(part))
    return Group(
        number=number,
        id=criterion.id,
        label=criterion.label,
        says=criterion.says,
        cite=str(criterion.cite),
        logic="any of" if criterion.shape is Shape.ANY else "all of",
        status=status.value,
        words="Open" if status is Truth.UNKNOWN and open_below else status.label,
        tone="quiet" if status is Truth.UNKNOWN and open_below else TONES[status.value],
        met=met,
        parts=parts,
    )


def _leaves(part: Group | Leaf) -> tuple[Leaf, ...]:
    return (part,) if isinstance(part, Leaf) else part.leaves()


def _number(parent: str, index: int) -> str:
    """1, 1a, 1a.1: digits and letters by turns."""
    if not parent:
        return str(index)
    if parent[-1].isdigit() and "." not in parent:
        return f"{parent}{chr(96 + index)}" if index <= 26 else f"{parent}.{index}"
    return f"{parent}.{index}"


def _leaf(
    criterion: Criterion, number: str, sources: TreeSources, review: CriterionReview | None
) -> Leaf:
    asked = tuple(
        fact_asked(sources.policy.facts[name], sources.facts.get(name, ()))
        for name in criterion.fact_names
    )
    suggested = _suggested(criterion, sources)
    settled = sources.confirmed.results.get(criterion.id, {}) if sources.confirmed else {}
    bases = tuple((ground.value, ground.label) for ground in criterion.rests_on or tuple(RestsOn))
    return Leaf(
        number=number,
        id=criterion.id,
        label=criterion.label,
        says=criterion.says,
        cite=str(criterion.cite),
        reading=criterion.reading,
        request=criterion.request if criterion.asked_of is Audience.PROVIDER else "",
        future_intent=criterion.future_intent,
        bases=bases,
        facts=asked,
        suggested=suggested,
        agreement=_agreement(suggested, frozenset(value for value, _ in bases)),
        answered=_answered(review, sources.pages) if review else None,
        not_needed=bool(settled.get("not_applicable")),
    )


def _suggested(criterion: Criterion, sources: TreeSources) -> Suggested | None:
    if sources.suggested is None:
        return None
    result: dict[str, Any] = sources.suggested.results.get(criterion.id, {})
    if not result:
        return None
    status = str(result["status"])
    decided_on = [str(name) for name in result["facts_used"]]
    used = tuple(
        reading
        for name in dict.fromkeys((*decided_on, *criterion.fact_names))
        for reading in _counting(sources.facts.get(name, ()))
    )
    return Suggested(
        status=status,
        words="Does not apply" if result.get("not_applicable") else Truth(status).label,
        tone=TONES[status],
        reason=str(result["reason"]),
        used=used,
        physician=tuple(result.get("physician", ())),
        notes=tuple(result.get("notes", ())),
        case_by_case=bool(result.get("case_by_case")),
        silent=status == "unknown" and not decided_on,
    )


def _counting(readings: tuple[DeskFact, ...]) -> tuple[DeskFact, ...]:
    """What an evaluation uses: the confirmed reading, or the only proposal, or a list's items."""
    confirmed = [fact for fact in readings if fact.is_confirmed]
    proposed = [fact for fact in readings if fact.is_proposed]
    if confirmed:
        return (confirmed[0],)
    return tuple(proposed) if len(proposed) == 1 or all(one.is_list for one in proposed) else ()


def _agreement(suggested: Suggested | None, bases: frozenset[str]) -> Agreement | None:
    """What Agree would record; None where a person must say more than yes."""
    if suggested is None or suggested.status not in _ANSWERABLE:
        return None
    page = next((place.page for place in suggested.places), None)
    basis = _basis(suggested, bases, has_page=page is not None)
    if not basis:
        return None
    return Agreement(
        answer=suggested.status,
        words=suggested.words,
        basis=basis,
        page=page if basis != RestsOn.PLAN_DATA else None,
        fact_ids=tuple(fact.id for fact in suggested.used if fact.is_proposed),
    )


def _basis(suggested: Suggested, bases: frozenset[str], *, has_page: bool) -> str:
    if has_page and RestsOn.PAGE in bases:
        return RestsOn.PAGE.value
    on_plan_data = all(fact.basis == RestsOn.PLAN_DATA for fact in suggested.used)
    return RestsOn.PLAN_DATA.value if on_plan_data and RestsOn.PLAN_DATA in bases else ""


def _answered(review: CriterionReview, pages: Mapping[int, DeskPage]) -> Answered:
    name = str(review.reviewer)
    return Answered(
        answer=review.answer,
        words=review.get_answer_display(),
        tone=TONES[review.answer],
        basis=review.basis,
        basis_label=review.get_basis_display(),
        page=pages.get(review.page_id) if review.page_id else None,
        pages_read=review.pages_read,
        contact=contact_choice(review.contact) if review.contact else None,
        note=review.note,
        by=name,
        initials="".join(part[:1] for part in name.split()),
        at=review.reviewed_at,
        is_stale=review.stale,
        agrees=review.agrees,
        suggested_words=review.get_suggested_display(),
    )
