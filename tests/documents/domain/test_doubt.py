"""Words meant as key values that fit no grammar, and second readings that do."""

import pytest

from documents.domain.doubt import doubtful_in, fitting_in


@pytest.mark.parametrize(
    ("line", "place", "second", "shown"),
    [
        ("Collected 06/0272026", 1, "Collected 06/02/2026", "06/02/2026"),
        ("variant c.817G\u00bbA found", 1, "variant c.817G>A found", "c.817G>A"),
        ("variant c.8176>A found", 1, "variant c.817G>A, found", "c.817G>A,"),
        ("protein p.(Argi88*)", 1, "protein p.(Arg188*)", "p.(Arg188*)"),
        ("CD18 O.8%", 1, "CD18 0.8%", "0.8%"),
        ("NPI: 1467309852", 1, "NPI: 1467309851", ""),
        ("NPI 1234567890", 1, "NPI 1234567893", "1234567893"),
        ("NPI 123456789", 1, "NPI 1234567893", "1234567893"),
        ("Collected 06/0272026", 1, "Collected 11/14/1999", ""),
        ("Collected 06/0272026", 1, "", ""),
        ("carries c.562CT; mother", 1, "carries c.562C>T; mother", "c.562C>T;"),
        ("carries c.1877+2TC", 1, "carries c.1877+2T>C", "c.1877+2T>C"),
        ("carries e.562C\u00bbT: mother", 1, "carries c.562C>T: mother", "c.562C>T:"),
        ("NDC 12345-67B-90", 1, "NDC 12345-678-90", "12345-678-90"),
        ("NDC: 12345-678-9O", 1, "NDC: 12345-678-90", "12345-678-90"),
        ("NDC 123456789O", 1, "NDC 1234567890", "1234567890"),
        ("NDC 12345-67B-90", 1, "NDC 12345-67B-90", ""),
        ("Weight 7.4kq today", 1, "Weight 7.4kg today", "7.4kg"),
        ("Weight 7.4 kq today", 2, "Weight 7.4 kg today", "kg"),
        ("Weight 16 1bs today", 2, "Weight 16 lbs today", "lbs"),
        ("Weight 7.4 kq today", 2, "Weight 7.4 cm today", ""),
    ],
)
def test_a_second_reading_is_shown_where_it_fits_and_is_alike(line, place, second, shown):
    words = line.split()
    assert doubtful_in(words) == [place]
    assert fitting_in(second, words, place) == shown


@pytest.mark.parametrize(
    "line",
    [
        "Collected 09/22/2026 or 2026-09-22 at 8:35",
        "c.562C>T and c.1877+2T>C, p.(Arg188*) in trans, p.? and no.3",
        "0.8 % or 98.6% or <2%",
        "NPI 1234567893 phone 785-555-0164 claim 1467309852",
        "NPI number",
        "NDC 12345-678-90 or NDC 12345678901, form 12345-67B-90",
        "Weight 7.4 kg or 7.4kg, height 68 cm, dose 5 mg of 16.3 lbs",
        "5/10 and 10/10 match, HIV-1/2 Ag/Ab",
    ],
)
def test_what_fits_or_was_meant_as_nothing_of_the_kind_is_left_alone(line):
    words = line.split()
    assert doubtful_in(words) == []
    assert fitting_in(line, words, 0) == ""
