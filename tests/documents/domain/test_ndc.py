"""The forms of a national drug code, and what is said of others."""

import pytest

from documents.domain.ndc import OTHER_FORM, TEN_DIGITS, is_ndc, ndc_doubt


@pytest.mark.parametrize(
    "text", ["83537-0034-01", "83537-034-01", "83537-0034-1", "8353-0034-01", "83537003401"]
)
def test_the_forms_of_an_ndc(text):
    assert is_ndc(text)
    assert ndc_doubt(text) == ""


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("8353703401", TEN_DIGITS),
        ("83537-034-1", OTHER_FORM),
        ("8353-034-01", OTHER_FORM),
        ("83537-00340-1", OTHER_FORM),
        ("835370034012", OTHER_FORM),
        ("83537-OO34-01", OTHER_FORM),
        ("\u0668353-0034-01", OTHER_FORM),
    ],
)
def test_what_has_another_form_is_doubted(text, doubt):
    assert not is_ndc(text)
    assert ndc_doubt(text) == doubt
