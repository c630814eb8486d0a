"""One act for one key: what a caller sent under it, and what was answered."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class KeyUse:
    """A request that carries a key. principal is an actor's key ("user:12").

    body_sha256 is of what was sent, not of how it was written down, so that a retry
    with another multipart boundary is the same request.
    """

    principal: str
    key: str
    method: str
    path: str
    body_sha256: str


@dataclass(frozen=True)
class KeyClaim:
    """The right to act under a key; attempts is the fence of the result."""

    id: int
    attempts: int


@dataclass(frozen=True)
class KeptAnswer:
    """What was answered; content is plain JSON without member data."""

    status: int
    content: Any
