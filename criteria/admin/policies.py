"""Policies: imported as YAML, published by a second person, read-only ever after."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from unfold.widgets import UnfoldAdminTextareaWidget

from accounts.admin.acts import Act
from accounts.admin.forms import RefusableForm
from accounts.admin.records import RecordAdmin, Writing
from accounts.admin.rules import AdminRules
from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from criteria.errors import CriteriaError
from criteria.models import PolicyRevision
from criteria.services.policies import policy_import, policy_publish


class PolicyForm(RefusableForm):
    """A policy as YAML."""

    text = forms.CharField(
        label="Policy (YAML)",
        strip=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 28, "spellcheck": "false"}),
        help_text=(
            "Becomes a draft. Every mistake is named with its line, and nothing is imported "
            "until there is none. Somebody else publishes it."
        ),
    )

    class Meta:
        model = PolicyRevision
        fields = ()


def _publish(revision_id: int, _values: Mapping[str, Any], actor: Actor, now: datetime) -> None:
    policy_publish(revision_id, actor=actor, now=now)


def _not_publishable(row: PolicyRevision, actor: Actor) -> str:
    if hasattr(row, "publication"):
        return "This revision is published already."
    if row.imported_by == actor.key:
        return "You imported this revision, so somebody else must publish it."
    return ""


PUBLISH = Act(
    name="publish",
    label="Publish",
    says=(
        "Requests with a service date from its first day on are reviewed under this revision. "
        "It cannot be changed or undone; a correction is another revision."
    ),
    done="The revision is published.",
    action=Action.POLICY_PUBLISH,
    perform=_publish,
    refused_because=_not_publishable,
)


class PolicyAdmin(RecordAdmin):
    """Every revision of every policy."""

    rules = AdminRules(view=Action.POLICY_VIEW, add=Action.POLICY_IMPORT)
    section = "Policies"
    icon = "policy"
    list_title = "Policies"
    about = "A version is the plan's text; a revision is how it is written here."
    form = PolicyForm
    acts = (PUBLISH,)
    refusals = (*RecordAdmin.refusals, CriteriaError)
    actor_fields = ("imported_by",)
    list_display = ("revision_name", "title", "state", "effective_from", "effective_to", "importer")
    list_display_links = ("revision_name",)
    list_filter = ("slug",)
    list_select_related = ("publication",)
    search_fields = ("slug", "title")
    search_help_text = "Policy"
    ordering = ("slug", "-version", "-revision")
    fields: tuple[str, ...] = (
        "title",
        "state",
        "effective_from",
        "effective_to",
        "importer",
        "imported_at",
        "in_words",
        "yaml",
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        """Without the text, which only one page shows."""
        return super().get_queryset(request).defer("source")

    def get_readonly_fields(self, _request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Everything, once imported."""
        return self.fields if obj else ()

    def shown_fields(self, obj: Any) -> tuple[str, ...]:
        """The text alone where one is imported."""
        return self.fields if obj else ("text",)

    def actor_keys_of(self, row: Any) -> list[str]:
        """Who imported it, and who published it where somebody has."""
        publication = getattr(row, "publication", None)
        return [row.imported_by, publication.published_by if publication else ""]

    def revision_name(self, row: PolicyRevision) -> str:
        """Policy, version and revision."""
        return str(row)

    revision_name.short_description = "revision"  # type: ignore[attr-defined]  # read by Django

    def state(self, row: PolicyRevision) -> str:
        """Draft, or by whom it was published and when."""
        if not hasattr(row, "publication"):
            return "Draft, waiting for a second person"
        name = self.actor_name(row, row.publication.published_by)
        return f"Published by {name}, {row.publication.published_at:%Y-%m-%d}"

    def importer(self, row: PolicyRevision) -> str:
        """Who imported it, by name."""
        return self.actor_name(row, row.imported_by)

    importer.short_description = "imported by"  # type: ignore[attr-defined]  # read by Django

    def in_words(self, row: PolicyRevision) -> str:
        """The way to the policy in words."""
        address = reverse("criteria:policy", args=[row.pk])
        return format_html('<a href="{}">Read this revision in words</a>', address)

    def yaml(self, row: PolicyRevision) -> str:
        """The text as it was imported."""
        shown = render_to_string("admin/partials/plan_text.html", {"text": row.source})
        return mark_safe(shown)  # noqa: S308 - a template's own output

    yaml.short_description = "text as imported"  # type: ignore[attr-defined]  # read by Django

    def write(self, writing: Writing, *, actor: Actor, now: datetime) -> int:
        """Imports the text as a draft."""
        return policy_import(str(writing.values["text"]), actor=actor, now=now).pk
