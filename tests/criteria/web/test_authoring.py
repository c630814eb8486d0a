"""From a draft to a policy in force, on the library's own pages."""

import re
from dataclasses import replace
from datetime import timedelta

import pypdfium2
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.domain.roles import Role
from accounts.selectors.actors import actor_named
from criteria.models import PolicyDocument, PolicyPublication, PolicyRevision
from criteria.services.policies import policy_import, policy_publish
from operations.management.commands.load_plan_settings import DEFAULTS
from operations.services.plan import plan_settings_load
from tests.accounts.people import browser_of, person_of_role
from tests.criteria.people import EDITOR, KRESLADI, NOW, OTHER_EDITOR, SMALL
from tests.criteria.web.test_pages import shown, signed_in, words

pytestmark = pytest.mark.django_db
NEW = "criteria:draft_new"
TEXT = "## III. Criteria\n\n- First\n  - Inner\n- Second\n"


def editor(username="editor"):
    person_of_role(Role.POLICY_EDITOR, username)
    return browser_of(username)


@pytest.fixture(autouse=True)
def in_november():
    with time_machine.travel(NOW, tick=False):
        yield


def uploaded(text, name="policy.yaml"):
    return SimpleUploadedFile(name, text.encode())


def publish(client, revision, **given):
    given = given or {"read": "yes"}
    return client.post(reverse("criteria:publish", args=[revision.pk]), given, follow=True)


# --- a draft ------------------------------------------------------------------------------------


def test_a_draft_is_taken_in_from_a_file_or_from_the_box():
    client = editor()
    assert client.get(reverse(NEW)).status_code == 200
    answer = client.post(reverse(NEW), {"file": uploaded(KRESLADI), "act": "import"}, follow=True)
    assert "The draft is taken in." in answer.content.decode()
    assert "A draft; it decides nothing until a second person" in words(answer.content.decode())
    client.post(reverse(NEW), {"text": SMALL.replace("\n", "\r\n"), "act": "import"})
    assert PolicyRevision.objects.get(slug="small").source == SMALL
    assert PolicyRevision.objects.get(slug="kresladi").imported_by.startswith("user:")


def test_the_same_text_again_is_told_and_takes_in_nothing():
    client = editor()
    client.post(reverse(NEW), {"text": SMALL, "act": "import"})
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        answer = client.post(reverse(NEW), {"text": SMALL, "act": "import"}, follow=True)
    assert "This very text is here already; nothing was taken in." in answer.content.decode()
    assert PolicyRevision.objects.count() == 1


def test_every_mistake_is_shown_by_line_beside_the_text_and_nothing_is_stored():
    wrong = SMALL.replace("below: 2 %", "below: 2 kg").replace("title:", "titel:")
    answer = editor().post(reverse(NEW), {"text": wrong, "act": "import"})
    html = answer.content.decode()
    assert answer.status_code == 422
    line = wrong.splitlines().index("titel: Small") + 1
    assert f'<a href="#line-{line}">Line {line}</a>' in html
    item = html.split(f'id="line-{line}"')[1].split("</li>")[0]
    assert "draft-line-found" in item
    assert "titel: Small" in item
    assert "Unknown key" in item
    assert "titel: Small" in html.split("<textarea")[1].split("</textarea>")[0]
    assert not PolicyRevision.objects.exists()


def test_checking_stores_nothing_and_names_what_is_only_doubtful():
    client = editor()
    html = client.post(reverse(NEW), {"text": SMALL, "act": "check"}).content.decode()
    assert "Nothing is wrong with it. It is not stored yet." in html
    doubtful = SMALL.replace(
        "    attested: planned\n", "    any: [{attested: planned}, {not: {attested: planned}}]\n"
    )
    answer = client.post(reverse(NEW), {"text": doubtful, "act": "check"})
    assert answer.status_code == 200
    assert "Nothing refuses it, but look at this" in answer.content.decode()
    assert "always met" in answer.content.decode()
    assert not PolicyRevision.objects.exists()
    client.post(reverse(NEW), {"text": doubtful, "act": "import"})
    assert PolicyRevision.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Nothing was given"),
        ({"text": " "}, "Nothing was given"),
        ({"file": SimpleUploadedFile("x.yaml", b"\xff\xfe\x00")}, "no text in UTF-8"),
        ({"file": SimpleUploadedFile("x.yaml", b"a: 1\n" * 400_001)}, "larger than 2 MB"),
        ({"text": "policy: small"}, "is missing"),
        ({"text": "<script>alert(1)</script>"}, "Here belongs a list of keys"),
    ],
)
def test_what_cannot_be_a_policy_is_refused_with_a_sentence(given, sentence):
    answer = editor().post(reverse(NEW), given)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "<script>alert" not in answer.content.decode()


def test_a_text_too_large_to_be_pasted_is_answered_with_what_to_do():
    answer = editor().post(reverse(NEW), {"text": "x: 1\n" * 600_000})
    assert answer.status_code == 400
    assert "A long text is better chosen as a file than pasted." in answer.content.decode()


def test_dates_that_overlap_what_is_published_are_told_on_the_draft_page():
    policy_publish(policy_import(SMALL, actor=EDITOR, now=NOW).pk, actor=OTHER_EDITOR, now=NOW)
    later = SMALL.replace("version: 2026-01-01", "version: 2026-06-01").replace(
        "effective: {from: 2026-01-01, to: 2026-12-31}", "effective: {from: 2026-06-01}"
    )
    answer = editor().post(reverse(NEW), {"text": later, "act": "check"})
    assert answer.status_code == 422
    assert "overlap those of version 2026-01-01" in answer.content.decode()


def test_only_a_policy_editor_sees_the_way_to_a_draft():
    assert reverse(NEW) in editor().get(reverse("criteria:policies")).content.decode()
    nurse = signed_in("nurse")
    assert reverse(NEW) not in nurse.get(reverse("criteria:policies")).content.decode()
    assert nurse.get(reverse(NEW)).status_code == 403


# --- into force ---------------------------------------------------------------------------------


def test_a_second_person_publishes_and_then_nobody_can():
    one, two = editor("one"), editor("two")
    one.post(reverse(NEW), {"text": KRESLADI})
    draft = PolicyRevision.objects.get()
    html = shown(one, draft)
    assert "You imported this revision, so somebody else must publish it." in html
    assert 'name="read"' not in html
    refused = publish(one, draft)
    assert refused.status_code == 403
    assert "Who imported a policy does not publish it" in words(refused.content.decode())
    assert 'name="read"' in shown(two, draft)
    assert "Tick that you have read" in publish(two, draft, read="no").content.decode()
    assert not PolicyPublication.objects.exists()
    done = words(publish(two, draft).content.decode())
    assert "Kresladi 2026-07-23, revision 1 is published." in done
    assert "Requests with a service date from 2026-07-23 on follow it." in done
    assert PolicyPublication.objects.get().published_by == actor_named("two").key
    assert "already published" in publish(two, draft).content.decode()
    html = words(shown(two, draft))
    assert re.search(r"Taken in \d{4}-\d\d-\d\d by", html)
    assert "Published; it cannot be changed." in html
    assert 'name="read"' not in shown(two, draft)


def test_others_read_why_they_do_not_publish():
    draft = policy_import(KRESLADI, actor=EDITOR, now=NOW)
    nurse = signed_in("nurse")
    assert "A policy editor who did not import it puts it in force." in shown(nurse, draft)
    assert publish(nurse, draft).status_code == 403


def test_dates_that_overlap_by_then_are_refused_in_a_sentence():
    later = SMALL.replace("version: 2026-01-01", "version: 2026-06-01").replace(
        "effective: {from: 2026-01-01, to: 2026-12-31}", "effective: {from: 2026-06-01}"
    )
    somebody = replace(EDITOR, key="user:901")
    first, second = (policy_import(text, actor=somebody, now=NOW) for text in (SMALL, later))
    client = editor()
    publish(client, first)
    html = publish(client, second).content.decode()
    assert "The effective dates overlap those of version 2026-01-01" in html
    assert PolicyPublication.objects.count() == 1


def test_a_draft_leads_to_what_it_changes_against_the_revision_in_force():
    old = policy_import(KRESLADI, actor=EDITOR, now=NOW)
    policy_publish(old.pk, actor=OTHER_EDITOR, now=NOW)
    new = policy_import(KRESLADI.replace("below: 2 %", "below: 5 %", 1), actor=EDITOR, now=NOW)
    client = signed_in()
    assert "What it changes against the revision in force" in shown(client, new)
    compared = client.get(reverse("criteria:compare", args=[old.pk, new.pk]))
    assert "below 2 % below 5 %" in words(compared.content.decode())


def test_a_comparison_shows_an_any_of_that_became_an_all_of_and_a_fact_that_came():
    old = policy_import(SMALL, actor=EDITOR, now=NOW)
    text = SMALL.replace(
        "    attested: planned\n", "    all: [{attested: planned}, {known: seen}]\n"
    )
    text = text.replace("        any:\n", "        all:\n")
    text = text.replace(
        "facts:\n", "facts:\n  seen: {ask: The day seen, type: date, rests_on: [page]}\n"
    )
    text = text.replace("at_least: 2 %", "at_least: 1 %")
    new = policy_import(text, actor=EDITOR, now=NOW)
    said = words(
        signed_in().get(reverse("criteria:compare", args=[old.pk, new.pk])).content.decode()
    )
    assert "Any of All of" in said
    assert "at least 2 % at least 1 %" in said
    assert "Added The day seen" in said


# --- the plan's text ----------------------------------------------------------------------------


def attached(client, revision, text=TEXT, name="policy.md"):
    address = reverse("criteria:document", args=[revision.pk])
    return client.post(address, {"file": uploaded(text, name)}, follow=True)


def test_the_plans_text_stands_beside_the_criteria_and_citations_lead_into_it():
    revision = policy_import(KRESLADI, actor=EDITOR, now=NOW)
    client = editor()
    assert "The plan's own text" not in words(shown(client, revision))
    assert "The text is attached" in attached(client, revision).content.decode()
    html = shown(signed_in("nurse"), revision)
    passage = re.search(r'id="text-(\d+)"[^>]*>\s*<span[^>]*>1a</span>\s*Inner', html)
    criterion = html.split('id="rule-dx.expression"')[1].split("</article>")[0]
    assert f'href="#text-{passage[1]}"' in criterion
    assert "Section III, bullet 1a" in criterion
    assert "(the attached text has no such heading)" in html.split('id="rule-dose"')[1][:600]


def test_a_text_with_marks_of_html_is_shown_as_words():
    revision = policy_import(KRESLADI, actor=EDITOR, now=NOW)
    html = attached(editor(), revision, "<script>alert(1)</script> <2% of cells").content.decode()
    assert "&lt;script&gt;alert(1)" in html
    assert "&lt;2% of cells" in html


def test_a_file_that_is_no_text_is_refused_with_a_sentence():
    revision = policy_import(KRESLADI, actor=EDITOR, now=NOW)
    client = editor()
    answer = attached(client, revision, "%PDF-1.7", "policy.pdf")
    assert answer.status_code == 422
    assert "Attach the policy as text" in answer.content.decode()
    nothing = client.post(reverse("criteria:document", args=[revision.pk]), {})
    assert "No file was chosen." in nothing.content.decode()
    assert client.get(reverse("criteria:document", args=[revision.pk])).status_code == 200
    assert not PolicyDocument.objects.exists()


def test_only_a_policy_editor_attaches():
    revision = policy_import(KRESLADI, actor=EDITOR, now=NOW)
    nurse = signed_in("nurse")
    assert attached(nurse, revision).status_code == 403
    assert reverse("criteria:document", args=[revision.pk]) not in shown(nurse, revision)


# --- the prescriber's statement -----------------------------------------------------------------


def test_everybody_signed_in_prints_the_prescribers_statement():
    plan_settings_load(DEFAULTS.read_text("utf-8"), now=NOW)
    revision = policy_import(KRESLADI, actor=EDITOR, now=NOW)
    client = signed_in("nurse")
    address = reverse("criteria:attestation", args=[revision.pk])
    assert address in shown(client, revision)
    answer = client.get(address)
    assert answer["Content-Type"] == "application/pdf"
    assert "kresladi-2026-07-23-statement.pdf" in answer["Content-Disposition"]
    with pypdfium2.PdfDocument(answer.content) as document:
        assert len(document) == 1
        assert "Do not sign" in document[0].get_textpage().get_text_range()
    assert Client().get(address).status_code == 302


def test_a_policy_that_asks_for_no_statement_has_no_form():
    revision = policy_import(SMALL, actor=EDITOR, now=NOW)
    client = signed_in("nurse")
    address = reverse("criteria:attestation", args=[revision.pk])
    assert address not in shown(client, revision)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("name", ["publish", "document", "attestation"])
def test_a_revision_that_is_not_there_is_404(name):
    client = editor()
    address = reverse(f"criteria:{name}", args=[999_999])
    call = client.post if name == "publish" else client.get
    assert call(address).status_code == 404
