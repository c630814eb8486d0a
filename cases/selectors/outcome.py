"""What was decided on a case, what it grants, and the letters that went out."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from cases.domain.validity import first_valid_day
from cases.models import Authorization, Case, Determination, InformationRequest, Letter
from cases.selectors.identity import Identity
from operations.domain.plan import PlanView
from operations.selectors.jobs import job_states

MEMBER, REQUESTER = "member", "requester"


@dataclass(frozen=True)
class LineDecided:
    """The decision on one line; authorization is empty unless the line was approved."""

    product: str
    codes: str
    outcome: str
    doses: int
    authorization: str
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True)
class LetterRow:
    """A letter as sent. fingerprint is the start of its SHA-256."""

    id: int
    kind: str
    recipient: str
    created_at: datetime
    fingerprint: str


@dataclass(frozen=True)
class Outcome:
    """The latest determination. is_on_time is None when nothing was due."""

    sequence: int
    outcome: str
    words: str
    tone: str
    category: str
    rationale: str
    signer: str
    signer_licence: str
    decided_at: datetime
    policy: str
    is_on_time: bool | None
    lines: tuple[LineDecided, ...]


@dataclass(frozen=True)
class Asked:
    """An information request: what was asked and until when.

    letter_day is the later day that the letter named, before the request became
    expedited; None where the letter still says what holds.
    """

    sequence: int
    items: tuple[str, ...]
    by: str
    at: datetime
    answer_by: date
    letter_day: date | None
    is_open: bool
    answered_at: datetime | None


@dataclass(frozen=True)
class LetterDue:
    """A letter that a worker is still to make, or gave up making and left to a person."""

    kind: str
    recipient: str
    since: datetime
    is_parked: bool


@dataclass(frozen=True)
class Papers:
    """Everything the plan said on a case: the decision, what was asked, the letters."""

    outcome: Outcome | None
    asked: tuple[Asked, ...]
    letters: tuple[LetterRow, ...]
    due: tuple[LetterDue, ...]


def papers_of(case: Case) -> Papers:
    """The decision and the letters of a case. Seven queries, and one for each request."""
    determination = (
        case.determinations.select_related("signer", "policy").order_by("-sequence").first()
    )
    requests = list(case.information_requests.select_related("requested_by").order_by("sequence"))
    letters = list(case.letters.defer("pdf").order_by("created_at", "id"))
    return Papers(
        outcome=_outcome(determination) if determination else None,
        asked=tuple(_asked(request) for request in requests),
        letters=tuple(_letter(letter) for letter in letters),
        due=_due(determination, requests, letters),
    )


def _outcome(row: Determination) -> Outcome:
    approved = row.outcome == Determination.Outcome.APPROVED
    return Outcome(
        sequence=row.sequence,
        outcome=row.outcome,
        words=row.get_outcome_display(),
        tone="good" if approved else "bad",
        category=row.get_category_display() if row.category else "",
        rationale=row.rationale,
        signer=str(row.signer),
        signer_licence=row.signer_licence,
        decided_at=row.decided_at,
        policy=(
            f"{row.policy.title} {row.policy.version:%Y-%m-%d}, revision {row.policy.revision}"
            if row.policy
            else "No policy in force"
        ),
        is_on_time=row.decided_at <= row.due_at if row.due_at else None,
        lines=_lines(row),
    )


def _lines(row: Determination) -> tuple[LineDecided, ...]:
    granted = {
        one.determination_line_id: one
        for one in Authorization.objects.filter(determination_line__determination=row)
    }
    lines = []
    for line in row.lines.select_related("line").order_by("line__number"):
        grant = granted.get(line.pk)
        codes = [line.line.hcpcs, f"NDC {line.line.ndc}" if line.line.ndc else ""]
        lines.append(
            LineDecided(
                product=line.line.product,
                codes=", ".join(code for code in codes if code),
                outcome=line.get_outcome_display(),
                doses=line.doses,
                authorization=grant.number if grant else "",
                valid_from=grant.valid_from if grant else None,
                valid_to=grant.valid_to if grant else None,
            )
        )
    return tuple(lines)


def asked_sooner(case: Case) -> Asked | None:
    """What is asked now, where the letter named a later day than holds; else None.

    One query, and one more where something is asked.
    """
    asked = case.information_requests.select_related("requested_by")
    row = asked.filter(state=InformationRequest.State.OPEN).first()
    found = _asked(row) if row else None
    return found if found and found.letter_day else None


def _asked(row: InformationRequest) -> Asked:
    first = row.history.order_by("history_id").values_list("answer_by", flat=True).first()
    return Asked(
        sequence=row.sequence,
        items=tuple(item["sentence"] for item in row.items),
        by=str(row.requested_by),
        at=row.requested_at,
        answer_by=row.answer_by,
        letter_day=first if first != row.answer_by else None,
        is_open=row.state == InformationRequest.State.OPEN,
        answered_at=row.answered_at,
    )


def _letter(row: Letter) -> LetterRow:
    return LetterRow(
        id=row.pk,
        kind=row.get_kind_display(),
        recipient=row.recipient,
        created_at=row.created_at,
        fingerprint=row.sha256[:12],
    )


def _due(
    determination: Determination | None,
    requests: list[InformationRequest],
    letters: list[Letter],
) -> tuple[LetterDue, ...]:
    made = {letter.information_request_id for letter in letters}
    due = {
        f"information_request:{request.pk}": ("Information request", MEMBER, request.requested_at)
        for request in requests
        if request.pk not in made
    }
    if determination:
        sent = {
            letter.recipient for letter in letters if letter.determination_id == determination.pk
        }
        approved = determination.outcome == Determination.Outcome.APPROVED
        kind = "Approval" if approved else "Adverse determination"
        owed = {MEMBER: ""} if approved else {MEMBER: "", REQUESTER: f":{REQUESTER}"}
        due |= {
            f"determination:{determination.pk}{tail}": (kind, who, determination.decided_at)
            for who, tail in owed.items()
            if who not in sent
        }
    states = job_states("letter.render", due) if due else {}
    return tuple(
        LetterDue(kind, who, since, is_parked=states.get(cause) == "parked")
        for cause, (kind, who, since) in due.items()
        if who == MEMBER or cause in states
    )


@dataclass(frozen=True)
class Grant:
    """What an approval given today would grant on each line, for the page that asks."""

    lines: tuple[tuple[str, int], ...]
    valid_from: date
    valid_to: date
    days: int
    plan_settings: int


def grant_preview(identity: Identity, *, plan: PlanView, days: int, now: datetime) -> Grant:
    """Lines with doses, and the first and last day the approval would be valid. No query."""
    today = now.astimezone(ZoneInfo(plan.time_zone)).date()
    return Grant(
        lines=tuple((line.product, line.doses) for line in identity.lines),
        valid_from=first_valid_day(today=today, service_from=identity.service_from),
        valid_to=today + timedelta(days=days),
        days=days,
        plan_settings=plan.version,
    )
