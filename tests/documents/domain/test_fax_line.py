"""The fax machine's line is told from the page, and the writer's page numbers are read."""

import pytest

from documents.domain.fax_line import FaxLine, body_rows, fax_line_of, page_count_of
from documents.domain.layout import layout_of, page_from_text

BODY = "\n\nOSPREY POINT CLINIC\nSeen for a cough, which is better."


def laid(text):
    return layout_of(page_from_text(1, text))


@pytest.mark.parametrize(
    ("line", "sender", "page", "of"),
    [
        ("11/05/2026 09:12 CRESTFALL BMT 5550141 P.2", "crestfall bmt 5550141", 2, None),
        ("SEP-25-2026 TRELLIS HILL  P3", "trellis hill", 3, None),
        ("10-23-2026 07:55 CALLOWAY PEDS IMM 555 0187 2/6", "calloway peds imm 555 0187", 2, 6),
        ("10-23-202G 07:55 CALLOWAY PFDS IMM 555 0187 2/G", "calloway pfds imm 555 0187", 2, 6),
        ("FROM: 785-555-0142 P.12", "785-555-0142", 12, None),
        ("Nov 5, 2026 3:14 pm Fax: Hill Lab page 4 of 9", "hill lab", 4, 9),
    ],
)
def test_the_machine_s_line_is_read(line, sender, page, of):
    found = fax_line_of(laid(line + BODY))
    assert found == FaxLine(0, sender, page, of)
    assert body_rows(laid(line + BODY))[0][0].text == "osprey point clinic"


@pytest.mark.parametrize(
    "line", ["", "OSPREY POINT, BUILDING 7, PAGE 2", "Chart copy of 11/05/2026"]
)
def test_a_page_s_own_first_line_is_not_the_machine_s(line):
    assert fax_line_of(laid(line + BODY)) is None
    assert fax_line_of(laid("\n\n\n" + line + BODY)) is None
    assert fax_line_of(laid("")) is None
    assert len(body_rows(laid("one\ntwo"))) == 2


def test_one_machine_is_known_again_though_letters_are_bent():
    one, bent = FaxLine(0, "calloway peds imm 555 0187"), FaxLine(0, "calloway pfds imm 555 0187")
    assert one.is_same_sender(bent)
    assert one.is_same_sender(FaxLine(0, ""))
    assert FaxLine(0, "").is_same_sender(one)
    assert not one.is_same_sender(FaxLine(0, "mercer lab 555 0199"))


@pytest.mark.parametrize(
    ("text", "page", "of"),
    [
        ("Report page 1/3        GeneHarvest\nbody\nbody", 1, 3),
        ("CHART LABS (2 of 3)      KOFI B.\nbody", 2, 3),
        ("Hill Lab\nbody\nbody\nbody\nbody\nPage 2 of 2", 2, 2),
        ("Hill Lab           2 / 4\nbody", 2, 4),
        ("Marlowe-Njoku, 2\nPlan: filgrastim", 2, None),
        ("Some words\nmore words\n- page 3 -", 3, None),
    ],
)
def test_the_writer_s_page_number_is_read(text, page, of):
    count = page_count_of(laid(text))
    assert count is not None
    assert (count.page, count.of) == (page, of)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Day 2 of 2 of the collection",
        "page 9 of 3 makes no sense",
        "A match in 10 of 10 alleles was found\nand so on",
        "Prednisone, 2 tablets",
        "one\ntwo\nthree\nfour page 1 of 2 in the middle\nfive\nsix\nseven",
    ],
)
def test_other_counts_are_no_page_numbers(text):
    assert page_count_of(laid(text)) is None
