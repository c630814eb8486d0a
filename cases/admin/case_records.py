"""What belongs to a case, kind by kind: to be read here, never changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from accounts.admin.records import HistoryAdmin, RecordAdmin
from accounts.admin.rules import AdminRules
from accounts.domain.permissions import Action
from cases.models import (
    Amendment,
    Appeal,
    Authorization,
    BenefitsTask,
    CaseEvent,
    CheckRun,
    ClockCorrection,
    ClockEvent,
    Contact,
    CriterionReview,
    Determination,
    Evaluation,
    Fact,
    GateConfirmation,
    InformationRequest,
    Letter,
    OralNotice,
    PeerToPeer,
    Recommendation,
    RequestLine,
    ReviewNote,
    VoidProposal,
    Withdrawal,
)


@dataclass(frozen=True)
class CaseRecord:
    """One kind: its model, how it is called, what its list shows and which case it is of.

    acted_by names the fields that hold who acted, as a key. case_path leads from a row
    to its case, in Django's double underscores.
    """

    model: type[models.Model]
    title: str
    columns: tuple[str, ...]
    acted_by: tuple[str, ...] = ()
    case_path: str = "case"


RECORDS = (
    CaseRecord(RequestLine, "Lines", ("number", "product", "hcpcs", "doses")),
    CaseRecord(Fact, "Facts", ("name", "state", "basis", "settled_at"), ("proposed_by",)),
    CaseRecord(CheckRun, "Check runs", ("id", "created_at")),
    CaseRecord(Evaluation, "Evaluations", ("kind", "policy", "overall", "created_at")),
    CaseRecord(
        GateConfirmation, "Gates confirmed", ("gate_id", "answer", "passed", "confirmed_by")
    ),
    CaseRecord(
        CriterionReview, "Answers", ("criterion_id", "answer", "suggested", "stale", "reviewer")
    ),
    CaseRecord(InformationRequest, "Information requests", ("sequence", "state", "answer_by")),
    CaseRecord(Recommendation, "Recommendations", ("sequence", "kind", "made_by", "made_at")),
    CaseRecord(ReviewNote, "Notes", ("kind", "written_by", "written_at")),
    CaseRecord(Determination, "Determinations", ("sequence", "outcome", "signer", "decided_at")),
    CaseRecord(
        Authorization,
        "Authorizations",
        ("number", "doses", "valid_from", "valid_to"),
        case_path="determination_line__determination__case",
    ),
    CaseRecord(Contact, "Contacts", ("direction", "counterpart", "recorded_by", "happened_at")),
    CaseRecord(Amendment, "Amendments", ("sequence", "recorded_by", "asked_at")),
    CaseRecord(PeerToPeer, "Peer-to-peer", ("sequence", "state", "outcome", "director")),
    CaseRecord(
        OralNotice,
        "Oral notices",
        ("determination", "contact"),
        case_path="determination__case",
    ),
    CaseRecord(Withdrawal, "Withdrawals", ("recorded_by", "asked_at")),
    CaseRecord(VoidProposal, "Entered in error", ("state", "proposed_by", "settled_by")),
    CaseRecord(
        ClockCorrection,
        "Corrections of the clock",
        ("state", "received_at", "proposed_by", "settled_by"),
    ),
    CaseRecord(BenefitsTask, "Benefits tasks", ("reason", "state", "due_at"), ("settled_by",)),
    CaseRecord(Appeal, "Appeals", ("sequence", "level", "state", "due_at"), ("recorded_by",)),
    CaseRecord(Letter, "Letters", ("kind", "recipient", "template_version", "created_at")),
    CaseRecord(ClockEvent, "Clock", ("kind", "at", "recorded_at"), ("actor",)),
    CaseRecord(CaseEvent, "Events", ("sequence", "kind", "at"), ("actor",)),
)


class ReadOnlyRecord:
    """Shown field by field; read by those who see cases, and every reading is kept."""

    rules = AdminRules(view=Action.CASE_VIEW)
    reads_member_data = True
    case_path = "case"
    record: CaseRecord
    model: Any
    ordering = ("-id",)

    def has_module_permission(self, _request: HttpRequest) -> bool:
        """Not in the navigation: the way here is from a case."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The rows with their cases, without the bytes of letters."""
        rows: QuerySet[Any] = super().get_queryset(request)  # type: ignore[misc]  # an admin's
        heavy = [f.name for f in self.model._meta.concrete_fields if _is_bytes(f)]
        return rows.select_related(self.record.case_path).defer(*heavy)

    def access_keys(self, row: Any) -> tuple[str, str]:
        """The case."""
        key = f"case:{self._case(row).pk}"
        return key, key

    def case_of_list(self, request: HttpRequest) -> str:
        """The case in the address."""
        asked = request.GET.get(self.record.case_path, "")
        return f"case:{asked}" if asked.isdecimal() else ""

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """One case, and nothing else."""
        del request
        return lookup == self.record.case_path and str(value).isdecimal()

    def shown_fields(self, _obj: Any) -> tuple[str, ...]:
        """Every field but the bytes of a letter."""
        kept = [f for f in self.model._meta.concrete_fields if not _is_bytes(f)]
        return tuple(f.name for f in kept if f.name != "id")

    def get_readonly_fields(self, _request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Everything."""
        return self.shown_fields(obj)

    def of_case(self, row: Any) -> str:
        """The number of the case, and the way to its record."""
        case = self._case(row)
        address = reverse("admin:cases_case_change", args=[case.pk])
        return format_html('<a href="{}">{}</a>', address, case.number)

    of_case.short_description = "case"  # type: ignore[attr-defined]  # read by Django

    def who(self, row: Any) -> str:
        """Who acted, by name."""
        key = getattr(row, self.record.acted_by[0])
        return str(self.actor_name(row, key))  # type: ignore[attr-defined]  # a RecordAdmin's

    who.short_description = "by"  # type: ignore[attr-defined]  # read by Django

    def _case(self, row: Any) -> Any:
        for name in self.record.case_path.split("__"):
            row = getattr(row, name)
        return row


def record_admins() -> Iterator[tuple[type[models.Model], type[RecordAdmin]]]:
    """Each kind with the class that shows it; with field history where the model keeps one."""
    for record in RECORDS:
        base = HistoryAdmin if hasattr(record.model, "history") else RecordAdmin
        people = [n for n in record.columns if record.model._meta.get_field(n).is_relation]
        made: type[RecordAdmin] = type(
            f"{record.model.__name__}Admin",
            (ReadOnlyRecord, base),
            {
                "record": record,
                "list_title": record.title,
                "list_display": (*record.columns, *(["who"] if record.acted_by else []), "of_case"),
                "list_select_related": tuple(people) or False,
                "search_fields": (f"{record.case_path}__number",),
                "search_help_text": "Case number",
                "actor_fields": record.acted_by,
            },
        )
        yield record.model, made


def _is_bytes(field: Any) -> bool:
    return isinstance(field, models.BinaryField)
