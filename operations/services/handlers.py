"""Who does which kind of job. Apps register their handlers in apps.ready()."""

from collections.abc import Callable
from dataclasses import dataclass

from operations.domain.jobs import ClaimedJob
from operations.errors import JobKindTakenError, UnknownJobKindError

QUEUES = ("reading", "checks", "letters")


@dataclass(frozen=True)
class JobHandler:
    """What runs a kind of job, and on which queue its id travels."""

    kind: str
    queue: str
    handle: Callable[[ClaimedJob], None]


_HANDLERS: dict[str, JobHandler] = {}


def register_handler(kind: str, *, queue: str, handle: Callable[[ClaimedJob], None]) -> None:
    """Bind the kind of job to its handler; the same binding twice is one.

    Raises:
        ValueError: when the queue is none of QUEUES.
        JobKindTakenError: when another handler has the kind.
    """
    if queue not in QUEUES:
        raise ValueError(f"{queue} is not a queue; the queues are {', '.join(QUEUES)}.")
    handler = JobHandler(kind=kind, queue=queue, handle=handle)
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
