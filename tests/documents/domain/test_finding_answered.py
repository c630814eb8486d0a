"""What questions, tables, blanks and withdrawn rows let be proposed."""

import pytest

from documents.domain.finding import Wanted
from tests.documents.domain.wanted_facts import values

FIT = Wanted(
    "fit",
    "boolean",
    terms=("donor",),
    forms=("Donor fit:",),
    phrases={
        "true": ("donor fit", "donor is|who|sister ... fit", "sister is fit"),
        "false": ("donor not fit", "donor & not_fit", "donor & unfit"),
    },
)
EARLIER = Wanted(
    "earlier",
    "choice",
    terms=("transplant",),
    forms=("Earlier transplant:",),
    phrases={"none": ("no earlier transplant",), "own": ("earlier own transplant",)},
)
PLACE = Wanted(
    "place",
    "choice",
    terms=("setting",),
    phrases={"in": ("inpatient", "(21)"), "out": ("outpatient",)},
)


def proposed(wanted: Wanted, text: str) -> list[str]:
    return sorted({value for value, _page in values(wanted, text)})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Search begun? Y   Donor fit? N", ["no"]),
        ("4. Donor fit?  NO", ["no"]),
        ("Donor fit? (Y/N) N", ["no"]),
        ("Donor fit = false", ["no"]),
        ("Donor fit? [N] circled", ["no"]),
        ("Donor fit: not to be given", ["no"]),
        ("The donor fit: will not be used", ["no"]),
        ("Donor fit\n\n\u25cb will do  \u25cf will not", ["no"]),
        ("Donor fit\n\nnobody, by the letter", ["no"]),
        ("Donor fit\n\nsee attached", []),
        ("Donor fit\n\nSister, aged 9", ["yes"]),
        ("Donor | HLA | Fit\n\nSister   10/10   Y", ["yes"]),
        ("Donor | HLA | Fit\n\nSister   10/10   N", ["no"]),
        ("Donor fit:  \u2610 Yes  \u2610 No", []),
        ("Is the donor fit:  \u2610 Yes  \u2610 No", []),
        ("Donor fit  Y / N", []),
        ("Donor fit: yes - SUPERSEDED", []),
        ("The donor is fit, entered in error.", []),
        ("The donor is probably fit.", []),
        ("The donor is fit.", ["yes"]),
        ("The donor who is on file is not fit.", ["no"]),
        ("Sister is fit; the donor unfit.", ["no", "yes"]),
    ],
)
def test_a_yes_or_no_is_proposed_as_its_row_says_it(text, expected):
    assert proposed(FIT, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dose given? N   Earlier transplant? N", ["none"]),
        ("3. Earlier transplant?  none", ["none"]),
    ],
)
def test_a_choice_is_proposed_as_its_question_is_answered(text, expected):
    assert proposed(EARLIER, text) == expected


def test_a_short_phrase_is_sure_where_one_in_it_names_its_subject():
    phrases = {"in": ("ward bed", "ward & bed|cot"), "out": ("day unit",)}
    wanted = Wanted("place", "choice", terms=("setting",), phrases=phrases)
    assert proposed(wanted, "Ward bed asked for.") == ["in"]
    assert proposed(wanted, "Day unit asked for.") == []


def test_a_bare_blank_beside_a_tick_is_an_empty_box():
    assert proposed(PLACE, "5. Setting  _X_ outpatient (22)  ___ inpatient (21)") == ["out"]
