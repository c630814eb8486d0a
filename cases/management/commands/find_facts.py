"""Finds a policy's facts in texts and says where each stands; nothing is stored."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.management.questions import MISUSE, member_given, policy_given
from cases.selectors.finding import candidate_json, wanted_of
from criteria.domain.policy import Policy
from documents.domain.finding import (
    Findings,
    MemberIdentity,
    PageText,
    page_from_text,
    pages_of_others,
)
from documents.reading.evidence import find_facts

_MOST_BYTES = 20_000_000
_MOST_PAGES = 2_000
_MOST_LETTERS = 20_000  # a letter page in the smallest print holds half of it


class Command(BaseCommand):
    """Exit 0 with the facts of every text, 2 on misuse with a sentence that says why."""

    help = "Find a policy's facts in text files, pages parted by form feeds."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The texts, the policy, the member and the form of the answer."""
        parser.add_argument("files", nargs="+", metavar="TEXTFILE")
        parser.add_argument(
            "--policy",
            required=True,
            help="a policy's name, or a policy file, whose facts are wanted",
        )
        parser.add_argument(
            "--member", help='whose records these are: "NAME, YYYY-MM-DD"', default=""
        )
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Look through each text and write what was found."""
        policy, member = policy_given(options["policy"]), member_given(options["member"])
        texts = [(name, _pages(name)) for name in options["files"]]
        answers = [_answer(name, pages, policy=policy, member=member) for name, pages in texts]
        if options["json"]:
            whole = {"policy": f"{policy.slug} {policy.version:%Y-%m-%d}", "files": answers}
            self.stdout.write(json.dumps(whole, ensure_ascii=False, indent=1))
            return
        for answer in answers:
            self.stdout.write("\n".join(_lines(answer)))


def _pages(name: str) -> list[PageText]:
    path = Path(name)
    try:
        if not path.is_file():
            says = "is no plain file" if path.exists() else "does not exist"
            raise CommandError(f"There is no file {name}: it {says}.", returncode=MISUSE)
        if path.stat().st_size > _MOST_BYTES:
            raise CommandError(
                f"The file {name} is larger than {_MOST_BYTES // 1_000_000} MB. Give a smaller one.",
                returncode=MISUSE,
            )
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError):
        raise CommandError(
            f"The file {name} cannot be read as text. Give plain text in UTF-8; faxes and PDFs are "
            "read by read_document.",
            returncode=MISUSE,
        ) from None
    pages = text.split("\f")
    if len(pages) > _MOST_PAGES or "\0" in text:
        raise CommandError(
            f"The file {name} is no text of at most {_MOST_PAGES} pages. Give plain text with its "
            "pages parted by form feeds.",
            returncode=MISUSE,
        )
    if not text.strip():
        raise CommandError(
            f"The file {name} is empty: there is no text on its pages.", returncode=MISUSE
        )
    for number, page in enumerate(pages, start=1):
        if len(page) > _MOST_LETTERS:
            raise CommandError(
                f"Page {number} of the file {name} has more than {_MOST_LETTERS} letters, which no "
                "printed page holds. Part its pages by form feeds.",
                returncode=MISUSE,
            )
    return [page_from_text(number, page) for number, page in enumerate(pages, start=1)]


def _answer(
    name: str, pages: Sequence[PageText], *, policy: Policy, member: MemberIdentity
) -> dict[str, Any]:
    found = find_facts(wanted_of(policy), pages, member)
    return {
        "file": name,
        "page_count": len(pages),
        "facts": [_fact(item) for item in found if item.proposed or item.aside],
        "not_found": [item.fact for item in found if not item.proposed],
        "conflicts": [item.fact for item in found if item.conflicts],
        "pages_of_others": pages_of_others(pages, member),
    }


def _fact(found: Findings) -> dict[str, Any]:
    return {
        "fact": found.fact,
        "candidates": [candidate_json(candidate) for candidate in found.proposed],
        "also_on_pages": [candidate_json(candidate) for candidate in found.aside],
        "conflict": found.conflicts,
    }


def _lines(answer: Mapping[str, Any]) -> Iterator[str]:
    yield f"{answer['file']}: {answer['page_count']} pages"
    for fact in answer["facts"]:
        for one in fact["candidates"]:
            conflict = " (conflict)" if fact["conflict"] else ""
            mended = f" [printed {one['repair']['from']}]" if one["repair"] else ""
            place = f"page {one['page']}: {one['quote']}"
            yield f"  {fact['fact']} = {one['value']}{conflict}{mended}, {place}"
        for one in fact["also_on_pages"]:
            said = one["assertion"] if one["subject"] == "member" else one["subject"]
            yield f"  not proposed ({said}): {fact['fact']} = {one['value']}, page {one['page']}"
    if answer["not_found"]:
        yield f"  not found: {', '.join(answer['not_found'])}"
    if answer["pages_of_others"]:
        numbers = ", ".join(map(str, answer["pages_of_others"]))
        yield f"  not looked at, another person's birth date: page {numbers}"
