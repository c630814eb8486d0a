"""Codes as written on forms."""

import pytest

from cases.domain.codes import CodeError, hcpcs_normal


@pytest.mark.parametrize("text", ["J3590", " j3590 ", "c9399"])
def test_a_hcpcs_code_comes_out_in_capitals(text):
    assert hcpcs_normal(text) == text.strip().upper()


@pytest.mark.parametrize("text", ["", "3590J", "J359", "J35901", "JX590"])
def test_another_shape_is_no_hcpcs_code(text):
    with pytest.raises(CodeError, match="one letter and four digits"):
        hcpcs_normal(text)
