"""Candidates for a member: number and birth date, the subscriber's number, never a name alone."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Member
from cases.selectors.members import (
    NOT_TOLD_APART,
    Identifiers,
    MembersFound,
    member_candidates,
    member_id_for,
    members_near,
)
from tests.cases.people import member_with_coverage

pytestmark = pytest.mark.django_db
BORN = date(2025, 9, 1)


@pytest.fixture
def mother():
    return add("ZZM-100-0001", "Nkechi", born=date(1994, 3, 7))


@pytest.fixture
def newborn(mother):
    return add("ZZM-100-0002", "Milo", subscriber=mother)


def add(number, given, *, family="Okafor", born=BORN, subscriber=None):
    return Member.objects.create(
        number=number,
        given_name=given,
        family_name=family,
        birth_date=born,
        subscriber=subscriber,
    )


@pytest.mark.parametrize("read", ["ZZM-100-0002", "zzm 100 0002", "ZZM1000002", "ZZM.100.0002"])
def test_a_number_agrees_however_it_is_grouped(newborn, read):
    (found,) = member_candidates(number=read, birth_date=BORN, family_name=" okafor").rows
    assert (found.id, found.is_match) == (newborn.pk, True)
    assert found.agrees == ("Member number", "Birth date", "Family name")


def test_a_newborn_is_found_under_the_mother_s_number(mother, newborn):
    found = member_candidates(number="ZZM 100 0001", birth_date=BORN).rows
    assert [(one.id, one.is_match) for one in found] == [(newborn.pk, True)]
    assert found[0].agrees == ("Subscriber's number", "Birth date")
    both = member_candidates(number=mother.number, birth_date=BORN).rows
    assert [(one.id, one.is_match) for one in both] == [(newborn.pk, True), (mother.pk, False)]
    assert both[1].differs == ("Birth date",)


def test_twins_are_not_told_apart_by_the_mother_s_number(mother, newborn):
    twin = add("ZZM-100-0003", "Nia", subscriber=mother)
    found = member_candidates(number=mother.number, birth_date=BORN).rows
    assert {(one.id, one.why_not) for one in found if one.id != mother.pk} == {
        (newborn.pk, NOT_TOLD_APART),
        (twin.pk, NOT_TOLD_APART),
    }
    (own, *rest) = member_candidates(number=twin.number, birth_date=BORN).rows
    assert (own.id, own.is_match) == (twin.pk, True)
    assert not any(one.is_match for one in rest)


def test_of_many_born_on_a_day_the_one_who_agrees_in_more_is_shown_first(mother, newborn):
    for place in range(12):
        add(f"ZZO{place:07d}", "Ada", family="Quill")
    late = add("ZZP-000-0009", "Tom", family="Birch", subscriber=mother)
    by_name = member_candidates(number="ZZQ1", birth_date=BORN, family_name="birch").rows
    assert (by_name[0].id, by_name[0].is_match, len(by_name)) == (late.pk, False, 10)
    by_number = member_candidates(number="ZZP0000009", birth_date=BORN).rows
    assert (by_number[0].id, by_number[0].is_match) == (late.pk, True)


@pytest.mark.parametrize(("born", "are_more"), [(10, False), (11, True)])
def test_it_says_where_more_were_born_on_the_day_than_are_shown(born, are_more):
    for place in range(born):
        add(f"ZZO{place:07d}", "Ada", family="Quill")
    found = member_candidates(birth_date=BORN)
    assert (len(found.rows), found.are_more) == (10, are_more)


@pytest.mark.parametrize("born", [10, 11])
def test_who_has_the_number_is_not_left_out_for_those_born_on_the_day(mother, born):
    for place in range(born):
        add(f"ZZO{place:07d}", "Ada", family="Quill")
    found = member_candidates(number=mother.number, birth_date=BORN, family_name="Quill")
    assert found.rows[0].id == mother.pk
    assert (len(found.rows), found.are_more) == (10, True)


def test_a_name_alone_finds_nobody(newborn):
    assert member_candidates(family_name=newborn.family_name) == MembersFound()
    assert member_candidates(number=" - ", family_name=newborn.family_name) == MembersFound()


def test_many_are_looked_up_at_once_as_each_alone(mother, newborn):
    add("ZZM-100-0003", "Nia", subscriber=mother)
    own = add("ZZM-100-0004", "Ola", born=date(2025, 9, 2), subscriber=mother)
    for place in range(12):
        add(f"ZZO{place:07d}", "Ada", family="Quill")
        add(f"ZZR{place:07d}", "Ada", family="Reed")
    reads = [
        Identifiers(mother.number, BORN, "Reed"),
        Identifiers(mother.number, own.birth_date, "okafor"),
        Identifiers(newborn.number, BORN),
        Identifiers("ZZR0000003", None, "Reed"),
        Identifiers("", BORN, "quill"),
        Identifiers("", BORN, "reed"),
        Identifiers("", BORN),
        Identifiers("", None, "Reed"),
    ]
    near = members_near(reads)
    assert near == [
        member_candidates(number=one.number, birth_date=one.birth_date, family_name=one.family_name)
        for one in reads
    ]
    assert [found.rows[0].is_match for found in near[:3]] == [False, True, True]
    assert {one.name for one in near[5].rows} == {"Ada Reed"}
    assert {one.name for one in near[4].rows} == {"Ada Quill"}


@pytest.mark.parametrize("times", [1, 20])
def test_the_number_of_queries_is_fixed(mother, newborn, times, django_assert_num_queries):
    member_with_coverage()
    reads = [
        Identifiers(number, BORN, "Okafor")
        for number in [newborn.number, mother.number, *(f"ZZX{n}" for n in range(times))]
    ]
    # by number, by birth date, coverages, other dependents
    with django_assert_num_queries(4):
        members_near(reads)
    with django_assert_num_queries(3):
        members_near(reads[:1])


@pytest.fixture
def many():
    """Enough members for the planner to choose an index where there is one."""
    Member.objects.bulk_create(
        Member(number=f"ZZP{n:07}", given_name="Ada", family_name="Li", birth_date=BORN)
        for n in range(5000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE cases_member")


@pytest.mark.postgres
@pytest.mark.parametrize(
    "look_up",
    [lambda: member_candidates(number="zzp0004321").rows, lambda: member_id_for("zzp0004321")],
    ids=["candidates", "id"],
)
def test_a_number_is_found_by_its_index_however_its_letters_are_written(many, look_up):
    if connection.vendor != "postgresql":
        pytest.skip("the plan is PostgreSQL's")
    with CaptureQueriesContext(connection) as queries:
        assert look_up()
    (query,) = (q["sql"] for q in queries if "UPPER(" in q["sql"])
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {query}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "cases_member_number_upper" in plan
