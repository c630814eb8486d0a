"""Policies by the API: read by everybody, evaluated over facts that are not kept."""

import json

import pytest

from criteria.models import PolicyRevision
from criteria.services.policies import SETUP, policy_import
from operations.models import AccessLog, IdempotencyRecord
from tests.accounts.api.callers import PARTS, person, problem, program
from tests.cases.factories import FACTS, House
from tests.cases.web.stage import house
from tests.criteria.people import NOW, ROOT

__all__ = ["house"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def revision(house: House):
    return PolicyRevision.objects.get(slug="kresladi")


@pytest.mark.parametrize("part", PARTS)
def test_everybody_reads_policies(revision, part):
    caller = person(part)
    (row,) = caller.get("policies/").json()["results"]
    assert (row["id"], row["slug"], row["is_published"]) == (revision.pk, "kresladi", True)
    read = caller.get(f"policies/{revision.pk}/").json()
    assert read["version"] == "2026-07-23"
    by_id = {criterion["id"]: criterion for criterion in read["criteria"]}
    assert set(by_id[read["criteria"][0]["id"]]["parts"]) <= set(by_id)
    asked = {fact["name"] for fact in read["facts"]}
    assert {name for c in read["criteria"] for name in c["facts"]} <= asked
    assert not AccessLog.objects.exists(), "a policy holds no member data"


def test_the_list_of_policies_takes_a_fixed_number_of_queries(revision, django_assert_num_queries):
    caller = program()
    with django_assert_num_queries(4):  # token, its owner's tokens, credentials, revisions
        caller.get("policies/")


def test_facts_are_evaluated_and_nothing_is_kept(revision):
    facts = {name: said.raw for name, said in FACTS.items()}
    caller = program()
    met = caller.post(f"policies/{revision.pk}/evaluate/", {"facts": facts}, key="")
    assert met.status_code == 200
    assert statuses_by_fact(met.json(), "hiv_result") == {"met"}
    del facts["hiv_result"]
    lacking = caller.post(f"policies/{revision.pk}/evaluate/", {"facts": facts}, key="").json()
    assert statuses_by_fact(lacking, "hiv_result") == {"unknown"}
    assert lacking["overall"] == "unknown"
    assert "hiv_result" in {item["fact"] for item in lacking["missing"]}
    assert not IdempotencyRecord.objects.exists()


def statuses_by_fact(evaluation, name):
    """The statuses of the leaves that look at a fact: those with it, and those that miss it."""
    leaves = [one for one in evaluation["criteria"] if one["facts_used"] == [name]]
    missing = [one for one in evaluation["criteria"] if one["missing"] == [name]]
    return {one["status"] for one in (missing or leaves)}


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"hiv_result": "perhaps, says Canary"}, "fact_not_usable"),
        ({"nothing_like_it": 1}, "fact_not_known"),
    ],
)
def test_a_fact_that_cannot_be_used_is_named(revision, facts, code):
    answer = program().post(f"policies/{revision.pk}/evaluate/", {"facts": facts})
    found = problem(answer, 422, code)
    assert next(iter(facts)) in found["detail"]
    assert "Canary" not in json.dumps(found)


@pytest.mark.parametrize("value", [[1], {"a": 1}])
def test_a_fact_is_a_plain_value(revision, value):
    answer = program().post(f"policies/{revision.pk}/evaluate/", {"facts": {"hiv_result": value}})
    found = problem(answer, 422, "invalid")
    assert found["errors"][0]["field"] == "facts.hiv_result"


def test_a_list_is_given_as_items_and_its_fields_are_named(house):
    text = (ROOT / "tests/criteria/loading/files/lists.yaml").read_text(encoding="utf-8")
    drafted = policy_import(text, actor=SETUP, now=NOW)
    caller = program()
    shown = {one["name"]: one for one in caller.get(f"policies/{drafted.pk}/").json()["facts"]}
    assert [one["name"] for one in shown["fills"]["fields_of_items"]] == ["filled", "quantity"]
    assert shown["weight"]["fields_of_items"] == []
    items = [{"filled": "2026-09-01", "quantity": 3, "paid_by": None}]
    asked = {"asked": 2, "asked_on": "2026-09-10", "fills": {"items": items, "complete": True}}
    address = f"policies/{drafted.pk}/evaluate/"
    found = problem(caller.post(address, {"facts": asked}), 422, "fact_not_usable")
    assert "fills" in found["detail"]
    del items[0]["paid_by"]
    done = caller.post(address, {"facts": asked}).json()
    limits = {one["id"]: one for one in done["limits"]}
    assert limits["limit.fills"]["status"] == "not_met"
    assert limits["limit.fills"]["facts_used"] == ["fills", "asked", "asked_on"]


def test_a_policy_that_is_not_there(revision):
    caller = program()
    problem(caller.get("policies/999999/"), 404, "not_found")
    problem(caller.post("policies/999999/evaluate/", {"facts": {}}), 404, "not_found")
