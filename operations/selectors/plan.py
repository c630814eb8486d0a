"""Plan settings by day."""

from datetime import date

from operations.domain.plan import PlanView, plan_view
from operations.errors import NoPlanSettingsError
from operations.models import PlanProposal, PlanSettings

__all__ = ["PlanView", "plan_proposals_open", "plan_settings_on", "plan_settings_version"]


def plan_settings_on(day: date) -> PlanView:
    """The plan settings in force on the day; one query.

    Of the versions effective by then the latest effective_from counts, and of
    those with the same the one approved last.

    Raises:
        NoPlanSettingsError: when none are in force yet.
    """
    row = (
        PlanSettings.objects.filter(effective_from__lte=day)
        .order_by("-effective_from", "-id")
        .first()
    )
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


def plan_proposals_open() -> list[PlanProposal]:
    """Proposals that nobody has approved, oldest first."""
    return list(PlanProposal.objects.filter(approved_settings__isnull=True).order_by("id"))
