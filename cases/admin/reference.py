"""Reference data: who is covered by what, and who gives services where."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from accounts.admin.forms import ReasonedForm
from accounts.admin.records import HistoryAdmin, RecordAdmin, Writing
from accounts.admin.rules import AdminRules
from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from cases.errors import CasesError
from cases.models import Member
from cases.services.reference_changes import (
    ReferenceChange,
    ReferenceKind,
    reference_add,
    reference_change,
)

MEMBER_RULES = AdminRules(
    view=Action.MEMBER_VIEW, add=Action.MEMBER_CHANGE, change=Action.MEMBER_CHANGE
)
DIRECTORY_RULES = AdminRules(
    view=Action.DIRECTORY_VIEW, add=Action.DIRECTORY_CHANGE, change=Action.DIRECTORY_CHANGE
)
ADDRESS = ("address_line", "city", "state", "postal_code")


class ReferenceAdmin(HistoryAdmin):
    """Reference data of one kind; added and changed through its service."""

    kind: ReferenceKind
    fixed_fields: tuple[str, ...] = ()
    form = ReasonedForm
    refusals = (*RecordAdmin.refusals, CasesError)

    def get_readonly_fields(self, _request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Whose record it is stays."""
        return self.fixed_fields if obj else ()

    def write(self, writing: Writing, *, actor: Actor, now: datetime) -> int:
        """Adds or changes the record."""
        change = ReferenceChange(writing.values, writing.reason)
        if writing.row_id is None:
            return reference_add(self.kind, change, actor=actor, now=now)
        reference_change(self.kind, writing.row_id, change, actor=actor, now=now)
        return writing.row_id


class MemberDataAdmin(ReferenceAdmin):
    """Reference data about members: every reading of it is in the access log."""

    rules = MEMBER_RULES
    section = "Members"
    reads_member_data = True

    def access_keys(self, row: Any) -> tuple[str, str]:
        """The member, of no case."""
        return f"member:{row.pk if isinstance(row, Member) else row.member_id}", ""


class MemberAdmin(MemberDataAdmin):
    """Members."""

    kind = ReferenceKind.MEMBER
    icon = "person"
    about = "People covered by the plan. Every reading of a record here is kept."
    list_display = ("number", "family_name", "given_name", "birth_date", "state", "postal_code")
    list_filter = ("sex",)
    search_fields = ("number", "family_name", "given_name")
    search_help_text = "Member number or name"
    ordering = ("family_name", "given_name", "id")
    raw_id_fields = ("subscriber",)
    fields = (
        "number",
        "given_name",
        "family_name",
        "birth_date",
        "sex",
        *ADDRESS,
        "subscriber",
        "covered_by",
    )

    def get_readonly_fields(self, _request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """What covers the member has pages of its own."""
        return ("covered_by",) if obj else ()

    def shown_fields(self, obj: Any) -> tuple[str, ...]:
        """Coverage only of a member who is on file."""
        return self.fields if obj else self.fields[:-1]

    def covered_by(self, row: Member) -> str:
        """The member's coverages with the way to each, and to one more."""
        links = [
            (reverse("admin:cases_coverage_change", args=[one.pk]), str(one))
            for one in row.coverages.order_by("starts_on")
        ] + [
            (reverse("admin:cases_othercoverage_change", args=[one.pk]), str(one))
            for one in row.other_coverages.order_by("starts_on")
        ]
        rows = format_html_join("", '<li><a href="{}">{}</a></li>', links)
        return format_html("<ul>{}</ul>", rows) if links else "Nothing on file"

    covered_by.short_description = "coverage"  # type: ignore[attr-defined]  # read by Django


class CoverageAdmin(MemberDataAdmin):
    """What covers a member between two days."""

    kind = ReferenceKind.COVERAGE
    icon = "shield_person"
    about = "What covers a member between two days, and whose policy governs."
    fixed_fields = ("member",)
    raw_id_fields = ("member", "group")
    list_display = ("__str__", "member", "regime", "funding", "route", "starts_on", "ends_on")
    list_filter = ("line_of_business", "regime", "funding", "route")
    list_select_related = ("member",)
    search_fields = ("member__number",)
    search_help_text = "Member number"
    ordering = ("-starts_on", "-id")
    fields = (
        "member",
        "line_of_business",
        "regime",
        "funding",
        "route",
        "grandfathered",
        "group",
        "group_name",
        "home_plan",
        "starts_on",
        "ends_on",
    )


class OtherCoverageAdmin(MemberDataAdmin):
    """Cover that a member has elsewhere."""

    kind = ReferenceKind.OTHER_COVERAGE
    icon = "join_inner"
    list_title = "Other coverage"
    about = "Cover that a member has elsewhere, and whether it pays before ours."
    fixed_fields = ("member",)
    raw_id_fields = ("member",)
    list_display = ("member", "payer", "order", "starts_on", "ends_on")
    list_filter = ("order",)
    list_select_related = ("member",)
    search_fields = ("member__number",)
    search_help_text = "Member number"
    ordering = ("-starts_on", "-id")
    fields = ("member", "payer", "order", "starts_on", "ends_on")


class GroupAdmin(ReferenceAdmin):
    """Employers and other groups with one contract."""

    rules = DIRECTORY_RULES
    kind = ReferenceKind.GROUP
    section = "Members"
    icon = "corporate_fare"
    about = "Groups with one contract, and whether its wording is at hand."
    list_display = ("number", "name", "contract", "contract_note")
    list_filter = ("contract",)
    search_fields = ("number", "name")
    search_help_text = "Group number or name"
    ordering = ("name", "id")
    fields = ("number", "name", "contract", "contract_note")


class DirectoryAdmin(ReferenceAdmin):
    """What providers and facilities have in common."""

    rules = DIRECTORY_RULES
    section = "Providers and facilities"
    list_filter = ("network", "standing", "state")
    search_fields = ("npi", "name")
    search_help_text = "NPI or name"
    ordering = ("name", "id")


class ProviderAdmin(DirectoryAdmin):
    """Practitioners."""

    kind = ReferenceKind.PROVIDER
    icon = "stethoscope"
    about = "Practitioners who ask for services or give them."
    list_display = ("npi", "name", "specialty", "city", "state", "network", "standing")
    fields = ("npi", "name", "specialty", "phone", "fax", *ADDRESS, "network", "standing")


class FacilityAdmin(DirectoryAdmin):
    """Places where services are given."""

    kind = ReferenceKind.FACILITY
    icon = "local_hospital"
    about = "Places where services are given."
    list_display = ("npi", "name", "city", "state", "network", "standing")
    fields = ("npi", "name", "phone", *ADDRESS, "network", "standing")


class TreatmentCentreAdmin(ReferenceAdmin):
    """Facilities that may give a policy's treatment."""

    rules = DIRECTORY_RULES
    kind = ReferenceKind.TREATMENT_CENTRE
    section = "Providers and facilities"
    icon = "verified"
    about = "Facilities that may give the treatment of a policy, between two days."
    fixed_fields = ("facility",)
    raw_id_fields = ("facility",)
    list_display = ("facility", "policy", "starts_on", "ends_on")
    list_filter = ("policy",)
    list_select_related = ("facility",)
    search_fields = ("facility__name", "facility__npi")
    search_help_text = "Facility's NPI or name"
    ordering = ("facility__name", "policy", "-starts_on")
    fields = ("facility", "policy", "starts_on", "ends_on")
