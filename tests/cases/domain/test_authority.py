"""Who may sign what is adverse."""

from datetime import date

import pytest

from accounts.domain.actor import Actor, Credential, system_actor
from accounts.domain.roles import Role
from cases.domain.authority import PHYSICIAN_ONLY, Category, refusal_to_sign

TODAY = date(2026, 11, 22)
EVERYTHING = {category.value: [role.value for role in Role] for category in Category}


def person(role, *, licence="MD", until=date(2027, 1, 1), key="user:1"):
    return Actor(
        key=key,
        name="Somebody",
        role=role,
        user_id=1,
        credentials=(Credential(licence, "X1", "KS", "Immunology", until),),
    )


def refusal(actor, category, *, prepared_by=(), authority=EVERYTHING):
    return refusal_to_sign(
        actor, category, prepared_by=prepared_by, authority=authority, today=TODAY
    )


@pytest.mark.parametrize("category", list(Category))
def test_a_director_with_a_licence_may_sign_every_category(category):
    assert refusal(person(Role.MEDICAL_DIRECTOR), category) is None


@pytest.mark.parametrize("category", sorted(PHYSICIAN_ONLY))
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.MEDICAL_DIRECTOR])
def test_nobody_else_signs_a_physicians_category_whatever_the_plan_table_says(role, category):
    assert "Only a medical director" in refusal(person(role), category)


@pytest.mark.parametrize("category", list(Category))
def test_software_signs_nothing(category):
    assert "Software never denies" in refusal(system_actor("worker"), category)


def test_the_plan_table_narrows_and_a_missing_category_is_refused():
    director = person(Role.MEDICAL_DIRECTOR)
    assert "authority table" in refusal(director, Category.CLINICAL, authority={})
    assert "authority table" in refusal(
        director, Category.CLINICAL, authority={"clinical": ["nurse_reviewer"]}
    )


def test_nobody_signs_what_they_prepared():
    director = person(Role.MEDICAL_DIRECTOR)
    assert "prepared" in refusal(director, Category.CLINICAL, prepared_by=["user:1"])
    assert refusal(director, Category.CLINICAL, prepared_by=["user:2"]) is None


def test_the_licence_must_be_a_physicians_and_valid_on_the_day():
    old = person(Role.MEDICAL_DIRECTOR, until=date(2026, 11, 21))
    last_day = person(Role.MEDICAL_DIRECTOR, until=TODAY)
    nurse_licence = person(Role.MEDICAL_DIRECTOR, licence="RN")
    assert "licence" in refusal(old, Category.CLINICAL)
    assert "licence" in refusal(nurse_licence, Category.CLINICAL)
    assert refusal(last_day, Category.CLINICAL) is None


def test_an_administrative_denial_needs_no_physician_where_the_plan_allows_it():
    nurse = person(Role.NURSE_REVIEWER, licence="RN")
    assert refusal(nurse, Category.ADMINISTRATIVE) is None
    assert refusal(nurse, Category.ADMINISTRATIVE, authority={}) is not None


def test_every_category_has_words():
    assert len({category.label for category in Category}) == len(Category)
