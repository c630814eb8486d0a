"""Codes as written on forms."""

import pytest

from cases.domain.codes import CodeError, hcpcs_normal, ndc_normal


@pytest.mark.parametrize("text", ["J3590", " j3590 ", "c9399"])
def test_a_hcpcs_code_comes_out_in_capitals(text):
    assert hcpcs_normal(text) == text.strip().upper()


@pytest.mark.parametrize("text", ["", "3590J", "J359", "J35901", "JX590"])
def test_another_shape_is_no_hcpcs_code(text):
    with pytest.raises(CodeError, match="one letter and four digits"):
        hcpcs_normal(text)


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("83537-0034-01", "83537-0034-01"),
        ("83537-034-01", "83537-0034-01"),
        ("83537-0034-1", "83537-0034-01"),
        ("3537-0034-01", "03537-0034-01"),
        ("83537003401", "83537-0034-01"),
        ("83537-0034-XX", "83537-0034-xx"),
    ],
)
def test_every_layout_of_an_ndc_has_one_normal_form(text, normal):
    assert ndc_normal(text) == normal


def test_ten_bare_digits_are_ambiguous_and_say_so():
    with pytest.raises(CodeError, match="three ways"):
        ndc_normal("8353703401")


@pytest.mark.parametrize(
    "text",
    ["", "123", "83537-0034", "8353x-0034-01", "83537-0034-0x", "835370034011", "abcdefghijk"],
)
def test_another_shape_is_no_ndc(text):
    with pytest.raises(CodeError):
        ndc_normal(text)
