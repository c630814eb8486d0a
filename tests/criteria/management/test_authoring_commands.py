"""new_policy and policy_schema, as they are called."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from criteria.loading import policy_read
from tests.criteria.management.test_validate_policy import called as validated
from tests.criteria.people import ROOT

pytestmark = pytest.mark.django_db


def called(name, *arguments):
    out = StringIO()
    try:
        call_command(name, *map(str, arguments), stdout=out)
    except CommandError as error:
        return error.returncode, str(error)
    return 0, out.getvalue()


def test_a_new_policy_validates_and_is_not_written_twice(tmp_path):
    new = (
        "new_policy",
        "a-thing",
        "--title",
        "A thing",
        "--on",
        "2026-05-01",
        "--folder",
        tmp_path,
    )
    code, said = called(*new)
    path = tmp_path / "a-thing" / "2026-05-01.yaml"
    assert (code, str(path) in said) == (0, True)
    assert validated(path) == (0, f"{path}: nothing is wrong.\n", "")
    path.write_text("mine")
    assert called(*new) == (2, f"{path} is there already; nothing was written.")
    assert path.read_text() == "mine"


def test_a_title_of_several_lines_and_marks_of_yaml_becomes_one_line(tmp_path):
    title = 'a: "b" # {c}\n - d'
    code, said = called(
        "new_policy", "x", "--title", title, "--on", "2026-05-01", "--folder", tmp_path
    )
    assert code == 0, said
    text = (tmp_path / "x" / "2026-05-01.yaml").read_text("utf-8")
    assert policy_read(text).title == 'a: "b" # {c} - d'


def test_a_day_that_there_is_not_is_told_with_what_is_right(tmp_path):
    _, said = called("new_policy", "x", "--title", "X", "--on", "2026-13-01", "--folder", tmp_path)
    assert "write a day as 2026-07-23" in said


def test_a_new_policy_is_of_today_where_no_day_is_given(tmp_path):
    assert called("new_policy", "x", "--title", "X", "--folder", tmp_path)[0] == 0
    assert len(list((tmp_path / "x").glob("20*.yaml"))) == 1


@pytest.mark.parametrize(
    ("slug", "title"), [("../x", "X"), ("A", "X"), ("x", " "), ("x", "\ud800"), ("x", "y" * 500)]
)
def test_a_name_or_title_that_makes_no_policy_is_refused(tmp_path, slug, title):
    code, said = called("new_policy", slug, "--title", title, "--folder", tmp_path)
    assert code == 1
    assert "Nothing was written." in said
    assert list(tmp_path.rglob("*.yaml")) == []


def test_a_folder_that_cannot_be_written_is_misuse(tmp_path):
    (tmp_path / "x").write_text("a file")
    assert called("new_policy", "x", "--title", "X", "--folder", tmp_path)[0] == 2


def test_the_schema_and_the_page_are_written_and_checked(tmp_path):
    assert called("policy_schema", "--check", "--folder", tmp_path)[0] == 1
    assert called("policy_schema", "--folder", tmp_path)[0] == 0
    assert called("policy_schema", "--check", "--folder", tmp_path) == (0, "")
    (tmp_path / "policy-language.md").write_text("old")
    code, said = called("policy_schema", "--check", "--folder", tmp_path)
    assert (code, "policy-language.md is out of date" in said) == (1, True)
    assert called("policy_schema", "--check", "--folder", ROOT / "docs")[0] == 0
