"""The review desk as one frozen view: everything the page shows, composed once."""

from dataclasses import dataclass
from datetime import datetime

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from accounts.domain.roles import Role
from cases.domain.checklist import Blocker
from cases.domain.lifecycle import Move, Status, target_of
from cases.models import Case, Evaluation
from cases.selectors.benefits import BenefitsShown, benefits_of
from cases.selectors.check_runs import CheckRow
from cases.selectors.contacts import ContactChoice, contact_choices
from cases.selectors.desk_before import (
    AdvisoryRow,
    RuleRow,
    advisory_rows,
    check_rows,
    gate_rows,
    limit_rows,
)
from cases.selectors.desk_facts import evidence_of, facts_shown
from cases.selectors.desk_pages import Viewer, documents_of, viewer_of
from cases.selectors.desk_tree import Group, Leaf, TreeSources, tree_of
from cases.selectors.evaluation import evaluation_current
from cases.selectors.identity import Identity, identity_of
from cases.selectors.review import approval_blockers, review_outcome
from criteria.domain.policy import Suggestion
from criteria.selectors.policies import policy_get


@dataclass(frozen=True)
class Look:
    """How the desk is opened: page number, evidence lit, words searched for."""

    page: int | None = None
    lit: int | None = None
    find: str = ""


@dataclass(frozen=True)
class Moves:
    """What the actor may do with the case as it stands, by role and by status."""

    recheck: bool
    benefits: bool
    claim: bool
    release: bool
    request: bool
    refer: bool
    approve: bool
    deny: bool
    send_back: bool
    redirect: bool


@dataclass(frozen=True)
class Progress:
    """How far the review is, over the criteria that apply.

    saved_at is the last act of any reviewer; None before the first.
    """

    answered: int
    total: int
    saved_at: datetime | None


@dataclass(frozen=True)
class Review:
    """The right side of the desk. tree is None without a policy.

    waiting says that the worker has not finished, so suggestions may still come.
    why_not says why the actor cannot answer; empty when they can. contacts are those
    that an answer may rest on.
    """

    checks: tuple[CheckRow, ...]
    benefits: BenefitsShown | None
    gates: tuple[RuleRow, ...]
    limits: tuple[RuleRow, ...]
    advisories: tuple[AdvisoryRow, ...]
    tree: Group | None
    suggestion: str
    because: str
    blockers: tuple[Blocker, ...]
    progress: Progress
    waiting: bool
    why_not: str
    returned: str
    returned_by: str
    contacts: tuple[ContactChoice, ...] = ()

    @property
    def may_answer(self) -> bool:
        """Whether the actor works on this case now."""
        return not self.why_not

    @property
    def pages_left(self) -> tuple[Blocker, ...]:
        """Arrivals with pages that have no place; the case is not decided while there are any."""
        return tuple(one for one in self.blockers if one.kind == "pages")

    @property
    def checks_stopping(self) -> tuple[CheckRow, ...]:
        """Findings under which the request cannot go on here."""
        return tuple(check for check in self.checks if check.group == "stops")

    @property
    def checks_to_look_at(self) -> tuple[CheckRow, ...]:
        """Findings that a person must look at."""
        return tuple(check for check in self.checks if check.group == "look")

    @property
    def checks_settled(self) -> tuple[CheckRow, ...]:
        """Findings that are in order, or for which nothing waits."""
        return tuple(check for check in self.checks if check.group == "settled")

    @property
    def open_gates(self) -> tuple[RuleRow, ...]:
        """Gates that a person must look at: not settled by facts, or a person's to settle."""
        return tuple(gate for gate in self.gates if gate.by_person or not gate.is_settled)

    @property
    def settled_gates(self) -> tuple[RuleRow, ...]:
        """Gates that the facts on file pass by themselves."""
        return tuple(gate for gate in self.gates if not gate.by_person and gate.is_settled)

    @property
    def passed_before(self) -> int:
        """How many checks and gates are settled."""
        return len(self.checks_settled) + sum(gate.is_settled for gate in self.gates)

    @property
    def all_before(self) -> int:
        """How many checks and gates there are."""
        return len(self.checks) + len(self.gates)

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """Every criterion in the policy's order."""
        return self.tree.leaves() if self.tree else ()

    @property
    def to_ask(self) -> int:
        """How many criteria an information request would list."""
        return sum(wants_information(leaf) for leaf in self.leaves)


@dataclass(frozen=True)
class Desk:
    """The whole page."""

    identity: Identity
    viewer: Viewer
    review: Review
    moves: Moves


def wants_information(leaf: Leaf) -> bool:
    """Whether something could be asked for a criterion: not met, cannot be told, or open.

    An open criterion for which the records speak is left out; its answer comes first.
    """
    if not leaf.request or leaf.not_needed:
        return False
    if leaf.counted:
        return leaf.counted in {"unknown", "not_met"}
    return leaf.suggested is None or leaf.suggested.status != "met"


def desk_of(case: Case, *, actor: Actor, now: datetime, time_zone: str, look: Look) -> Desk:
    """The review desk of a case fetched by case_for.

    About thirty queries, however many pages and facts there are; one more per file.
    """
    documents = documents_of(case, actor)
    pages = {page.id: page for document in documents for page in document.pages}
    policy = policy_get(case.policy_id) if case.policy_id else None
    facts = facts_shown(case, policy, pages) if policy else {}
    suggested = evaluation_current(case, Evaluation.Kind.SUGGESTED)
    confirmed = evaluation_current(case, Evaluation.Kind.CONFIRMED)
    tree = None
    if policy:
        outcome = review_outcome(case, policy)
        tree = tree_of(TreeSources(case, policy, suggested, confirmed, facts, pages, outcome))
    gates = gate_rows(case, policy, confirmed, facts) if policy else ()
    note = case.notes.select_related("written_by").order_by("-id").first()
    checks = check_rows(case)
    review = Review(
        checks=checks,
        benefits=benefits_of(case, now=now),
        gates=gates,
        limits=limit_rows(policy, suggested, facts) if policy else (),
        advisories=advisory_rows(suggested),
        tree=tree,
        suggestion=Suggestion(suggested.suggestion).label if suggested else "",
        because=str(suggested.document.get("because", "")) if suggested else "",
        blockers=blockers_for(case, actor),
        progress=_progress(tree, gates),
        waiting=not checks or (policy is not None and suggested is None),
        why_not=why_not_answer(case, actor),
        returned=note.text if note and case.state is Status.IN_REVIEW else "",
        returned_by=str(note.written_by) if note else "",
        contacts=contact_choices(case),
    )
    return Desk(
        identity=identity_of(case, actor=actor, now=now, time_zone=time_zone),
        viewer=viewer_of(
            documents, evidence_of(facts), page=look.page, lit=look.lit, find=look.find
        ),
        review=review,
        moves=moves_of(case, actor),
    )


def blockers_for(case: Case, actor: Actor) -> tuple[Blocker, ...]:
    """What keeps this actor from approving the case."""
    physician = actor.role is Role.MEDICAL_DIRECTOR
    return approval_blockers(case, unknown_allowed="with_rationale" if physician else "never")


def _progress(tree: Group | None, gates: tuple[RuleRow, ...]) -> Progress:
    leaves = [leaf for leaf in tree.leaves() if not leaf.not_needed] if tree else []
    moments = [leaf.answered.at for leaf in leaves if leaf.answered]
    moments += [gate.at for gate in gates if gate.at]
    moments += [
        fact.settled_at
        for leaf in leaves
        for asked in leaf.facts
        for fact in asked.readings
        if fact.settled_at and fact.settled_by and fact.basis != "plan_data"
    ]
    return Progress(
        answered=sum(bool(leaf.counted) for leaf in leaves),
        total=len(leaves),
        saved_at=max(moments, default=None),
    )


def why_not_answer(case: Case, actor: Actor) -> str:
    """Why the actor cannot answer on this case now; empty when they can."""
    if not actor.may(Action.CRITERION_ANSWER):
        return "You can read this case; your role does not answer criteria."
    if case.state is Status.REFERRED and actor.role is Role.MEDICAL_DIRECTOR:
        return ""
    if case.state is not Status.IN_REVIEW:
        return _not_in_review(case)
    if case.owner_id != actor.user_id:
        return f"{case.owner} has claimed this case, so only they can answer."
    return ""


def _not_in_review(case: Case) -> str:
    if case.state is Status.READY:
        return "Claim this case to answer its criteria."
    if case.state.is_open:
        return f"{case.state.label}: answers can be given while the case is in review."
    return f"The case is closed ({case.state.label.lower()}); its answers stay as they were."


def moves_of(case: Case, actor: Actor) -> Moves:
    """What the actor may do with the case now. No query."""
    works = not why_not_answer(case, actor)

    def possible(move: Move, action: Action) -> bool:
        return actor.may(action) and target_of(case.state, move) is not None

    return Moves(
        recheck=actor.may(Action.CHECKS_RUN) and case.state.is_open,
        benefits=actor.may(Action.BENEFITS_SETTLE) and case.state.is_open,
        claim=possible(Move.CLAIM, Action.CASE_CLAIM),
        release=works and possible(Move.RELEASE, Action.CASE_CLAIM),
        request=works and possible(Move.PEND, Action.INFORMATION_REQUEST),
        refer=works and possible(Move.REFER, Action.CASE_REFER),
        approve=works and possible(Move.APPROVE, Action.DETERMINATION_APPROVE),
        deny=possible(Move.DENY, Action.DETERMINATION_SIGN_ADVERSE),
        send_back=possible(Move.RETURN, Action.DETERMINATION_SIGN_ADVERSE),
        redirect=possible(Move.REDIRECT, Action.CASE_REDIRECT) and _belongs_elsewhere(case),
    )


def _belongs_elsewhere(case: Case) -> bool:
    coverage = case.coverage
    return coverage is not None and coverage.route != coverage.Route.OURS


def pulse_of(case: Case) -> dict[str, str | int]:
    """What others may change under an open page: status, owner, files, checks. Two queries."""
    run = case.check_runs.order_by("-id").values_list("pk", flat=True).first()
    return {
        "status": case.state.label,
        "owner": str(case.owner) if case.owner else "",
        "files": case.documents.count(),
        "checks": run or 0,
    }
