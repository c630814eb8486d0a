"""A page's signs are kept as plain values and come back the same."""

import json
from hashlib import sha256

import pytest

from documents.domain.layout import page_from_text
from documents.domain.page_signs import page_signs
from documents.domain.signs_kept import RULES, signs_from, signs_kept

TEXTS = (
    """11/19/2026 10:00 OSPREY 5550193 P.3

Osprey Point Clinic 12      visit 11/12/2026
Ida Moor   05/16/2021
Progress note
page 1 of 2""",
    """PRIOR AUTHORIZATION REQUEST
Name: Milo Okafor      DOB 09/01/2025
Member ID: ZZT0000001
Diagnosis code: D71    HCPCS: J3590""",
    "HILL FLOW CYTOMETRY LABORATORY\nReported: 09/14/2026\nNeutrophils CD18 0.4 % control 99 %",
    "since then she has had no more of the infections.\nHer brother is well.",
    "specks",
    "",
)
KNOWN = "e65bbc6bbd78e3fb"


def shown(text, **more):
    return page_signs(page_from_text(3, text), **more)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("is_blank", [False, True])
def test_what_is_kept_comes_back_the_same(text, is_blank):
    signs = shown(text, is_blank=is_blank)
    assert signs_from(json.loads(json.dumps(signs_kept(signs)))) == signs


def test_rules_that_show_other_signs_are_counted_up():
    """Signs that are kept would stay as they were: when this fails, add one to RULES."""
    kept = json.dumps([signs_kept(shown(text)) for text in TEXTS], sort_keys=True)
    assert (RULES, sha256(kept.encode()).hexdigest()[:16]) == (1, KNOWN)
