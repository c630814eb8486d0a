"""NDC forms and places of service."""

import pytest

from criteria.domain.codes import NdcError, ndc_matches, ndc_normalize, ndc_pattern, place_allowed


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("83537-0034-01", "83537-0034-01"),
        ("83537-034-01", "83537-0034-01"),
        ("83537-0034-1", "83537-0034-01"),
        ("3537-0034-01", "03537-0034-01"),
        ("83537003401", "83537-0034-01"),
        (" 83537-034-01 ", "83537-0034-01"),
    ],
)
def test_every_form_comes_to_eleven_digits(written, normal):
    assert ndc_normalize(written) == normal


@pytest.mark.parametrize(
    ("written", "match"),
    [
        ("8353703401", "three ways"),
        ("83537-34-01", "is written"),
        ("3537-034-01", "is written"),
        ("83537-0034-xx", "is written"),
        ("J3590", "is written"),
        ("", "is written"),
    ],
)
def test_what_would_need_a_guess_is_refused(written, match):
    with pytest.raises(NdcError, match=match):
        ndc_normalize(written)


@pytest.mark.parametrize(
    ("written", "pattern"),
    [
        ("83537-0034-xx", "83537-0034-xx"),
        ("83537-034-xx", "83537-0034-xx"),
        ("1234-0000-xx", "01234-0000-xx"),
        ("83537-034-01", "83537-0034-01"),
        (" 83537003401 ", "83537-0034-01"),
    ],
)
def test_a_product_of_a_policy_may_be_written_in_any_form(written, pattern):
    assert ndc_pattern(written) == pattern


def test_ten_digits_of_a_policy_are_refused_too():
    with pytest.raises(NdcError, match="three ways"):
        ndc_pattern("8353703401")


@pytest.mark.parametrize(
    ("pattern", "ndc", "matches"),
    [
        ("83537-0034-xx", "83537-0034-01", True),
        ("83537-0034-xx", "83537-0035-01", False),
        ("83537-0034-01", "83537-0034-01", True),
        ("83537-0034-01", "83537-0034-02", False),
    ],
)
def test_xx_stands_for_any_package(pattern, ndc, matches):
    assert ndc_matches(pattern, ndc) is matches


@pytest.mark.parametrize(
    ("places", "code", "allowed"),
    [
        ((), "21", True),
        (("hospital_outpatient",), "22", True),
        (("hospital_outpatient",), "19", True),
        (("hospital_outpatient",), "21", False),
        (("office", "hospital_inpatient"), "21", True),
    ],
)
def test_a_code_is_for_its_places(places, code, allowed):
    assert place_allowed(places, code) is allowed
