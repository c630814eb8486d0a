"""Collects what is wrong with a policy file, each with its line and what would be right."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from criteria.errors import PolicyFileError
from criteria.loading.yaml_lines import Path, YamlText

ModelT = TypeVar("ModelT", bound=BaseModel)
MOST_PROBLEMS = 200
_MORE = "There is more; only the first {} problems are told. Mend these first."
# What would be right, by the kind of misfit that the models tell.
_RIGHT = {
    "date": "Write a day as 2026-07-23.",
    "bool": "Write true or false.",
    "int": "Write a whole number.",
    "greater_than_equal": "Write a whole number from {ge}.",
    "less_than_equal": "Write a whole number up to {le}.",
    "string_type": "Write text here; in quotes where it looks like a number or a date.",
    "string_too_short": "Write text here; it is empty.",
    "string_too_long": "Write {max_length} letters at most.",
    "too_short": "Write one at least.",
    "tuple": "Write a list here: [a, b], or a line with a hyphen for each.",
    "dict": "Write a list of keys here, each with its value.",
    "model": "Write a list of keys here, each with its value.",
    "enum": "Write {expected}.",
    "literal": "Write {expected}.",
}
_SHAPES = {
    r"^[a-z][a-z0-9_]{0,79}$": "small letters, digits and _, a letter first",
    r"^[a-z][a-z0-9-]{0,79}$": "small letters, digits and hyphens, a letter first",
    r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$": "names of small letters, digits and _, with points between",
    r"^[A-Z0-9]{5}$": "five capital letters and digits",
}


class Problems:
    """The list of problems of one file."""

    def __init__(self, text: YamlText) -> None:
        self._text = text
        self._found: list[tuple[int, str]] = []

    @property
    def any(self) -> bool:
        """Whether any problem was noted."""
        return bool(self._found)

    def add(self, path: Path, sentence: str) -> None:
        """Note a problem at the path; raises what was found when that is too much to tell."""
        self.add_line(self._text.line_of(path), sentence)

    def add_line(self, line: int, sentence: str) -> None:
        """Note a problem whose line is known; raises as add does."""
        self._found.append((line, sentence))
        if len(self._found) >= MOST_PROBLEMS:
            self._found.append((line, _MORE.format(MOST_PROBLEMS)))
            raise self.error()

    def line(self, path: Path) -> int:
        """The line of the path."""
        return self._text.line_of(path)

    def raise_if_any(self) -> None:
        """Raise what was found.

        Raises:
            PolicyFileError: when there is any problem.
        """
        if self._found:
            raise self.error()

    def error(self) -> PolicyFileError:
        """What was found, in the order of lines, as an error to raise."""
        return PolicyFileError(tuple(sorted(set(self._found))))

    def model(self, model: type[ModelT], raw: object, path: Path) -> ModelT | None:
        """The raw value as the model; None, with every problem noted, when it does not fit."""
        if not isinstance(raw, dict):
            self.add(path, f"Here belongs a list of keys: {_names(_keys(model))}.")
            return None
        try:
            return model.model_validate(raw)
        except ValidationError as error:
            for item in error.errors(include_url=False):
                self._note(model, path, item)
            return None

    def _note(self, model: type[BaseModel], path: Path, item: Any) -> None:
        where = tuple(item["loc"])
        key = str(where[-1]) if where else ""
        known = _keys(_model_at(model, where[:-1]))
        if item["type"] == "extra_forbidden":
            self.add(path + where, f"Unknown key {key!r}. {did_you_mean(key, known)}")
        elif item["type"] == "missing":
            self.add(path + where[:-1], f"The key {key!r} is missing.")
        else:
            self.add(path + where, f"{_named(path + where)} does not fit. {_right(item)}")


def _named(path: Path) -> str:
    """What is at the path, in words: "Item 2 of 'rests_on'"."""
    *above, last = path
    names = [step for step in above if isinstance(step, str)]
    if isinstance(last, int):
        return f"Item {last + 1} of {names[-1]!r}" if names else f"Item {last + 1}"
    return f"The name {names[-1]!r}" if last == "[key]" else f"The value of {last!r}"


def _right(item: Any) -> str:
    """What would be right where the models tell of a misfit; their own words for a rare kind."""
    context: dict[str, Any] = item.get("ctx", {})
    if item["type"] == "string_pattern_mismatch" and context.get("pattern") in _SHAPES:
        return f"Write {_SHAPES[context['pattern']]}."
    for kind, sentence in _RIGHT.items():
        if item["type"].startswith(kind):
            return sentence.format(**context)
    return f"{item['msg']}."


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A sentence with the nearest known word, or with all of them when none is near."""
    names = sorted(known)
    near = get_close_matches(word, names, n=1, cutoff=0.6)
    return f"Did you mean {near[0]!r}?" if near else f"Known here: {_names(names)}."


def _names(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "nothing"


def _keys(model: type[BaseModel] | None) -> list[str]:
    if model is None:
        return []
    return [field.alias or name for name, field in model.model_fields.items()]


def _model_at(model: type[BaseModel], where: Path) -> type[BaseModel] | None:
    """The model that the inner location belongs to."""
    current: type[BaseModel] | None = model
    for step in where:
        if isinstance(step, int) or current is None:
            continue
        for name, field in current.model_fields.items():
            if step in (name, field.alias):
                current = _inner_model(field.annotation)
                break
    return current


def _inner_model(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in get_args(annotation):
        found = _inner_model(argument)
        if found is not None:
            return found
    return None
