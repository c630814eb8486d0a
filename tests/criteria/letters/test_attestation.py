"""The prescriber's form: made from the policy, one page, and blank of everybody."""

from dataclasses import replace
from pathlib import Path

import page as page_validation
import pypdfium2
import pytest
import yaml

from criteria.domain.facts import RestsOn
from criteria.errors import NothingToAttestError
from criteria.letters.attestation import attestation_form, future_intents, render_attestation
from criteria.loading import policy_read
from operations.errors import TypesettingError
from tests.criteria.people import KRESLADI, ROOT, SMALL

PLAN = yaml.safe_load((ROOT / "operations" / "plan_defaults.yaml").read_text("utf-8"))["letterhead"]
POLICY = policy_read(KRESLADI, revision=3)


def form():
    return attestation_form(POLICY, PLAN)


def pages_of(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        texts = [document[n].get_textpage().get_text_range() for n in range(len(document))]
    return [" ".join(text.split()) for text in texts]


def test_it_asks_for_each_intent_of_the_policy_with_its_place():
    (page,) = pages_of(render_attestation(form(), is_draft=False))
    leaves = future_intents(POLICY)
    assert {leaf.id for leaf in leaves} == {
        leaf.id for leaf in POLICY.leaves() if leaf.future_intent
    }
    for leaf in leaves:
        assert leaf.says in page.replace("\u2019", "'")
        assert f"({leaf.cite})" in page
    assert "DRAFT" not in page
    assert "Policy Kresladi, version 2026-07-23, revision 3" in page


def test_it_says_where_it_goes_and_names_no_member():
    (page,) = pages_of(render_attestation(form(), is_draft=False))
    assert "Fax this page to: 785-555-0121" in page
    for blank in ("Member's name", "Member ID", "Prescriber's signature", "NPI", "Date of birth"):
        assert blank in page.replace("\u2019", "'")


def test_a_draft_says_on_its_face_that_it_is_not_to_be_signed():
    (page,) = pages_of(render_attestation(form(), is_draft=True))
    assert "Draft of a policy that is not in force. Do not sign." in page


def test_it_conforms_to_pdf_ua_1(tmp_path: Path):
    path = tmp_path / "form.pdf"
    path.write_bytes(render_attestation(form(), is_draft=True))
    report = page_validation.validate_pdf(path, profile=page_validation.ValidationProfile.PDF_UA_1)
    assert "no failures in implemented checks" in str(report)


def test_the_same_policy_gives_the_same_bytes():
    one, two = (render_attestation(form(), is_draft=False) for _ in range(2))
    assert one == two


def test_a_policy_without_such_statements_has_no_form():
    with pytest.raises(NothingToAttestError):
        attestation_form(policy_read(SMALL), PLAN)


def test_an_intent_that_no_statement_may_answer_is_not_on_it():
    leaf = next(leaf for leaf in POLICY.leaves() if leaf.id == "dmso.monitoring")
    text = KRESLADI.replace(
        f'letter: "{leaf.letter}"\n    rests_on: [page, contact, attestation]',
        f'letter: "{leaf.letter}"\n    rests_on: [page, contact]',
    )
    policy = policy_read(text)
    assert RestsOn.ATTESTATION not in policy.criterion("dmso.monitoring").rests_on
    assert "dmso.monitoring" not in [leaf.id for leaf in future_intents(policy)]


def test_words_that_look_like_code_are_printed_as_words():
    odd = replace(form(), product='#panic("x") *bold*')
    assert '#panic("x") *bold*' in pages_of(render_attestation(odd, is_draft=False))[0]


def test_a_letter_that_no_font_holds_is_refused_without_repeating_it():
    with pytest.raises(TypesettingError) as caught:
        render_attestation(replace(form(), product="漢字"), is_draft=False)
    assert "漢" not in str(caught.value)
