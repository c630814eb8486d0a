"""Reference data changed by a person: who may, with history and audit, and nothing half done."""

from datetime import date
from typing import Any

import pytest

from accounts.domain.actor import Actor
from accounts.domain.roles import Role
from accounts.errors import NotPermittedError
from cases.errors import ReferenceRefusedError
from cases.models import Coverage, Facility, Member, Provider, TreatmentCentre
from cases.services.reference_changes import (
    ReferenceChange,
    ReferenceKind,
    reference_add,
    reference_change,
)
from operations.models import AuditEntry
from tests.accounts.cast import CAST, NOW, cast_member
from tests.accounts.people import person_of_role
from tests.cases.people import facility, member_with_coverage, provider

pytestmark = pytest.mark.django_db


def changed(kind: ReferenceKind, row: Any, actor: Actor, **values: Any) -> None:
    reference_change(kind, row.pk, ReferenceChange(values, "As told"), actor=actor, now=NOW)


@pytest.mark.parametrize("part", [part for part in CAST if part != "manager"])
def test_nobody_but_a_manager_changes_members(part: str) -> None:
    member = member_with_coverage()
    with pytest.raises(NotPermittedError):
        changed(ReferenceKind.MEMBER, member, cast_member(part), city="Wichita")
    assert Member.objects.get(pk=member.pk).city == "Topeka"


def test_a_manager_changes_a_member_with_history_and_audit() -> None:
    manager, member = person_of_role(Role.MANAGER), member_with_coverage()
    changed(ReferenceKind.MEMBER, member, manager, city="Wichita", state="KS")
    kept = member.history.first()
    assert (kept.city, kept.history_change_reason) == ("Wichita", "As told")
    assert kept.history_user_id == manager.user_id
    entry = AuditEntry.objects.get(stream__name="reference")
    assert (entry.action, entry.actor) == ("member.changed", manager.key)
    assert entry.detail == {"id": member.pk, "fields": "city"}


def test_the_same_values_write_nothing() -> None:
    manager, member = person_of_role(Role.MANAGER), member_with_coverage()
    changed(ReferenceKind.MEMBER, member, manager, city="Topeka")
    assert member.history.count() == 1
    assert not AuditEntry.objects.filter(stream__name="reference").exists()


def test_an_administrator_keeps_the_directory_and_no_members() -> None:
    administrator, place = cast_member("stranger"), facility()
    changed(ReferenceKind.FACILITY, place, administrator, network="in")
    assert Facility.objects.get(pk=place.pk).network == "in"
    values = {"facility": place, "policy": "kresladi", "starts_on": date(2026, 1, 1)}
    made = reference_add(
        ReferenceKind.TREATMENT_CENTRE,
        ReferenceChange(values, "Contract"),
        actor=administrator,
        now=NOW,
    )
    assert TreatmentCentre.objects.get(pk=made).facility == place
    coverage = member_with_coverage().coverages.get()
    with pytest.raises(NotPermittedError):
        changed(ReferenceKind.COVERAGE, coverage, administrator, ends_on=date(2027, 1, 1))


@pytest.mark.parametrize(
    ("kind", "values", "sentence"),
    [
        (ReferenceKind.PROVIDER, {"npi": "1999900001", "name": "Other"}, "already exists"),
        (ReferenceKind.PROVIDER, {"npi": "1", "name": "X", "network": "so"}, "not a valid choice"),
        (ReferenceKind.PROVIDER, {"npi": "1", "name": ""}, "cannot be blank"),
        (ReferenceKind.PROVIDER, {"npi": "1", "name": "X", "rank": 1}, "no such field: rank"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_kept(
    kind: ReferenceKind, values: dict[str, Any], sentence: str
) -> None:
    provider()
    with pytest.raises(ReferenceRefusedError, match=sentence):
        reference_add(kind, ReferenceChange(values, "x"), actor=cast_member("stranger"), now=NOW)
    assert Provider.objects.count() == 1


def test_a_coverage_is_ended_but_not_given_to_another_member() -> None:
    manager = person_of_role(Role.MANAGER)
    coverage, other = member_with_coverage().coverages.get(), member_with_coverage()
    with pytest.raises(ReferenceRefusedError, match="cannot change"):
        changed(ReferenceKind.COVERAGE, coverage, manager, member=other)
    with pytest.raises(ReferenceRefusedError, match="cases_coverage_ends_after_start"):
        changed(ReferenceKind.COVERAGE, coverage, manager, ends_on=date(2020, 1, 1))
    changed(ReferenceKind.COVERAGE, coverage, manager, ends_on=date(2026, 12, 31))
    assert Coverage.objects.get(pk=coverage.pk).ends_on == date(2026, 12, 31)


def test_a_record_that_is_not_there_is_refused() -> None:
    with pytest.raises(ReferenceRefusedError, match="no such record"):
        reference_change(
            ReferenceKind.GROUP,
            99,
            ReferenceChange({"name": "X"}, "x"),
            actor=cast_member("stranger"),
            now=NOW,
        )
