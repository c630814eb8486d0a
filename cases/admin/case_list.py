"""The list of cases without member data, and a case's record, which nobody changes here."""

from datetime import timedelta
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from accounts.admin.records import HistoryAdmin
from accounts.admin.rules import AdminRules, request_may
from accounts.domain.permissions import Action
from cases.admin.case_records import RECORDS
from cases.domain.lifecycle import CLOSED, OPEN
from cases.domain.moments import due_words
from cases.models import Case
from criteria.selectors.policies import revision_list

CASE_RULES = AdminRules(list=Action.CASE_LIST, view=Action.CASE_VIEW)


class StandingFilter(SimpleListFilter):
    """Open cases, unless others are asked for."""

    title = "standing"
    parameter_name = "standing"

    def lookups(self, _request: HttpRequest, _admin: Any) -> list[tuple[str, str]]:
        """What can be asked for."""
        return [("closed", "Closed"), ("all", "Open and closed")]

    def choices(self, changelist: Any) -> Any:
        """The choices, the first of them named for what it is."""
        found = list(super().choices(changelist))
        found[0]["display"] = "Open"
        return found

    def queryset(self, request: HttpRequest, queryset: QuerySet[Case]) -> QuerySet[Case]:
        """The cases asked for; one status asked for is enough by itself."""
        asked = self.value() or ("all" if "status__exact" in request.GET else "")
        if asked == "all":
            return queryset
        return queryset.filter(status__in=CLOSED if self.value() == "closed" else OPEN)


class DueFilter(SimpleListFilter):
    """How pressing."""

    title = "due"
    parameter_name = "due"

    def lookups(self, _request: HttpRequest, _admin: Any) -> list[tuple[str, str]]:
        """Spans from now."""
        return [
            ("overdue", "Overdue"),
            ("day", "Within a day"),
            ("week", "Within a week"),
            ("none", "No clock running"),
        ]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Case]) -> QuerySet[Case]:
        """The cases due in the span."""
        now = timezone.now()
        spans = {
            "overdue": Q(due_at__lt=now),
            "day": Q(due_at__gte=now, due_at__lt=now + timedelta(days=1)),
            "week": Q(due_at__gte=now, due_at__lt=now + timedelta(days=7)),
            "none": Q(due_at=None),
        }
        return queryset.filter(spans[self.value() or ""]) if self.value() in spans else queryset


class PolicyFilter(SimpleListFilter):
    """The revision under which a case is reviewed."""

    title = "policy"
    parameter_name = "policy"

    def lookups(self, _request: HttpRequest, _admin: Any) -> list[tuple[str, str]]:
        """Every revision."""
        return [(str(one.id), str(one)) for one in revision_list()]

    def queryset(self, _request: HttpRequest, queryset: QuerySet[Case]) -> QuerySet[Case]:
        """The cases under the revision."""
        asked = self.value() or ""
        return queryset.filter(policy_id=int(asked)) if asked.isdecimal() else queryset


class CaseAdmin(HistoryAdmin):
    """Cases: the list says nothing of the member, the record is for those who see cases."""

    rules = CASE_RULES
    icon = "folder_open"
    about = "Requests under review. Nothing about a case is changed here: use the desk."
    reads_member_data = True
    ordering = (F("due_at").asc(nulls_last=True), "id")
    list_filter = (
        StandingFilter,
        "status",
        "urgency",
        DueFilter,
        "coverage__line_of_business",
        PolicyFilter,
        "owner",
    )
    search_fields = ("number",)
    search_help_text = "Case number"
    list_select_related = ("owner",)
    columns = ("number", "service", "status", "due", "owner")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Case]:
        """Cases with their lines."""
        cases: QuerySet[Case] = super().get_queryset(request)
        return cases.prefetch_related("lines")

    def note_list(self, _request: HttpRequest) -> None:
        """Nothing: the list shows no member data."""

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """The way to the desk only for those who may go there."""
        sees = request_may(request, Action.CASE_VIEW)
        return (*self.columns, "desk") if sees else self.columns

    def get_list_display_links(self, request: HttpRequest, _columns: Any) -> Any:
        """The record only for those who may see it."""
        return ("number",) if request_may(request, self.rules.view) else None

    def access_keys(self, row: Case) -> tuple[str, str]:
        """The case."""
        return f"case:{row.pk}", f"case:{row.pk}"

    def service(self, row: Case) -> str:
        """What is asked for."""
        return ", ".join(line.product for line in row.lines.all())

    def due(self, row: Case) -> str:
        """The due time and how far off it is; of a closed case nothing is due."""
        if not row.state.is_open:
            return "Closed"
        if row.due_at is None:
            return "No clock running"
        local = timezone.localtime(row.due_at)
        return f"{local:%a %d %b %Y %H:%M} ({due_words(row.due_at, timezone.now())})"

    due.admin_order_field = "due_at"  # type: ignore[attr-defined]  # read by Django

    def desk(self, row: Case) -> str:
        """The way to the desk."""
        label = f"Open {row.number} on the desk"
        link = '<a href="{}" aria-label="{}">Open on the desk</a>'
        return format_html(link, row.get_absolute_url(), label)

    desk.short_description = "desk"  # type: ignore[attr-defined]  # read by Django

    def shown_fields(self, _obj: Any) -> tuple[str, ...]:
        """Every field of the case, and the ways to what belongs to it."""
        own = [field.name for field in Case._meta.concrete_fields if field.name != "id"]
        return ("desk", "belonging", *own)

    def get_readonly_fields(self, _request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Everything."""
        return self.shown_fields(obj)

    def belonging(self, row: Case) -> str:
        """What belongs to the case, kind by kind, each with the way to it."""
        links = []
        for record in RECORDS:
            meta = record.model._meta
            address = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
            links.append((f"{address}?{record.case_path}={row.pk}", record.title))
        return format_html(
            "<ul>{}</ul>", format_html_join("", '<li><a href="{}">{}</a></li>', links)
        )

    belonging.short_description = "belonging to it"  # type: ignore[attr-defined]
