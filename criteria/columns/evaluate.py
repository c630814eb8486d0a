"""The status of every criterion and the suggestion of very many cases at once."""

import json

import polars as pl

from criteria.columns.frame import frame_schema
from criteria.columns.nodes import NO, YES, Columns, Status, all_met, any_met
from criteria.domain.compile import SUGGESTIONS, compiled
from criteria.domain.policy import Criterion, DoubtRoute, Gate, Limit, Policy, Shape, Suggestion
from criteria.domain.reserved import BY_ROW, FACTS, SUGGESTION
from criteria.loading import parse_facts

_LEAF = " leaf "  # no fact and no criterion has a name with a blank
_PLACE = {suggestion: place for place, suggestion in enumerate(SUGGESTIONS)}


def column_statuses(policy: Policy, frame: pl.DataFrame | pl.LazyFrame) -> pl.DataFrame:
    """One row for each of the frame's: the suggestion, and every criterion by its id.

    A status is 1 for MET, -1 for NOT_MET, 0 for UNKNOWN; the suggestion is its place in
    SUGGESTIONS. The frame is one of frame_of, for this policy or another that asks the same
    facts in the same types; what it has no column for is taken as not on file. Rows for which
    columns do not suffice are evaluated one by one; equal in all to evaluate.

    Raises:
        QuantityError: when stated amounts cannot be compared exactly.
    """
    form = PolicyColumns(policy)
    lazy = frame.lazy()
    absent = [
        pl.lit(None, dtype).alias(name)
        for name, dtype in frame_schema(policy.facts).items()
        if name not in lazy.collect_schema()
    ]
    lazy = lazy.with_columns(absent)
    found = form.written(lazy).select(*form.columns(), form.by_row.alias(BY_ROW)).collect()
    places = found[BY_ROW].arg_true()
    if len(places):
        raw = lazy.select(FACTS).collect()[FACTS].gather(places)
        found = _by_row(policy, found, places, raw)
    return found.drop(BY_ROW)


def _by_row(policy: Policy, found: pl.DataFrame, places: pl.Series, raw: pl.Series) -> pl.DataFrame:
    """The rows at these places evaluated one by one, from their facts."""
    form = compiled(policy)
    columns: dict[str, list[int]] = {name: [] for name in (SUGGESTION, *form.ids)}
    for text in raw:
        given = {k: v for k, v in json.loads(text).items() if k in policy.facts}
        whole = form.whole(form.prepare(parse_facts(policy, given)))
        columns[SUGGESTION].append(_PLACE[whole.suggestion])
        for name, code in zip(form.ids, whole.criteria, strict=True):
            columns[name].append(code)
    return found.with_columns(
        found[name].scatter(places, pl.Series(values, dtype=pl.Int8))
        for name, values in columns.items()
    )


class PolicyColumns:
    """The expressions of one policy.

    leaves are columns that must be there first: the others are written in their names. by_row:
    whether a row is to be evaluated by itself.
    """

    def __init__(self, policy: Policy) -> None:
        self._nodes = Columns(policy.facts)
        self._of: dict[str, Status] = {}
        self.leaves: list[pl.Expr] = []
        self._policy = policy
        self._criterion(policy.root)
        gates = [self._gate(gate) for gate in policy.gates]
        limits = [self._limit(limit) for limit in policy.limits]
        self._suggestion = self._suggested(gates, limits)

    def written(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        """The frame with the columns in whose names the others are written."""
        return frame.with_columns(self.leaves)

    @property
    def by_row(self) -> pl.Expr:
        """Whether the columns do not suffice for the row."""
        return pl.any_horizontal(pl.col(BY_ROW), *self._nodes.by_row)

    def columns(self) -> list[pl.Expr]:
        """The suggestion and the code of every criterion, under their names."""
        codes = [
            (self._of[item.id].met.cast(pl.Int8) - self._of[item.id].unmet.cast(pl.Int8)).alias(
                item.id
            )
            for item in self._policy.criteria()
        ]
        return [self._suggestion.alias(SUGGESTION), *codes]

    def _criterion(self, criterion: Criterion) -> Status:
        if criterion.rule is None:
            parts = [self._criterion(child) for child in criterion.children]
            status = any_met(parts) if criterion.shape is Shape.ANY else all_met(parts)
        else:
            status = self._kept(self._leaf(criterion))
        self._of[criterion.id] = status
        return status

    def _kept(self, status: Status) -> Status:
        """The status as two columns of their own, which what follows names instead of repeating."""
        met, unmet = (f"{_LEAF}{len(self.leaves) + place}" for place in (0, 1))
        self.leaves += [status.met.alias(met), status.unmet.alias(unmet)]
        return Status(pl.col(met), pl.col(unmet))

    def _leaf(self, criterion: Criterion) -> Status:
        node = self._nodes.status
        assert criterion.rule is not None  # noqa: S101 - a leaf has one
        status, escape = node(criterion.rule), criterion.not_applicable_when
        escaped = NO if escape is None else node(escape).met
        if escape is not None:
            status = any_met([node(escape), status])
        if criterion.doubts:
            held = any_met([node(doubt.when) for doubt in criterion.doubts]).met & ~escaped
            status = Status(status.met & ~held, status.unmet & ~held)
        if criterion.applies_when is not None:
            asked = node(criterion.applies_when)
            status = Status((asked.met & status.met) | asked.unmet, asked.met & status.unmet)
        return status

    def _gate(self, gate: Gate) -> Status:
        passes = self._nodes.status(gate.passes)
        if not gate.exits:
            return passes
        out = any_met([self._nodes.status(way.when) for way in gate.exits]).met
        return Status(passes.met & ~out, passes.unmet | out)

    def _limit(self, limit: Limit) -> Status:
        ways = [self._nodes.status(node) for node in limit.each_stated]
        outside = all_met(ways).unmet
        return Status(any_met(ways).met & ~outside, outside)

    # --- the suggestion --------------------------------------------------------------------

    def _suggested(self, gates: list[Status], limits: list[Status]) -> pl.Expr:
        physician = (
            self._of[self._policy.root.id].unmet | any_met([s.negated() for s in limits]).met
        )
        case, open_ = NO, ~self._of[self._policy.root.id].met
        for leaf, unsettled in self._unsettled(self._policy.root, YES):
            asked = leaf.applies_when
            ours = unsettled if asked is None else unsettled & self._nodes.status(asked).met
            if leaf.case_by_case_when is not None:
                case = case | (ours & self._nodes.status(leaf.case_by_case_when).met)
            if any(doubt.route is DoubtRoute.PHYSICIAN for doubt in leaf.doubts):
                physician = physician | (ours & self._routed(leaf))
        for gate, status in zip(self._policy.gates, gates, strict=True):
            open_ = open_ | (status.unknown if gate.holds_when_unknown else NO)
        result: pl.Expr = (
            pl.when(case)
            .then(_lit(Suggestion.CASE_BY_CASE))
            .when(physician)
            .then(_lit(Suggestion.PHYSICIAN_REVIEW))
            .when(open_)
            .then(_lit(Suggestion.REQUEST_INFORMATION))
            .otherwise(_lit(Suggestion.APPROVE))
        )
        for gate, status in reversed(list(zip(self._policy.gates, gates, strict=True))):
            result = pl.when(status.unmet).then(self._exit(gate)).otherwise(result)
        return result

    def _routed(self, leaf: Criterion) -> pl.Expr:
        """Whether a doubt sends the leaf to a physician."""
        routed = [doubt for doubt in leaf.doubts if doubt.route is DoubtRoute.PHYSICIAN]
        return any_met([self._nodes.status(doubt.when) for doubt in routed]).met

    def _exit(self, gate: Gate) -> pl.Expr:
        result: pl.Expr = _lit(Suggestion.PHYSICIAN_REVIEW)
        for way in reversed(gate.exits):
            taken = self._nodes.status(way.when).met
            result = pl.when(taken).then(_lit(way.suggest)).otherwise(result)
        return result

    def _unsettled(self, criterion: Criterion, above: pl.Expr) -> list[tuple[Criterion, pl.Expr]]:
        """The leaves, and whether each keeps the whole from being MET."""
        here = above & ~self._of[criterion.id].met
        if criterion.is_leaf:
            return [(criterion, here)]
        return [pair for child in criterion.children for pair in self._unsettled(child, here)]


def _lit(suggestion: Suggestion) -> pl.Expr:
    return pl.lit(_PLACE[suggestion], pl.Int8)
