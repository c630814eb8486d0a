"""Facts of a case: proposed from pages and the request, settled by people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.domain.actor import Actor, system_actor
from accounts.domain.permissions import Action
from accounts.errors import require
from cases.errors import FactRefusedError
from cases.models import Case, Contact, CriterionReview, Evaluation, Evidence, Fact
from cases.selectors.contacts import contact_ground
from cases.selectors.desk_pages import page_of_case
from cases.selectors.evaluation import evaluation_current, facts_of
from cases.selectors.finding import FoundFact, found_facts
from cases.selectors.request_facts import request_facts
from cases.services.checking import checks_run
from cases.services.evaluation import case_evaluate
from cases.services.events import case_locked, case_touch, event_add
from cases.services.list_items import is_list, list_put_back, list_with
from cases.services.proposals import is_readable, proposal_key, reading_propose
from cases.services.review_access import reviewer_check
from criteria.domain.facts import FactJson, FactType, RestsOn
from criteria.domain.policy import Policy
from criteria.errors import FactValueError
from criteria.loading import parse_fact
from criteria.selectors.policies import policy_get

PLAN_DATA = (
    "This comes from the request or the plan's own data, so it is not changed here. If it is "
    "wrong, refer the case and say why. Nothing was changed."
)


NOT_BY_CALL = (
    "The policy does not let this rest on a call, or it comes from the request or the plan's own "
    "data. Ask for a page, or refer the case and say why. Nothing was changed."
)


def facts_gather(case: Case, found: Iterable[FoundFact], *, now: datetime) -> int:
    """Write what was found on the pages and in the request of a locked case.

    Proposals never change once written; running it twice writes nothing new.
    Facts of the request (typed and checked by a person at intake) are confirmed
    as plan data. Returns how many facts were new.
    """
    if case.policy_id is None:
        return 0
    policy = policy_get(case.policy_id)
    new = sum(reading_propose(case, policy, item) for item in found)
    for name, raw in request_facts(case).items():
        if name in policy.facts:
            new += _confirm_plan_fact(case, policy, name, raw, now=now)
    return new


def answers_mark_stale(case: Case, before: dict[str, Any]) -> None:
    """Mark the answers that used a confirmed fact which has another value than before."""
    after = facts_of(case, Evaluation.Kind.CONFIRMED)
    changed = {name for name in {*before, *after} if before.get(name) != after.get(name)}
    if changed:
        _mark_stale(case, frozenset(changed))


def find_in_pages(case: Case) -> tuple[FoundFact, ...]:
    """What the finder reads on the case's pages; slow, so outside any transaction."""
    return found_facts(case, policy_get(case.policy_id)) if case.policy_id else ()


def _confirm_plan_fact(case: Case, policy: Policy, name: str, raw: Any, *, now: datetime) -> int:
    if not is_readable(policy, name, raw):
        return 0
    key = proposal_key(raw, Fact.Basis.PLAN_DATA)
    current = case.facts.filter(name=name, state=Fact.State.CONFIRMED).first()
    if current is not None:
        if current.basis != Fact.Basis.PLAN_DATA or current.proposal_key == key:
            return 0
        current.state = Fact.State.SUPERSEDED
        current.save(update_fields=["state"])
    fact, created = Fact.objects.get_or_create(
        case=case,
        name=name,
        proposal_key=key,
        defaults={
            "raw": raw,
            "basis": Fact.Basis.PLAN_DATA,
            "proposed_by": system_actor("request").key,
        },
    )
    if fact.settled_by.startswith("user:"):
        return 0  # a person has settled this; the system does not settle it again
    fact.state = Fact.State.CONFIRMED
    fact.settled_by, fact.settled_at = system_actor("request").key, now
    fact.save(update_fields=["state", "settled_by", "settled_at"])
    return int(created)


def plan_fact_confirm(case: Case, name: str, raw: str, *, actor: Actor, now: datetime) -> None:
    """Confirm a fact of a locked case on plan data, by a person; evaluates again."""
    require(actor, Action.FACT_CONFIRM)
    fact, _ = Fact.objects.get_or_create(
        case=case,
        name=name,
        proposal_key=proposal_key(raw, Fact.Basis.PLAN_DATA),
        defaults={"raw": raw, "basis": Fact.Basis.PLAN_DATA, "proposed_by": actor.key},
    )
    _settle(case, fact, actor=actor, now=now)
    _after_change(case, (name,), actor=actor, now=now)


def proposals_confirm(
    case: Case, fact_ids: Iterable[int], *, actor: Actor, now: datetime
) -> tuple[str, ...]:
    """Confirm proposals of a locked case; an earlier confirmed value is superseded.

    What was read of a list is an item, which joins the list as it is confirmed. Re-evaluates the case and marks answers that used a changed fact as stale.
    Returns the names of the facts confirmed.

    Raises:
        FactRefusedError: a proposal is not this case's, or two of one fact were given.
    """
    require(actor, Action.FACT_CONFIRM)
    wanted = list(dict.fromkeys(fact_ids))
    facts = list(case.facts.filter(pk__in=wanted).order_by("id"))
    names = [fact.name for fact in facts]
    single = [fact.name for fact in facts if not is_list(fact.raw)]
    if len(facts) != len(wanted) or len(set(single)) != len(single):
        raise FactRefusedError(
            "One of these readings is not on this case, or two of them are for the same fact. "
            "Choose one reading for each fact. Nothing was changed."
        )
    held = _held_by_plan(case, names)
    if any(held.get(fact.name, fact.raw) != fact.raw for fact in facts):
        raise FactRefusedError(PLAN_DATA)
    changed = [
        fact for fact in facts if fact.state != Fact.State.CONFIRMED and fact.name not in held
    ]
    for fact in changed:
        whole = list_with(case, fact, actor=actor, now=now)
        _settle(case, whole, actor=actor, now=now)
    settled = tuple(dict.fromkeys(fact.name for fact in changed))
    _after_change(case, settled, actor=actor, now=now)
    return settled


@transaction.atomic
def fact_confirm(case_id: int, fact_id: int, *, actor: Actor, now: datetime) -> Case:
    """Confirm one proposal; of a list, take one item into it.

    Raises:
        MoveRefusedError: the case is not the actor's to review.
        FactRefusedError: the proposal is not this case's.
    """
    case = case_locked(case_id)
    reviewer_check(case, actor)
    proposals_confirm(case, [fact_id], actor=actor, now=now)
    return case


@transaction.atomic
def fact_reject(case_id: int, fact_id: int, *, actor: Actor, now: datetime) -> Case:
    """Say that a reading is wrong or is about something else; it is kept, not used.

    The items that went into a list which is not right are shown again.

    Raises:
        MoveRefusedError: the case is not the actor's to review.
        FactRefusedError: the reading is not this case's.
    """
    require(actor, Action.FACT_CONFIRM)
    case = case_locked(case_id)
    reviewer_check(case, actor)
    fact = case.facts.filter(pk=fact_id).first()
    if fact is None:
        raise FactRefusedError("This reading is not on this case.")
    if fact.basis == Fact.Basis.PLAN_DATA:
        raise FactRefusedError(PLAN_DATA)
    if is_list(fact.raw) and fact.state == Fact.State.CONFIRMED:
        list_put_back(case, fact, actor=actor, now=now)
    fact.state = Fact.State.REJECTED
    fact.settled_by, fact.settled_at = actor.key, now
    fact.save(update_fields=["state", "settled_by", "settled_at"])
    _after_change(case, (fact.name,), actor=actor, now=now)
    return case


@dataclass(frozen=True)
class CorrectionIntake:
    """A fact as the reviewer reads it, with the page it stands on or the contact who said it."""

    case_id: int
    name: str
    raw: str
    page_id: int
    note: str
    contact_id: int | None = None


@transaction.atomic
def fact_correct(intake: CorrectionIntake, *, actor: Actor, now: datetime) -> Fact:
    """Record a fact read by eye on a page or told by a verified caller.

    It supersedes what was confirmed before.

    Raises:
        MoveRefusedError: the case is not the actor's to review.
        FactRefusedError: the policy has no such fact, the value cannot be read, or the
            page or contact is not the case's or not what the policy lets it rest on.
    """
    require(actor, Action.FACT_CONFIRM)
    case = case_locked(intake.case_id)
    reviewer_check(case, actor)
    policy = policy_get(case.policy_id) if case.policy_id else None
    if policy is None or intake.name not in policy.facts:
        raise FactRefusedError("The policy of this case does not ask for that fact.")
    raw: FactJson = _typed(intake.raw)
    ground = RestsOn.PAGE if intake.contact_id is None else RestsOn.CONTACT
    if ground not in policy.facts[intake.name].rests_on or _held_by_plan(case, [intake.name]):
        raise FactRefusedError(PLAN_DATA if ground is RestsOn.PAGE else NOT_BY_CALL)
    try:
        value = parse_fact(policy.facts[intake.name], raw)
    except FactValueError as error:
        raise FactRefusedError(f"That value cannot be read. {error}") from error
    if value.type in (FactType.LIST, FactType.CHOICE):
        raw = value.as_json()
    if intake.contact_id is not None:
        fact = _told(case, intake, raw=raw, actor=actor)
    else:
        fact = _read(case, intake, raw=raw, actor=actor)
    _settle(case, fact, actor=actor, now=now)
    _after_change(case, (fact.name,), actor=actor, now=now)
    return fact


def _read(case: Case, intake: CorrectionIntake, *, raw: FactJson, actor: Actor) -> Fact:
    page = page_of_case(case, intake.page_id)
    if page is None:
        raise FactRefusedError("Cite the page of this case on which the value stands.")
    fact, created = Fact.objects.get_or_create(
        case=case,
        name=intake.name,
        proposal_key=proposal_key(raw, Fact.Basis.PAGE),
        defaults={
            "raw": raw,
            "basis": Fact.Basis.PAGE,
            "proposed_by": actor.key,
            "note": intake.note.strip(),
        },
    )
    if created:
        Evidence.objects.create(fact=fact, page=page, box=[], quote=intake.note.strip())
    return fact


def _told(case: Case, intake: CorrectionIntake, *, raw: FactJson, actor: Actor) -> Fact:
    contact, refusal = contact_ground(case, intake.contact_id or 0)
    if contact is None:
        raise FactRefusedError(refusal)
    fact, _ = Fact.objects.get_or_create(
        case=case,
        name=intake.name,
        proposal_key=proposal_key(raw, f"{Fact.Basis.CONTACT}:{contact.pk}"),
        defaults={
            "raw": raw,
            "basis": Fact.Basis.CONTACT,
            "contact": contact,
            "proposed_by": actor.key,
            "note": intake.note.strip(),
        },
    )
    return fact


def contact_ground_drop(case: Case, contact: Contact, *, actor: Actor, now: datetime) -> None:
    """Take the ground from facts and answers of a locked case that rest on the contact."""
    for review in case.reviews.filter(contact=contact, stale=False):
        review.stale = True
        review.save(update_fields=["stale"])
    dropped = list(case.facts.filter(contact=contact, state=Fact.State.CONFIRMED))
    for fact in dropped:
        fact.state = Fact.State.SUPERSEDED
        fact.save(update_fields=["state"])
    _after_change(case, tuple(fact.name for fact in dropped), actor=actor, now=now)


def request_facts_renew(case: Case, names: frozenset[str], *, now: datetime) -> None:
    """Settle again what the request says, after an amendment of a locked case.

    names are the facts that the amendment touched: whatever they rested on is
    superseded by what the request now says.
    """
    said = request_facts(case)
    for fact in case.facts.filter(state=Fact.State.CONFIRMED):
        from_request = fact.settled_by == system_actor("request").key
        if fact.name in names or (from_request and fact.name not in said):
            fact.state = Fact.State.SUPERSEDED
            fact.save(update_fields=["state"])
    facts_gather(case, (), now=now)


def _held_by_plan(case: Case, names: Iterable[str]) -> dict[str, Any]:
    """The facts among the names that the request or the plan's own data settle, with values."""
    rows = case.facts.filter(
        name__in=list(names), state=Fact.State.CONFIRMED, basis=Fact.Basis.PLAN_DATA
    )
    return dict(rows.values_list("name", "raw"))


def _typed(text: str) -> str | bool:
    plain = text.strip()
    return {"yes": True, "true": True, "no": False, "false": False}.get(plain.lower(), plain)


def _settle(case: Case, fact: Fact, *, actor: Actor, now: datetime) -> None:
    for old in case.facts.filter(name=fact.name, state=Fact.State.CONFIRMED).exclude(pk=fact.pk):
        old.state = Fact.State.SUPERSEDED
        old.save(update_fields=["state"])
    fact.state = Fact.State.CONFIRMED
    fact.settled_by, fact.settled_at = actor.key, now
    fact.save(update_fields=["state", "settled_by", "settled_at"])


def _after_change(case: Case, names: tuple[str, ...], *, actor: Actor, now: datetime) -> None:
    if not names:
        return
    case_evaluate(case, now=now)
    _mark_stale(case, frozenset(names))
    checks_run(case, now=now)
    case_touch(case)
    event_add(case, kind="facts.settled", actor=actor, now=now, detail={"facts": list(names)})


def _mark_stale(case: Case, names: frozenset[str]) -> None:
    """Mark answers whose criterion used a changed fact and no longer agree with it."""
    policy = policy_get(case.policy_id) if case.policy_id else None
    current = evaluation_current(case, Evaluation.Kind.CONFIRMED)
    if policy is None or current is None:
        return
    for review in case.reviews.filter(stale=False):
        used = frozenset(policy.criterion(review.criterion_id).fact_names)
        if used & names and not _still_holds(review, current):
            review.stale = True
            review.save(update_fields=["stale"])


def _still_holds(review: CriterionReview, current: Evaluation) -> bool:
    """Whether the evaluation now says what the reviewer answered."""
    return bool(current.results[review.criterion_id]["status"] == review.answer)
