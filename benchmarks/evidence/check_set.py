"""Whether the evaluation set of the evidence finder is whole.

Run it as python -m benchmarks.evidence.check_set. Every quote stands on its page, every fact is
one that the named policy asks and has a value of its type, and each half holds as much as
set/README.md says. Prints one line for each problem and then the counts; exits 1 where there is
a problem. It reads files and nothing else.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.evidence.evidence_set import SET, Half, Sample, page_files, samples_read
from criteria.domain.policy import Policy
from criteria.errors import FactValueError
from criteria.loading import parse_fact, policy_read

POLICIES = Path(__file__).resolve().parents[2] / "criteria" / "policies"
MAIN_POLICY = "kresladi"
LEAST = {"texts": 30, "packets": 15, "sample texts": 8, "sample packets": 3}
LEAST_STATED = 3  # times that each fact found on pages is stated in each half
SHARE_WITH_TRAPS = 1 / 3
PACKET_PAGES = range(2, 7)
MOST_LINES = 300
KEYS = {
    "facts": {"fact", "value", "unit", "page", "quote", "subject", "assertion", "date_observed"},
    "traps": {"fact", "value", "unit", "page", "quote", "why"},
    "pages": {
        *("page", "document", "date", "starts_document", "blank", "upside_down"),
        *("about_relative", "other_member", "duplicate_of", "source"),
    },
    "fax": {*("resolution", "coding", "skew", "speckle", "faint", "inverted", "seed", "header")},
    "truth": {"policy", "member", "facts", "also_right", "traps", "absent", "pages", "fax"},
}
ASSERTIONS = {"present", "historical", "superseded", "planned"}
OTHER_DOCUMENTS = {"request_form", "cover_sheet", "letter_of_medical_necessity", "other"}
RESOLUTIONS = {"204x98", "204x196", "200x200"}
CODINGS = {"g3", "g4", "pdf"}


def main() -> int:
    """Check both halves and print what was found."""
    halves = {half: samples_read(half) for half in Half}
    problems = list(set_problems(halves))
    for problem in problems:
        sys.stdout.write(f"{problem}\n")
    for half, samples in halves.items():
        counted = ", ".join(f"{n} {what}" for what, n in sizes(samples).items())
        sys.stdout.write(f"{half}: {counted}\n")
    return 1 if problems else 0


def set_problems(halves: Mapping[Half, tuple[Sample, ...]]) -> Iterator[str]:
    """Each thing that is wrong, with the half and the name of the text or packet."""
    for half, samples in halves.items():
        for sample in samples:
            where = f"{half}/{sample.name}"
            yield from (f"{where}: {problem}" for problem in sample_problems(sample))
        yield from (f"{half}: {problem}" for problem in half_problems(samples))
    yield from shared_pages(halves)
    yield from file_problems(SET)


def sample_problems(sample: Sample) -> Iterator[str]:
    """What is wrong within one text or packet."""
    policy = policies().get(sample.truth.get("policy", ""))
    if policy is None:
        yield "it names no policy that is there"
        return
    yield from unknown_keys(sample.truth, "truth")
    if not {"name", "birth_date"} <= set(sample.truth.get("member", {})):
        yield "the member has no name or no birth date"
    for part in ("facts", "also_right", "traps"):
        for entry in sample.entries(part):
            words = f"{part} {entry.get('fact')} {entry.get('value')}"
            yield from (f"{words}: {p}" for p in entry_problems(sample, policy, part, entry))
    yield from meeting_entries(sample)
    yield from absent_problems(sample, policy)
    yield from page_problems(sample)
    yield from fax_problems(sample)


def entry_problems(
    sample: Sample, policy: Policy, part: str, entry: Mapping[str, Any]
) -> Iterator[str]:
    """What is wrong with one entry of facts, also_right or traps."""
    yield from unknown_keys(entry, "traps" if part == "traps" else "facts")
    spec = policy.facts.get(entry["fact"])
    if spec is None:
        yield "the policy asks no such fact"
        return
    stated = f"{entry['value']} {entry['unit']}" if "unit" in entry else entry["value"]
    try:
        parse_fact(spec, [stated] if isinstance(stated, dict) else stated)
    except FactValueError as error:
        yield str(error)
    if not 1 <= entry["page"] <= len(sample.pages):
        yield f"there is no page {entry['page']}"
    elif one_line(entry["quote"]) not in one_line(sample.pages[entry["page"] - 1]):
        yield f"the quote is not on page {entry['page']}: {entry['quote']}"
    if part == "traps" and not entry.get("why"):
        yield "a trap says why"
    if part != "traps" and entry["assertion"] not in ASSERTIONS:
        yield f"the assertion is one of {', '.join(sorted(ASSERTIONS))}"
    if part == "facts" and (entry["subject"], entry["assertion"]) != ("member", "present"):
        yield "what must be proposed is about the member and holds now"


def meeting_entries(sample: Sample) -> Iterator[str]:
    """Entries that a reader of answers could not tell apart: the same fact, value and page."""
    seen = Counter(
        (entry["fact"], str(entry["value"]), entry["page"])
        for part in ("facts", "also_right", "traps")
        for entry in sample.entries(part)
    )
    yield from (f"{key} stands more than once" for key, times in seen.items() if times > 1)


def absent_problems(sample: Sample, policy: Policy) -> Iterator[str]:
    """Facts called absent that are unknown or stated after all."""
    absent = list(sample.truth.get("absent") or ())
    stated = {entry["fact"] for part in ("facts", "also_right") for entry in sample.entries(part)}
    if not absent:
        yield "it names no absent fact"
    yield from (f"absent {name}: no such fact" for name in absent if name not in policy.facts)
    yield from (f"absent {name}: it is stated" for name in absent if name in stated)


def page_problems(sample: Sample) -> Iterator[str]:
    """What is wrong with the list of pages."""
    pages = sample.entries("pages")
    if [page["page"] for page in pages] != list(range(1, len(sample.pages) + 1)):
        yield f"the pages are not numbered from 1 to {len(sample.pages)}"
    for page in pages:
        yield from (f"page {page['page']}: {p}" for p in unknown_keys(page, "pages"))
        if page.get("document") not in document_kinds():
            yield f"page {page['page']}: no such kind of document"
        if not isinstance(page.get("starts_document"), bool):
            yield f"page {page['page']}: it does not say whether a document starts"
        if page.get("duplicate_of", 0) >= page["page"]:
            yield f"page {page['page']}: it copies an earlier page or none"
    if sample.packet and len(pages) not in PACKET_PAGES:
        yield "a packet has two to six pages"


def fax_problems(sample: Sample) -> Iterator[str]:
    """What is wrong with the way a packet is to be printed."""
    fax = sample.truth.get("fax")
    if fax is None:
        if sample.packet:
            yield "a packet says how it is faxed"
        return
    yield from unknown_keys(fax, "fax")
    if fax.get("resolution") not in RESOLUTIONS or fax.get("coding") not in CODINGS:
        yield "the fax has no known resolution or coding"
    if not isinstance(fax.get("seed"), int):
        yield "the fax has no seed"


def half_problems(samples: tuple[Sample, ...]) -> Iterator[str]:
    """What a half lacks in numbers and in facts."""
    found = sizes(samples)
    yield from (f"{n} {what} are asked" for what, n in LEAST.items() if found[what] < n)
    if found["with traps"] < SHARE_WITH_TRAPS * len(samples):
        yield "too few have traps"
    for policy in policies().values():
        least = LEAST_STATED if policy.slug == MAIN_POLICY else 1
        times = stated_times(samples, policy)
        yield from (
            f"{policy.slug} {name} is stated {times[name]} times, {least} are asked"
            for name in found_on_pages(policy)
            if times[name] < least
        )


def shared_pages(halves: Mapping[Half, tuple[Sample, ...]]) -> Iterator[str]:
    """Pages that stand in both halves."""
    first, second = (
        {one_line(page): sample.name for sample in samples for page in sample.pages if page.strip()}
        for samples in halves.values()
    )
    for text in first.keys() & second.keys():
        yield f"{first[text]} and {second[text]} share a page"


def file_problems(root: Path) -> Iterator[str]:
    """Files that are too long, and page files of a packet that no page is printed from."""
    for path in sorted(root.rglob("*.*")):
        if path.is_file() and len(path.read_text(encoding="utf-8").splitlines()) > MOST_LINES:
            yield f"{path.name}: more than {MOST_LINES} lines"
    for half in Half:
        for sample in samples_read(half, root=root):
            if sample.packet:
                used = {page["source"] for page in sample.entries("pages")}
                files = {path.name for path in page_files(root / half / sample.name)}
                yield from (f"{half}/{sample.name}: {name} is not used" for name in files - used)


def sizes(samples: Iterable[Sample]) -> Counter[str]:
    """How many texts and packets there are, of each sort."""
    found: Counter[str] = Counter()
    for sample in samples:
        what = "packets" if sample.packet else "texts"
        found[what] += 1
        found["pages"] += len(sample.pages)
        found["with traps"] += bool(sample.entries("traps"))
        if sample.truth.get("policy") != MAIN_POLICY:
            found[f"sample {what}"] += 1
        for part in ("facts", "also_right", "traps"):
            found[part] += len(sample.entries(part))
    return found


def stated_times(samples: Iterable[Sample], policy: Policy) -> Counter[str]:
    """How often each fact of the policy must be proposed."""
    return Counter(
        entry["fact"]
        for sample in samples
        if sample.truth.get("policy") == policy.slug
        for entry in sample.entries("facts")
    )


def found_on_pages(policy: Policy) -> tuple[str, ...]:
    """The facts of the policy that the finder looks for."""
    return tuple(name for name, spec in policy.facts.items() if "page" in spec.rests_on)


@cache
def policies() -> Mapping[str, Policy]:
    """The latest version of each policy that comes with the product, by its name."""
    files = sorted(POLICIES.rglob("*.yaml"))
    read = (policy_read(path.read_text(encoding="utf-8")) for path in files)
    return {policy.slug: policy for policy in read}


@cache
def document_kinds() -> frozenset[str]:
    """The kinds of document that a policy names, and those that every packet may hold."""
    named = {
        kind
        for policy in policies().values()
        for spec in policy.facts.values()
        for kind in spec.find.documents
    }
    return frozenset(named | OTHER_DOCUMENTS)


def unknown_keys(given: Mapping[str, Any], part: str) -> Iterator[str]:
    """Keys that the format does not have."""
    yield from (f"the key {key} is not known" for key in sorted(given.keys() - KEYS[part]))


def one_line(text: str) -> str:
    """The text with each run of blanks and line ends as one blank."""
    return " ".join(text.split())


if __name__ == "__main__":
    sys.exit(main())
