"""Plan settings by day."""

from datetime import date

from operations.domain.difference import DifferentLine, line_difference
from operations.domain.plan import PlanView, plan_view
from operations.errors import NoPlanSettingsError
from operations.loading.plan_document import plan_document_text
from operations.models import PlanProposal, PlanSettings

__all__ = [
    "PlanView",
    "plan_difference",
    "plan_proposals_open",
    "plan_settings_on",
    "plan_settings_version",
    "plan_settings_versions",
    "plan_text_on",
]


def plan_settings_on(day: date) -> PlanView:
    """The plan settings in force on the day; one query.

    Of the versions effective by then the latest effective_from counts, and of
    those with the same the one approved last.

    Raises:
        NoPlanSettingsError: when none are in force yet.
    """
    row = _in_force(day)
    if row is None:
        raise NoPlanSettingsError(
            f"No plan settings are in force on {day:%Y-%m-%d}: load and approve them first."
        )
    return plan_view(row.pk, row.effective_from, row.document)


def plan_settings_version(version: int) -> PlanView:
    """The plan settings that a determination names; one query.

    Raises:
        NoPlanSettingsError: when there is no such version.
    """
    row = PlanSettings.objects.filter(pk=version).first()
    if row is None:
        raise NoPlanSettingsError(f"There are no plan settings with version {version}.")
    return plan_view(row.pk, row.effective_from, row.document)


def plan_settings_versions() -> list[PlanView]:
    """Every version, in the order in which they come into force; one query.

    On a day counts the last of those whose effective_from has come, as plan_settings_on says.
    """
    rows = PlanSettings.objects.order_by("effective_from", "id")
    return [plan_view(row.pk, row.effective_from, row.document) for row in rows]


def plan_proposals_open() -> list[PlanProposal]:
    """Proposals that nobody has approved, oldest first."""
    return list(PlanProposal.objects.filter(approved_settings__isnull=True).order_by("id"))


def plan_text_on(day: date) -> str:
    """The settings in force on the day as YAML; empty when none are. One query."""
    row = _in_force(day)
    return plan_document_text(row.document) if row else ""


def plan_difference(proposal: PlanProposal) -> tuple[DifferentLine, ...]:
    """How the proposal differs from what is in force on its first day without it.

    Every line is added where nothing is in force by then. Two queries.
    """
    others = PlanSettings.objects.exclude(proposal=proposal)
    approved = PlanSettings.objects.filter(proposal=proposal).first()
    if approved is not None:
        others = others.filter(pk__lt=approved.pk)
    row = (
        others.filter(effective_from__lte=proposal.effective_from)
        .order_by("-effective_from", "-id")
        .first()
    )
    old = plan_document_text(row.document) if row else ""
    return line_difference(old, plan_document_text(proposal.document))


def _in_force(day: date) -> PlanSettings | None:
    return (
        PlanSettings.objects.filter(effective_from__lte=day)
        .order_by("-effective_from", "-id")
        .first()
    )
