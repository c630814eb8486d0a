"""Plan settings are changed by two people: one proposes, another approves."""

from datetime import datetime
from enum import StrEnum

from django.db import transaction

from operations.domain.canonical import digest_of
from operations.errors import PlanSettingsError, SamePersonError
from operations.loading.plan_document import plan_document_parse
from operations.models import PlanProposal, PlanSettings
from operations.services.audit import audit_append

PLAN_STREAM = "plan-settings"


@transaction.atomic
def plan_settings_propose(text: str, *, actor_key: str, now: datetime) -> PlanProposal:
    """The proposal for the YAML text; not in force until somebody else approves it.

    Raises:
        PlanSettingsError: names the places that are wrong.
    """
    document = plan_document_parse(text)
    body = document.model_dump(mode="json")
    proposal = PlanProposal.objects.create(
        effective_from=document.effective_from,
        document=body,
        digest=digest_of(body),
        proposed_by=actor_key,
        proposed_at=now,
    )
    _record(proposal, action="plan_settings.proposed", actor_key=actor_key, now=now)
    return proposal


@transaction.atomic
def plan_settings_approve(proposal_id: int, *, actor_key: str, now: datetime) -> PlanSettings:
    """The settings in force from the proposal's effective day on.

    Raises:
        SamePersonError: when the approver is the proposer.
        PlanSettingsError: when there is no such proposal, or it is approved already.
    """
    proposal = PlanProposal.objects.select_for_update().filter(pk=proposal_id).first()
    if proposal is None:
        raise PlanSettingsError("There is no such proposal of plan settings.")
    if proposal.proposed_by == actor_key:
        raise SamePersonError("You proposed these settings, so somebody else must approve them.")
    if PlanSettings.objects.filter(proposal=proposal).exists():
        raise PlanSettingsError("These plan settings are approved already.")
    settings = PlanSettings.objects.create(
        proposal=proposal,
        effective_from=proposal.effective_from,
        document=proposal.document,
        digest=proposal.digest,
        proposed_by=proposal.proposed_by,
        approved_by=actor_key,
        approved_at=now,
    )
    _record(proposal, action="plan_settings.approved", actor_key=actor_key, now=now)
    return settings


def plan_settings_stand(text: str) -> bool:
    """Whether exactly these settings are approved already, so that nothing would change.

    Raises:
        PlanSettingsError: names the places that are wrong.
    """
    digest = digest_of(plan_document_parse(text).model_dump(mode="json"))
    return PlanSettings.objects.filter(digest=digest).exists()


class LoadOutcome(StrEnum):
    """What loading a file of plan settings came to."""

    IN_FORCE = "in_force"
    KNOWN = "known"
    PROPOSED = "proposed"


@transaction.atomic
def plan_settings_load(text: str, *, now: datetime) -> LoadOutcome:
    """Load plan settings at set-up, any number of times.

    IN_FORCE: there were none, so two parts of the system proposed and approved
    them, and the record shows that no person decided. KNOWN: the same text is
    there already. PROPOSED: others are in force, so a person must approve these.

    Raises:
        PlanSettingsError: names the places that are wrong.
    """
    digest = digest_of(plan_document_parse(text).model_dump(mode="json"))
    if PlanProposal.objects.filter(digest=digest).exists():
        return LoadOutcome.KNOWN
    proposal = plan_settings_propose(text, actor_key="system:setup", now=now)
    if PlanSettings.objects.exists():
        return LoadOutcome.PROPOSED
    plan_settings_approve(proposal.pk, actor_key="system:bootstrap", now=now)
    return LoadOutcome.IN_FORCE


def _record(proposal: PlanProposal, *, action: str, actor_key: str, now: datetime) -> None:
    audit_append(
        PLAN_STREAM,
        actor=actor_key,
        action=action,
        detail={"proposal": proposal.pk, "digest": proposal.digest},
        now=now,
    )
