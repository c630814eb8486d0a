"""Calls between doctors, as the case's pages show them."""

from dataclasses import dataclass
from datetime import date, datetime

from cases.models import Case, PeerToPeer

TONES = {"requested": "warn", "scheduled": "info", "held": "good", "not_held": "quiet"}


@dataclass(frozen=True)
class PeerAttempt:
    """One try to reach the doctor."""

    at: datetime
    channel: str
    said: str


@dataclass(frozen=True)
class PeerCall:
    """One call: who asked, until when, what came of it.

    after_denial says that it is about a determination already made, so that its outcome
    changes nothing by itself. changes_view says that the director would decide otherwise.
    """

    sequence: int
    physician: str
    state: str
    state_label: str
    tone: str
    asked_at: datetime
    asked_by: str
    window_end: date | None
    scheduled_for: datetime | None
    attempts: tuple[PeerAttempt, ...]
    outcome: str
    new_information: str
    summary: str
    director: str
    concluded_at: datetime | None
    after_denial: bool
    changes_view: bool
    is_open: bool


def peer_calls_of(case: Case) -> tuple[PeerCall, ...]:
    """Every call of the case, newest first. Two queries."""
    rows = (
        case.peer_calls.select_related("contact", "director")
        .prefetch_related("attempts__contact")
        .order_by("-sequence")
    )
    return tuple(_call(row) for row in rows)


def _call(row: PeerToPeer) -> PeerCall:
    news = {True: "Yes", False: "No", None: ""}
    return PeerCall(
        sequence=row.sequence,
        physician=row.physician,
        state=row.state,
        state_label=row.get_state_display(),
        tone=TONES[row.state],
        asked_at=row.contact.happened_at,
        asked_by=row.contact.get_counterpart_display(),
        window_end=row.window_end,
        scheduled_for=row.scheduled_for,
        attempts=tuple(
            PeerAttempt(
                one.contact.happened_at,
                one.contact.get_channel_display(),
                one.contact.answered or one.contact.asked,
            )
            for one in sorted(row.attempts.all(), key=lambda one: one.pk)
        ),
        outcome=row.get_outcome_display() if row.outcome else "",
        new_information=news[row.new_information],
        summary=row.summary,
        director=str(row.director) if row.director else "",
        concluded_at=row.concluded_at,
        after_denial=row.determination_id is not None,
        changes_view=row.outcome in {PeerToPeer.Outcome.OVERTURNED, PeerToPeer.Outcome.PARTLY},
        is_open=row.state in {PeerToPeer.State.REQUESTED, PeerToPeer.State.SCHEDULED},
    )
