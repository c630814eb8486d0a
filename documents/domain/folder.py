"""What lies in a folder that a fax server fills, and when it may be taken. Pure: no files."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath

TAKING, DONE, REFUSED = "taking", "done", "refused"
OWN_FOLDERS = frozenset({TAKING, DONE, REFUSED})
SLIP = ".json"
# Names that programs give a file while they still write it; it is renamed when it is whole.
UNFINISHED = frozenset({".tmp", ".part", ".partial", ".filepart", ".crdownload", ".writing"})
# A file without a byte may still be filled by whoever made it.
EMPTY_WAITS_SECONDS = 60.0
# A slip may be written before its fax comes through the line: so many times the usual wait.
ORPHAN_WAITS = 60


class Kind(StrEnum):
    """What a name in the folder is to us."""

    FAX = "fax"
    SLIP = "slip"
    NOT_OURS = "not_ours"


class Hindrance(StrEnum):
    """What keeps faxes lying in the folder; the code in the watcher's standing."""

    NO_FOLDER = "no_folder"
    NO_RIGHTS = "no_rights"
    FILE_RIGHTS = "file_rights"
    NO_SPACE = "no_space"
    FAULT = "fault"


HINDRANCES = {
    Hindrance.NO_FOLDER: "The folder is not there. Mount it, or start the watcher on the right one.",
    Hindrance.NO_RIGHTS: "Files in the folder cannot be moved. Give the watcher the right to write there.",
    Hindrance.FILE_RIGHTS: "A fax cannot be opened. Give the watcher the right to read it.",
    Hindrance.NO_SPACE: "There is no room on the disk. Make room; the faxes wait meanwhile.",
    Hindrance.FAULT: "The last try failed. The faxes wait and are tried again; see the watcher's log.",
}

REFUSALS = {
    "empty": "The file is empty.",
    "too_large": "The file is larger than {megabytes} MB.",
    "wrong_type": "The file is not a PDF, TIFF, PNG or JPEG.",
    "link": "This is a link to another place, not a file. Links are never followed.",
    "not_a_file": "This is not an ordinary file.",
    "late_slip": "This slip came after its fax had been taken in, or its fax never came, and no one "
    "arrival of that name that lacks a slip and came at its time could be told. Nothing in it was "
    "used: the arrival's sender, pages announced and time stay as they are known.",
}
_WHAT_TO_DO = {
    "late_slip": "Look at the arrival of that fax, and compare. If its time of receipt must be "
    "another, tell the administrator."
}
_ASK = (
    "No request was opened from it and nobody else has seen it. Open it by hand, or ask the sender "
    "to fax it again; the plan may have received it already."
)


@dataclass(frozen=True)
class Look:
    """How a file looked: the same look again means that nobody wrote to it."""

    size: int
    changed_ns: int
    inode: int


@dataclass(frozen=True)
class Seen:
    """A look, and since when, by a clock that only goes forward, in seconds."""

    look: Look
    since: float


@dataclass(frozen=True)
class Patience:
    """For how long a file must rest, and a fax without a slip waits for one, in seconds."""

    settle_seconds: float
    slip_seconds: float


def kind_of(name: str) -> Kind:
    """What a file of this name is; hidden and unfinished ones are none of ours yet."""
    path = PurePath(name)
    suffix = path.suffix.lower()
    if name.startswith((".", "~")) or suffix in UNFINISHED or name in OWN_FOLDERS:
        return Kind.NOT_OURS
    return Kind.SLIP if suffix == SLIP else Kind.FAX


def slip_names(name: str) -> tuple[str, str]:
    """The names that a fax's slip may have: fax.tif.json, or fax.json."""
    return f"{name}{SLIP}", f"{PurePath(name).stem}{SLIP}"


def looked_again(before: Seen | None, look: Look, *, at: float) -> Seen:
    """What is remembered of a file: the earlier moment as long as it looks the same."""
    return before if before is not None and before.look == look else Seen(look, at)


def is_settled(seen: Seen, *, at: float, patience: Patience) -> bool:
    """Whether the file has rested for long enough to be whole."""
    wait = patience.settle_seconds
    if seen.look.size == 0:
        wait = max(wait, min(EMPTY_WAITS_SECONDS, wait * 12))
    return at - seen.since >= wait


def may_go_alone(seen: Seen, *, at: float, patience: Patience) -> bool:
    """Whether a fax has waited for its slip for long enough."""
    return at - seen.since >= max(patience.settle_seconds, patience.slip_seconds)


def reason_text(name: str, code: str, *, at: str, megabytes: int) -> str:
    """What lies beside a refused file: what it is, why, and what to do."""
    why = REFUSALS[code].format(megabytes=megabytes)
    return f"{name}\nNot taken in, {at}.\n\n{why}\n{_WHAT_TO_DO.get(code, _ASK)}\n"


def hindrance_words(code: str) -> str:
    """The hindrance as a sentence; empty when there is none."""
    return HINDRANCES[Hindrance(code)] if code in HINDRANCES else ""


def slip_orphaned(
    name: str, present: set[str], *, seen: Seen, at: float, patience: Patience
) -> bool:
    """Whether no fax lies there for the slip, and none will: slips may come a while before."""
    faxes = (other for other in present if kind_of(other) == Kind.FAX)
    if any(name in slip_names(fax) for fax in faxes):
        return False
    return at - seen.since >= ORPHAN_WAITS * patience.slip_seconds
