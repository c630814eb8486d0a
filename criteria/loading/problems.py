"""Collects what is wrong with a policy file, each with its line and what would be right."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from criteria.errors import PolicyFileError
from criteria.loading.yaml_lines import Path, YamlText

ModelT = TypeVar("ModelT", bound=BaseModel)


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
        """Note a problem at the path."""
        self._found.append((self._text.line_of(path), sentence))

    def add_line(self, line: int, sentence: str) -> None:
        """Note a problem whose line is known."""
        self._found.append((line, sentence))

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
            for item in error.errors(include_url=False, include_context=False):
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
            self.add(path + where, f"The value of {key!r} does not fit: {item['msg']}.")


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
