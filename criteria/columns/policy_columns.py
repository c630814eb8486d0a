"""A policy as columns: the status of every criterion, and which suggestion follows."""

from collections.abc import Set

import polars as pl

from criteria.columns.nodes import Columns
from criteria.columns.sheet import NO, YES, Sheet, both, either, opposite, some
from criteria.columns.status import Status, all_met, any_met
from criteria.domain.policy import Criterion, DoubtRoute, Gate, Limit, Policy, Shape, Suggestion
from criteria.domain.reserved import BY_ROW


class PolicyColumns:
    """The expressions of one policy, kept on a sheet that several may share.

    statuses: of every criterion, by its id. suggestions: of each, whether it is the one of the
    row. by_row: whether the columns do not suffice for the row, so that the others mean nothing
    there. absent names the policy's facts of which the frame has no column.
    """

    def __init__(self, policy: Policy, sheet: Sheet, *, absent: Set[str] = frozenset()) -> None:
        self.statuses: dict[str, Status] = {}
        self._nodes = Columns(policy.facts, sheet, absent=absent)
        self._sheet = sheet
        self._policy = policy
        self._criterion(policy.root)
        gates = [self._gate(gate) for gate in policy.gates]
        limits = [self._limit(limit) for limit in policy.limits]
        self.suggestions = self._suggested(gates, limits)
        self.by_row = sheet.kept(some([pl.col(BY_ROW), *self._nodes.by_row]))

    def _criterion(self, criterion: Criterion) -> Status:
        if criterion.rule is None:
            parts = [self._criterion(child) for child in criterion.children]
            status = any_met(parts) if criterion.shape is Shape.ANY else all_met(parts)
        else:
            status = self._leaf(criterion)
        self.statuses[criterion.id] = self._nodes.kept(status)
        return self.statuses[criterion.id]

    def _leaf(self, criterion: Criterion) -> Status:
        node = self._nodes.status
        assert criterion.rule is not None  # noqa: S101 - a leaf has one
        status, escape = node(criterion.rule), criterion.not_applicable_when
        escaped = NO if escape is None else node(escape).met
        if escape is not None:
            status = any_met([node(escape), status])
        if criterion.doubts:
            doubted = any_met([node(doubt.when) for doubt in criterion.doubts]).met
            free = self._sheet.kept(opposite(both(doubted, opposite(escaped))))
            status = Status(both(status.met, free), both(status.unmet, free))
        if criterion.applies_when is not None:
            asked = node(criterion.applies_when)
            met = either(both(asked.met, status.met), asked.unmet)
            status = Status(met, both(asked.met, status.unmet))
        return status

    def _gate(self, gate: Gate) -> Status:
        passes = self._nodes.status(gate.passes)
        if not gate.exits:
            return passes
        out = any_met([self._nodes.status(way.when) for way in gate.exits]).met
        passed = both(passes.met, opposite(out))
        return self._nodes.kept(Status(passed, either(passes.unmet, out)))

    def _limit(self, limit: Limit) -> Status:
        ways = [self._nodes.status(node) for node in limit.each_stated]
        outside = all_met(ways).unmet
        return self._nodes.kept(Status(both(any_met(ways).met, opposite(outside)), outside))

    # --- the suggestion --------------------------------------------------------------------

    def _suggested(self, gates: list[Status], limits: list[Status]) -> dict[Suggestion, pl.Expr]:
        """Which suggestion each row gets: the first that is true in the order of evaluate."""
        taken: dict[Suggestion, list[pl.Expr]] = {each: [] for each in Suggestion}
        free = YES
        for gate, status in zip(self._policy.gates, gates, strict=True):
            here = both(free, status.unmet)
            for way in gate.exits:
                found = self._nodes.status(way.when).met
                taken[way.suggest].append(both(here, found))
                here = self._sheet.kept(both(here, opposite(found)))
            taken[Suggestion.PHYSICIAN_REVIEW].append(here)
            free = self._sheet.kept(both(free, opposite(status.unmet)))
        case, physician, open_ = self._reasons(gates, limits)
        for suggestion, reason in (
            (Suggestion.CASE_BY_CASE, case),
            (Suggestion.PHYSICIAN_REVIEW, physician),
            (Suggestion.REQUEST_INFORMATION, open_),
        ):
            taken[suggestion].append(both(free, reason))
            free = self._sheet.kept(both(free, opposite(reason)))
        taken[Suggestion.APPROVE].append(free)
        return {each: self._sheet.kept(some(ways)) for each, ways in taken.items()}

    def _reasons(
        self, gates: list[Status], limits: list[Status]
    ) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
        """Whether the row is one for case by case, for a physician, for more information."""
        root = self.statuses[self._policy.root.id]
        case: list[pl.Expr] = []
        physician = [root.unmet, any_met([status.negated() for status in limits]).met]
        for leaf, unsettled in self._unsettled(self._policy.root, YES):
            asked = leaf.applies_when
            ours = unsettled if asked is None else both(unsettled, self._nodes.status(asked).met)
            if leaf.case_by_case_when is not None:
                case.append(both(ours, self._nodes.status(leaf.case_by_case_when).met))
            if any(doubt.route is DoubtRoute.PHYSICIAN for doubt in leaf.doubts):
                physician.append(both(ours, self._routed(leaf)))
        held = [
            status.unknown
            for gate, status in zip(self._policy.gates, gates, strict=True)
            if gate.holds_when_unknown
        ]
        return (
            self._sheet.kept(some(case)),
            self._sheet.kept(some(physician)),
            self._sheet.kept(some([opposite(root.met), *held])),
        )

    def _routed(self, leaf: Criterion) -> pl.Expr:
        """Whether a doubt sends the leaf to a physician."""
        routed = [doubt for doubt in leaf.doubts if doubt.route is DoubtRoute.PHYSICIAN]
        return any_met([self._nodes.status(doubt.when) for doubt in routed]).met

    def _unsettled(self, criterion: Criterion, above: pl.Expr) -> list[tuple[Criterion, pl.Expr]]:
        """The leaves, and whether each keeps the whole from being MET."""
        here = self._sheet.kept(both(above, opposite(self.statuses[criterion.id].met)))
        if criterion.is_leaf:
            return [(criterion, here)]
        return [pair for child in criterion.children for pair in self._unsettled(child, here)]
