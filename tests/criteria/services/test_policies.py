"""Importing and publishing policies, and finding the one that counts."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.domain.permissions import Action, role_may
from accounts.domain.roles import Role
from accounts.errors import NotPermittedError
from criteria.errors import PolicyConflictError, PolicyFileError, PolicyNotFoundError
from criteria.models import PolicyPublication, PolicyRevision
from criteria.selectors.policies import (
    policies_for_service,
    policy_get,
    policy_in_force,
    policy_slugs,
    policy_text,
    revision_in_force,
    revision_list,
    revision_ref,
)
from criteria.services.policies import BOOTSTRAP, SETUP, policy_import, policy_publish
from operations.models import AuditEntry
from operations.services.audit import audit_verify
from tests.criteria.people import EDITOR, KRESLADI, NOW, OTHER_EDITOR, SMALL, actor_with

DAY = date(2026, 9, 1)
OPEN_SMALL = SMALL.replace("{from: 2026-01-01, to: 2026-12-31}", "{from: 2026-01-01}")


def imported(text=KRESLADI, actor=EDITOR):
    return policy_import(text, actor=actor, now=NOW)


def published(text=KRESLADI):
    revision = imported(text)
    policy_publish(revision.pk, actor=OTHER_EDITOR, now=NOW)
    return revision


def version(text, on, to=None):
    """The small policy as another version, in effect from the day."""
    effective = f"{{from: {on}}}" if to is None else f"{{from: {on}, to: {to}}}"
    changed = text.replace("version: 2026-01-01", f"version: {on}")
    return changed.replace("effective: {from: 2026-01-01}", f"effective: {effective}")


# --- import ---------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_import_is_a_draft_with_its_origin():
    revision = imported()
    assert (revision.slug, revision.revision, revision.title) == ("kresladi", 1, "Kresladi")
    assert revision.effective_from == date(2026, 7, 23)
    assert revision.imported_by == EDITOR.key
    assert revision.source == KRESLADI
    assert not revision_ref(revision.pk).is_published
    assert str(revision) == "kresladi 2026-07-23 revision 1"
    assert str(revision_ref(revision.pk)) == "Kresladi 2026-07-23, revision 1"


@pytest.mark.django_db
def test_the_same_text_again_changes_nothing():
    first, second = imported(), imported(actor=OTHER_EDITOR)
    assert first.pk == second.pk
    assert PolicyRevision.objects.count() == 1
    assert AuditEntry.objects.filter(action="policy.imported").count() == 1


@pytest.mark.django_db
def test_other_text_of_a_version_is_its_next_revision():
    published()
    second = imported(KRESLADI + "# mended\n")
    assert (second.revision, second.version) == (2, date(2026, 7, 23))
    assert policy_get(second.pk).revision == 2


@pytest.mark.django_db
def test_a_wrong_file_leaves_nothing_behind():
    with pytest.raises(PolicyFileError, match="line "):
        imported(KRESLADI.replace("below: 2 %", "below: 2 kg", 1))
    assert not PolicyRevision.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_only_those_the_table_names_import_and_publish(role):
    actor = actor_with(role)
    if role_may(role, Action.POLICY_IMPORT):
        imported(actor=actor)
        return
    with pytest.raises(NotPermittedError):
        imported(actor=actor)
    revision = imported()
    with pytest.raises(NotPermittedError):
        policy_publish(revision.pk, actor=actor, now=NOW)
    assert not PolicyPublication.objects.exists()


@pytest.mark.django_db
def test_set_up_takes_two_system_actors():
    revision = imported(actor=SETUP)
    with pytest.raises(NotPermittedError):
        policy_publish(revision.pk, actor=SETUP, now=NOW)
    policy_publish(revision.pk, actor=BOOTSTRAP, now=NOW)
    assert revision_ref(revision.pk).is_published


# --- publish --------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_second_person_publishes():
    revision = imported()
    with pytest.raises(NotPermittedError, match="ask a colleague"):
        policy_publish(revision.pk, actor=EDITOR, now=NOW)
    publication = policy_publish(revision.pk, actor=OTHER_EDITOR, now=NOW)
    assert publication.published_by == OTHER_EDITOR.key
    assert "published by user:2" in str(publication)
    with pytest.raises(PolicyConflictError, match="already published"):
        policy_publish(revision.pk, actor=OTHER_EDITOR, now=NOW)


@pytest.mark.django_db
def test_publishing_what_is_not_there_is_refused():
    with pytest.raises(PolicyNotFoundError):
        policy_publish(999_999, actor=OTHER_EDITOR, now=NOW)


@pytest.mark.django_db
def test_the_record_holds_who_did_what_and_no_text():
    published()
    entries = AuditEntry.objects.filter(stream__name="policy:kresladi").order_by("sequence")
    assert [(entry.action, entry.actor) for entry in entries] == [
        ("policy.imported", EDITOR.key),
        ("policy.published", OTHER_EDITOR.key),
    ]
    assert set(entries[0].detail) == {"revision_id", "version", "revision", "digest"}
    assert audit_verify(stream="policy:kresladi") == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "last", "other_first", "other_last", "overlaps"),
    [
        ("2026-01-01", None, "2026-06-01", None, False),
        ("2026-06-01", None, "2026-01-01", None, False),
        ("2026-01-01", "2026-05-31", "2026-06-01", None, False),
        ("2026-01-01", "2026-06-01", "2026-06-01", None, True),
        ("2026-06-01", None, "2026-01-01", "2026-06-01", True),
        ("2026-06-01", None, "2026-01-01", "2026-05-31", False),
    ],
)
def test_versions_may_not_overlap(first, last, other_first, other_last, overlaps):
    published(version(OPEN_SMALL, first, last))
    text = version(OPEN_SMALL, other_first, other_last)
    if not overlaps:
        published(text)
        return
    with pytest.raises(PolicyFileError, match=r"line 5: .* overlap those of version"):
        imported(text)


@pytest.mark.django_db
def test_two_versions_from_one_day_overlap():
    published(OPEN_SMALL)
    with pytest.raises(PolicyFileError, match="overlap"):
        imported(OPEN_SMALL.replace("version: 2026-01-01", "version: 2026-02-01"))


@pytest.mark.django_db
def test_overlap_is_looked_at_again_when_publishing():
    draft = imported(version(OPEN_SMALL, "2026-03-01"))
    published(version(OPEN_SMALL, "2026-02-01", "2026-12-31"))
    with pytest.raises(PolicyFileError, match="overlap"):
        policy_publish(draft.pk, actor=OTHER_EDITOR, now=NOW)


# --- the database keeps its word --------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["criteria_policyrevision", "criteria_policypublication"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_rows_can_be_neither_changed_nor_removed(table, statement):
    published()
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement.format(table))


@pytest.mark.django_db
def test_the_database_refuses_a_publication_by_the_importer():
    revision = imported()
    with pytest.raises(IntegrityError), transaction.atomic():
        PolicyPublication.objects.create(
            revision=revision, imported_by="user:1", published_by="user:1", published_at=NOW
        )


# --- selectors -----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_policy_is_parsed_once():
    revision = published()
    first = policy_get(revision.pk)
    with CaptureQueriesContext(connection) as queries:
        assert policy_get(revision.pk) is first
    assert len(queries) == 1
    assert policy_text(revision.pk) == KRESLADI


@pytest.mark.django_db
@pytest.mark.parametrize("read", [policy_get, policy_text, revision_ref])
def test_a_revision_that_is_not_there_is_named_as_such(read):
    with pytest.raises(PolicyNotFoundError):
        read(999_999)


@pytest.mark.django_db
def test_the_parsed_policies_kept_are_few(monkeypatch):
    monkeypatch.setattr("criteria.selectors.policies._MOST_KEPT", 1)
    first, second = published(), published(SMALL)
    assert [policy_get(row.pk).slug for row in (first, second, first)] == [
        "kresladi",
        "small",
        "kresladi",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "in_force"),
    [(date(2026, 7, 22), False), (date(2026, 7, 23), True), (date(2031, 1, 1), True)],
)
def test_a_policy_is_in_force_from_its_first_day(day, in_force):
    revision = published()
    found = revision_in_force("kresladi", on=day)
    assert (found is not None) is in_force
    assert found is None or found.id == revision.pk


@pytest.mark.django_db
def test_a_draft_is_never_in_force():
    imported()
    assert revision_in_force("kresladi", on=DAY) is None
    assert policy_slugs() == []
    assert [ref.is_published for ref in revision_list()] == [False]


@pytest.mark.django_db
def test_the_highest_published_revision_counts():
    published()
    second = published(KRESLADI + "# mended\n")
    third = imported(KRESLADI + "# mended again\n")
    found = revision_in_force("kresladi", on=DAY)
    assert found is not None
    assert (found.id, found.revision) == (second.pk, 2)
    assert next(ref.id for ref in revision_list()) == third.pk


@pytest.mark.django_db
def test_a_revision_may_mend_the_first_day():
    published(version(OPEN_SMALL, "2026-01-01"))
    published(OPEN_SMALL.replace("effective: {from: 2026-01-01}", "effective: {from: 2026-02-01}"))
    assert revision_in_force("small", on=date(2026, 1, 15)) is None
    assert revision_in_force("small", on=date(2026, 2, 15)) is not None


@pytest.mark.django_db
def test_the_next_version_takes_over_on_its_first_day():
    old = published(version(OPEN_SMALL, "2026-01-01"))
    new = published(version(OPEN_SMALL, "2026-06-01", "2026-12-31"))
    first_day = date(2026, 6, 1)
    expected = {
        first_day - timedelta(days=1): old.pk,
        first_day: new.pk,
        date(2026, 12, 31): new.pk,
        date(2027, 1, 1): None,
    }
    for day, pk in expected.items():
        found = revision_in_force("small", on=day)
        assert (found and found.id) == pk


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("hcpcs", "ndc", "found"),
    [
        ("J3590", None, ["kresladi"]),
        ("c9399 ", "", ["kresladi"]),
        ("J0000", None, ["small"]),
        (None, "83537-034-01", ["kresladi"]),
        (None, "83537003401", ["kresladi"]),
        ("J3590", "83537-0034-01", ["kresladi"]),
        ("J3590", "12345-0001-01", ["small"]),
        ("J3590", "99999-0001-01", []),
        ("J3590", "8353703401", ["kresladi"]),
        ("J9999", None, []),
        (None, None, []),
    ],
)
def test_a_policy_is_found_by_code_or_product(hcpcs, ndc, found):
    published()
    published(SMALL)
    on = date(2026, 8, 1) if hcpcs != "J0000" else date(2026, 6, 1)
    refs = policies_for_service(hcpcs=hcpcs, ndc=ndc, on=on)
    assert [ref.slug for ref in refs] == found


@pytest.mark.django_db
def test_a_code_counts_on_its_own_dates():
    published(SMALL)
    days = [date(2026, 6, 30), date(2026, 7, 1)]
    found = [policies_for_service(hcpcs="J0000", ndc=None, on=day) for day in days]
    assert [len(refs) for refs in found] == [1, 0]


@pytest.mark.django_db
def test_a_policy_is_found_by_name_and_day():
    published()
    assert policy_in_force("kresladi", on=DAY).title == "Kresladi"
    with pytest.raises(
        PolicyNotFoundError, match=r"'kresladi' is in force on 2026-07-22\. Published: kresladi"
    ):
        policy_in_force("kresladi", on=date(2026, 7, 22))
    with pytest.raises(PolicyNotFoundError, match="'nothing' is in force"):
        policy_in_force("nothing", on=DAY)


# --- at the same moment --------------------------------------------------------------------------------


@pytest.mark.postgres
def test_the_same_file_imported_twice_at_once_is_one_revision(committed_database):
    if committed_database.vendor != "postgresql":
        pytest.skip("races need PostgreSQL")
    outcomes = committed_database.together(*[lambda: imported(actor=EDITOR)] * 4)
    assert PolicyRevision.objects.count() == 1
    revision = PolicyRevision.objects.get()
    assert outcomes == [revision] * 4


@pytest.mark.postgres
def test_two_encodings_imported_at_once_are_two_revisions_or_one_is_told(committed_database):
    if committed_database.vendor != "postgresql":
        pytest.skip("races need PostgreSQL")
    texts = [f"{KRESLADI}# {number}\n" for number in range(3)]
    outcomes = committed_database.together(*[lambda text=text: imported(text) for text in texts])
    kept = PolicyRevision.objects.order_by("revision").values_list("revision", flat=True)
    told = [outcome for outcome in outcomes if isinstance(outcome, PolicyConflictError)]
    assert list(kept) == list(range(1, len(kept) + 1))
    assert len(kept) + len(told) == len(texts)


@pytest.mark.postgres
def test_two_people_publish_at_once_and_one_wins(committed_database):
    if committed_database.vendor != "postgresql":
        pytest.skip("races need PostgreSQL")
    revision = imported()
    outcomes = committed_database.together(
        *[lambda: policy_publish(revision.pk, actor=OTHER_EDITOR, now=NOW)] * 4
    )
    assert PolicyPublication.objects.count() == 1
    kinds = sorted(type(outcome).__name__ for outcome in outcomes)
    assert kinds == ["PolicyConflictError"] * 3 + ["PolicyPublication"]
