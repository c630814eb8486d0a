"""The explorer of the record: who did what, whether the chains are whole, who looked.

Looking is itself written to the access log. Nothing here can be changed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from accounts.selectors.names import names_of
from accounts.services.operating import stream_verify
from accounts.web.access import for_action, request_actor
from cases.errors import CaseNotFoundError
from cases.reports.csv_file import csv_text
from cases.selectors.audit_trail import case_key, case_numbers, read_scope_of
from cases.selectors.event_words import event_label
from cases.web.audit_forms import AuditForm
from cases.web.case_frame import NEVER_KEPT, kept_page
from cases.web.desk_forms import whole
from operations.errors import NoSuchStreamError
from operations.selectors.audit import (
    EntryView,
    ReadView,
    entries,
    reads,
    stream_get,
    streams,
    verification_last,
)
from operations.services.access import access_record
from operations.services.verifications import AUDIT_SUBJECT

PAGE_LENGTH = 100
MOST_EXPORTED = 10_000
NO_CASE = "There is no such case. Nothing is shown."
COLUMNS = ("at", "person", "actor", "what was opened", "purpose", "case")


@dataclass(frozen=True)
class ActLine:
    """One entry in words; detail keys are shown as they are kept.

    what is empty for an act that has no words beside its own name.
    """

    entry: EntryView
    who: str
    what: str
    case_number: str
    detail: str


@dataclass(frozen=True)
class ReadLine:
    """One read in words."""

    read: ReadView
    who: str
    case_number: str


@require_GET
@for_action(Action.AUDIT_VIEW)
def audit_page(request: HttpRequest) -> HttpResponse:
    """Every act, newest first; of a case, a person, a day."""
    actor, form = request_actor(request), AuditForm(request.GET)
    before_id = whole(request.GET.get("before"))
    stream, problem = "", ""
    if form.case_number:
        stream, problem = _case_stream(actor, form.case_number)
    _log(actor, subject="audit:entries", case=stream)
    found = (
        []
        if problem
        else entries(
            stream=stream, between=form.between, before_id=before_id, limit=PAGE_LENGTH + 1
        )
    )
    context = {
        "form": form,
        "problem": problem,
        "lines": _acts(found[:PAGE_LENGTH]),
        "verified": verification_last(AUDIT_SUBJECT),
        **_paged([entry.id for entry in found], request),
    }
    return kept_page(request, "operations/audit.html", context)


@require_GET
@for_action(Action.AUDIT_VIEW)
def stream_list(request: HttpRequest) -> HttpResponse:
    """Every chain by name with its end and its last verification."""
    after = request.GET.get("after", "")[:80]
    found = streams(after=after, limit=PAGE_LENGTH + 1)
    shown = found[:PAGE_LENGTH]
    _log(request_actor(request), subject="audit:streams")
    numbers = case_numbers(stream.name for stream in shown)
    context = {
        "streams": [(stream, numbers.get(stream.name, "")) for stream in shown],
        "next_name": shown[-1].name if len(found) > PAGE_LENGTH else "",
        "is_first": not after,
    }
    return kept_page(request, "operations/audit_streams.html", context)


@require_GET
@for_action(Action.AUDIT_VIEW)
def stream_page(request: HttpRequest, stream: str) -> HttpResponse:
    """The entries of one chain, newest first, and whether it is whole."""
    found_stream = stream_get(stream)
    if found_stream is None:
        raise Http404("There is no such stream.")
    actor, form = request_actor(request), AuditForm(request.GET)
    before_id = whole(request.GET.get("before"))
    numbers = case_numbers([stream])
    _log(actor, subject=f"audit:{stream}", case=stream if numbers else "")
    found = entries(stream=stream, between=form.between, before_id=before_id, limit=PAGE_LENGTH + 1)
    verified = found_stream.verified
    context = {
        "stream": found_stream,
        "case_number": numbers.get(stream, ""),
        "verified": verified,
        "verified_by": names_of([verified.actor])[verified.actor] if verified else "",
        "lines": _acts(found[:PAGE_LENGTH]),
        **_paged([entry.id for entry in found], request),
    }
    return kept_page(request, "operations/audit_stream.html", context)


@require_POST
@for_action(Action.AUDIT_VIEW)
def stream_check(request: HttpRequest, stream: str) -> HttpResponse:
    """Verifies one chain now, keeps the result and says it."""
    try:
        broken = stream_verify(stream, actor=request_actor(request), now=timezone.now())
    except NoSuchStreamError as error:
        raise Http404("There is no such stream.") from error
    if broken is None:
        messages.success(request, "Every entry of this stream is as it was written.")
    else:
        messages.error(request, f"The chain is broken at entry {broken.sequence}: {broken.reason}")
    return HttpResponseRedirect(reverse("cases:audit_stream", args=[stream]))


@require_GET
@for_action(Action.AUDIT_VIEW)
def read_list(request: HttpRequest) -> HttpResponse:
    """Who looked at member data; at a case and its member, by a person, on a day."""
    form = AuditForm(request.GET)
    before_id = whole(request.GET.get("before"))
    found, problem = _reads(request, form, before_id=before_id, limit=PAGE_LENGTH + 1)
    context = {
        "form": form,
        "problem": problem,
        "lines": _looks(found[:PAGE_LENGTH]),
        "query": _query(request),
        "most_exported": MOST_EXPORTED,
        **_paged([read.id for read in found], request),
    }
    return kept_page(request, "operations/audit_reads.html", context)


@require_GET
@for_action(Action.AUDIT_VIEW)
@reauthentication_required  # type: ignore[untyped-decorator]
def read_file(request: HttpRequest) -> HttpResponse:
    """The same reads as CSV, after the password was given again; keys and names of staff only."""
    found, _problem = _reads(request, AuditForm(request.GET), before_id=None, limit=MOST_EXPORTED)
    rows = [
        (
            line.read.at,
            line.who,
            line.read.actor,
            line.read.subject,
            line.read.purpose,
            line.case_number or line.read.case,
        )
        for line in _looks(found)
    ]
    return HttpResponse(
        csv_text(COLUMNS, rows),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": 'attachment; filename="precert-reads.csv"',
            "Cache-Control": NEVER_KEPT,
            "X-Content-Type-Options": "nosniff",
        },
    )


def _reads(
    request: HttpRequest, form: AuditForm, *, before_id: int | None, limit: int
) -> tuple[list[ReadView], str]:
    """The reads asked for, or none and the sentence that says why; the look is logged."""
    actor, scope, key = request_actor(request), None, ""
    if form.case_number:
        try:
            key = case_key(actor, form.case_number)
            scope = read_scope_of(actor, form.case_number)
        except CaseNotFoundError:
            _log(actor, subject="audit:reads")
            return [], NO_CASE
    found = reads(scope=scope, between=form.between, before_id=before_id, limit=limit)
    _log(actor, subject="audit:reads", case=key)
    return found, ""


def _case_stream(actor: Actor, number: str) -> tuple[str, str]:
    try:
        return case_key(actor, number), ""
    except CaseNotFoundError:
        return "", NO_CASE


def _acts(found: Iterable[EntryView]) -> list[ActLine]:
    shown = list(found)
    names = names_of(entry.actor for entry in shown)
    numbers = case_numbers({entry.stream for entry in shown})
    return [
        ActLine(
            entry,
            names[entry.actor],
            event_label(entry.action),
            numbers.get(entry.stream, ""),
            "; ".join(f"{key} {_kept(value)}" for key, value in entry.detail.items() if value),
        )
        for entry in shown
    ]


def _kept(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _looks(found: Iterable[ReadView]) -> list[ReadLine]:
    shown = list(found)
    names = names_of(read.actor for read in shown)
    numbers = case_numbers({read.case for read in shown} | {read.subject for read in shown})
    return [
        ReadLine(read, names[read.actor], numbers.get(read.case or read.subject, ""))
        for read in shown
    ]


def _paged(ids: list[int], request: HttpRequest) -> dict[str, object]:
    """Where the next page begins, and the filters it keeps."""
    more = len(ids) > PAGE_LENGTH
    return {
        "older_id": ids[PAGE_LENGTH - 1] if more else None,
        "is_first": whole(request.GET.get("before")) is None,
        "query": _query(request),
    }


def _query(request: HttpRequest) -> str:
    """The filters as a query, without the place in the list."""
    kept = {name: request.GET.get(name, "") for name in ("case", "person", "day")}
    return urlencode({name: value for name, value in kept.items() if value})


def _log(actor: Actor, *, subject: str, case: str = "") -> None:
    access_record(
        actor=actor.key, subject=subject[:80], purpose="audit.view", now=timezone.now(), case=case
    )
