"""YAML as plain values that still know the line each was written on."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from criteria.errors import PolicyFileError

Path = tuple[str | int, ...]

# The parser in C where PyYAML has it (ten times faster), else the one in Python.
LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MOST_LETTERS = 1_000_000
_DEEPEST = 60
_INT = "tag:yaml.org,2002:int"
_SCALARS = {_INT, "tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:null"}
# YAML 1.1 also reads 0x10, 010 as eight and 1:30 as ninety; those stay text.
_PLAIN_INT = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class YamlText:
    """A YAML document: its values, and the line on which each path begins."""

    value: Any
    root: yaml.Node
    _inside: dict[int, Mapping[object, tuple[int, yaml.Node]]] = field(default_factory=dict)

    def line_of(self, path: Path) -> int:
        """The line of the key or item at the path; of the nearest one above when absent."""
        node, line = self.root, 1
        for step in path:
            found = self._steps(node).get(step)
            if found is not None:
                line, node = found
        return line

    def _steps(self, node: yaml.Node) -> Mapping[object, tuple[int, yaml.Node]]:
        """What is below the node: each key or item with its line; worked out once."""
        if id(node) not in self._inside:
            self._inside[id(node)] = dict(_below(node))
        return self._inside[id(node)]


def yaml_read(text: str, *, most_letters: int = MOST_LETTERS) -> YamlText:
    """The document in the text. Keys are text; only true and false are yes and no.

    Numbers with a point stay text, so that no digit is lost; so do whole numbers that are not
    written plainly, such as 00100, which is a code.

    Raises:
        PolicyFileError: when it is not one YAML document, repeats a key, or uses aliases.
    """
    if len(text) > most_letters:
        raise PolicyFileError(((1, f"The file is longer than {most_letters:,} letters."),))
    try:
        return _compose(text)
    except yaml.MarkedYAMLError as error:
        problem = f"This is not YAML: {error.problem}."
        raise _problem(error.problem_mark, problem) from None
    except (yaml.YAMLError, UnicodeEncodeError):
        raise PolicyFileError(((1, "This is not YAML text."),)) from None


def _compose(text: str) -> YamlText:
    loader = LOADER(text)
    try:
        _refuse_aliases_and_depth(text)
        root = loader.get_single_node()
        if root is None:
            raise PolicyFileError(((1, "The file is empty."),))
        return YamlText(_value(root, loader), root)
    finally:
        loader.dispose()


def _refuse_aliases_and_depth(text: str) -> None:
    """Refuse what would cost more to read than its length: aliases, and deep nesting."""
    depth = 0
    for event in yaml.parse(text, Loader=LOADER):
        if isinstance(event, yaml.AliasEvent):
            raise _problem(event.start_mark, "Aliases (*name) are not used; write it out.")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _DEEPEST:
            raise _problem(event.start_mark, f"Nested deeper than {_DEEPEST} levels.")


def _problem(mark: Any, text: str) -> PolicyFileError:
    return PolicyFileError(((mark.line + 1 if mark else 1, text),))


def _value(node: yaml.Node, loader: yaml.SafeLoader) -> Any:
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, loader)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, loader) for item in node.value]
    if node.tag == "tag:yaml.org,2002:bool" and node.value.lower() in ("true", "false"):
        return node.value.lower() == "true"
    if _CONTROL.search(node.value):
        raise _problem(node.start_mark, "A control character stands in the text; take it out.")
    if node.tag == _INT and not _PLAIN_INT.fullmatch(node.value):
        return node.value
    return _scalar(node, loader) if node.tag in _SCALARS else node.value


def _scalar(node: yaml.Node, loader: yaml.SafeLoader) -> Any:
    try:
        return loader.construct_object(node, deep=True)
    except ValueError:
        raise _problem(node.start_mark, "There is no such number or date.") from None


def _mapping(node: yaml.MappingNode, loader: yaml.SafeLoader) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise _problem(key.start_mark, "A key is one word.")
        if key.value in values:
            raise _problem(key.start_mark, f"The key {key.value!r} is given twice.")
        values[key.value] = _value(value, loader)
    return values


def _below(node: yaml.Node) -> Iterator[tuple[object, tuple[int, yaml.Node]]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield key.value, (key.start_mark.line + 1, value)
    if isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            yield number, (item.start_mark.line + 1, item)
