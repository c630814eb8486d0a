"""zen-engine: the criteria as one expression node, three values told as 1, 0 and -1."""

import json
from typing import Any

from benchmarks.peers.dialect import Teller
from criteria.domain.policy import Policy


class _Words:
    """Zen's expressions."""

    def __init__(self, keys: dict[str, str]) -> None:
        self._keys = keys

    def less(self, pair: tuple[str, str], other: tuple[str, str], facts: tuple[str, ...]) -> str:
        absent = " or ".join(f"{name} == null" for name in facts)
        decided = f"{pair[1]} < {other[0]} ? 1 : ({pair[0]} >= {other[1]} ? -1 : 0)"
        return f"({absent} ? 0 : ({decided}))"

    def is_in(self, fact: str, values: tuple[Any, ...], undecided: tuple[str, ...]) -> str:
        open_ = f"({fact} in {_list(undecided)} ? 0 : -1)" if undecided else "-1"
        return f"({fact} == null ? 0 : ({fact} in {_list(values)} ? 1 : {open_}))"

    def known(self, fact: str) -> str:
        return f"({fact} == null ? -1 : 1)"

    def every(self, parts: list[str]) -> str:
        return f"min([{', '.join(parts)}])"

    def some(self, parts: list[str]) -> str:
        return f"max([{', '.join(parts)}])"

    def opposite(self, part: str) -> str:
        return f"(0 - {part})"

    def unless(self, held: list[str], free: list[str], base: str) -> str:
        doubt = " or ".join(f"{one} == 1" for one in held)
        escaped = " and ".join(["true", *(f"{one} != 1" for one in free)])
        return f"(({doubt}) and ({escaped}) ? 0 : {base})"

    def field(self, name: str) -> str:
        return name

    def number(self, value: float) -> str:
        return repr(value)

    def criterion(self, name: str) -> str:
        return f"$.{self._keys[name]}"


def _list(values: tuple[Any, ...]) -> str:
    words = [str(v).lower() if isinstance(v, bool) else repr(v.casefold()) for v in values]
    return f"[{', '.join(words)}]"


class Zen:
    """The policy in zen-engine, compiled before it is measured."""

    def __init__(self, zen: Any, policy: Policy) -> None:
        self.ids = [criterion.id for criterion in policy.criteria()]
        keys = {name: f"c{place}" for place, name in enumerate(self.ids)}
        told = Teller(policy, _Words(keys)).told
        expressions = [
            {"id": keys[name], "key": keys[name], "value": value} for name, value in told.items()
        ]
        nodes = [
            {"id": "in", "type": "inputNode", "name": "in"},
            {"id": "all", "type": "expressionNode", "name": "all", "content": {"expressions": expressions}},
            {"id": "out", "type": "outputNode", "name": "out"},
        ]  # fmt: skip
        edges = [
            {"id": "1", "type": "edge", "sourceId": "in", "targetId": "all"},
            {"id": "2", "type": "edge", "sourceId": "all", "targetId": "out"},
        ]
        content = zen.ZenDecisionContent(json.dumps({"nodes": nodes, "edges": edges}))
        self._decision = zen.ZenEngine().create_decision(content)
        self._keys = list(keys.values())

    def run(self, cases: list[dict[str, Any]], *, trace: bool = False) -> list[Any]:
        """Every case; the answers as the engine gives them."""
        evaluate, options = self._decision.evaluate, {"trace": trace}
        return [evaluate(case, options) for case in cases]

    def codes(self, answers: list[Any]) -> list[tuple[int, ...]]:
        """The code of every criterion of each case."""
        return [tuple(int(answer["result"][key]) for key in self._keys) for answer in answers]
