"""The policy pages."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from criteria.services.policies import policy_import, policy_publish
from tests.accounts.cast import CAST, PASSWORD, cast_member
from tests.criteria.people import EDITOR, KRESLADI, NOW, OTHER_EDITOR, SMALL


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
def test_the_list_shows_state_and_dates(django_assert_num_queries):
    published = policy_import(KRESLADI, actor=EDITOR, now=NOW)
    policy_publish(published.pk, actor=OTHER_EDITOR, now=NOW)
    policy_import(SMALL, actor=EDITOR, now=NOW)
    client = signed_in()
    client.get(reverse("criteria:policies"))
    with django_assert_num_queries(5):  # session, user, credentials, plan settings, revisions
        html = client.get(reverse("criteria:policies")).content.decode()
    text = words(html)
    assert "Kresladi 2026-07-23 1 from 2026-07-23 Published" in text
    assert "Small 2026-01-01 1 from 2026-01-01 to 2026-12-31 Draft" in text


@pytest.mark.django_db
def test_the_page_holds_every_criterion_with_citation_and_reading():
    revision = policy_import(KRESLADI, actor=EDITOR, now=NOW)
    html = shown(signed_in(), revision)
    text = words(html)
    from criteria.loading import policy_read

    policy = policy_read(KRESLADI)
    for criterion in list(policy.criteria())[1:]:
        assert f'id="{criterion.id}"' in html
        assert str(criterion.cite) in text
        assert criterion.label in text
    assert "Exactly 2 % is not below 2 %." in text
    assert "Percentage of neutrophils that express CD18: below 2 %" in text
    assert "Any of:" in text
    for gate in policy.gates:
        assert f'id="{gate.id}"' in html
    for advisory in policy.advisories:
        assert f'id="{advisory.id}"' in html
    assert "Redirect, not decided here: Federal Employee Program." in text
    assert "hospital outpatient (19, 22)" in text
    assert "83537-0034-xx" in text
    assert "left blank in the document" in text
    assert "Prime Therapeutics LLC" in text
    assert "A draft; it decides nothing until a second person publishes it." in text
    assert "validity_days" not in text
    assert "Days that an approval stays valid" in text


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
