"""What has been answered on a case, and what still holds an approval back."""

from typing import Any

from cases.domain.checklist import (
    Blocker,
    GateState,
    LeafState,
    answer_blockers,
    gate_blockers,
)
from cases.models import Case, CriterionReview, Evaluation, Finding
from cases.selectors.evaluation import evaluation_current
from cases.selectors.pages_left import pages_left
from cases.selectors.plan_day import plan_day
from criteria.domain.evaluate import outcome_of_answers
from criteria.domain.policy import Policy
from criteria.domain.results import AnswersOutcome
from criteria.domain.truth import Truth
from criteria.selectors.policies import policies_for_service, policy_get

NOT_ENTERED = (
    "What is asked for is not entered yet: the arrival that opened this case has to be indexed."
)
MUST_BE_KNOWN = frozenset({"documents"})
PHYSICIAN_SUGGESTIONS = frozenset({"physician_review", "case_by_case"})


def answers_of(case: Case) -> dict[str, dict[str, Any]]:
    """Every answer as it stands, by criterion id, in a form to keep with a decision."""
    return {
        review.criterion_id: {
            "answer": review.answer,
            "suggested": review.suggested,
            "agrees": review.agrees,
            "basis": review.basis,
            "page": review.page_id,
            "pages_read": review.pages_read,
            "contact": review.contact_id,
            "note": review.note,
            "reviewer": f"user:{review.reviewer_id}",
            "stale": review.stale,
        }
        for review in case.reviews.order_by("criterion_id")
    }


def findings_latest(case: Case) -> list[Finding]:
    """The findings of the newest check run; empty when the checks have not run."""
    run = case.check_runs.order_by("-id").first()
    return list(run.findings.order_by("id")) if run else []


def leaf_states(case: Case, policy: Policy) -> tuple[LeafState, ...]:
    """How each leaf criterion stands, in the policy's order. Three queries.

    A leaf is not needed where the confirmed facts make its own condition false.
    """
    reviews = {review.criterion_id: review for review in case.reviews.all()}
    evaluation = evaluation_current(case, Evaluation.Kind.CONFIRMED)
    results = evaluation.results if evaluation else {}
    states = []
    for leaf in policy.leaves():
        review: CriterionReview | None = reviews.get(leaf.id)
        states.append(
            LeafState(
                criterion_id=leaf.id,
                label=leaf.label,
                answer=review.answer if review else None,
                stale=review.stale if review else False,
                not_needed=bool(results.get(leaf.id, {}).get("not_applicable")),
            )
        )
    return tuple(states)


def gate_states(case: Case, policy: Policy) -> tuple[GateState, ...]:
    """How every gate stands by the confirmed facts, in the policy's order. Two queries."""
    evaluation = evaluation_current(case, Evaluation.Kind.CONFIRMED)
    results = evaluation.gates if evaluation else {}
    passed: dict[str, bool | None] = {"met": True, "not_met": False}
    states = []
    for gate in policy.gates:
        settled = passed.get(str(results.get(gate.id, {}).get("status", "")))
        if settled is None and not gate.holds_when_unknown:
            settled = True
        states.append(GateState(gate.id, gate.label, settled))
    return tuple(states)


def review_outcome(case: Case, policy: Policy) -> AnswersOutcome:
    """The policy's tree over the fresh answers; a leaf that is not needed counts as met."""
    answers = {}
    not_needed = []
    for leaf in leaf_states(case, policy):
        if leaf.not_needed:
            not_needed.append(leaf.criterion_id)
        elif leaf.counted is not None:
            answers[leaf.criterion_id] = Truth(leaf.counted)
    return outcome_of_answers(policy, answers, not_applicable=not_needed)


def approval_blockers(case: Case, *, unknown_allowed: str) -> tuple[Blocker, ...]:
    """Everything between this case and an approval; empty when it may be approved.

    unknown_allowed is "never" for a nurse, "with_rationale" for a physician. For a
    nurse the confirmed evaluation must besides not call for a physician. Without a policy
    in force a physician considers the case on its own, so only the checks hold it. Pages
    without a place hold everybody.

    Of the checks, those that stop hold it back (route and coverage), and the one on
    documents while pages are unread. Attention holds nothing back by itself: contract,
    indication, records and benefits are gates, treatment before and length are criteria,
    doses and dose are limits and lines, all of which are looked at here on confirmed facts;
    standing, codes, other cover and a duplicate are no ground against a request.
    """
    if case.policy_id is None:
        without = Blocker("policy", "No policy is in force for this service: refer the case.")
        held = _check_blockers(case) if unknown_allowed != "never" else [without]
        return (*page_blockers(case), *(held if case.lines.exists() else ()))
    policy = policy_get(case.policy_id)
    found = [*page_blockers(case), *_check_blockers(case), *_line_blockers(case, policy)]
    found += gate_blockers(gate_states(case, policy))
    if review_outcome(case, policy).overall is not Truth.MET:
        found += answer_blockers(leaf_states(case, policy), unknown_allowed=unknown_allowed)
    if unknown_allowed == "never":
        found += _physician_blockers(case)
    return tuple(found)


def page_blockers(case: Case) -> list[Blocker]:
    """Every arrival of the case with pages that have no place; they hold any decision back.

    So does a request that a first look opened while its services are not entered.
    """
    found = [
        Blocker("pages", left.sentence, receipt_id=left.receipt_id) for left in pages_left(case)
    ]
    if not case.lines.exists():
        found.append(Blocker("pages", NOT_ENTERED))
    return found


def _check_blockers(case: Case) -> list[Blocker]:
    findings = findings_latest(case)
    if not findings:
        return [Blocker("check", "The automated checks have not finished yet.")]
    return [
        Blocker("check", f"{finding.title}: {finding.reason}")
        for finding in findings
        if finding.result == Finding.Result.STOPS
        or (finding.result == Finding.Result.UNKNOWN and finding.check_id in MUST_BE_KNOWN)
    ]


def _line_blockers(case: Case, policy: Policy) -> list[Blocker]:
    """A line that the policy does not govern, or more doses than it grants, is not approved here.

    Kresladi 2026-07-23, sections I and II: one dose in all.
    """
    found = []
    lines = list(case.lines.order_by("number"))
    on = case.service_from or plan_day(case.received_at)
    for line in lines:
        governing = policies_for_service(hcpcs=line.hcpcs or None, ndc=line.ndc or None, on=on)
        if case.policy_id not in {ref.id for ref in governing}:
            found.append(
                Blocker(
                    "line",
                    f"Line {line.number} is not governed by this policy: it needs a request of "
                    "its own, or a physician's denial of this one.",
                )
            )
    doses = sum(line.doses for line in lines)
    if doses > policy.authorization.doses:
        found.append(
            Blocker(
                "line",
                f"{doses} doses are asked for and the policy grants {policy.authorization.doses}: "
                "refer the case.",
            )
        )
    return found


def _physician_blockers(case: Case) -> list[Blocker]:
    """Why a nurse must refer: by the facts confirmed, or by a reading that nobody rejected."""
    words = {
        Evaluation.Kind.CONFIRMED: "The confirmed facts call for a physician's judgement: refer "
        "the case.",
        Evaluation.Kind.SUGGESTED: "A reading of the records calls for a physician's judgement: "
        "reject the reading where it is wrong, or refer the case.",
    }
    for kind, sentence in words.items():
        evaluation = evaluation_current(case, kind)
        if evaluation is None:
            return [Blocker("check", "The evaluation of the facts has not finished yet.")]
        if evaluation.suggestion in PHYSICIAN_SUGGESTIONS or _calls_for_physician(evaluation):
            return [Blocker("physician", sentence)]
    return []


def _calls_for_physician(evaluation: Evaluation) -> bool:
    """Whether a limit is passed, or a criterion is one that software leaves to a physician."""
    return any(limit["status"] == "not_met" for limit in evaluation.limits.values()) or any(
        found["physician"] or found["case_by_case"] for found in evaluation.results.values()
    )
