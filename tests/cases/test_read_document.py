"""`manage.py read_document` on any file given: states and evidence, never a traceback."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.documents import faxes
from tests.documents.reading import hostile

ROOT = Path(__file__).resolve().parents[2]
REPORT = [
    "FLOW CYTOMETRY REPORT",
    "Patient: Testina Madeup",
    "Date of birth: 01/05/2026",
    "Gated cells, percent positive",
    "Neutrophil CD18: 0.4 % (reference > 95 %)",
]


@pytest.fixture
def read(tmp_path, capsys):
    """Runs the command on contents written to files; what it says in JSON."""

    def run(*contents, **options):
        names = []
        for number, content in enumerate(contents):
            path = tmp_path / f"file{number}"
            path.write_bytes(content)
            names.append(str(path))
        call_command("read_document", *names, json=True, **options)
        return json.loads(capsys.readouterr().out)["files"]

    return run


@pytest.mark.django_db
def test_it_reads_a_fax_and_finds_evidence_with_page_box_and_quote(read):
    fax = faxes.tiff([faxes.text_page([]), faxes.text_page(REPORT, height=900)])
    (file,) = read(fax, policy="kresladi", member="Testina Madeup, 2026-01-05")
    assert (file["state"], file["page_count"], file["notes"]) == ("read", 2, [])
    assert [page["state"] for page in file["pages"]] == ["blank", "read"]
    fact = next(f for f in file["facts"] if f["fact"] == "neutrophil_cd18_percent")
    assert (fact["value"], fact["page"]) == ("0.4 %", 2)
    assert fact["quote"] in file["pages"][1]["text"]
    assert len(fact["box"]) == 4
    assert "hiv_result" in file["not_found"]
    assert file["pages_of_others"] == []


@pytest.mark.django_db
def test_a_page_with_another_birth_date_and_name_is_named_and_not_searched(read):
    (file,) = read(
        faxes.born_digital([REPORT]), policy="kresladi", member="Somebody Else, 2020-02-02"
    )
    assert file["pages_of_others"] == [1]
    assert file["facts"] == []


ODD = {
    "empty": (b"", "not_taken", "empty"),
    "text": (b"hello", "not_taken", "wrong_type"),
    "program": (b"MZ" + b"\0" * 99, "not_taken", "wrong_type"),
    "polyglot": (b"GIF89a" + faxes.born_digital([REPORT]), "not_taken", "wrong_type"),
    "junk": (b"%PDF-1.7 junk %%EOF", "unreadable", "damaged"),
    "locked": (hostile.locked(), "unreadable", "password"),
    "cut": (faxes.born_digital([REPORT])[:300], "unreadable", "incomplete"),
    "600 pages": (faxes.born_digital([["x"]] * 600), "unreadable", "too_many_pages"),
    "script": (hostile.with_script(), "read", ""),
    "bomb": (hostile.image_bomb(), "read", ""),
    "bad fax": (hostile.corrupted("group3")[:-9], "read", ""),
}


def test_every_odd_file_has_a_state_and_a_sentence(read):
    files = read(*(content for content, _state, _reason in ODD.values()))
    for (name, (_content, state, reason)), file in zip(ODD.items(), files, strict=True):
        assert (name, file["state"], file["reason"]) == (name, state, reason)
        assert bool(file["sentence"]) == bool(reason)
        for page in file["pages"]:
            assert page["sentence"]
            assert page["state"] in {"read", "blank", "unreadable"}


def test_a_damaged_page_is_not_called_blank(read):
    (file,) = read(hostile.corrupted("group4"))
    assert file["pages"][0]["sentence"] == (
        "Could not be read: transmission error, 302 of 2,071 rows are damaged, ask for a refax."
    )
    assert file["pages"][0]["damage"]["lost"] == 302


@pytest.mark.parametrize(
    ("names", "options"),
    [
        (["/nowhere/at/all.pdf"], {}),
        ([str(ROOT)], {}),
        ([__file__], {"policy": "no-such-policy"}),
        ([__file__], {"policy": "../kresladi"}),
        ([__file__], {"policy": __file__ + ".yaml"}),
        ([__file__], {"member": "Nobody"}),
        ([__file__], {"member": "Nobody, 2026-13-01"}),
    ],
)
@pytest.mark.django_db
def test_misuse_is_answered_with_a_sentence_and_two(names, options):
    with pytest.raises(CommandError) as misuse:
        call_command("read_document", *names, json=True, **options)
    assert misuse.value.returncode == 2
    assert str(misuse.value).endswith(".")


@pytest.mark.django_db
def test_without_json_it_speaks_in_lines(tmp_path, capsys):
    path = tmp_path / "file"
    path.write_bytes(hostile.with_script())
    call_command("read_document", str(path), policy="kresladi", member="X Y, 2001-01-01")
    said = capsys.readouterr().out
    assert "read, 1 pages" in said
    assert "It was not run" in said
    assert "neutrophil_cd18_percent = 0.4 % (page 1)" in said
    assert "not found:" in said


def test_it_needs_no_database(tmp_path):
    path = tmp_path / "fax.pdf"
    path.write_bytes(faxes.born_digital([REPORT]))
    done = subprocess.run(
        [sys.executable, "manage.py", "read_document", str(path), "--policy", "kresladi", "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={
            "PATH": "/usr/bin:/bin",
            "PRECERT_DATA_DIR": str(tmp_path / "data"),
            "DJANGO_SETTINGS_MODULE": "config.settings.development",
        },
    )
    assert (done.returncode, done.stderr) == (0, "")
    (file,) = json.loads(done.stdout)["files"]
    assert file["facts"][0]["fact"] == "neutrophil_cd18_percent"


def test_no_file_named_is_misuse(tmp_path):
    done = subprocess.run(
        [sys.executable, "manage.py", "read_document", "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin", "PRECERT_DATA_DIR": str(tmp_path)},
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert io.StringIO(done.stderr).readline().startswith("usage:")
