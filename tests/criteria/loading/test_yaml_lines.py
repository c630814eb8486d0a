"""YAML that keeps its lines and its digits."""

from datetime import date

import pytest

from criteria.errors import PolicyFileError
from criteria.loading.yaml_lines import yaml_read

TEXT = """\
# a comment
a: {on: 2026-01-01, yes: no}
b:
  - 1
  - c: 2.80
    d: true
e: ~
f: 0x10
g: [010, 1:30, 1_000, 12, -3, 0, 00100]
"""


def test_values_keep_their_digits_and_words():
    assert yaml_read(TEXT).value == {
        "a": {"on": date(2026, 1, 1), "yes": "no"},
        "b": [1, {"c": "2.80", "d": True}],
        "e": None,
        "f": "0x10",
        "g": ["010", "1:30", "1_000", 12, -3, 0, "00100"],
    }


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 1),
        (("a",), 2),
        (("a", "yes"), 2),
        (("b", 1), 5),
        (("b", 1, "d"), 6),
        (("b", 1, "nowhere"), 5),
        (("b", 7), 3),
        (("nowhere", "b"), 3),
        (("e", "x"), 7),
    ],
)
def test_a_path_has_its_line_or_the_nearest_above(path, line):
    assert yaml_read(TEXT).line_of(path) == line


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 1, "empty"),
        ("# only a remark\n", 1, "empty"),
        ("a: 1\na: 2\n", 2, "given twice"),
        ("a: 1\nb: [1,\n", 3, "not YAML"),
        ("a: &x 1\nb: *x\n", 2, "Aliases"),
        ("? {a: b}\n: 1\n", 1, "one word"),
        ("a: 1\n--- \nb: 2\n", 2, "not YAML"),
        ("a: 1\nb: 2026-02-31\n", 2, "no such number or date"),
        ("a: \x00", 1, "not YAML"),
        ('a: 1\nb: "x\\0y"\n', 2, "control character"),
        ('a: 1\nb: "x\\ey"\n', 2, "control character"),
    ],
)
def test_it_refuses_by_line(text, line, says):
    with pytest.raises(PolicyFileError) as caught:
        yaml_read(text)
    assert caught.value.problems[0][0] == line
    assert says in caught.value.problems[0][1]


def test_it_refuses_what_is_too_long_or_too_deep():
    with pytest.raises(PolicyFileError, match="longer than 10 letters"):
        yaml_read("a: " + "b" * 10, most_letters=10)
    with pytest.raises(PolicyFileError, match="Nested deeper than 60"):
        yaml_read("[" * 20_000 + "]" * 20_000)
    with pytest.raises(PolicyFileError, match="Nested deeper than 60"):
        yaml_read("".join(f"{' ' * level}a:\n" for level in range(90)))
    assert yaml_read("[[1]]\n" * 1).value == [[1]]
