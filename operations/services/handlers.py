"""Who does which kind of job. Apps register their handlers in apps.ready()."""

from collections.abc import Callable
from dataclasses import dataclass

from operations.domain.jobs import ClaimedJob, Turn
from operations.errors import JobKindTakenError, UnknownJobKindError

QUEUES = ("reading", "checks", "letters")


@dataclass(frozen=True)
class JobHandler:
    """What runs a kind of job, on which queue its id travels, and its turn by its digest."""

    kind: str
    queue: str
    handle: Callable[[ClaimedJob], None]
    turn_of: Callable[[str], Turn]


_HANDLERS: dict[str, JobHandler] = {}


def first_turn(_digest: str) -> Turn:
    """The turn of a job that waits for no other."""
    return Turn.FIRST


def register_handler(
    kind: str,
    *,
    queue: str,
    handle: Callable[[ClaimedJob], None],
    turn_of: Callable[[str], Turn] = first_turn,
) -> None:
    """Bind the kind of job to its handler; the same binding twice is one.

    Raises:
        ValueError: when the queue is none of QUEUES.
        JobKindTakenError: when another handler has the kind.
    """
    if queue not in QUEUES:
        raise ValueError(f"{queue} is not a queue; the queues are {', '.join(QUEUES)}.")
    handler = JobHandler(kind=kind, queue=queue, handle=handle, turn_of=turn_of)
    if _HANDLERS.setdefault(kind, handler) != handler:
        raise JobKindTakenError(f"Another handler is registered for {kind}.")


def handler_for(kind: str) -> JobHandler:
    """The handler of the kind.

    Raises:
        UnknownJobKindError: when none is registered.
    """
    try:
        return _HANDLERS[kind]
    except KeyError:
        raise UnknownJobKindError(f"No handler is registered for jobs of kind {kind}.") from None


def turn_for(kind: str, digest: str) -> Turn:
    """The turn of a job; the first for a kind that nobody handles, which then fails and is seen."""
    handler = _HANDLERS.get(kind)
    return handler.turn_of(digest) if handler else Turn.FIRST
