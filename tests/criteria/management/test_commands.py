"""The two commands, as they are called."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command

from criteria.management import text_files
from criteria.models import PolicyPublication, PolicyRevision
from tests.criteria.people import KRESLADI, KRESLADI_FILE, NOW, ROOT, SMALL_FILE

PATIENTS = ROOT / "tests" / "criteria" / "patients" / "kresladi"
MEETS_ALL = PATIENTS / "meets_all.yaml"


def called(name, *arguments):
    out = StringIO()
    call_command(name, *map(str, arguments), stdout=out)
    return out.getvalue()


def refused(name, *arguments):
    with pytest.raises(CommandError) as caught:
        called(name, *arguments)
    return caught.value.returncode, str(caught.value)


def evaluated(*arguments):
    return json.loads(called("evaluate", "--json", *arguments))


# --- import_policy ------------------------------------------------------------------------------


@pytest.mark.django_db
def test_it_imports_a_draft():
    assert called("import_policy", KRESLADI_FILE) == (
        "Kresladi 2026-07-23, revision 1 is imported and a draft; a second person publishes it.\n"
    )
    assert not PolicyPublication.objects.exists()


@pytest.mark.django_db
def test_it_publishes_when_asked_and_again_changes_nothing():
    for _ in range(2):
        assert "revision 1 is imported and published." in called(
            "import_policy", KRESLADI_FILE, "--publish"
        )
    assert (PolicyRevision.objects.count(), PolicyPublication.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_the_same_text_from_another_editor_is_no_new_revision(tmp_path):
    other = tmp_path / "other.yaml"
    text = Path(KRESLADI_FILE).read_text(encoding="utf-8")
    other.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    for path in (KRESLADI_FILE, str(other)):
        assert "revision 1 is imported" in called("import_policy", path)
    assert PolicyRevision.objects.count() == 1


@pytest.mark.django_db
def test_an_imported_draft_may_be_published_later():
    called("import_policy", KRESLADI_FILE)
    assert "published." in called("import_policy", KRESLADI_FILE, "--publish")


@pytest.mark.django_db
def test_a_wrong_file_is_refused_by_line(tmp_path):
    path = tmp_path / "wrong.yaml"
    path.write_text(
        KRESLADI.replace(
            "{fact: neutrophil_cd18_percent, below: 2 %}", "{fact: cd18, below: 2 %}", 1
        )
    )
    line = path.read_text()[: path.read_text().index("{fact: cd18")].count("\n") + 1
    code, sentence = refused("import_policy", path)
    assert code == 1
    assert f"{path}:{line}: No fact is named 'cd18' in this file." in sentence
    assert "1 problem; nothing was imported." in sentence
    assert not PolicyRevision.objects.exists()


@pytest.mark.django_db
def test_a_file_that_is_not_there_is_misuse(tmp_path):
    assert refused("import_policy", tmp_path / "none.yaml")[0] == 2
    for path in (tmp_path, "a\0"):
        code, sentence = refused("import_policy", path)
        assert (code, "cannot be read" in sentence) == (2, True)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["import_policy", "validate_policy"])
def test_a_file_without_end_is_not_read_to_its_end(monkeypatch, name):
    monkeypatch.setattr(text_files, "MOST_BYTES", 2_000_000)
    assert refused(name, "/dev/zero") == (2, "/dev/zero is larger than 2 MB.")


@pytest.mark.django_db
def test_a_file_that_is_no_text_is_misuse(tmp_path):
    path = tmp_path / "picture.yaml"
    path.write_bytes(b"\x89PNG\xff\xfe")
    assert refused("import_policy", path) == (2, f"{path} is no text in UTF-8.")


@pytest.mark.django_db
def test_an_imported_policy_that_its_importer_set_up_is_not_published_by_the_command(tmp_path):
    from criteria.services.policies import BOOTSTRAP, policy_import

    path = tmp_path / "other.yaml"
    path.write_text(SMALL_FILE.read_text())
    policy_import(path.read_text(), actor=BOOTSTRAP, now=NOW)
    with pytest.raises(CommandError) as caught:
        called("import_policy", path, "--publish")
    assert caught.value.returncode == 1


# --- evaluate ------------------------------------------------------------------------------------


def test_it_evaluates_a_file_without_a_database():
    found = evaluated("--policy", KRESLADI_FILE, "--facts", MEETS_ALL)
    assert found["suggestion"] == "approve"
    assert found["case"] == "1"
    assert found["overall"] == "met"
    result = found["criteria"]["dx.expression"]
    assert result["status"] == "met"
    assert result["facts_used"] == [
        "neutrophil_cd18_percent",
        "neutrophil_cd11a_percent",
        "neutrophil_cd11b_percent",
    ]
    assert result["reason"]
    assert found["missing"] == []


@pytest.mark.django_db
def test_it_evaluates_the_policy_in_force():
    called("import_policy", KRESLADI_FILE, "--publish")
    found = evaluated("--policy", "kresladi", "--facts", MEETS_ALL, "--on", "2026-09-10")
    assert (found["suggestion"], found["revision"]) == ("approve", 1)
    code, sentence = refused(
        "evaluate", "--policy", "kresladi", "--facts", MEETS_ALL, "--on", "2026-07-22"
    )
    assert code == 2
    assert "No published policy 'kresladi' is in force on 2026-07-22" in sentence


def test_a_list_gives_a_list(tmp_path):
    path = tmp_path / "cases.json"
    meets = {name: str(v) if not isinstance(v, bool) else v for name, v in facts().items()}
    path.write_text(json.dumps([meets, {"name": "second", "facts": {}}]))
    found = evaluated("--policy", KRESLADI_FILE, "--facts", path)
    assert [(case["case"], case["suggestion"]) for case in found] == [
        ("1", "approve"),
        ("second", "request_information"),
    ]


def facts():
    return yaml.safe_load(MEETS_ALL.read_text())


def test_what_is_missing_is_named_with_its_request(tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text(yaml.safe_dump(facts() | {"itgb2_genotype": None}))
    found = evaluated("--policy", KRESLADI_FILE, "--facts", path)
    assert found["criteria"]["dx.genetics"]["status"] == "unknown"
    (item,) = found["missing"]
    assert (item["id"], item["fact"]) == ("dx.genetics", "itgb2_genotype")
    assert item["request"].startswith("Genetic test report")


def test_it_speaks_to_people_too(tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text("neutrophil_cd18_percent: <1 %\n")
    text = called("evaluate", "--policy", KRESLADI_FILE, "--facts", path)
    assert "Case 1: Kresladi 2026-07-23" in text
    assert "Suggestion: request_information" in text
    assert "  dx.expression: Met. Percentage of neutrophils that express CD18: <1 %" in text
    assert "[neutrophil_cd18_percent]" in text
    assert "Missing:" in text
    assert "Advisories, which decide nothing:" in text
    whole = called("evaluate", "--policy", KRESLADI_FILE, "--facts", MEETS_ALL)
    assert "Missing:" not in whole
    small = tmp_path / "small.yaml"
    small.write_text(SMALL_FILE.read_text())
    assert "Advisories" not in called("evaluate", "--policy", small, "--facts", _empty(tmp_path))


def test_a_list_without_a_case_says_so(tmp_path):
    path = tmp_path / "none.yaml"
    path.write_text("[]", encoding="utf-8")
    told = called("evaluate", "--policy", SMALL_FILE, "--facts", str(path))
    assert told.strip() == "The list holds no case."


def _empty(folder):
    path = folder / "empty.yaml"
    path.write_text("marker: null\n")
    return path


def test_the_day_counts_as_received(tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text(yaml.safe_dump({"neutrophil_cd18_percent": "1 %"}))
    found = evaluated("--policy", KRESLADI_FILE, "--facts", path, "--on", "2026-07-01")
    assert found["gates"]["gate.in_force"]["status"] == "not_met"
    small = evaluated("--policy", SMALL_FILE, "--facts", _empty(tmp_path), "--on", "2026-07-01")
    assert small["policy"] == "small"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "neutrophil_cd81_percent: 1 %",
            "Case 1: The policy kresladi asks no fact 'neutrophil_cd81",
        ),
        ("neutrophil_cd18_percent: few", "value given for neutrophil_cd18_percent cannot be used"),
        ("neutrophil_cd18_percent: 8 kg", "measured in %"),
        ("just words", "no map of facts"),
        ("", "empty"),
        ("a: [", "cannot be read"),
        ('{"weight_kg": NaN}', "NaN"),
        ('{"weight_kg": ' + "9" * 5000 + "}", "too many digits"),
        ("[" * 100_000, "nested too deeply"),
        ("[{weight_kg: 8 kg}, {weight_kg: soon}]", "Case 2: The value given for weight_kg"),
    ],
)
def test_misuse_is_told_in_a_sentence(tmp_path, text, says):
    path = tmp_path / "case.yaml"
    path.write_text(text)
    code, sentence = refused("evaluate", "--policy", KRESLADI_FILE, "--facts", path)
    assert code == 2
    assert says in sentence


def test_amounts_too_long_to_multiply_exactly_are_told(tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text(f"weight_kg: 1.{'1' * 28} lb\ndose_cells_per_kg: 1.{'1' * 28} cells/kg\n")
    assert evaluated("--policy", KRESLADI_FILE, "--facts", path)["limits"]


@pytest.mark.parametrize("missing", ["--policy", "--facts"])
def test_files_that_are_not_there_are_misuse(tmp_path, missing):
    given = {"--policy": str(KRESLADI_FILE), "--facts": str(MEETS_ALL)}
    given[missing] = str(tmp_path / "none.yaml")
    code, sentence = refused("evaluate", *[part for pair in given.items() for part in pair])
    assert (code, "cannot be read" in sentence) == (2, True)


def test_facts_that_are_no_text_are_misuse(tmp_path):
    path = tmp_path / "facts.tif"
    path.write_bytes(b"II*\x00\xff\xfe")
    code, sentence = refused("evaluate", "--policy", KRESLADI_FILE, "--facts", path)
    assert (code, "UTF-8" in sentence) == (2, True)


def test_a_wrong_policy_file_is_told_by_line(tmp_path):
    path = tmp_path / "wrong.yaml"
    path.write_text(KRESLADI.replace("title: Kresladi", "titel: Kresladi", 1))
    code, sentence = refused("evaluate", "--policy", path, "--facts", MEETS_ALL)
    assert code == 2
    assert f"{path}:7: Unknown key 'titel'. Did you mean 'title'?" in sentence


# --- as processes -----------------------------------------------------------------------------------


def run(*arguments, tmp_path, given=None):
    environment = {
        **{key: value for key, value in os.environ.items() if key != "DATABASE_URL"},
        "PRECERT_DATA_DIR": str(tmp_path / "var"),
        "DJANGO_SETTINGS_MODULE": "config.settings.development",
    }
    command = [sys.executable, str(ROOT / "manage.py"), "evaluate", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, input=given, env=environment, check=False
    )


def test_standard_input_and_exit_codes(tmp_path):
    good = run(
        "--policy", KRESLADI_FILE, "--facts", "-", "--json", tmp_path=tmp_path, given="weight_kg: 8"
    )
    assert (good.returncode, good.stderr) == (0, "")
    assert json.loads(good.stdout)["suggestion"] == "request_information"
    wrong = run("--policy", KRESLADI_FILE, "--facts", "-", tmp_path=tmp_path, given="weigth_kg: 8")
    assert wrong.returncode == 2
    assert "Did you mean 'weight_kg'?" in wrong.stderr
    unready = run("--policy", "kresladi", "--facts", MEETS_ALL, tmp_path=tmp_path)
    assert unready.returncode == 2
    assert "The database cannot be read" in unready.stderr
    bare = run(tmp_path=tmp_path)
    assert bare.returncode == 2
    day = run("--policy", KRESLADI_FILE, "--facts", MEETS_ALL, "--on", "soon", tmp_path=tmp_path)
    assert day.returncode == 2
    for result in (wrong, unready, bare, day):
        assert "Traceback" not in result.stderr


def test_json_nested_too_deeply_is_told(tmp_path):
    """In a process of its own: a recursion error switches the measuring of coverage off."""
    deep = run("--policy", KRESLADI_FILE, "--facts", "-", tmp_path=tmp_path, given="[" * 100_000)
    assert (deep.returncode, "nested too deeply" in deep.stderr) == (2, True)
    assert "Traceback" not in deep.stderr
