"""What a file may be called, how long it may be, and what it may not say."""

import re

from tests.architecture.tree import ROOT, product_files, python_files, relative

LONGEST_FILE_LINES = 400
# Kept apart from lint's longest line: names that say nothing about what is inside.
EMPTY_NAMES = {
    "core",
    "common",
    "utils",
    "util",
    "helpers",
    "helper",
    "misc",
    "manager",
    "managers",
}
TEXT = {".py", ".html", ".js", ".css", ".md", ".yaml", ".yml", ".toml", ".sh", ".typ", ".txt", ""}
LOCKS = {"requirements.txt", "requirements-dev.txt"}


def texts():
    for path in product_files():
        if path.suffix in TEXT and relative(path) not in LOCKS and path.stat().st_size < 1_000_000:
            try:
                yield relative(path), path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue


def test_no_source_file_is_longer_than_four_hundred_lines():
    lengths = {relative(p): len(p.read_text(encoding="utf-8").splitlines()) for p in python_files()}
    assert {name: n for name, n in lengths.items() if n > LONGEST_FILE_LINES} == {}


def test_no_file_or_folder_has_an_empty_name():
    found = [
        relative(path)
        for path in product_files()
        if {part.partition(".")[0].lower() for part in path.relative_to(ROOT).parts} & EMPTY_NAMES
    ]
    assert found == []


def test_a_note_for_later_carries_an_issue_number():
    note = re.compile(r"\b(TODO|FIXME|XXX)\b(?!\(#\d+\)|.*#\d+)")
    me = relative(ROOT / "tests" / "architecture" / "test_files.py")
    found = [
        f"{name}:{number}"
        for name, text in texts()
        if name != me
        for number, line in enumerate(text.splitlines(), 1)
        if note.search(line)
    ]
    assert found == []


def test_no_file_names_a_place_on_somebodys_machine():
    place = re.compile(r"(?<![\w.])/(?:home|Users|root|work|mnt|srv/\w+)/[\w.-]+")
    found = [f"{name}: {match}" for name, text in texts() for match in place.findall(text)]
    assert [line for line in found if not line.startswith("Dockerfile")] == []


def test_no_comment_turns_a_checker_off_without_naming_the_rule():
    bare = re.compile(r"#\s*(noqa(?!:)|type:\s*ignore(?!\[))")
    found = [
        f"{relative(path)}:{number}"
        for path in python_files(tests="with")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if bare.search(line)
    ]
    assert found == []
