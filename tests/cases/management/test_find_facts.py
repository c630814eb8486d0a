"""`manage.py find_facts` on any text given: facts with their places, never a traceback."""

import json

import pytest
from django.core.management import CommandError, call_command

MEMBER = "Testina Madeup, 2026-01-05"
TEXT = (
    "FLOW CYTOMETRY REPORT\nPatient: Testina Madeup\nCollected 08/11/2026\n"
    "Neutrophil CD18: o.4 % (reference > 95 %)\n"
    "\fThe father had CD18 on 51 % of neutrophils.\n"
    "\fPatient: Nobody Else\nDate of birth: 03/04/2020\nWeight: 31 kg"
)


@pytest.fixture
def find(tmp_path, capsys):
    """Runs the command on a text; what it says in JSON."""

    def run(text=TEXT, policy="kresladi", **options):
        path = tmp_path / "text.txt"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        call_command("find_facts", str(path), policy=policy, member=MEMBER, **options)
        return capsys.readouterr().out

    return run


@pytest.mark.django_db
def test_it_says_value_parts_place_date_and_repair_of_each_fact(find):
    (file,) = json.loads(find(json=True))["files"]
    fact = next(f for f in file["facts"] if f["fact"] == "neutrophil_cd18_percent")
    (candidate,) = fact["candidates"]
    assert (candidate["value"], candidate["comparator"], candidate["unit"]) == ("0.4 %", "", "%")
    assert candidate["repair"] == {"from": "o.4", "to": "0.4"}
    assert (candidate["page"], candidate["date_observed"]) == (1, "2026-08-11")
    assert candidate["quote"] == "Neutrophil CD18: o.4 %"
    (other,) = fact["also_on_pages"]
    assert (other["value"], other["subject"], other["page"]) == ("51 %", "father", 2)
    assert file["pages_of_others"] == [3]
    assert "weight_kg" in file["not_found"]
    assert file["conflicts"] == []


@pytest.mark.django_db
def test_it_says_the_same_in_words(find):
    said = find()
    assert "neutrophil_cd18_percent = 0.4 % [printed o.4], page 1: Neutrophil CD18" in said
    assert "not proposed (father): neutrophil_cd18_percent = 51 %, page 2" in said
    assert "another person's birth date: page 3" in said
    assert "2 pages" in find("Weight: 8 kg\fWeight: 9 kg")
    assert "(conflict)" in find("Weight: 8 kg\fWeight: 9 kg")


@pytest.mark.django_db
@pytest.mark.parametrize("policy", ["exemplumab", "sample-exemplumab", "sample-spine-imaging"])
def test_it_takes_every_policy_by_its_folder_or_its_name(find, policy):
    assert "not_found" in find("Weight: 61 kg. Dose: 100 mg.", policy=policy, json=True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"policy": "nothing"}, "There is no policy 'nothing'"),
        ({"text": b"\xff\xfe\x00"}, "cannot be read as text"),
        ({"text": "a\0b"}, "pages parted by form feeds"),
        ({"text": "\f" * 2001}, "at most 2000 pages"),
        ({"text": ""}, "is empty"),
        ({"text": " \n\f\f\n"}, "is empty"),
        ({"text": "Weight\f" + "8 kg " * 5000}, "Page 2 of the file .* more than 20000 letters"),
    ],
)
def test_misuse_is_told_in_a_sentence_with_exit_two(find, changes, words):
    with pytest.raises(CommandError, match=words) as refused:
        find(**changes)
    assert refused.value.returncode == 2


@pytest.mark.django_db
def test_a_missing_file_and_a_malformed_member_are_told_as_well(tmp_path):
    with pytest.raises(CommandError, match="does not exist"):
        call_command("find_facts", str(tmp_path / "none.txt"), policy="kresladi")
    with pytest.raises(CommandError, match="is no plain file"):
        call_command("find_facts", str(tmp_path), policy="kresladi")
    with pytest.raises(CommandError, match="NAME, YYYY-MM-DD"):
        call_command("find_facts", str(tmp_path), policy="kresladi", member="Somebody")


@pytest.mark.django_db
def test_an_item_of_a_list_is_given_with_its_fields(find):
    text = "Tried adalimumab 01/2025 - 06/2025, no response."
    (file,) = json.loads(find(text, policy="exemplumab", json=True))["files"]
    (drugs,) = (one for one in file["facts"] if one["fact"] == "failed_drugs")
    assert drugs["candidates"][0]["item"] == {
        "drug": "adalimumab",
        "drug_class": "tnf",
        "began": "2025-01",
        "ended": "2025-06",
        "outcome": "no_response",
    }
    assert drugs["conflict"] is False
    assert "failed_drugs = drug: adalimumab, drug_class: tnf" in find(text, policy="exemplumab")
