"""Plan settings as people change them: one proposes, another approves."""

from datetime import datetime

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from accounts.errors import person_id, require
from operations.errors import PlanSettingsError
from operations.models import PlanProposal, PlanSettings
from operations.services.plan import (
    plan_settings_approve,
    plan_settings_propose,
    plan_settings_stand,
)


def plan_change_propose(text: str, *, actor: Actor, now: datetime) -> PlanProposal:
    """The proposal for the YAML text.

    Raises:
        NotPermittedError: the role proposes no plan settings, or no person acts.
        PlanSettingsError: names the places that are wrong, or nothing is changed.
    """
    require(actor, Action.PLAN_SETTINGS_PROPOSE)
    person_id(actor)
    if plan_settings_stand(text):
        raise PlanSettingsError(
            "These plan settings stand already. Change something, then propose."
        )
    return plan_settings_propose(text, actor_key=actor.key, now=now)


def plan_change_approve(proposal_id: int, *, actor: Actor, now: datetime) -> PlanSettings:
    """The settings in force from the proposal's first day on.

    Raises:
        NotPermittedError: the role approves no plan settings, or no person acts.
        SamePersonError: the actor proposed them.
        PlanSettingsError: there is no such proposal, or it is approved already.
    """
    require(actor, Action.PLAN_SETTINGS_APPROVE)
    person_id(actor)
    return plan_settings_approve(proposal_id, actor_key=actor.key, now=now)
