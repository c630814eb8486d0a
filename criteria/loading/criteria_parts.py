"""Reads the criteria of a policy file: groups of criteria, and leaves with a rule."""

from typing import Any

from criteria.domain.policy import Citation, Criterion, Doubt, Note, Shape
from criteria.domain.tree import All, Node
from criteria.loading.problems import Problems
from criteria.loading.rules import RULE_HEADS, RULE_KEYS, RuleReader
from criteria.loading.schema import CitePart, CriterionPart
from criteria.loading.yaml_lines import Path

_GROUP_KEYS = {"id", "label", "says", "cite", "reading", "for_requests"}
_LEAF_ONLY = ("request", "letter", "rests_on")


def citation(part: CitePart) -> Citation:
    """The place in the plan's text."""
    return Citation(section=part.section, bullet=part.bullet)


class CriteriaReader:
    """Reads criteria; what is wrong goes to problems and the criterion is then None."""

    def __init__(self, rules: RuleReader, problems: Problems) -> None:
        self._rules = rules
        self._problems = problems
        self._groups: list[Node] = []

    def criteria(self, raw: list[Any], path: Path, *, under: Shape) -> tuple[Criterion, ...]:
        """The criteria of a list, without those in which something is wrong."""
        read = [self._criterion(item, (*path, index), under) for index, item in enumerate(raw)]
        return tuple(criterion for criterion in read if criterion is not None)

    def optional_rule(self, raw: object, path: Path) -> Node | None:
        """The rule, None where there is none."""
        return None if raw is None else self._rules.node(raw, path)

    def _criterion(self, raw: object, path: Path, under: Shape) -> Criterion | None:
        if not isinstance(raw, dict):
            self._problems.add(path, "A criterion is a list of keys: id, label, says, cite, ...")
            return None
        own = {key: value for key, value in raw.items() if key not in RULE_KEYS}
        rule = {key: value for key, value in raw.items() if key in RULE_KEYS}
        part = self._problems.model(CriterionPart, own, path)
        if not rule:
            sentence = f"The criterion has no rule. A rule begins with one of: {RULE_HEADS}."
            self._problems.add(path, sentence)
        if part is None or not rule:
            return None
        key = next((key for key in ("all", "any") if _holds_criteria(rule.get(key))), None)
        if key is not None:
            return self._group(part, key, rule, path, under)
        return self._leaf(part, rule, path, under)

    def _group(
        self, part: CriterionPart, key: str, rule: dict[str, Any], path: Path, under: Shape
    ) -> Criterion | None:
        for name in sorted(part.model_fields_set - _GROUP_KEYS):
            sentence = f"{name!r} belongs to a criterion that is answered, not to a group."
            self._problems.add((*path, name), sentence)
        if len(rule) > 1:
            self._problems.add(path, f"Beside {key!r} no other rule may stand.")
            return None
        shape = Shape(key)
        own = self._for_requests(part, path, under)
        self._groups += own
        children = self.criteria(rule[key], (*path, key), under=shape)
        del self._groups[len(self._groups) - len(own) :]
        return Criterion(
            id=part.id,
            label=part.label,
            says=part.says,
            cite=citation(part.cite),
            shape=shape,
            children=children,
            reading=part.reading,
            applies_when=_together(own),
            line=self._problems.line(path),
        )

    def _leaf(
        self, part: CriterionPart, rule: dict[str, Any], path: Path, under: Shape
    ) -> Criterion | None:
        for name in _LEAF_ONLY:
            if not getattr(part, name):
                self._problems.add(path, f"The criterion {part.id} needs the key {name!r}.")
        if part.not_applicable_when is not None and under is Shape.ANY:
            sentence = "Under any, what does not apply would count as met; put it under all."
            self._problems.add((*path, "not_applicable_when"), sentence)
        node = self._rules.node(rule, path)
        own = self._for_requests(part, path, under)
        criterion = Criterion(
            id=part.id,
            label=part.label,
            says=part.says,
            cite=citation(part.cite),
            shape=Shape.LEAF,
            rule=node,
            request=part.request,
            asked_of=part.asked_of,
            letter=part.letter,
            reading=part.reading,
            rests_on=part.rests_on,
            future_intent=part.future_intent,
            applies_when=_together([*self._groups, *own]),
            not_applicable_when=self._side(part, "not_applicable_when", path),
            case_by_case_when=self._side(part, "case_by_case_when", path),
            doubts=self._doubts(part, path),
            notes=self._notes(part, path),
            line=self._problems.line(path),
        )
        return None if node is None else criterion

    def _for_requests(self, part: CriterionPart, path: Path, under: Shape) -> list[Node]:
        """The conditions of the key "for", which read the indication and the request type."""
        given, inner = part.for_requests, (*path, "for")
        if given is None:
            return []
        if under is Shape.ANY:
            sentence = "Under any, what is for other requests would count as met; put it under all."
            self._problems.add(inner, sentence)
        wanted = {
            fact: (key, values)
            for fact, key, values in (
                ("indication", "indications", given.indications),
                ("request_type", "request_types", given.request_types),
            )
            if values
        }
        if not wanted:
            self._problems.add(inner, "It names indications, request_types or both.")
        nodes = (
            self._rules.node({"fact": fact, "one_of": list(values)}, (*inner, key))
            for fact, (key, values) in wanted.items()
        )
        return [node for node in nodes if node is not None]

    def _side(self, part: CriterionPart, key: str, path: Path) -> Node | None:
        return self.optional_rule(getattr(part, key), (*path, key))

    def _doubts(self, part: CriterionPart, path: Path) -> tuple[Doubt, ...]:
        doubts = []
        for index, item in enumerate(part.doubts):
            where = (*path, "doubts", index)
            if (item.route.value == "ask") != bool(item.request):
                sentence = "A doubt that asks needs a request; one for a physician has none."
                self._problems.add(where, sentence)
            when = self._rules.node(item.when, (*where, "when"))
            if when is not None:
                doubts.append(Doubt(when, item.route, item.because, item.request))
        return tuple(doubts)

    def _notes(self, part: CriterionPart, path: Path) -> tuple[Note, ...]:
        notes = []
        for index, item in enumerate(part.notes):
            when = self._rules.node(item.when, (*path, "notes", index, "when"))
            if when is not None:
                notes.append(Note(when, item.says))
        return tuple(notes)


def _together(nodes: list[Node]) -> Node | None:
    """All of the conditions as one; None for none."""
    return All(tuple(nodes)) if len(nodes) > 1 else next(iter(nodes), None)


def _holds_criteria(raw: object) -> bool:
    """Whether a list holds criteria (they have an id) rather than rules."""
    return isinstance(raw, list) and any(isinstance(item, dict) and "id" in item for item in raw)
