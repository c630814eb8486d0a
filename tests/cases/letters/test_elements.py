"""What a letter must hold before it may be sent."""

from dataclasses import replace

import pytest

from cases.domain.appeal_regime import AppealRegime
from cases.errors import LetterIncompleteError
from cases.letters.context import Letterhead, Party
from cases.letters.elements import missing_elements, reason_readings
from cases.letters.render import render_letter
from tests.cases.letters.samples import (
    DIRECTOR,
    GRANT,
    LETTERHEAD,
    REASON,
    adverse,
    approval,
    information_request,
)


def test_complete_letters_lack_nothing():
    assert missing_elements(approval()) == ()
    assert missing_elements(information_request()) == ()
    for regime in AppealRegime:
        assert missing_elements(adverse(regime)) == ()


@pytest.mark.parametrize(
    ("changes", "element"),
    [
        ({"case_number": ""}, "the case number"),
        ({"member_name": ""}, "the member's name"),
        ({"recipient": Party("Somebody")}, "the address the letter goes to"),
        ({"requester": Party("")}, "who asked for the service"),
        ({"lines": ()}, "the service that was asked for"),
        ({"facility": None}, "the facility"),
        ({"place_of_service": ""}, "the place of service"),
        ({"authorization": None}, "the authorization"),
        ({"determination": ""}, "the decision in words"),
        ({"letterhead": replace(LETTERHEAD, phone="")}, "the plan's telephone number"),
    ],
)
def test_an_approval_names_what_it_lacks(changes, element):
    assert missing_elements(approval(**changes)) == (element,)


@pytest.mark.parametrize(
    ("changes", "element"),
    [
        ({"number": ""}, "the authorization number"),
        ({"doses": ""}, "the number of doses"),
        (
            {"valid_to": approval().notice_date.replace(year=2025)},
            "dates of validity that run forward",
        ),
    ],
)
def test_an_authorization_needs_number_doses_and_dates(changes, element):
    grant = replace(GRANT, **changes)
    assert missing_elements(approval(authorization=grant)) == (element,)


def test_a_service_needs_words():
    line = replace(approval().lines[0], description=" ")
    assert missing_elements(approval(lines=(line,))) == ("words for service 1",)


@pytest.mark.parametrize(
    ("changes", "element"),
    [
        ({"reasons": ()}, "at least one reason"),
        ({"policy": None}, "the medical policy that was applied"),
        ({"received_on": None}, "the date the request was received"),
        ({"reasons": (replace(REASON, text=" "),)}, "the plain words of reason 1"),
        ({"reasons": (REASON, replace(REASON, citation=""))}, "the citation of reason 2"),
        ({"rights_regime": ""}, "the rules that govern the member's right to appeal"),
    ],
)
def test_an_adverse_letter_names_what_it_lacks(changes, element):
    assert missing_elements(adverse(**changes)) == (element,)


def test_a_decision_without_a_policy_says_what_it_rests_on():
    assert missing_elements(adverse(policy=None, basis="Your contract, section 4.")) == ()


def test_an_adverse_letter_needs_a_signer_with_credential_and_specialty():
    assert missing_elements(adverse(signer=None)) == (
        "who signs", "the signer's credential", "the signer's specialty",
    )  # fmt: skip
    unspecial = replace(DIRECTOR, specialty="")
    assert missing_elements(adverse(signer=unspecial)) == ("the signer's specialty",)


@pytest.mark.parametrize("regime", AppealRegime)
def test_no_right_of_any_regime_can_be_left_out(regime):
    whole = adverse(regime)
    for section in whole.rights:
        without = tuple(item for item in whole.rights if item is not section)
        (element,) = missing_elements(adverse(regime, rights=without))
        assert element.startswith("the right to ")


def test_rights_of_another_regime_do_not_do():
    lent = adverse(AppealRegime.COMMERCIAL_INSURED).rights
    assert "the right to go to court" in missing_elements(adverse(rights=lent))


def test_an_adverse_letter_needs_the_plans_appeal_contacts_and_language_help():
    bare = Letterhead(plan_name="Plan", address=("Street",), phone="1")
    assert missing_elements(adverse(letterhead=bare)) == (
        "where an appeal is sent", "the fax number for appeals", "help in other languages",
    )  # fmt: skip


def test_insured_kansas_letters_name_how_to_reach_all_parties():
    regime = AppealRegime.COMMERCIAL_INSURED
    assert missing_elements(adverse(regime, facility=Party("Hospital", ("Street",)))) == (
        "the telephone number of the facility",
    )
    assert missing_elements(adverse(regime, requester=Party("Doctor", (), "1"))) == (
        "the address of the requesting provider",
    )
    assert missing_elements(adverse(regime, facility=None)) == ()
    assert missing_elements(adverse(facility=Party("Hospital"))) == ()


@pytest.mark.parametrize(
    ("changes", "elements"),
    [
        ({"needed": ()}, ("at least one record to ask for",)),
        ({"needed": ("a", " ")}, ("words for every record asked for",)),
        ({"respond_by": ""}, ("the day by which to answer",)),
        (
            {"letterhead": replace(LETTERHEAD, records_fax="", records_address=())},
            ("where records are sent",),
        ),
    ],
)
def test_an_information_request_names_what_it_lacks(changes, elements):
    assert missing_elements(information_request(**changes)) == elements


def test_a_letter_that_lacks_something_is_not_rendered():
    with pytest.raises(LetterIncompleteError, match="at least one reason") as caught:
        render_letter(adverse(reasons=()))
    assert caught.value.missing == ("at least one reason",)
    assert "Samplechild" not in str(caught.value)


def test_the_reading_level_of_each_reason_is_measured():
    hard = replace(
        REASON, text="Immunophenotypic characterization demonstrates insufficiency.", finding=""
    )
    plain, difficult = reason_readings(adverse(reasons=(REASON, hard)))
    assert plain.is_plain
    assert not difficult.is_plain
