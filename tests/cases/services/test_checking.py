"""Running the checks on real cases: what is written, when again, and what never changes."""

from datetime import date, timedelta

import pytest

from accounts.errors import NotPermittedError
from cases.errors import MoveRefusedError
from cases.models import (
    Case,
    CheckRun,
    Coverage,
    Facility,
    Member,
    OtherCoverage,
    TreatmentCentre,
)
from cases.selectors.review import approval_blockers, findings_latest
from cases.services.checking import checks_run, snapshot_of
from cases.services.determination import DecisionIntake, case_approve, case_redirect
from cases.services.intake import LineIntake
from cases.services.preparing import case_recheck
from cases.services.reference import (
    CoverageRecord,
    FacilityRecord,
    MemberRecord,
    directory_load,
    members_load,
)
from cases.services.refreshing import SLICE, members_changed, reference_changed, slice_refresh
from operations.models import Job
from tests.cases.factories import House
from tests.cases.people import facility, member_with_coverage

pytestmark = pytest.mark.django_db


def found(case: Case) -> dict[str, tuple[str, str]]:
    return {f.check_id: (f.result, f.reason) for f in findings_latest(case)}


def result_of(case: Case, check_id: str) -> str:
    return found(case)[check_id][0]


def jobs(kind: str) -> set[tuple[str, str]]:
    return set(Job.objects.filter(kind=kind).values_list("subject", "digest"))


def subjects(kind: str) -> set[str]:
    return {subject for subject, _ in jobs(kind)}


def again(house: House, case: Case) -> Case:
    house.prepare(case)
    return house.fresh(case)


def test_twenty_one_findings_are_kept_and_the_status_is_left_alone(house: House) -> None:
    case = house.case(prepared="no")
    before = (case.status, case.owner_id, case.closed_at)
    house.prepare(case)
    fresh = house.fresh(case)
    assert (fresh.status, fresh.owner_id, fresh.closed_at) == before
    assert len(found(fresh)) == 21
    assert not fresh.determinations.exists()


def test_the_snapshot_takes_a_known_number_of_queries(
    house: House, django_assert_num_queries: object
) -> None:
    case = Case.objects.get(pk=house.case().pk)
    with django_assert_num_queries(33):  # type: ignore[operator]  # a fixture without a type
        snapshot_of(case, now=house.now)


def test_the_same_input_is_the_same_run(house: House) -> None:
    case = house.case()
    first = checks_run(case, now=house.now)
    assert checks_run(case, now=house.now + timedelta(hours=1)) == first
    assert case.check_runs.count() == 1


def test_an_input_that_comes_back_is_a_new_run_and_the_newest_one_holds(house: House) -> None:
    case = house.case()
    other = OtherCoverage.objects.create(
        member=case.member, payer="Other Mutual", order="primary", starts_on=date(2026, 1, 1)
    )
    assert result_of(again(house, case), "other_coverage") == "attention"
    other.ends_on = date(2026, 6, 1)
    other.save(update_fields=["ends_on"])
    assert result_of(again(house, case), "other_coverage") == "passed"
    runs = list(case.check_runs.order_by("id"))
    assert runs[0].input_digest == runs[2].input_digest
    assert [run.follows_id for run in runs] == [None, runs[0].pk, runs[1].pk]


@pytest.mark.parametrize(
    ("part", "allowed"),
    [
        ("nurse", True),
        ("other_nurse", True),
        ("medical_director", True),
        ("intake_clerk", True),
        ("auditor", False),
        ("stranger", False),
    ],
)
def test_those_who_work_on_cases_run_the_checks_again(
    house: House, part: str, *, allowed: bool
) -> None:
    case = house.case()
    Facility.objects.update(network="in")  # a test's shortcut past the history
    actor = house.person(part)
    if allowed:
        assert case_recheck(case.pk, actor=actor, now=house.now).has_changed
        assert result_of(case, "facility") == "passed"
        assert not case_recheck(case.pk, actor=actor, now=house.now).has_changed
        return
    with pytest.raises(NotPermittedError):
        case_recheck(case.pk, actor=actor, now=house.now)
    assert result_of(case, "facility") == "unknown"


def test_a_closed_case_is_not_checked_again(house: House) -> None:
    case = house.case(member=member_with_coverage(route="fep"))
    redirected = case_redirect(
        house.claimed(case).pk,
        version=house.fresh(case).version,
        actor=house.person("nurse"),
        now=house.now,
    )
    with pytest.raises(MoveRefusedError, match="closed"):
        case_recheck(redirected.pk, actor=house.person("nurse"), now=house.now)


def test_attention_holds_nothing_back_and_the_gates_do(house: House) -> None:
    case = house.answered(house.claimed(house.case()))
    OtherCoverage.objects.create(
        member=case.member, payer="Other Mutual", order="primary", starts_on=date(2026, 1, 1)
    )
    Facility.objects.update(standing="excluded")  # a test's shortcut past the history
    checks_run(case, now=house.now)
    assert result_of(case, "facility") == result_of(case, "other_coverage") == "attention"
    assert approval_blockers(case, unknown_allowed="never") == ()
    Coverage.objects.filter(member=case.member).update(ends_on=date(2026, 11, 30))  # likewise
    checks_run(case, now=house.now)
    assert [b.kind for b in approval_blockers(case, unknown_allowed="never")] == ["check"]


def test_settling_the_contract_gate_runs_the_check_on_it_at_once(house: House) -> None:
    case = house.claimed(house.case())
    assert result_of(case, "contract") == "attention"
    house.gates(case)
    assert result_of(case, "contract") == "passed"


# --- newborns ----------------------------------------------------------------------------------


def newborn(*, covered: bool = True, born: date = date(2026, 10, 5)) -> Member:
    child = member_with_coverage()
    Coverage.objects.filter(member=child).delete()
    child.birth_date = born
    child.subscriber = member_with_coverage(
        starts_on=date(2020, 1, 1), ends_on=None if covered else date(2026, 1, 1)
    )
    child.save()
    return child


def test_a_newborn_whose_subscriber_is_covered_needs_a_look_and_nothing_is_said_of_benefits(
    house: House,
) -> None:
    case = house.case(member=newborn())
    assert result_of(case, "coverage") == "attention"
    assert not case.facts.filter(name="coverage_on_service_date").exists()
    house.answered(house.claimed(case))
    held = [b.sentence for b in approval_blockers(house.fresh(case), unknown_allowed="never")]
    assert any("Benefits in effect" in sentence for sentence in held)


@pytest.mark.parametrize("changes", [{"covered": False}, {"born": date(2026, 9, 1)}])
def test_any_other_member_without_coverage_stops(house: House, changes: dict[str, object]) -> None:
    case = house.case(member=newborn(**changes))  # type: ignore[arg-type]
    assert result_of(case, "coverage") == "stops"
    assert case.facts.get(name="coverage_on_service_date").raw is False


def test_once_enrolled_the_newborn_is_covered_and_the_clock_has_its_rule(house: House) -> None:
    case = house.case(member=newborn())
    assert case.due_at is None
    record = CoverageRecord("commercial", "erisa", "self_insured", "ours", date(2026, 10, 5))
    _load(case.member, record)
    assert subjects("cases.refresh") == {f"member:{case.member_id}"}
    fresh = again(house, case)
    assert fresh.coverage is not None
    assert fresh.due_at == fresh.received_at + timedelta(hours=72)
    assert result_of(fresh, "coverage") == "passed"
    assert fresh.facts.get(name="coverage_on_service_date").raw is True
    assert fresh.events.filter(kind="case.coverage_changed").count() == 1
    assert again(house, case).events.filter(kind="case.coverage_changed").count() == 1


def test_another_coverage_asks_again_what_was_found_in_the_contract(house: House) -> None:
    case = house.answered(house.claimed(house.case()))
    row = case.member.coverages.get()
    row.ends_on = date(2026, 10, 31)
    row.save(update_fields=["ends_on"])
    record = CoverageRecord("commercial", "erisa", "insured", "ours", date(2026, 11, 1))
    _load(case.member, record)
    fresh = again(house, case)
    assert fresh.coverage != row
    assert not fresh.gates.exists()
    with pytest.raises(MoveRefusedError, match="Contract and mandates"):
        case_approve(
            DecisionIntake(fresh.pk, fresh.version, ""), actor=house.person("nurse"), now=house.now
        )
    event = fresh.events.get(kind="case.coverage_changed")
    assert event.detail == {"coverage": fresh.coverage_id, "gates": "reopened"}


@pytest.mark.parametrize(("field", "value"), [("funding", "insured"), ("regime", "church")])
def test_a_contract_corrected_where_it_stands_is_asked_about_again(
    house: House, field: str, value: str
) -> None:
    case = house.answered(house.claimed(house.case()))
    row = case.member.coverages.get()
    setattr(row, field, value)
    row.save()
    fresh = again(house, case)
    assert not fresh.gates.exists()
    assert fresh.events.get(kind="case.coverage_changed").detail["gates"] == "reopened"
    assert again(house, fresh).events.filter(kind="case.coverage_changed").count() == 1


def test_coverage_that_has_ended_stops_and_leaves_the_clock_running(house: House) -> None:
    case = house.case()
    row = case.member.coverages.get()
    row.ends_on = date(2026, 11, 30)
    row.save(update_fields=["ends_on"])
    fresh = again(house, case)
    assert result_of(fresh, "coverage") == "stops"
    held = fresh.facts.get(name="coverage_on_service_date", state="confirmed")
    assert held.raw is False
    assert fresh.due_at == case.due_at is not None
    assert fresh.coverage == row


def _load(member: Member, *coverages: CoverageRecord) -> None:
    names = MemberRecord.__dataclass_fields__
    values = {name: getattr(member, name) for name in names if name != "coverages"}
    members_load([MemberRecord(**values, coverages=coverages)])


# --- the plan's own past -----------------------------------------------------------------------


def approved(house: House, **changes: object) -> Case:
    case = house.answered(house.claimed(house.case(**changes)))  # type: ignore[arg-type]
    actor = house.person("nurse")
    case_approve(DecisionIntake(case.pk, case.version, ""), actor=actor, now=house.now)
    return house.fresh(case)


def test_an_open_request_for_the_same_product_is_named_until_it_is_closed(house: House) -> None:
    first = house.case()
    second = house.case(member=first.member)
    assert first.number in found(second)["duplicate"][1]
    assert subjects("cases.refresh") == {f"beside:{second.pk}"}
    assert slice_refresh(f"beside:{second.pk}", cause="test") == 1
    assert (str(first.pk), "test") in jobs("case.prepare")
    assert second.number in found(again(house, first))["duplicate"][1]


@pytest.mark.parametrize(("days", "result"), [(90, "attention"), (91, "passed")])
def test_a_request_counts_as_the_same_within_ninety_days(
    house: House, days: int, result: str
) -> None:
    first = house.case()
    second = house.case(
        member=first.member, received_at=first.received_at - timedelta(days=days), prepared="no"
    )
    house.prepare(second)
    assert result_of(again(house, first), "duplicate") == result


def test_another_product_of_the_same_member_is_no_duplicate(house: House) -> None:
    first = house.case()
    line = LineIntake(product="Something else", hcpcs="J0000")
    second = house.case(member=first.member, lines=(line,), prepared="no")
    house.prepare(second, facts={})
    assert result_of(house.fresh(second), "duplicate") == "passed"


def test_an_earlier_authorization_is_a_hint_and_no_fact(house: House) -> None:
    first = approved(house)
    second = house.case(member=first.member)
    assert result_of(second, "earlier_authorization") == "attention"
    assert first.number in found(second)["earlier_authorization"][1]
    assert second.facts.get(name="prior_lad1_gene_therapy", state="proposed").raw == "none"
    assert result_of(second, "earlier_treatment") == "passed"


@pytest.mark.parametrize(("days", "expired"), [(365, False), (366, True)])
def test_an_extension_knows_whether_the_authorization_had_run_out(
    house: House, days: int, *, expired: bool
) -> None:
    first = approved(house)
    house.now += timedelta(days=days)
    second = house.case(
        member=first.member,
        request_type="extension",
        received_at=first.received_at + timedelta(days=days),
        service_from=date(2027, 12, 1),
        service_to=None,
    )
    assert second.facts.get(name="authorization_expired").raw is expired
    assert result_of(second, "earlier_authorization") == ("attention" if expired else "passed")


def test_an_extension_of_what_the_plan_has_not_on_file_stays_unknown(house: House) -> None:
    case = house.case(request_type="extension")
    assert not case.facts.filter(name="authorization_expired").exists()
    assert result_of(case, "earlier_authorization") == "attention"


# --- reference data ----------------------------------------------------------------------------


def test_a_changed_facility_has_its_open_cases_looked_at_in_jobs(house: House) -> None:
    case = house.case()
    record = FacilityRecord("1999900002", "Prairie Children's", city="Wichita", state="KS")
    directory_load([], [record])
    ((subject, cause),) = jobs("cases.refresh")
    assert subject == f"facility:{facility().pk}"
    assert slice_refresh(subject, cause=cause) == 1
    assert (str(case.pk), cause) in jobs("case.prepare")
    directory_load([], [record])
    assert len(jobs("cases.refresh")) == 1


def test_what_concerns_no_open_case_writes_no_job(house: House) -> None:
    directory_load([], [FacilityRecord("1999900009", "Elsewhere")])
    directory_load([], [FacilityRecord("1999900009", "Elsewhere General")])
    assert jobs("cases.refresh") == set()


def test_a_listed_centre_concerns_the_cases_at_its_facility(house: House) -> None:
    case = house.case()
    assert result_of(case, "treatment_centre") == "unknown"
    centre = TreatmentCentre.objects.create(
        facility=facility(), policy="kresladi", starts_on=date(2026, 1, 1)
    )
    reference_changed(centre)
    assert subjects("cases.refresh") == {f"facility:{facility().pk}"}
    assert result_of(again(house, case), "treatment_centre") == "passed"


def test_many_members_at_once_write_a_job_for_each_with_an_open_case(house: House) -> None:
    child = newborn()
    case = house.case(member=child)
    idle = member_with_coverage()
    assert child.subscriber_id is not None
    ids = [child.pk, child.subscriber_id, idle.pk]
    assert members_changed(ids, cause="import.7") == 2
    assert {subject for subject, cause in jobs("cases.refresh") if cause == "import.7"} == {
        f"member:{child.pk}",
        f"member:{child.subscriber_id}",
    }
    assert slice_refresh(f"member:{child.subscriber_id}", cause="import.7") == 1
    assert (str(case.pk), "import.7") in jobs("case.prepare")


def test_a_long_list_of_cases_is_walked_in_slices(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert SLICE == 200
    monkeypatch.setattr("cases.services.refreshing.SLICE", 1)
    first, second = house.case(prepared="no"), house.case(prepared="no")
    subject = f"facility:{facility().pk}"
    assert slice_refresh(subject, cause="c") == 1
    assert jobs("cases.refresh") == {(f"{subject}:{first.pk}", "c")}
    assert slice_refresh(f"{subject}:{first.pk}", cause="c") == 1
    assert slice_refresh(f"{subject}:{second.pk}", cause="c") == 0
    assert {s for s, c in jobs("case.prepare") if c == "c"} == {str(first.pk), str(second.pk)}


def test_runs_are_append_only(house: House) -> None:
    run = CheckRun.objects.get(case=house.case())
    run.inputs = {}
    with pytest.raises(Exception, match="append-only"):
        run.save()
