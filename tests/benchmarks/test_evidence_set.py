"""The evaluation set of the evidence finder is whole, and its check can tell when it is not."""

from dataclasses import replace
from typing import Any

import pytest

from benchmarks.evidence.check_set import (
    absent_problems,
    fax_problems,
    half_problems,
    meeting_entries,
    policies,
    sample_problems,
    shared_pages,
)
from benchmarks.evidence.evidence_set import Half, Sample, plain_text

RIGHT: dict[str, Any] = {
    "policy": "kresladi",
    "member": {"name": "Ida Moor", "birth_date": "2026-02-01"},
    "facts": [{"fact": "weight_kg", "value": "7.8", "unit": "kg", "page": 1, "quote": "Wt 7.8 kg"}],
    "traps": [{"fact": "weight_kg", "value": "3.1", "unit": "kg", "page": 1, "quote": "BW 3.1 kg",
               "why": "weight at birth"}],
    "absent": ["hiv_result"],
    "pages": [{"page": 1, "document": "clinic_note", "starts_document": True}],
}  # fmt: skip


def sample(**changes):
    return Sample(Half.TUNING, "one", ("Wt  7.8\nkg, BW 3.1 kg",), RIGHT | changes)


def entry(**changes):
    return [RIGHT["facts"][0] | changes]


def test_it_accepts_a_quote_that_runs_over_the_end_of_a_line():
    assert list(sample_problems(sample())) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"policy": "nothing"}, "names no policy"),
        ({"facts": entry(quote="Wt 7.9 kg")}, "not on page 1"),
        ({"facts": entry(page=2)}, "no page 2"),
        ({"facts": entry(fact="shoe_size")}, "no such fact"),
        ({"facts": entry(value="heavy")}, "weight_kg"),
        ({"facts": entry(unit="mL")}, "weight_kg"),
        ({"facts": entry(assertion="planned")}, "holds now"),
        ({"facts": entry(colour="red")}, "colour is not known"),
        ({"facts": entry(value="3.1", quote="BW 3.1 kg")}, "more than once"),
        ({"traps": [RIGHT["traps"][0] | {"why": ""}]}, "says why"),
        ({"absent": ["weight_kg"]}, "it is stated"),
        ({"absent": []}, "no absent fact"),
        ({"pages": []}, "not numbered"),
        ({"pages": [RIGHT["pages"][0] | {"document": "poem"}]}, "no such kind"),
        ({"member": {"name": "Ida Moor"}}, "no birth date"),
    ],
)
def test_it_says_what_is_wrong_with_a_text(changes, said):
    found = list(sample_problems(sample(**changes)))
    assert any(said in problem for problem in found), found


def test_it_asks_how_a_packet_is_faxed():
    packet = replace(sample(), packet=True)
    assert list(fax_problems(packet)) == ["a packet says how it is faxed"]


def test_it_refuses_a_fax_of_unknown_resolution():
    fax = {"resolution": "300x300", "coding": "g4", "seed": 1}
    assert list(fax_problems(sample(fax=fax))) == ["the fax has no known resolution or coding"]


def test_it_says_what_a_half_lacks():
    found = list(half_problems((sample(),)))
    assert "30 texts are asked" in found
    assert "kresladi hiv_result is stated 0 times, 3 are asked" in found


def test_it_finds_a_page_that_stands_in_both_halves():
    halves = {Half.TUNING: (sample(),), Half.HELD_OUT: (replace(sample(), name="two"),)}
    assert list(shared_pages(halves)) == ["one and two share a page"]


def test_it_finds_entries_that_cannot_be_told_apart():
    assert list(meeting_entries(sample(also_right=RIGHT["facts"]))) != []


def test_it_knows_the_facts_of_the_named_policy_only():
    found = list(absent_problems(sample(absent=["swollen_joints"]), policies()["kresladi"]))
    assert found == ["absent swollen_joints: no such fact"]


def test_it_reads_ticks_and_cells_of_a_page_in_html(tmp_path):
    page = tmp_path / "1_form.html"
    page.write_text(
        "<table><tr><td>HIV</td><td>neg</td></tr></table>"
        '<p><input type="checkbox" checked>Yes <input type="checkbox">No</p>'
    )
    assert plain_text(page).split() == ["HIV", "neg", "\u2612", "Yes", "\u2610", "No"]
