"""Reads files as the product would and says what it found; nothing is stored."""

import json
from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.management.questions import MISUSE, member_given, policy_given
from cases.selectors.finding import candidate_json, wanted_of
from criteria.domain.policy import Policy
from documents.domain.finding import MemberIdentity, pages_of_others
from documents.domain.states import OTHER_WORDS, page_sentence
from documents.errors import DocumentsError
from documents.reading.evidence import find_evidence
from documents.reading.limits import current_limits
from documents.reading.whole_file import NOT_TAKEN, WholeFile, WholePage, read_whole


@dataclass(frozen=True)
class _Question:
    """What is looked for; policy is None when pages are only read."""

    policy: Policy | None
    member: MemberIdentity


class Command(BaseCommand):
    """Exit 0 with a state for every file and page, 2 on misuse with a sentence that says why."""

    help = "Read PDF, TIFF, PNG or JPEG files: pages, states, and evidence for a policy's facts."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The files, the policy, the member and the form of the answer."""
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument(
            "--policy", help="a policy's name, or a policy file: look for the facts it asks"
        )
        parser.add_argument(
            "--member", help='whose records these are: "NAME, YYYY-MM-DD"', default=""
        )
        parser.add_argument("--json", action="store_true", help="answer in JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Read each file and write what was found."""
        paths = [_path(name) for name in options["files"]]
        name = options["policy"]
        question = _Question(policy_given(name) if name else None, member_given(options["member"]))
        answers = [_answer(path, question) for path in paths]
        if options["json"]:
            policy = _policy_line(question.policy)
            self.stdout.write(
                json.dumps({"policy": policy, "files": answers}, ensure_ascii=False, indent=1)
            )
            return
        for answer in answers:
            self.stdout.write("\n".join(_lines(answer)))


def _path(name: str) -> Path:
    path = Path(name)
    if not path.is_file():
        raise CommandError(f"There is no file {name}.", returncode=MISUSE)
    return path


def _answer(path: Path, question: _Question) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            read = read_whole(file, limits=current_limits())
    except OSError:
        raise CommandError(f"The file {path} cannot be opened.", returncode=MISUSE) from None
    except DocumentsError as error:
        raise CommandError(str(error)) from None
    answer = _file(path, read) | {"pages": [_page(page) for page in read.pages]}
    return answer | _facts(read, question) if question.policy else answer


def _file(path: Path, read: WholeFile) -> dict[str, Any]:
    reason = read.not_taken or (read.reason.value if read.reason else "")
    sentence = NOT_TAKEN.get(read.not_taken) or (read.reason.sentence if read.reason else "")
    return {
        "file": str(path),
        "media_type": read.media_type,
        "state": "not_taken" if read.not_taken else read.state.value,
        "reason": reason,
        "sentence": sentence,
        "notes": [{"note": note.value, "sentence": note.sentence} for note in read.notes],
        "page_count": read.page_count,
    }


def _page(page: WholePage) -> dict[str, Any]:
    reason = page.reason.value if page.reason else ""
    return {
        "page": page.number,
        "state": page.state.value,
        "reason": reason,
        "sentence": page_sentence(
            state=page.state,
            reason=reason,
            damage=page.damage,
            other_words=OTHER_WORDS if page.other_words else "",
        ),
        "damage": page.damage.as_dict() if page.damage else {},
        "width_px": page.width,
        "height_px": page.height,
        "rotation": page.rotation,
        "engine": page.engine,
        "text": page.text,
    }


def _facts(read: WholeFile, question: _Question) -> dict[str, Any]:
    """The candidates, and the names of facts for which nothing was found (which says no more)."""
    wanted = wanted_of(question.policy) if question.policy else ()
    pages = [page.for_finder() for page in read.pages if page.words]
    found = find_evidence(wanted, pages, question.member)
    names = {candidate.fact for candidate in found}
    return {
        "facts": [candidate_json(candidate) for candidate in found],
        "not_found": [item.fact for item in wanted if item.fact not in names],
        "pages_of_others": pages_of_others(pages, question.member),
    }


def _policy_line(policy: Policy | None) -> str:
    return f"{policy.slug} {policy.version:%Y-%m-%d}" if policy else ""


def _lines(answer: Mapping[str, Any]) -> Sequence[str]:
    pages = answer["page_count"]
    lines = [f"{answer['file']}: {answer['state']}, {'?' if pages is None else pages} pages"]
    lines += [f"  {answer['sentence']}"] if answer["sentence"] else []
    lines += [f"  {note['sentence']}" for note in answer["notes"]]
    lines += [f"  page {page['page']}: {page['sentence']}" for page in answer["pages"]]
    for fact in answer.get("facts", ()):
        lines.append(f"  {fact['fact']} = {fact['value']} (page {fact['page']}): {fact['quote']}")
    if answer.get("not_found"):
        lines.append(f"  not found: {', '.join(answer['not_found'])}")
    if answer.get("pages_of_others"):
        numbers = ", ".join(map(str, answer["pages_of_others"]))
        lines.append(f"  not looked at, another person's birth date: page {numbers}")
    return lines
