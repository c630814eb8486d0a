"""The forms a rule may take: the keys of each, what they take, and an example."""

from dataclasses import dataclass
from typing import Any

from criteria.domain.tree import Comparison, Order

Schema = dict[str, Any]

RULE: Schema = {"$ref": "#/$defs/rule"}
RULES: Schema = {"type": "array", "items": RULE, "minItems": 1}
_NAME: Schema = {"type": "string", "$comment": "the name of a fact"}
_FIELD: Schema = {"type": "string", "$comment": "the name of a field"}
_DATE: Schema = {"type": "string", "$comment": "a date, or the name of a date fact"}
_AMOUNT: Schema = {"type": ["string", "number"], "$comment": "an amount with its unit"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_FROM_ONE: Schema = {"type": "integer", "minimum": 1}
_PRODUCT: Schema = {"type": "array", "items": _AMOUNT, "minItems": 2, "maxItems": 2}
_RIGHT: Schema = {"$ref": "#/$defs/compared_with"}
_PICKED: Schema = {"$ref": "#/$defs/observation"}
_COMPARISONS = [item.value for item in Comparison]
_PLAIN_ORDERS = [item.value for item in Order if not item.takes_distance]
_DISTANT_ORDERS = [item.value for item in Order if item.takes_distance]
_DISTANCES = ["days", "weeks", "months", "years"]


@dataclass(frozen=True)
class RuleForm:
    """One form: required keys, of one_of exactly one, and optional ones; a YAML example."""

    title: str
    says: str
    required: dict[str, Schema]
    example: str
    one_of: tuple[str, ...] = ()
    one_takes: Schema | None = None
    optional: dict[str, Schema] | None = None
    some_optional: bool = False

    @property
    def keys(self) -> dict[str, Schema]:
        """Every key it may hold, with what it takes."""
        chosen = {key: self.one_takes or {} for key in self.one_of}
        return self.required | chosen | (self.optional or {})

    def schema(self) -> Schema:
        """The form as JSON Schema, without saying that no other key may stand."""
        shape: Schema = {
            "type": "object",
            "title": self.title,
            "description": self.says,
            "properties": self.keys,
            "required": list(self.required),
        }
        conditions = []
        if self.one_of:
            conditions.append({"oneOf": [{"required": [key]} for key in self.one_of]})
        if self.some_optional:
            conditions.append({"anyOf": [{"required": [key]} for key in self.optional or {}]})
        return shape | ({"allOf": conditions} if conditions else {})


def _compared(head: str, takes: Schema, says: str, example: str) -> RuleForm:
    return RuleForm(
        title=f"{head}, compared",
        says=says,
        required={head: takes},
        one_of=tuple(_COMPARISONS),
        one_takes=_RIGHT,
        example=example,
    )


def _picked(head: str) -> RuleForm:
    return RuleForm(
        title=head,
        says=f"compares the {head} observation on file with an amount",
        required={head: _NAME, "of": _FIELD, "by": _FIELD},
        one_of=tuple(_COMPARISONS),
        one_takes=_RIGHT,
        optional={"where": RULE},
        example=f"{{{head}: scores, of: score, by: taken, at_least: 12 points}}",
    )


def _any_item(head: str, says: str) -> RuleForm:
    return RuleForm(
        title=head,
        says=says,
        required={head: _NAME},
        optional={"where": RULE, "distinct": _FIELD},
        example=f"{{{head}: drugs, where: {{fact: group, is: tnf}}}}",
    )


RULE_FORMS: tuple[RuleForm, ...] = (
    RuleForm("all", "met when every part is", {"all": RULES}, "{all: [{known: weight}, {fact: marker, below: 2 %}]}"),
    RuleForm("any", "met when some part is", {"any": RULES}, "{any: [{known: weight}, {known: marker}]}"),
    RuleForm("not", "the opposite; unknown stays unknown", {"not": RULE}, "{not: {known: weight}}"),
    RuleForm("k of", "met when at least k of the parts are", {"k": _FROM_ONE, "of": RULES}, "{k: 2, of: [{known: weight}, {known: marker}, {known: tested}]}"),
    RuleForm("when", "two arms; while the condition is unknown, what both agree on", {"when": RULE, "then": RULE, "otherwise": RULE}, "{when: {known: weight}, then: {fact: weight, above: 10 kg}, otherwise: {known: marker}}"),
    _compared("fact", _NAME, "compares an amount", "{fact: marker, below: 2 %}"),
    _compared("product", _PRODUCT, "compares the product of two facts, or of an amount and a fact", "{product: [2.8e6 cells/kg, weight], at_most: 3.22e8 cells}"),
    RuleForm("fact, is", "met when a choice, a text or a yes/no has the value", {"fact": _NAME, "is": {"type": ["string", "boolean"]}}, "{fact: gene, is: both}"),
    RuleForm("fact, one_of", "met when it has one of the values", {"fact": _NAME, "one_of": {"type": "array", "items": {"type": ["string", "boolean"]}, "minItems": 1}}, "{fact: gene, one_of: [both, one]}"),
    RuleForm("fact, in time", "how a date lies to another", {"fact": _NAME}, "{fact: tested, before: treated}", one_of=tuple(_PLAIN_ORDERS), one_takes=_DATE),
    RuleForm("fact, at a distance", "how far a date lies from another; the parts of a distance add up", {"fact": _NAME}, "{fact: tested, at_least_before: treated, months: 1}", one_of=tuple(_DISTANT_ORDERS), one_takes=_DATE, optional=dict.fromkeys(_DISTANCES, _FROM_ONE), some_optional=True),
    RuleForm("attested", "met when the prescriber states the intent", {"attested": _NAME}, "{attested: planned}"),
    RuleForm("known", "met when the fact is on file; never unknown", {"known": _NAME}, "{known: weight}"),
    _any_item("some", "met when the list has an item that meets the rule"),
    _any_item("none", "met when the list is complete and has no such item"),
    RuleForm("count", "how many items, or different values of a field, there are", {"count": _NAME}, "{count: drugs, at_least: 2, distinct: group}", one_of=("at_least", "at_most"), one_takes=_COUNT, optional={"where": RULE, "distinct": _FIELD}),
    RuleForm("every", "met when the list is complete and the rule holds for each item", {"every": _NAME, "holds": RULE}, "{every: drugs, holds: {known: stopped}}"),
    _picked("latest"),
    _picked("earliest"),
    RuleForm("change", "how far a value has changed, as a part of the one before or in its own unit", {"change": {"enum": ["relative", "absolute"]}, "from": _PICKED, "to": _PICKED}, "{change: relative, from: {earliest: scores, of: score, by: taken}, to: {latest: scores, of: score, by: taken}, falls: {at_least: 20 %}}", one_of=("falls", "rises"), one_takes={"type": "object", "properties": dict.fromkeys(_COMPARISONS, _AMOUNT), "additionalProperties": False, "minProperties": 1, "maxProperties": 1}),
    RuleForm("rolling", "met when a field adds up to at most so much in every stretch of days", {"rolling": _NAME, "of": _FIELD, "by": _FIELD, "days": _FROM_ONE, "at_most": _AMOUNT}, "{rolling: fills, of: quantity, by: filled, days: 90, at_most: 8}", optional={"where": RULE, "ending": _NAME, "plus": {"type": "object", "properties": {"amount": _NAME, "on": _NAME}, "required": ["amount", "on"], "additionalProperties": False}}),
)  # fmt: skip

COMPARED_WITH: Schema = {
    "title": "what an amount is compared with",
    "anyOf": [
        _AMOUNT,
        *(
            {
                "type": "object",
                "properties": {key: takes},
                "required": [key],
                "additionalProperties": False,
            }
            for key, takes in (("fact", _NAME), ("product", _PRODUCT), ("table", _NAME))
        ),
    ],
}
OBSERVATION: Schema = {
    "title": "an observation, or a fact",
    "anyOf": [
        _NAME,
        *(
            {
                "type": "object",
                "properties": {head: _NAME, "of": _FIELD, "by": _FIELD, "where": RULE},
                "required": [head, "of", "by"],
                "additionalProperties": False,
            }
            for head in ("latest", "earliest")
        ),
    ],
}
