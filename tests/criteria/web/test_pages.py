"""The policy pages."""

import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from criteria.selectors.policies import policy_get
from criteria.services.policies import policy_import, policy_publish
from tests.accounts.cast import CAST, PASSWORD, cast_member
from tests.criteria.people import EDITOR, KRESLADI, NOW, OTHER_EDITOR, ROOT, SMALL


def signed_in(part="nurse"):
    cast_member(part)
    client = Client()
    assert client.login(username=part, password=PASSWORD)
    return client


def shown(client, revision):
    response = client.get(reverse("criteria:policy", args=[revision.pk]))
    assert response.status_code == 200
    return response.content.decode()


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("&#x27;", "'").split())


@pytest.mark.django_db
def test_a_visitor_is_asked_to_sign_in():
    response = Client().get(reverse("criteria:policies"))
    assert response.status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("part", list(CAST))
def test_everybody_signed_in_reads_policies(part):
    revision = policy_import(KRESLADI, actor=EDITOR, now=NOW)
    client = signed_in(part)
    assert client.get(reverse("criteria:policies")).status_code == 200
    assert "Kresladi" in shown(client, revision)


@pytest.mark.django_db
def test_an_empty_list_says_why():
    assert "No policies yet" in signed_in().get(reverse("criteria:policies")).content.decode()


@pytest.mark.django_db
@time_machine.travel(NOW, tick=False)
def test_the_list_shows_state_and_dates(django_assert_num_queries):
    published = policy_import(KRESLADI, actor=EDITOR, now=NOW)
    policy_publish(published.pk, actor=OTHER_EDITOR, now=NOW)
    policy_import(SMALL, actor=EDITOR, now=NOW)
    client = signed_in()
    client.get(reverse("criteria:policies"))
    # Session, user, credentials, plan settings twice (time zone of the page, today), revisions.
    with django_assert_num_queries(6):
        html = client.get(reverse("criteria:policies")).content.decode()
    text = words(html)
    assert "Kresladi 2026-07-23 1 from 2026-07-23 In force 2027-07-23" in text
    assert "Small 2026-01-01 1 from 2026-01-01 to 2026-12-31 Draft none is kept" in text
    assert "All 2 In force 1 Draft 1" in text


@pytest.mark.django_db
@time_machine.travel(NOW.replace(year=2027), tick=False)
def test_a_review_that_was_not_held_is_marked_overdue_on_the_list_and_the_page():
    published = policy_import(KRESLADI, actor=EDITOR, now=NOW)
    policy_publish(published.pk, actor=OTHER_EDITOR, now=NOW)
    client = signed_in()
    assert "2027-07-23 Overdue" in words(client.get(reverse("criteria:policies")).content.decode())
    assert "Review due 2027-07-23 Overdue" in words(shown(client, published))


@pytest.mark.django_db
def test_the_list_is_searched_and_filtered():
    policy_import(KRESLADI, actor=EDITOR, now=NOW)
    policy_import(SMALL, actor=EDITOR, now=NOW)
    client = signed_in()

    def listed(**asked):
        return words(client.get(reverse("criteria:policies"), asked).content.decode())

    assert "Small 2026-01-01" not in listed(q="marnetegragene")
    assert "Kresladi 2026-07-23" in listed(q="marnetegragene")
    assert "Nothing found" in listed(q="marnetegragene", standing="in_force")
    assert "Kresladi 2026-07-23" in listed(standing="draft")
    strange = listed(q="\u2028<b>" + "x" * 200, standing="none", after="9" * 40)
    assert "Nothing found" in strange


@pytest.mark.django_db
def test_the_list_goes_on_with_what_was_asked(monkeypatch):
    from criteria.selectors import library

    monkeypatch.setattr(library, "PAGE_SIZE", 1)
    for text in (KRESLADI, SMALL):
        policy_import(text, actor=EDITOR, now=NOW)
    client = signed_in()
    html = client.get(reverse("criteria:policies"), {"standing": "draft"}).content.decode()
    more = re.search(r'href="(\?[^"]+)" rel="next"', html)[1].replace("&amp;", "&")
    html = client.get(reverse("criteria:policies") + more).content.decode()
    assert "Small" in html
    assert 'href="?standing=draft">First' in html
    assert 'rel="next"' in client.get(reverse("criteria:policies")).content.decode()


@pytest.mark.django_db
def test_facts_are_told_with_their_values_in_plain_words():
    text = (ROOT / "criteria/policies/samples/exemplumab/2026-01-01.yaml").read_text("utf-8")
    html = shown(signed_in(), policy_import(text, actor=EDITOR, now=NOW))

    def row(name):
        return words(html.split(f'id="fact-{name}"')[1].split("</tr>")[0])

    assert "Severity scores severity_scores a list; each item says" in row("severity_scores")
    assert "Day of the score: a date Score: a number" in row("severity_scores")
    assert "an amount in kg" in row("weight_kg")
    assert "contraindicated yes or no In: clinic note" in row("contraindicated")
    assert "Negative; Positive and treated;" in row("infection_screen")
    assert 'href="#facts-asked"' in html


@pytest.mark.django_db
def test_the_page_holds_every_criterion_with_citation_and_reading():
    revision = policy_import(KRESLADI, actor=EDITOR, now=NOW)
    html = shown(signed_in(), revision)
    text = words(html)
    from criteria.loading import policy_read

    policy = policy_read(KRESLADI)
    for criterion in list(policy.criteria())[1:]:
        assert f'id="rule-{criterion.id}"' in html
        assert str(criterion.cite) in text
        assert criterion.label in text
    assert "Exactly 2 % is not below 2 %." in text
    assert "Percentage of neutrophils that express CD18: below 2 %" in text
    assert "Any of:" in text
    for gate in policy.gates:
        assert f'id="rule-{gate.id}"' in html
    for advisory in policy.advisories:
        assert f'id="rule-{advisory.id}"' in html
    assert "Redirect, not decided here: Federal Employee Program." in text
    assert "hospital outpatient (19, 22)" in text
    assert "83537-0034-xx" in text
    assert "left blank in the document" in text
    assert "Prime Therapeutics LLC" in text
    assert "A draft; it decides nothing until a second person publishes it." in text
    assert "validity_days" not in text
    assert "Days that an approval stays valid" in text
    for leaf in policy.leaves():
        assert leaf.request in text.replace("&quot;", '"')
        assert leaf.letter in text.replace("&quot;", '"')
    assert "Asked of the plan while it cannot be told" in text
    assert "In: flow cytometry, lab report" in text
    assert "By: CD11a" in text
    assert "Not: lymphocyte" in text


@pytest.mark.django_db
def test_a_published_page_says_so_and_another_policy_needs_no_other_template():
    revision = policy_import(SMALL, actor=EDITOR, now=NOW)
    policy_publish(revision.pk, actor=OTHER_EDITOR, now=NOW)
    text = words(shown(signed_in(), revision))
    assert "Published; it cannot be changed." in text
    assert "from 2026-01-01 to 2026-12-31" in text
    assert "any place, from 2026-01-01, until 2026-06-30" in text
    assert "A physician decides case by case." in text
    assert "Does not apply." in text


@pytest.mark.django_db
def test_a_revision_that_is_not_there_is_404():
    client = signed_in()
    assert client.get(reverse("criteria:policy", args=[999_999])).status_code == 404


@pytest.mark.django_db
def test_pages_are_read_only():
    assert signed_in().post(reverse("criteria:policies")).status_code == 405


def compared(client, old, new):
    return client.get(reverse("criteria:compare", args=[old.pk, new.pk]))


@pytest.mark.django_db
def test_two_revisions_are_compared_in_words_and_meaning():
    old = policy_import(KRESLADI, actor=EDITOR, now=NOW)
    text = KRESLADI.replace("below: 2 %", "below: 3 %", 1).replace("Kresladi", "Kresladi", 1)
    new = policy_import(text, actor=EDITOR, now=NOW)
    client = signed_in()
    page = words(compared(client, old, new).content.decode())
    assert "below 2 % below 3 %" in page
    assert "a policy editor tries that over stored cases" in page
    assert reverse("criteria:compare", args=[old.pk, new.pk]) in shown(client, old)
    assert reverse("criteria:compare", args=[old.pk, new.pk]) in shown(client, new)
    assert "Nothing changed" in compared(client, old, old).content.decode()


@pytest.mark.django_db
def test_what_the_plan_sets_and_the_document_says_is_compared_too():
    old = policy_import(SMALL, actor=EDITOR, now=NOW)
    text = SMALL.replace("ask: How long", "ask: How many days").replace("by: Nobody", "by: A board")
    new = policy_import(text, actor=EDITOR, now=NOW)
    client = signed_in("policy_editor")
    page = words(compared(client, old, new).content.decode())
    assert "Left to the plan" in page
    assert "Maintained by Nobody A board" in page
    assert "deleted: long (end of deletion) inserted: many days (end of insertion)" in page
    assert "try the revision over stored cases" in page


@pytest.mark.django_db
def test_words_that_came_and_went_are_told_to_a_screen_reader():
    old = policy_import(SMALL, actor=EDITOR, now=NOW)
    new = policy_import(
        SMALL.replace("says: A gene is named.", "says: A gene was named."), actor=EDITOR, now=NOW
    )
    html = compared(signed_in(), old, new).content.decode()
    assert "<ins>" in html
    assert "deleted: is (end of deletion) inserted: was (end of insertion)" in words(html)


@pytest.mark.django_db
def test_revisions_of_two_policies_are_not_compared():
    one = policy_import(KRESLADI, actor=EDITOR, now=NOW)
    other = policy_import(SMALL, actor=EDITOR, now=NOW)
    client = signed_in()
    assert compared(client, one, other).status_code == 404
    assert client.get(reverse("criteria:compare", args=[one.pk, 9999])).status_code == 404
    assert Client().get(reverse("criteria:compare", args=[one.pk, one.pk])).status_code == 302


@pytest.mark.django_db
def test_a_checklist_names_every_criterion_and_keeps_no_answer():
    revision = policy_import(KRESLADI, actor=EDITOR, now=NOW)
    html = signed_in().get(reverse("criteria:checklist", args=[revision.pk])).content.decode()
    policy = policy_get(revision.pk)
    text = words(html)
    for leaf in policy.leaves():
        assert leaf.label.replace("&", "&amp;") in text, leaf.id
    assert "For reading only" in text
    assert "<input" not in html.split('id="main"')[1].split("</main>")[0]


@pytest.mark.django_db
def test_the_way_to_its_cases_is_offered_only_to_who_may_see_cases():
    revision = policy_import(KRESLADI, actor=EDITOR, now=NOW)
    assert "Cases under it" in shown(signed_in("nurse"), revision)
    assert "Cases under it" not in shown(signed_in("stranger"), revision)
