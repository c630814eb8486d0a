"""The command that an author of a policy runs before importing it."""

import json
import os
import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from criteria.models import PolicyRevision
from criteria.services.policies import policy_import, policy_publish
from tests.criteria.people import EDITOR, KRESLADI, KRESLADI_FILE, NOW, OTHER_EDITOR, ROOT, SMALL

pytestmark = pytest.mark.django_db
PLAN_RULE = "    attested: planned\n"
# Each: its name, what stands in the small policy, what stands instead, the line's words, what is said.
BAD_FILES = [
    ("unknown key", "title: Small\n", "titel: Small\n", "titel", "Unknown key 'titel'. Did you mean"),
    ("missing key", "title: Small\n", "", "policy: small", "The key 'title' is missing."),
    ("unknown unit", "unit: cells/kg", "unit: stones", "rate:", "No unit named 'stones'; known: %"),
    ("unit that does not fit", "below: 2 %", "below: 2 kg", "2 kg", "% cannot be compared with kg."),
    ("unknown fact", "attested: planned", "attested: planed", "planed", "Did you mean 'planned'?"),
    ("unknown choice", "is: pending", "is: pendign", "pendign", "Did you mean 'pending'?"),
    ("duplicate id", "- id: plan\n", "- id: both.dates\n", "id: both.dates", "is already used in line"),
    ("dates in order", "to: 2026-12-31", "to: 2025-12-31", "effective:", "The last day lies before"),
    ("unused fact", "facts:\n", "facts:\n  idle: {ask: I, type: date, rests_on: [page]}\n", "idle:", "nothing reads it"),
    ("no request", "    request: Send a plan.\n", "", "- id: plan", "needs the key 'request'"),
    ("no letter", "    letter: There was none.\n", "", "- id: plan", "needs the key 'letter'"),
    ("no audience", "    asked_of: plan\n", "", "- id: gate.gene", "The key 'asked_of' is missing."),
    ("nothing below", PLAN_RULE, "    all: [{attested: planned}, {fact: marker, below: 0 %}]\n", "below: 0", "nothing is below 0"),
    ("range", PLAN_RULE, "    all: [{attested: planned}, {fact: marker, above: 3 %}, {fact: marker, below: 2 %}]\n", "above: 3", "can never be met"),
    ("range within any", PLAN_RULE, "    all: [{attested: planned}, {fact: marker, above: 3 %}, {any: [{fact: marker, below: 2 %}, {fact: marker, equals: 1 %}]}]\n", "- id: plan", "'plan' can never be met"),
    ("not", PLAN_RULE, "    all: [{attested: planned}, {not: {attested: planned}}]\n", "- id: plan", "'plan' can never be met"),
    ("choices", PLAN_RULE, "    all: [{attested: planned}, {fact: gene, is: one}, {not: {fact: gene, one_of: [one, both]}}]\n", "- id: plan", "'plan' can never be met"),
    ("dates", PLAN_RULE, "    all: [{attested: planned}, {fact: began, before: ended}, {fact: ended, before: began}]\n", "- id: plan", "'plan' can never be met"),
    ("always", PLAN_RULE, "    any: [{attested: planned}, {not: {attested: planned}}]\n", "- id: plan", "doubtful: The criterion 'plan' is always met"),
]  # fmt: skip


def called(*arguments):
    """The exit code, what was written, and the last sentence."""
    out = StringIO()
    try:
        call_command("validate_policy", *map(str, arguments), stdout=out)
    except CommandError as error:
        return error.returncode, out.getvalue(), str(error)
    return 0, out.getvalue(), ""


def written(folder, text, name="policy.yaml"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_without_fault_is_fine():
    assert called(KRESLADI_FILE) == (0, f"{KRESLADI_FILE}: nothing is wrong.\n", "")


@pytest.mark.parametrize(
    ("before", "after", "words", "sentence"),
    [case[1:] for case in BAD_FILES],
    ids=[case[0] for case in BAD_FILES],
)
def test_each_fault_is_named_with_its_line(tmp_path, before, after, words, sentence):
    assert before in SMALL
    text = SMALL.replace(before, after, 1)
    path = written(tmp_path, text)
    code, out, last = called(path)
    assert code == 1
    assert "finding" in last
    told = [line for line in out.splitlines() if sentence in line]
    assert told, out
    number = int(told[0].removeprefix(f"{path}:").partition(":")[0])
    assert words in text.splitlines()[number - 1]
    assert not PolicyRevision.objects.exists()


def test_several_faults_of_one_file_are_all_told(tmp_path):
    text = SMALL.replace("below: 2 %", "below: 2 kg").replace("attested: planned", "attested: x")
    code, out, last = called(written(tmp_path, text))
    assert (code, len(out.splitlines()), last) == (1, 2, "2 findings.")


def test_dates_are_compared_between_the_files_given(tmp_path):
    later = SMALL.replace("version: 2026-01-01", "version: 2026-06-01").replace(
        "effective: {from: 2026-01-01, to: 2026-12-31}", "effective: {from: 2026-06-01}"
    )
    one, two = written(tmp_path, SMALL, "one.yaml"), written(tmp_path, later, "two.yaml")
    code, out, _ = called(one, two)
    assert code == 1
    assert f"{one}:5: The effective dates overlap those of version 2026-06-01" in out
    assert f"which is in {two}" in out
    assert f"{two}:5: The effective dates overlap those of version 2026-01-01" in out
    assert called(one, KRESLADI_FILE)[0] == 0
    after = later.replace("2026-06-01", "2027-01-01")
    assert called(one, written(tmp_path, after, "after.yaml"))[0] == 0


def test_two_files_of_one_version_are_told(tmp_path):
    other = written(tmp_path, SMALL + "\n# mended\n", "other.yaml")
    one = written(tmp_path, SMALL)
    assert f"{other} holds the same version of small." in called(one, other)[1]


def test_a_wrong_file_beside_a_right_one_hides_nothing(tmp_path):
    wrong = written(tmp_path, "policy: small\n", "wrong.yaml")
    code, out, _ = called(KRESLADI_FILE, wrong)
    assert code == 1
    assert f"{KRESLADI_FILE}: nothing is wrong." in out
    assert f"{wrong}:1: The key 'title' is missing." in out


def test_dates_are_compared_with_what_is_published(tmp_path):
    draft = policy_import(SMALL, actor=EDITOR, now=NOW)
    later = written(
        tmp_path,
        SMALL.replace("version: 2026-01-01", "version: 2026-06-01").replace(
            "effective: {from: 2026-01-01, to: 2026-12-31}", "effective: {from: 2026-06-01}"
        ),
    )
    assert called(later)[0] == 0
    policy_publish(draft.pk, actor=OTHER_EDITOR, now=NOW)
    code, out, _ = called(later)
    assert code == 1
    assert "overlap those of version 2026-01-01, which is published." in out


def test_an_editor_gets_json(tmp_path):
    path = written(tmp_path, SMALL.replace("attested: planned", "attested: planed"))
    code, out, last = called("--json", path)
    answer = json.loads(out)
    (file,) = answer["files"]
    (found,) = file["findings"]
    assert (code, last, answer["published_compared"]) == (1, "", True)
    assert (file["file"], found["weight"]) == (str(path), "refused")
    assert found["says"].startswith("No fact is named 'planed' in this file.")
    assert json.loads(called("--json", KRESLADI_FILE)[1])["files"][0]["findings"] == []


def test_a_file_that_cannot_be_read_is_misuse(tmp_path):
    assert called(tmp_path / "none.yaml")[0] == 2
    assert called(tmp_path)[0] == 2
    picture = tmp_path / "picture.yaml"
    picture.write_bytes(b"\x89PNG\xff\xfe")
    assert called(picture) == (2, "", f"{picture} is no text in UTF-8.")


def test_it_works_from_the_command_line_without_a_database(tmp_path):
    wrong = written(tmp_path, KRESLADI.replace("title: Kresladi", "titel: Kresladi"))
    here = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'no' / 'database.sqlite3'}",
    }
    for files, code in (([KRESLADI_FILE], 0), ([wrong], 1), ([tmp_path / "none"], 2), ([], 2)):
        command = [sys.executable, "manage.py", "validate_policy", *map(str, files)]
        done = subprocess.run(
            command, cwd=ROOT, env=here, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == code, (files, done.stderr)
        if code == 0:
            assert "The published versions were not compared" in done.stdout
