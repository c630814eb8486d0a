"""Compares what the finder proposes with what a page truly says; counts, and the misses in words."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.evidence.evidence_set import Sample
from criteria.domain.facts import FactJson, FactSpec, FactType, FactValue, ListValue
from criteria.domain.policy import Policy
from criteria.errors import FactValueError
from criteria.loading import parse_fact
from documents.domain.finding import Candidate, PageText
from documents.domain.wording import key_of

COUNTED = (
    "required", "found", "proposed", "right", "right_value", "traps", "trapped", "invented",
    "absent", "absent_proposed",
)  # fmt: skip


@dataclass
class Score:
    """Counts over samples, and what went wrong in each, for the half that may be read.

    proposed counts values once for each page; right are those that the truth has on that
    page; right_value those it has on any page.
    """

    counts: Counter[str] = field(default_factory=Counter)
    by_type: dict[str, Counter[str]] = field(default_factory=dict)
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def add(self, other: "Score") -> None:
        """Count another score in."""
        self.counts += other.counts
        for kind, counts in other.by_type.items():
            self.by_type[kind] = self.by_type.get(kind, Counter()) + counts
        self.missed += other.missed
        self.wrong += other.wrong

    def count(self, spec: FactSpec, **counts: int) -> None:
        """Count in all and among the facts of that type."""
        self.counts.update(counts)
        self.by_type.setdefault(str(spec.type), Counter()).update(counts)

    def as_json(self) -> dict[str, Any]:
        """The counts and the shares they make; a share of nothing is None."""
        return _with_shares(self.counts)

    def types_as_json(self) -> dict[str, dict[str, Any]]:
        """The same for each type of fact, of what is counted by fact."""
        return {kind: _with_shares(counts) for kind, counts in sorted(self.by_type.items())}


def _with_shares(count: Counter[str]) -> dict[str, Any]:
    return {name: count[name] for name in COUNTED} | {
        "precision": _share(count["right"], count["proposed"]),
        "recall": _share(count["found"], count["required"]),
        "trap_rate": _share(count["trapped"], count["traps"]),
        "page_accuracy": _share(count["right"], count["right_value"]),
    }


@dataclass(frozen=True)
class _Entry:
    fact: str
    value: FactValue
    page: int
    quote: str


@dataclass(frozen=True)
class _Truth:
    """right are the entries that may be proposed, copies the page that each copy repeats."""

    right: tuple[_Entry, ...]
    traps: tuple[_Entry, ...]
    copies: Mapping[int, int]


def score_of(
    sample: Sample, policy: Policy, proposed: Sequence[Candidate], pages: Sequence[PageText]
) -> Score:
    """How well the candidates proposed for a sample agree with its truth."""
    required, also, traps = (
        [_entry(policy, one) for one in sample.entries(part)]
        for part in ("facts", "also_right", "traps")
    )
    copies = {p["page"]: p["duplicate_of"] for p in sample.entries("pages") if "duplicate_of" in p}
    given = _once(_proposals(policy, proposed))
    score = Score()
    for entry in traps:
        score.count(policy.facts[entry.fact], traps=1)
    for entry in required:
        is_found = any(_same(entry, other, copies) for other in given)
        score.count(policy.facts[entry.fact], required=1, found=is_found)
        if not is_found:
            score.missed.append(f"{sample.name} {_words(entry)}")
    truth = _Truth((*required, *also), tuple(traps), copies)
    for one in given:
        _judge(score, one, policy.facts[one.fact], truth, name=sample.name)
    absent = frozenset(sample.truth.get("absent") or ())
    score.counts["absent"] = len(absent)
    score.counts["absent_proposed"] = len(absent & {one.fact for one in given})
    printed = {page.number: _letters(" ".join(w.text for w in page.words)) for page in pages}
    for candidate in proposed:
        if _letters(candidate.quote) not in printed.get(candidate.page, ""):
            score.counts["invented"] += 1
            score.wrong.append(f"{sample.name} INVENTED {candidate.fact} {candidate.quote!r}")
    return score


def _judge(score: Score, one: _Entry, spec: FactSpec, truth: _Truth, *, name: str) -> None:
    is_trap = any(_same(entry, one, truth.copies) for entry in truth.traps)
    is_right = any(_same(entry, one, truth.copies) for entry in truth.right)
    score.count(
        spec,
        proposed=1,
        trapped=is_trap,
        right=is_right,
        right_value=any(_equal(entry, one) for entry in truth.right),
    )
    if not is_right:
        score.wrong.append(f"{name} {'TRAP ' if is_trap else ''}{_words(one)}")


def _entry(policy: Policy, one: Mapping[str, Any]) -> _Entry:
    value = one["value"]
    spec = policy.facts[one["fact"]]
    if isinstance(value, Mapping):
        value = {"items": [value], "complete": False}
    elif "unit" in one:
        value = f"{value} {one['unit']}"
    return _Entry(one["fact"], parse_fact(spec, value), one["page"], one["quote"])


def _proposals(policy: Policy, proposed: Iterable[Candidate]) -> Iterable[_Entry]:
    for one in proposed:
        value = _parsed(policy.facts[one.fact], one)
        if value is not None:
            yield _Entry(one.fact, value, one.page, one.quote)


def _parsed(spec: FactSpec, one: Candidate) -> FactValue | None:
    raw: FactJson = one.value
    if spec.type is FactType.BOOLEAN:
        raw = one.value == "yes"
    try:
        return parse_fact(spec, raw)
    except FactValueError:
        return None


def _once(entries: Iterable[_Entry]) -> list[_Entry]:
    return list({(one.fact, str(one.value), one.page): one for one in entries}.values())


def _same(entry: _Entry, other: _Entry, copies: Mapping[int, int]) -> bool:
    one, two = (copies.get(page, page) for page in (entry.page, other.page))
    return one == two and _equal(entry, other)


def _equal(entry: _Entry, other: _Entry) -> bool:
    return entry.fact == other.fact and is_equal(entry.value, other.value)


def is_equal(one: FactValue, other: FactValue) -> bool:
    """Whether two values of a fact mean the same; text is compared in small letters."""
    return _folded(one) == _folded(other)


def _folded(value: FactValue) -> object:
    """The value as it is compared: text in small letters, also inside the items of a list."""
    if isinstance(value.value, ListValue):
        return tuple(
            frozenset((name, _folded(one)) for name, one in record.fields)
            for record in value.value.records
        )
    return value.value.casefold() if isinstance(value.value, str) else value


def _words(entry: _Entry) -> str:
    return f"p{entry.page} {entry.fact} = {entry.value} | {entry.quote}"


def _letters(text: str) -> str:
    return "".join(key_of(text).split())


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
