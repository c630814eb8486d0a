"""Birth dates, names and member numbers are read as they are printed."""

import pytest

from documents.domain.layout import layout_of, page_from_text
from documents.domain.page_people import Named, PagePeople, kin_of, name_parts, people_on


def people(text):
    return people_on(layout_of(page_from_text(1, text)))


@pytest.mark.parametrize(
    ("text", "birth", "name"),
    [
        ("Member: Ida Moor-Ray   DOB 14 Dec 2025", "2025-12-14", "Ida Moor-Ray"),
        ("Pt: MOOR I.  Born 27 Feb 2026  Drawn 14 Apr 2026", "2026-02-27", "MOOR I"),
        ("Rosewater Pediatrics     FELDMAN-ADU, 0TT0 3/3/2025", "2025-03-03", "FELDMAN-ADU, 0TT0"),
        ("MOOR-ADU, IDA - 03/03/2025 - F - Loc: BMT clinic", "2025-03-03", "MOOR-ADU, IDA"),
        ("Name        Ida Moor\nBirth date      05/16/2021", "2021-05-16", "Ida Moor"),
        ("Re Ida Moor, D0B 06/30/2024", "2024-06-30", "Ida Moor"),
        ("Hill Clinic\nMoor, Ida     05/16/2021 M\nseen 11/12/2026", "2021-05-16", "Moor, Ida"),
        ("Name: Ida M. Moor; 05/16/2021\nDOB 05/16/2021", "2021-05-16", "Ida M. Moor"),
        ("travel clinic   L. Moor 2/14/95  placed 10/5/2026", "1995-02-14", "L. Moor"),
    ],
)
def test_a_person_is_read_in_many_styles(text, birth, name):
    found = people(text)
    assert found.values("birth_date") == (birth,)
    assert name in found.values("name")


@pytest.mark.parametrize(
    "text",
    [
        "Request for: PRIOR AUTHORIZATION",
        "Re: PRIORITY PRIOR AUTHORIZATION  Urgent Review",
        "For Utilization Management",
    ],
)
def test_words_of_the_trade_are_nobodys_name(text):
    assert people(text).values("name") == ()


def test_prior_may_be_a_family_name():
    assert people("Patient: Prior, Ida").values("name") == ("Prior, Ida",)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Hill Hospital Program      September 25, 2026",
        "Seen 11/12/2026 with Ida Moor 12/12/2026",
        "one\ntwo\nthree\nfour\nfive\nIda Moor 05/16/2021",
        "DOB 2021",
        "born 05/2021",
        "patient of our clinic",
    ],
)
def test_other_dates_are_no_birth_dates(text):
    assert people(text).values("birth_date") == ()


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Member ID: ZZT0012345", ("ZZT0012345",)),
        ("Subscriber id number 00-448-123", ("00-448-123",)),
        ("Member number        ZZT0012345", ("ZZT0012345",)),
        ("Group 00441       ID", ()),
        ("ID ends 77", ()),
        ("Member ID       pending", ()),
        ("id 10/12/2026", ()),
    ],
)
def test_member_numbers_stand_behind_their_label(text, numbers):
    assert people(text).values("number") == numbers


def test_a_place_can_be_shown():
    found = people("Member ID: ZZT0012345")
    place = found.place_of("number", "ZZT0012345")
    assert place.quote == "ZZT0012345"
    assert place.box.x0 == 110
    assert found.place_of("number", "other") is None


def test_a_member_is_named_by_family_and_given_name_or_initial():
    found = people("Chart of I. Moor-Ray\nDOB 05/16/2021")
    assert found.names_whole(given="Ida", family="Moor-Ray")
    assert not found.names_whole(given="Otto", family="Moor-Ray")
    assert not found.names_whole(given="Ida", family="Feldman")
    assert not found.names_whole(given="Ida", family="")
    assert not found.names_whole(given="", family="Moor-Ray")
    assert not PagePeople().names_whole(given="Ida", family="Moor")


def test_words_of_kinship_are_seen():
    assert people("Her sister Mairi is a match").has_kin
    assert not people("She is a match").has_kin


def test_families_share_a_name():
    assert kin_of(name_parts("Boateng-Roy, M"), name_parts("Alasdair Boateng-Roy"))
    assert not kin_of(name_parts("Feldmann, Ottilie"), name_parts("Otto Feldman-Adu"))


def test_an_identifier_is_printed_and_labelled():
    found = people("DOB 05/16/2021").named
    assert [(type(one), one.labelled) for one in found] == [(Named, True)]
