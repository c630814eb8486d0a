"""Every page gets the right proposal with its reason, and none where nothing tells."""

import pytest

from cases.domain.page_placing import (
    PLACES,
    PageFound,
    PageProposal,
    Repeat,
    members_on,
    packet_proposals,
)
from documents.domain.layout import page_from_text
from documents.domain.page_kinds import _NAMES
from documents.domain.page_signs import page_signs

FORM = "Request for prior authorization\nName: Ida Moor-Ray   DOB 05/16/2021\nHCPCS  J3590"
NOTE = "OSPREY CLINIC\nName: Ida Moor-Ray   DOB 05/16/2021\nProgress note, visit 11/12/2026"
SISTER = "OSPREY CLINIC\nName: Mairi Moor-Ray   DOB 02/02/2019\nProgress note, visit 11/12/2026"
OTHER = "ROCKPORT LABS\nName: Feodor Quillan   DOB 03/09/1961\nResult   98   rept 10/03/2026"
PROSE = "She has been well and gains weight as she should."
IDA = (1, "ZZ0012345", "2021-05-16", "Ida", "Moor-Ray")


def signs(number, text, *, is_blank=False):
    return page_signs(page_from_text(number, text), is_blank=is_blank)


def found(*texts, members=None, **more):
    return [
        PageFound(signs(number, text), members=(members or {}).get(number, frozenset()), **more)
        for number, text in enumerate(texts, start=1)
    ]


def proposed(*texts, **more):
    return packet_proposals(found(*texts, **more))


def test_every_kind_has_a_place():
    assert set(PLACES) == set(_NAMES)


def test_documents_get_their_place_date_and_beginning():
    pages = proposed(FORM, NOTE, PROSE)
    assert [pages[n].place for n in (1, 2, 3)] == [
        "case:request_form",
        "case:clinic_note",
        "case:clinic_note",
    ]
    assert pages[2].date == pages[3].date == "2026-11-12"
    assert pages[2].starts
    assert not pages[3].starts
    assert pages[3].place_because == pages[3].date_because == "It goes on from page 2."


def test_a_page_without_any_sign_gets_no_proposal():
    assert proposed(PROSE) == {1: PageProposal(1)}
    assert packet_proposals([]) == {}


def test_a_relative_s_page_stays_with_the_request():
    page = proposed(NOTE, SISTER)[2]
    assert page.place == "case:clinic_note"
    assert page.relative == "It names Mairi Moor-Ray, born 2019-02-02: a relative, it seems."
    assert page.warning == ""


def test_a_donor_s_typing_is_a_relative_s_under_any_name():
    donor = "HLA typing report\nName: Otto Feldman   DOB 02/02/2019\nbrother, 10 of 10 alleles"
    assert proposed(NOTE, donor)[2].relative
    assert proposed(NOTE, donor)[2].place == "case:hla_typing"


def test_another_person_s_page_is_not_ours_or_another_request_s():
    assert proposed(NOTE, NOTE, OTHER)[3].place == "misdirected"
    page = proposed(NOTE, NOTE, OTHER, members={1: frozenset({1}), 3: frozenset({2})})[3]
    assert page.place == "later"
    assert page.warning == "It names another member: Feodor Quillan, born 1961-03-09."
    assert page.place_because == page.warning


@pytest.mark.parametrize(
    "text",
    [
        NOTE.replace("05/16/2021", "05/16/2024"),
        NOTE.replace("Name: Ida Moor-Ray   ", ""),
        NOTE.replace("Ida", "I.").replace("05/16", "05/18"),
        NOTE.replace("Moor-Ray", "Moore-Ray").replace("05/16", "05/18"),
        NOTE + "\nName: Mairi Moor-Ray   DOB 02/02/2019",
    ],
)
def test_one_misread_sign_makes_no_page_another_person_s(text):
    pages = proposed(NOTE, NOTE, text.replace("DOB 05/16/2021", "DOB 05/16/2021"))
    assert (pages[3].warning, pages[3].relative) == ("", "")


def test_whom_the_packet_is_about_is_the_member_where_pages_tie():
    pages = proposed(OTHER, NOTE, members={2: frozenset({1})})
    assert pages[1].place == "misdirected"
    assert pages[2].place == "case:clinic_note"


def test_a_blank_a_repeated_and_an_unreadable_page():
    pages = packet_proposals(
        [
            PageFound(signs(1, NOTE)),
            PageFound(signs(2, "", is_blank=True)),
            PageFound(signs(3, NOTE), repeat=Repeat(71, "It is the same page as page 1.", 1)),
            PageFound(signs(4, OTHER), repeat=Repeat(9, "It is the same page as page 2 of a fax.")),
            PageFound(signs(5, ""), unreadable="Mostly black."),
        ]
    )
    assert [pages[n].place for n in (2, 3, 4, 5)] == [
        "blank",
        "duplicate",
        "duplicate",
        "unreadable",
    ]
    assert pages[3].repeats_id == 71
    assert pages[3].starts
    assert pages[2].date == pages[5].date == ""
    assert pages[5].place_because == "Mostly black."


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (NOTE, "It names Ida Moor-Ray, born 2021-05-16"),
        ("Member ID: ZZ0012345", "On it: number ZZ0012345"),
        ("DOB 05/16/2021\nMember ID: ZZ0012345", "On it: born 2021-05-16, number ZZ0012345"),
        ("Name: Rosa Lindqvist\nProgress note, visit 11/12/2026", ""),
        (PROSE, ""),
    ],
)
def test_each_page_says_whom_it_names(text, named):
    (page,) = proposed(text).values()
    assert page.named == (f"{named}." if named else "")
    (page,) = proposed(text, members={1: frozenset({1})}).values()
    assert page.named == (f"{named}; two of these are a member's on file." if named else "")


def test_whom_a_warning_or_a_relative_names_is_said_once():
    pages = proposed(FORM, NOTE, SISTER, OTHER)
    assert [bool(pages[n].named) for n in (1, 2, 3, 4)] == [True, True, False, False]
    assert pages[3].relative
    assert pages[4].warning


def test_what_must_be_seen_is_noted():
    (page,) = packet_proposals([PageFound(signs(1, "Please reconsider"), turned=180)]).values()
    assert page.notes == (
        "It came upside down; the picture is turned.",
        "Words of an appeal stand on it: reconsider.",
    )
    (page,) = packet_proposals([PageFound(signs(1, PROSE), turned=90)]).values()
    assert page.notes == ("It came sideways; the picture is turned.",)


@pytest.mark.parametrize(
    ("text", "agrees"),
    [
        ("Member ID: zz0012345\nDOB 05/16/2021", ("member number", "birth date")),
        ("Member ID: ZZ-0012345\nDOB 05/16/2021", ("member number", "birth date")),
        ("Ida Moor-Ray   DOB 05/16/2021", ("birth date", "name")),
        ("Member ID: ZZ0012345\nIda Moor-Ray", ("member number", "name")),
        ("Ida Moor-Ray was here", None),
        ("DOB 05/16/2021", None),
        ("Member ID: ZZ0012345", None),
    ],
)
def test_a_member_is_named_by_two_identifiers(text, agrees):
    assert members_on(signs(1, text), [IDA]).get(1) == agrees
