"""Plan settings: dated, proposed by one person and approved by another, read by day."""

from datetime import date
from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from operations.domain.plan import plan_view
from operations.errors import NoPlanSettingsError, PlanSettingsError, SamePersonError
from operations.loading.plan_document import plan_document_parse, plan_document_text
from operations.management.commands.load_plan_settings import DEFAULTS
from operations.models import AuditEntry, PlanProposal, PlanSettings
from operations.selectors.plan import (
    plan_proposals_open,
    plan_settings_on,
    plan_settings_version,
)
from operations.services.plan import LoadOutcome, plan_settings_approve
from operations.services.plan import plan_settings_load as load
from operations.services.plan import plan_settings_propose as propose

SHIPPED = DEFAULTS.read_text("utf-8")


@pytest.fixture
def document():
    return yaml.safe_load(SHIPPED)


def text_of(document):
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False)


def rule(document, rule_id):
    return next(row for row in document["turnaround_rules"] if row["id"] == rule_id)


# --- what is shipped -------------------------------------------------------------------


def test_every_shipped_rule_says_where_it_is_written():
    shipped = plan_document_parse(SHIPPED)

    assert all(row.cite for row in shipped.turnaround_rules)
    assert {row.status for row in shipped.turnaround_rules} == {"in_force", "proposed"}
    assert [row.id for row in shipped.turnaround_rules if "CMS-0062" in row.cite] == [
        row.id for row in shipped.turnaround_rules if row.status == "proposed"
    ]


@pytest.mark.parametrize(
    ("rule_id", "value", "unit", "tolls"),
    [
        ("erisa.urgent", 72, "h", False),
        ("erisa.pre_service", 15, "cal_d", True),
        ("aca.group_pre_service", 15, "cal_d", True),
        ("aca.individual_pre_service", 15, "cal_d", True),
        ("ncqa.pre_service", 7, "cal_d", False),
        ("ma.item_standard", 7, "cal_d", False),
        ("ma.part_b_drug_standard", 72, "h", False),
        ("ma.part_b_drug_expedited", 24, "h", False),
        ("medicaid.outpatient_drug", 24, "h", False),
        ("medicaid.item_standard", 7, "cal_d", False),
    ],
)
def test_the_shipped_limits_are_those_of_the_rules(document, rule_id, value, unit, tolls):
    row = rule(document, rule_id)

    assert (row["limit_value"], row["limit_unit"], row.get("tolls", False)) == (value, unit, tolls)


def test_no_rule_outside_erisas_procedure_stops_its_clock(document):
    tolling = {row["id"].split(".")[0] for row in document["turnaround_rules"] if row.get("tolls")}

    assert tolling == {"erisa", "aca"}


def test_no_medicare_drug_rule_can_be_extended(document):
    drugs = [row for row in document["turnaround_rules"] if row["id"].startswith("ma.part_b")]

    assert all("ext_max" not in row for row in drugs)


def test_whether_a_fax_line_is_silent_is_watched_only_where_the_plan_says_so(document):
    unset = plan_document_parse(text_of(document))
    assert unset.fax_silence is None
    assert "fax_silence" not in unset.model_dump(mode="json")
    assert plan_view(1, unset.effective_from, unset.model_dump(mode="json")).fax_silence is None
    for counts, every_hour in (("usual_hours", False), ("all_hours", True)):
        document["fax_silence"] = {"hours": 4, "counts": counts}
        body = plan_document_parse(text_of(document)).model_dump(mode="json")
        assert plan_document_parse(plan_document_text(body)).model_dump(mode="json") == body
        seen = plan_view(1, unset.effective_from, body).fax_silence
        assert (seen.hours, seen.every_hour) == (4, every_hour)
    document["fax_silence"] = {"hours": 4}
    assert plan_document_parse(text_of(document)).fax_silence.counts == "usual_hours"


@pytest.mark.parametrize(
    "wrong", [{"hours": 0}, {"hours": 169}, {}, {"hours": 4, "counts": "at night"}, {"hour": 4}]
)
def test_a_time_of_silence_that_makes_no_sense_is_refused(document, wrong):
    document["fax_silence"] = wrong
    with pytest.raises(PlanSettingsError, match="fax_silence"):
        plan_document_parse(text_of(document))


# --- what is refused -------------------------------------------------------------------


def change(document, path, value):
    *parents, last = path
    for key in parents:
        document = document[key]
    document[last] = value


@pytest.mark.parametrize(
    ("path", "value", "complaint"),
    [
        (["time_zone"], "Mars/Olympus", "time_zone: .*no such time zone"),
        (["colour"], "red", "colour: Extra inputs"),
        (["turnaround_rules", 0, "limit_unit"], "weeks", "turnaround_rules.0.limit_unit"),
        (["turnaround_rules", 0, "limit_value"], 0, "turnaround_rules.0.limit_value"),
        (["turnaround_rules", 0, "cite"], "", "turnaround_rules.0.cite"),
        (["turnaround_rules", 0, "tols"], True, "turnaround_rules.0.tols: Extra"),
        (["turnaround_rules", 0, "lob"], "martian", "turnaround_rules.0.lob"),
        (["turnaround_rules", 0, "id"], "erisa.pre_service", "the turnaround rule .* twice"),
        (["turnaround_rules", 1, "ext_count"], 0, "an extension needs"),
        (["turnaround_rules", 0, "ext_max"], 3, "an extension needs"),
        (["authority_table", 0, "roles"], ["nurse_reviewer"], "only medical_director may finish"),
        (["authority_table", 2, "roles"], ["medical_director", "manager"], "only medical_director"),
        (["authority_table", 0, "category"], "partial", "the authority category partial"),
        (["holidays", 0, "day"], "2026-12-25", "the holiday 2026-12-25 appears twice"),
        (["validity", 0, "name"], "hiv_test", "the validity hiv_test appears twice"),
        (["validity", 0, "days"], 0, "validity.0.days"),
        (["letterhead", "plan_name"], "", "letterhead.plan_name"),
    ],
)
def test_settings_that_are_not_right_are_refused_by_place(document, path, value, complaint):
    change(document, path, value)

    with pytest.raises(PlanSettingsError, match=complaint):
        plan_document_parse(text_of(document))


def test_dates_that_run_backwards_are_refused(document):
    row = document["turnaround_rules"][0]
    row["effective_from"], row["effective_to"] = date(2026, 2, 1), date(2026, 1, 1)

    with pytest.raises(PlanSettingsError, match="effective_to lies before"):
        plan_document_parse(text_of(document))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [("a: [", "not YAML at line"), ("\x00", "not YAML"), ("", "the document"), ("[]", "document")],
)
def test_what_is_not_a_document_is_refused(text, complaint):
    with pytest.raises(PlanSettingsError, match=complaint):
        plan_document_parse(text)


# --- two people ------------------------------------------------------------------------


@pytest.mark.django_db
def test_settings_are_in_force_when_a_second_person_approves(now):
    proposal = propose(SHIPPED, actor_key="user:1", now=now)
    with pytest.raises(NoPlanSettingsError, match="2026-11-22"):
        plan_settings_on(now.date())
    assert plan_proposals_open() == [proposal]

    settings = plan_settings_approve(proposal.pk, actor_key="user:2", now=now)

    plan = plan_settings_on(now.date())
    assert plan == plan_settings_version(settings.pk)
    assert plan.version == settings.pk
    assert plan_proposals_open() == []
    assert list(AuditEntry.objects.order_by("sequence").values_list("actor", "action")) == [
        ("user:1", "plan_settings.proposed"),
        ("user:2", "plan_settings.approved"),
    ]
    assert (str(proposal), str(settings)) == (
        "Plan settings proposed for 2025-01-01",
        f"Plan settings {settings.pk} from 2025-01-01",
    )


@pytest.mark.django_db
def test_nobody_approves_what_they_proposed(now):
    proposal = propose(SHIPPED, actor_key="user:1", now=now)

    with pytest.raises(SamePersonError):
        plan_settings_approve(proposal.pk, actor_key="user:1", now=now)

    assert not PlanSettings.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("approver", ["user:1", ""])
def test_the_database_holds_the_rule_of_two_people_too(now, approver):
    proposal = propose(SHIPPED, actor_key="user:1", now=now)

    with pytest.raises(IntegrityError, match="two_people"), transaction.atomic():
        PlanSettings.objects.create(
            proposal=proposal,
            effective_from=proposal.effective_from,
            document=proposal.document,
            digest=proposal.digest,
            proposed_by="user:1",
            approved_by=approver,
            approved_at=now,
        )


@pytest.mark.django_db
def test_a_proposal_is_approved_once(now):
    proposal = propose(SHIPPED, actor_key="user:1", now=now)
    plan_settings_approve(proposal.pk, actor_key="user:2", now=now)

    with pytest.raises(PlanSettingsError, match="approved already"):
        plan_settings_approve(proposal.pk, actor_key="user:3", now=now)
    with pytest.raises(PlanSettingsError, match="no such proposal"):
        plan_settings_approve(proposal.pk + 1, actor_key="user:3", now=now)

    assert PlanSettings.objects.count() == 1


@pytest.mark.django_db
def test_the_view_holds_what_services_need(now):
    load(SHIPPED, now=now)

    plan = plan_settings_on(now.date())

    assert plan.time_zone == "America/Chicago"
    assert date(2026, 11, 26) in plan.holidays
    assert plan.validity_days["authorization"] == 365
    assert plan.authority["clinical"] == ("medical_director",)
    assert "nurse_reviewer" in plan.authority["administrative"]
    assert plan.letterhead["appeals"]["name"] == "Appeals and Grievances"
    assert [row["lob"] for row in plan.routed_out] == ["fep"]
    assert {row["review_type"] for row in plan.turnaround_rules} == {"pre_service"}
    assert {row["review_type"] for row in plan.other_rules} == {
        "concurrent",
        "post_service",
        "misfiled",
    }


# --- by day ----------------------------------------------------------------------------


def in_force(document, effective_from, now, zone="UTC"):
    text = text_of(document | {"effective_from": effective_from, "time_zone": zone})
    proposal = propose(text, actor_key="user:1", now=now)
    return plan_settings_approve(proposal.pk, actor_key="user:2", now=now).pk


@pytest.mark.django_db
def test_the_latest_effective_settings_count_on_a_day(document, now):
    old = in_force(document, date(2026, 1, 1), now)
    new = in_force(document, date(2026, 6, 1), now)

    assert plan_settings_on(date(2026, 5, 31)).version == old
    assert plan_settings_on(date(2026, 6, 1)).version == new
    assert plan_settings_on(date(2027, 6, 1)).version == new
    with pytest.raises(NoPlanSettingsError):
        plan_settings_on(date(2025, 12, 31))


@pytest.mark.django_db
def test_a_correction_is_a_new_row_that_leaves_later_settings_alone(document, now):
    wrong = in_force(document, date(2026, 1, 1), now)
    later = in_force(document, date(2026, 6, 1), now)
    right = in_force(document, date(2026, 1, 1), now, zone="America/Denver")

    assert plan_settings_on(date(2026, 2, 1)).version == right
    assert plan_settings_on(date(2026, 7, 1)).version == later
    assert plan_settings_version(wrong).time_zone == "UTC"  # what was decided by it can be read


@pytest.mark.django_db
def test_a_version_that_was_never_in_force_is_refused():
    with pytest.raises(NoPlanSettingsError, match="version 12345"):
        plan_settings_version(12345)


@pytest.mark.django_db
def test_reading_the_settings_is_one_query(now, django_assert_num_queries):
    load(SHIPPED, now=now)

    with django_assert_num_queries(1):
        plan_settings_on(now.date())


# --- loading at set-up -----------------------------------------------------------------


@pytest.mark.django_db
def test_loading_twice_is_loading_once(now):
    assert [load(SHIPPED, now=now) for _ in range(2)] == [LoadOutcome.IN_FORCE, LoadOutcome.KNOWN]

    settings = PlanSettings.objects.get()
    assert (settings.proposed_by, settings.approved_by) == ("system:setup", "system:bootstrap")


@pytest.mark.django_db
def test_other_settings_wait_for_a_person_once_some_are_in_force(document, now):
    load(SHIPPED, now=now)
    version = plan_settings_on(now.date()).version

    outcome = load(text_of(document | {"time_zone": "UTC"}), now=now)

    assert outcome is LoadOutcome.PROPOSED
    assert plan_settings_on(now.date()).version == version
    assert PlanProposal.objects.count() == 2


@pytest.mark.django_db
def test_the_command_loads_what_is_shipped_and_says_so(capsys):
    call_command("load_plan_settings")
    call_command("load_plan_settings")

    assert capsys.readouterr().out.splitlines() == [
        "The plan settings are in force.",
        "These plan settings are loaded already.",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "complaint"),
    [(b"time_zone: Mars", "not right"), (b"\xff\xfe\x00", "cannot be read"), (None, "cannot be")],
)
def test_the_command_says_what_is_wrong_with_a_file(tmp_path: Path, content, complaint):
    file = tmp_path / "settings.yaml"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(CommandError, match=complaint):
        call_command("load_plan_settings", str(file))
