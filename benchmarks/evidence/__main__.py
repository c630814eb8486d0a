"""How well the finder finds: precision, recall, traps and pages, on both halves of the set.

    .venv/bin/python benchmarks/evidence [--half tuning|held_out] [--texts] [--types] [--cache DIR]
        [--set DIR]

An older result that a newer page supersedes is shown with that word, and counts in full: as found
where the truth asks for it, and as wrong or trapped where it does not.

Texts are looked through as they are; packets are printed, faxed, and read by the product's own
reader first, which takes some seconds for each page at first and nothing once the cache has it.
Prints one JSON object for each half and kind of source, and then one line for each goal, which
are those of the packets of held_out. Exits 1 where a goal is missed. `--half tuning --show` also
lists what was missed and what was wrong there; it is refused for held_out, which is never read.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.development")

import django  # noqa: E402

django.setup()

from benchmarks.evidence.check_set import policies  # noqa: E402
from benchmarks.evidence.evidence_set import SET, Half, Sample, samples_read  # noqa: E402
from benchmarks.evidence.faxed import faxed_file, pages_read  # noqa: E402
from benchmarks.evidence.scoring import Score, score_of  # noqa: E402
from cases.selectors.finding import wanted_of  # noqa: E402
from documents.domain.finding import MemberIdentity, PageText, page_from_text  # noqa: E402
from documents.domain.finding_choosing import SUPERSEDED  # noqa: E402
from documents.reading.evidence import find_facts  # noqa: E402

CACHE = ROOT / ".cache" / "evidence"
PRECISION, RECALL, TRAPS = 0.97, 0.92, 0.01
TEXT, FAX = "text", "fax"


def main(given: Sequence[str] | None = None) -> int:
    """Measure, print, judge."""
    options = _options(given)
    halves = [Half(options.half)] if options.half else list(Half)
    scores: dict[tuple[Half, str], Score] = {}
    for half in halves:
        for kind, score in _scores(half, options).items():
            scores[half, kind] = score
            sys.stdout.write(json.dumps({"half": half, "source": kind} | score.as_json()) + "\n")
            if options.types:
                for type_, shares in score.types_as_json().items():
                    row = {"half": half, "source": kind, "type": type_} | shares
                    sys.stdout.write(json.dumps(row) + "\n")
            if options.show:
                sys.stdout.writelines(f"  missed {line}\n" for line in score.missed)
                sys.stdout.writelines(f"  wrong  {line}\n" for line in score.wrong)
    if not scores:
        sys.stdout.write(f"No text or packet of the set was found in {options.set}.\n")
        return 2
    lines = list(_goals(scores))
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return 1 if any(line.endswith("short") for line in lines) else 0


def _options(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure the evidence finder.")
    parser.add_argument("--half", choices=[str(half) for half in Half])
    parser.add_argument("--show", action="store_true", help="list misses of the tuning half")
    parser.add_argument("--texts", action="store_true", help="leave the faxed packets out")
    parser.add_argument("--types", action="store_true", help="counts for each type of fact as well")
    parser.add_argument("--only", default="", help="samples whose name begins so")
    parser.add_argument("--set", type=Path, default=SET, help="the folder with both halves")
    parser.add_argument("--cache", type=Path, default=CACHE, help="where read pages are kept")
    options = parser.parse_args(given)
    if options.show and options.half != Half.TUNING:
        parser.error("--show is for --half tuning alone; held_out is measured and never read")
    options.cache.mkdir(parents=True, exist_ok=True)
    return options


def _scores(half: Half, options: argparse.Namespace) -> dict[str, Score]:
    scores: dict[str, Score] = {}
    for sample in samples_read(half, root=options.set):
        if not sample.name.startswith(options.only) or (options.texts and sample.packet):
            continue
        kind = FAX if sample.packet else TEXT
        scores.setdefault(kind, Score()).add(_score(sample, options))
    return scores


def _score(sample: Sample, options: argparse.Namespace) -> Score:
    policy = policies()[sample.truth["policy"]]
    member = sample.truth["member"]
    identity = MemberIdentity(member["name"], date.fromisoformat(str(member["birth_date"])))
    pages = _pages(sample, options)
    proposed = [
        item
        for found in find_facts(wanted_of(policy), pages, identity)
        for item in (*found.proposed, *(one for one in found.aside if one.assertion == SUPERSEDED))
    ]
    return score_of(sample, policy, proposed, pages)


def _pages(sample: Sample, options: argparse.Namespace) -> Sequence[PageText]:
    if not sample.packet:
        return [page_from_text(number, text) for number, text in enumerate(sample.pages, start=1)]
    file = faxed_file(sample, options.set / sample.half / sample.name)
    return pages_read(file, cache=options.cache)


def _goals(scores: Mapping[tuple[Half, str], Score]) -> Iterator[str]:
    """The goals for faxes of the half that nobody tunes on; nothing when it was not measured."""
    score = scores.get((Half.HELD_OUT, FAX))
    if score is None:
        return
    shares = score.as_json()
    yield _at_least("evidence-precision", shares["precision"], PRECISION)
    yield _at_least("evidence-recall", shares["recall"], RECALL)
    yield _at_most("evidence-traps", shares["trap_rate"] or 0.0, TRAPS)
    yield _at_most("evidence-invented", float(score.counts["invented"]), 0.0)


def _at_least(name: str, share: float | None, bar: float) -> str:
    return (
        f"goal={name} ratio={share or 0:.4f} bar={bar} {'ok' if (share or 0) >= bar else 'short'}"
    )


def _at_most(name: str, share: float, bar: float) -> str:
    return f"goal={name} ratio={share:.4f} bar={bar} {'ok' if share <= bar else 'short'}"


if __name__ == "__main__":
    sys.exit(main())
