"""How well the finder reads single excerpts: each with what it states, or why it states nothing.

    .venv/bin/python -m benchmarks.evidence.by_sentence [--half shown|kept] [--facts A,B] [--show]

The excerpts of sentences/ were written by people who had not read the rules. Every second one of
a file is kept: rules may be changed while looking at the shown ones, and the kept ones tell
whether a change says anything about sentences nobody looked at. Prints one JSON object for each
half with what was asked and found, and what of the traps was proposed; --facts adds a line for
each fact, --show lists what is missed or wrong, and is refused for the kept half.
"""

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.development")

import django  # noqa: E402

django.setup()

import yaml  # noqa: E402

from benchmarks.evidence.check_set import policies  # noqa: E402
from cases.selectors.finding import wanted_of  # noqa: E402
from criteria.domain.facts import FactSpec, FactType  # noqa: E402
from criteria.domain.policy import Policy  # noqa: E402
from criteria.errors import FactValueError  # noqa: E402
from criteria.loading import parse_fact  # noqa: E402
from documents.domain.finding import (  # noqa: E402
    MemberIdentity,
    PageText,
    Wanted,
    page_from_text,
)
from documents.domain.values import amounts_in, bare_numbers, dates_in  # noqa: E402
from documents.reading.evidence import find_facts  # noqa: E402

SENTENCES = Path(__file__).resolve().parent / "sentences"
POLICY = "kresladi"
NOBODY = MemberIdentity("Zebulon Quartermain", date(2020, 1, 1))  # named on no excerpt
RECEIVED = date(2026, 6, 30)  # tells the year of a day written without one
NOTHING = "nothing"  # the file whose excerpts were written for no fact


class Half(StrEnum):
    """The excerpts that may be looked at, and those that are only counted."""

    SHOWN = "shown"
    KEPT = "kept"


@dataclass(frozen=True)
class Excerpt:
    """A few printed words with what they state. fact is what they were written for.

    states gives the value of every fact stated, as the file writes it; a trap, why the fact it was
    written for is not stated. under is what stands above.
    """

    fact: str
    number: int
    says: str
    under: str
    states: Mapping[str, str]
    trap: str

    @property
    def half(self) -> Half:
        """Every second excerpt of a file is kept."""
        return Half.KEPT if self.number % 2 == 0 else Half.SHOWN


@dataclass
class Tally:
    """Counts of one fact or of all, with the misses in words."""

    counts: Counter[str] = field(default_factory=Counter)
    lines: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The counts and their shares; a share of nothing is None."""
        count = self.counts
        return {name: count[name] for name in ("asked", "found", "wrong", "traps", "trapped")} | {
            "recall": _share(count["found"], count["asked"]),
            "trap_rate": _share(count["trapped"], count["traps"]),
        }


def main(given: Sequence[str] | None = None) -> int:
    """Count and print; 0 always, since these are no goals."""
    options = _options(given)
    policy = policies()[POLICY]
    wanted = {one.fact: one for one in wanted_of(policy)}
    asked = [name for name in options.facts.split(",") if name] or list(wanted)
    for half in [Half(options.half)] if options.half else list(Half):
        tallies = {name: Tally() for name in asked}
        for excerpt in excerpts(facts={*asked, NOTHING}):
            if excerpt.half is half:
                _count(tallies, excerpt, wanted, policy)
        whole = Tally()
        for name, tally in tallies.items():
            whole.counts += tally.counts
            if options.facts:
                sys.stdout.write(json.dumps({"half": half, "fact": name} | tally.as_json()) + "\n")
            if options.show:
                sys.stdout.writelines(f"  {line}\n" for line in tally.lines)
        sys.stdout.write(json.dumps({"half": half, "fact": "all"} | whole.as_json()) + "\n")
    return 0


def excerpts(
    folder: Path = SENTENCES, *, facts: Collection[str] | None = None
) -> Iterator[Excerpt]:
    """Every excerpt of every file, in order; only those written for the facts, where named."""
    for path in sorted(folder.glob("*.yaml")):
        if facts is not None and path.stem not in facts:
            continue
        lines = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        for number, one in enumerate(lines, 1):
            states = {**(one.get("also") or {})}
            if "value" in one:
                states[path.stem] = f"{one['value']} {one.get('unit', '')}".strip()
            yield Excerpt(
                fact=path.stem,
                number=number,
                says=str(one["says"]),
                under=str(one.get("under") or ""),
                states={name: str(value) for name, value in states.items()},
                trap=str(one.get("not") or ""),
            )


def _count(
    tallies: Mapping[str, Tally], excerpt: Excerpt, wanted: Mapping[str, Wanted], policy: Policy
) -> None:
    """Count what is proposed for the fact the excerpt was written for, or for all where for none."""
    names = list(tallies) if excerpt.fact == NOTHING else [excerpt.fact]
    above = f"{excerpt.under}\n\n" if excerpt.under else ""
    page = page_from_text(1, above + excerpt.says)
    for name in names:
        if name not in tallies:
            continue
        spec, tally = policy.facts[name], tallies[name]
        found = _found(wanted, name, page)
        stated = excerpt.states.get(name)
        where = f"{name} {excerpt.number} [{excerpt.under}] {excerpt.says!r}"
        if stated is None:
            tally.counts["traps"] += 1
            tally.counts["trapped"] += bool(found)
            if found:
                tally.lines.append(f"TRAP {excerpt.trap or NOTHING} {where} gave {found}")
            continue
        right = [one for one in found if _is_same(spec, stated, one)]
        tally.counts.update(asked=1, found=bool(right), wrong=len(right) < len(found))
        if not right or len(right) < len(found):
            tally.lines.append(f"{'wrong' if found else 'missed'} {where} is {stated} gave {found}")


def _found(wanted: Mapping[str, Wanted], name: str, page: PageText) -> list[str]:
    """What is proposed for the fact; a date also with the fact that it dates."""
    dated = wanted[name].date_of
    looked_for = [wanted[name], wanted[dated]] if dated else [wanted[name]]
    found = find_facts(looked_for, [page], NOBODY, received=RECEIVED)
    return [one.value for one in found[0].proposed]


def _is_same(spec: FactSpec, stated: str, found: str) -> bool:
    """Whether the finder's text means what the file says; a date without a year by its day."""
    if spec.type is FactType.BOOLEAN:
        return (stated.lower() in {"true", "yes"}) == (found == "yes")
    if spec.type is FactType.DATE:
        days = [one.value for one in dates_in(stated.lower(), near=found[:10], bare=True)]
        return any(found.startswith(day) or day.startswith(found) for day in days)
    if spec.type is FactType.TEXT:
        return "".join(stated.split()).casefold() == "".join(found.split()).casefold()
    if spec.type.is_amount:
        stated = stated if spec.type is FactType.COUNT else _amount(stated, spec.unit or "")
    try:
        return parse_fact(spec, stated).value == parse_fact(spec, found).value
    except FactValueError:
        return False


def _amount(stated: str, unit: str) -> str:
    """The amount as the finder writes one: "4.2 x 10^6" is 4.2e6; as it is where it reads as none."""
    found = amounts_in(stated.lower(), unit=unit, bare=bare_numbers())
    return found[0].value if found else stated


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _options(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure the finder on single excerpts.")
    parser.add_argument("--half", choices=[str(half) for half in Half])
    parser.add_argument("--facts", default="", help="names of facts, with commas between")
    parser.add_argument("--show", action="store_true", help="list misses of the shown half")
    options = parser.parse_args(given)
    if options.show and options.half != Half.SHOWN:
        parser.error("--show is for --half shown alone; kept is counted and never looked at")
    return options


if __name__ == "__main__":
    sys.exit(main())
