"""Plan settings: proposed as YAML, compared with what is in force, approved by a second person."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe
from unfold.widgets import UnfoldAdminTextareaWidget

from accounts.admin.acts import Act
from accounts.admin.forms import RefusableForm
from accounts.admin.records import RecordAdmin, Writing
from accounts.admin.rules import AdminRules
from accounts.admin.site import PrecertAdminSite
from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from accounts.services.plan_changes import plan_change_approve, plan_change_propose
from operations.loading.plan_document import plan_document_text
from operations.models import PlanProposal, PlanSettings
from operations.selectors.plan import plan_difference, plan_text_on


class ProposalForm(RefusableForm):
    """The settings as YAML, beginning from those in force."""

    text = forms.CharField(
        label="Plan settings (YAML)",
        strip=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 28, "spellcheck": "false"}),
        help_text=(
            "Change what is to change, and effective_from. Nothing is in force until somebody "
            "else approves it."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].initial = plan_text_on(timezone.localdate())

    class Meta:
        model = PlanProposal
        fields = ()


def _approve(proposal_id: int, _values: Mapping[str, Any], actor: Actor, now: datetime) -> None:
    plan_change_approve(proposal_id, actor=actor, now=now)


def _not_approvable(row: PlanProposal, actor: Actor) -> str:
    if hasattr(row, "approved_settings"):
        return "These plan settings are approved already."
    if row.proposed_by == actor.key:
        return "You proposed these settings, so somebody else must approve them."
    return ""


APPROVE = Act(
    name="approve",
    label="Approve",
    says="These settings are in force from their first day on. They cannot be changed or undone.",
    done="The plan settings are approved.",
    action=Action.PLAN_SETTINGS_APPROVE,
    perform=_approve,
    refused_because=_not_approvable,
)


class PlanRecord(RecordAdmin):
    """What both pages of plan settings have."""

    section = "Plan"
    ordering = ("-effective_from", "-id")
    actor_fields: tuple[str, ...] = ("proposed_by",)

    def get_readonly_fields(self, _request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Everything, once written."""
        return self.fields if obj else ()

    def proposer(self, row: Any) -> str:
        """Who proposed, by name."""
        return self.actor_name(row, row.proposed_by)

    proposer.short_description = "proposed by"  # type: ignore[attr-defined]  # read by Django

    def settings_text(self, row: Any) -> str:
        """The whole text."""
        return _shown("admin/partials/plan_text.html", text=plan_document_text(row.document))

    settings_text.short_description = "settings"  # type: ignore[attr-defined]


class ProposalAdmin(PlanRecord):
    """Settings somebody has put forward."""

    rules = AdminRules(view=Action.PLAN_SETTINGS_VIEW, add=Action.PLAN_SETTINGS_PROPOSE)
    icon = "edit_document"
    list_title = "Proposed plan settings"
    about = "One person proposes, another approves. Nothing is changed or removed."
    form = ProposalForm
    acts = (APPROVE,)
    list_display = ("effective_from", "state", "proposer", "proposed_at")
    list_select_related = ("approved_settings",)
    fields = ("effective_from", "state", "proposer", "proposed_at", "changes", "settings_text")

    def shown_fields(self, obj: Any) -> tuple[str, ...]:
        """The text alone where one is proposed."""
        return self.fields if obj else ("text",)

    def actor_keys_of(self, row: Any) -> list[str]:
        """Proposer, and approver where there is one."""
        approved = getattr(row, "approved_settings", None)
        return [row.proposed_by, approved.approved_by if approved else ""]

    def state(self, row: PlanProposal) -> str:
        """Waiting, or by whom it was approved."""
        if not hasattr(row, "approved_settings"):
            return "Waiting for a second person"
        return f"Approved by {self.actor_name(row, row.approved_settings.approved_by)}"

    def changes(self, row: PlanProposal) -> str:
        """The difference to what is in force on the first day."""
        return _shown("admin/partials/difference.html", lines=plan_difference(row))

    changes.short_description = "difference to what is in force"  # type: ignore[attr-defined]

    def write(self, writing: Writing, *, actor: Actor, now: datetime) -> int:
        """Proposes."""
        return plan_change_propose(str(writing.values["text"]), actor=actor, now=now).pk


class SettingsAdmin(PlanRecord):
    """Settings two people have put in force."""

    rules = AdminRules(view=Action.PLAN_SETTINGS_VIEW)
    icon = "tune"
    list_title = "Plan settings in force"
    about = "Of those that have begun, the latest first day counts. A determination names one."
    actor_fields = ("proposed_by", "approved_by")
    list_display = ("effective_from", "id", "proposer", "approver", "approved_at")
    fields = ("id", "effective_from", "proposer", "approver", "approved_at", "settings_text")

    def approver(self, row: PlanSettings) -> str:
        """Who approved, by name."""
        return self.actor_name(row, row.approved_by)

    approver.short_description = "approved by"  # type: ignore[attr-defined]


def register_plan(site: PrecertAdminSite) -> None:
    """Proposals and settings."""
    site.register_record(PlanSettings, SettingsAdmin)
    site.register_record(PlanProposal, ProposalAdmin)


def _shown(template: str, **context: object) -> str:
    return mark_safe(render_to_string(template, context))  # noqa: S308 - a template's own output
