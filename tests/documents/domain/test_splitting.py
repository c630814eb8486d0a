"""Packets in many styles are split where a reader would split them, with the reason."""

import pytest

from documents.domain.layout import page_from_text
from documents.domain.page_signs import page_signs
from documents.domain.splitting import is_alike, splits_of

COVER = "F A X\n\nTO: Intake\nFROM: Hill Clinic\nPAGES (incl. cover): 4"
FORM = "Request for prior authorization\nName  Ida Moor\nDOB  05/16/2021\nHCPCS  J3590"
LETTER = (
    "TRELLIS HILL HOSPITAL\nSeptember 25, 2026\nTo whom it may concern\nRe Ida Moor, DOB 05/16/2021"
)
LETTER_2 = "Moor, 2\nLiver tests are made each week."
NOTE = "OSPREY POINT CLINIC\nProgress note      11/12/2026\nIda Moor      05/16/2021"
OTHER = "OSPREY POINT CLINIC\nProgress note      11/12/2026\nMairi Moor      02/02/2019"
LAB = "ROCKPORT LABS\nMOOR, IDA   05/16/2021\nHIV 1/2 Ag/Ab   Nonreactive   rept 10/03/2026"
PROSE = "She has been well and gains weight as she should."


def packet(*texts, blank=()):
    return [
        page_signs(page_from_text(number, text), is_blank=number in blank)
        for number, text in enumerate(texts, start=1)
    ]


def starts(*texts, blank=(), **more):
    return [split.page for split in splits_of(packet(*texts, blank=blank), **more)]


def reasons(*texts, **more):
    return [reason for split in splits_of(packet(*texts), **more) for reason in split.because]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ((COVER, FORM, LETTER, LETTER_2, LAB), [2, 3, 5]),
        ((LETTER, LETTER_2, PROSE), []),
        ((COVER, PROSE), [2]),
        ((NOTE, NOTE.replace("11/12", "11/19")), [2]),
        ((NOTE, OTHER), [2]),
        ((NOTE, PROSE, COVER), [3]),
        ((NOTE, NOTE.replace("Progress note", "page 2 of 2")), []),
        ((PROSE, PROSE + "\nMoor"), []),
    ],
)
def test_a_packet_is_split(texts, expected):
    assert starts(*texts) == expected


def test_no_page_no_split():
    assert splits_of([]) == ()


def test_printed_page_numbers_tell():
    one, two = "Hill Lab  page 1 of 2\nwords", "Hill Lab  page 2 of 2\nwords"
    assert starts(one, two, one, two) == [3]
    assert "\u201cPage 1 of 2\u201d is printed on it." in reasons(one, two, one, two)
    long = "Hill Lab  page 3 of 9\nwords"
    assert starts(two, long) == [2]
    assert "Its page numbers go to 9, those before to 2." in reasons(two, long)
    assert starts(one, PROSE, "Hill Lab page 2 of 2") == []


def test_a_heading_on_a_page_that_goes_on_is_no_new_document():
    first = "OSPREY CLINIC   page 1 of 3\nProgress note\nwords"
    assert starts(first, "OSPREY CLINIC   page 2 of 3\nLaboratory results\nHIV negative") == []
    assert starts(NOTE, "...continued\nAssessment: LAD-I") == []


def test_the_fax_machine_tells():
    one = "11/05/2026 09:12 CRESTFALL BMT 5550141 P.{n}\n\n" + PROSE
    other = "11/05/2026 10:40 ROCKPORT LABS 5550777 P.1\n\n" + PROSE
    said = reasons(one.format(n=1), one.format(n=2), other)
    assert said == ["The fax line names another sender.", "The fax line counts from page 1 again."]
    assert starts(one.format(n=1), PROSE, one.format(n=3)) == []


def test_a_blank_page_alone_does_not_split():
    assert starts(LETTER, "", LETTER_2, blank=(2,)) == []
    assert starts(LETTER, "", PROSE, blank=(2,)) == []
    assert "A blank page stands before it." in [
        reason
        for split in splits_of(packet(LETTER, "", LAB, blank=(2,)))
        for reason in split.because
    ]


def test_a_page_that_comes_again_begins_a_part_and_the_one_behind_it_does_not():
    texts = (LETTER, LETTER_2, LETTER, LETTER_2)
    assert starts(*texts, copies={3: 1, 4: 2}) == [3]
    assert "It is the same page as page 1." in reasons(*texts, copies={3: 1, 4: 2})


def test_another_house_and_a_weaker_likeness_are_said():
    said = reasons(
        "HILL CLINIC\n" + PROSE, "OSPREY LABS\nHIV   negative\nref   negative   collected"
    )
    assert "The letterhead is another one." in said
    assert any(reason.startswith("It looks like a laboratory report") for reason in said)
    assert "A letterhead stands at its top." in reasons(COVER.replace("Clinic", ""), LAB)


def test_a_kind_told_by_words_alone_counts_less():
    letter = "Since I saw her I ask for approval.\nSincerely, A. Nilsson MD"
    assert starts(NOTE, letter) == []
    assert "It looks like a letter of medical necessity." in reasons(
        NOTE, "MERCER HOSPITAL\n" + letter.replace("Since I saw", "In May I saw")
    )


def test_names_of_houses_are_compared_as_a_reader_would():
    assert is_alike("trellis hill children's hospital", "trellis hill chiloren's hospital")
    assert is_alike("trellis hill hospital, cell therapy", "trellis hill hospital")
    assert not is_alike("osprey point clinic", "rockport labs")
