"""The Kresladi policy line by line: every row has a patient, every status is asserted."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from criteria.domain.codes import NdcError, ndc_matches, ndc_normalize
from criteria.domain.evaluate import evaluate
from criteria.domain.policy import Criterion
from criteria.domain.results import Evaluation
from criteria.loading import parse_facts, policy_read
from tests.criteria.people import KRESLADI

POLICY = policy_read(KRESLADI)
PATIENTS = Path(__file__).parent / "patients" / "kresladi"
LEAVES = {leaf.id for leaf in POLICY.leaves()}
ALWAYS = {
    "advice.confirm_autologous",
    "advice.ustekinumab",
    "advice.biosafety",
    "advice.vaccination",
    "advice.hiv_pcr",
    "advice.art",
    "advice.one_billing_unit",
}
# The limits that can no longer be told when one fact lacks; the dose is stated in two ways.
LIMITS_OPEN = {"doses_requested": "limit.one_dose", "weight_kg": "limit.weight"}


def patients(name: str) -> Any:
    """The patients of one file."""
    return yaml.safe_load((PATIENTS / f"{name}.yaml").read_text(encoding="utf-8"))


MEETS_ALL = patients("meets_all")
ROWS = patients("rows")
WHOLE = [row for name in ("readings", "lines", "tricky", "edges") for row in patients(name)]
FAILS = patients("fails_each")
LACKS = patients("lacks_each")
NDC = patients("ndc")


def evaluated(row: dict[str, Any]) -> Evaluation:
    raw = {**MEETS_ALL, **row.get("set", {})}
    kept = {name: value for name, value in raw.items() if name not in row.get("lacks", ())}
    return evaluate(POLICY, parse_facts(POLICY, kept))


def every_status(leaves: dict[str, str]) -> dict[str, str]:
    """The expected status of every criterion: leaves as named, else met; groups from their parts."""
    assert set(leaves) <= LEAVES
    statuses: dict[str, str] = {}
    _expect(POLICY.root, leaves, statuses)
    return statuses


def _expect(criterion: Criterion, leaves: dict[str, str], statuses: dict[str, str]) -> str:
    if criterion.is_leaf:
        status = leaves.get(criterion.id, "met")
    else:
        parts = {_expect(child, leaves, statuses) for child in criterion.children}
        status = next((s for s in ("not_met", "unknown") if s in parts), "met")
    statuses[criterion.id] = status
    return status


def found_in(results: Any) -> dict[str, str]:
    return {key: result.status.value for key, result in results.items()}


def assert_case(found: Evaluation, row: dict[str, Any]) -> None:
    """Every criterion, gate and limit is as the row says, and met where it says nothing."""
    assert found_in(found.results) == every_status(row.get("statuses", {}))
    for seen, named in (
        (found_in(found.gates), row.get("gates", {})),
        (found_in(found.limits), row.get("limits", {})),
    ):
        assert seen == {**dict.fromkeys(seen, "met"), **named}
    assert found.suggestion.value == row["suggestion"]


@pytest.mark.parametrize("row", [pytest.param(row, id=row["name"]) for row in WHOLE])
def test_a_patient_has_every_status_and_word_expected(row):
    found = evaluated(row)
    assert_case(found, row)
    shown = {advisory.id for advisory in found.advisories}
    assert shown == ALWAYS | set(row.get("advisories", ()))
    assert [word for word in row.get("because", ()) if word not in found.because] == []
    notes = {leaf: found.results[leaf].notes for leaf in LEAVES if found.results[leaf].notes}
    assert set(notes) == set(row.get("notes", {}))
    for criterion_id, words in row.get("notes", {}).items():
        assert len(notes[criterion_id]) == len(words)
        for word in words:
            assert word in " ".join(notes[criterion_id])
    for criterion_id, words in row.get("asks", {}).items():
        asked = " ".join(i.request for i in found.missing if i.criterion_id == criterion_id)
        for word in words:
            assert word in asked


@pytest.mark.parametrize("row", [pytest.param(row, id=row["name"]) for row in FAILS])
def test_failing_one_criterion_leaves_every_other_gate_and_limit_met(row):
    statuses = {row["not_met"]: "not_met"}
    suggestion = row.get("suggestion", "physician_review")
    assert_case(evaluated(row), {"statuses": statuses, "suggestion": suggestion})


@pytest.mark.parametrize("fact", LACKS)
def test_lacking_one_fact_leaves_open_what_rests_on_it_and_nothing_else(fact):
    unknown = dict.fromkeys(LACKS[fact], "unknown")
    row = {
        "statuses": {key: status for key, status in unknown.items() if key in LEAVES},
        "gates": {key: status for key, status in unknown.items() if key not in LEAVES},
        "limits": {LIMITS_OPEN[fact]: "unknown"} if fact in LIMITS_OPEN else {},
        "suggestion": "request_information" if unknown else "approve",
    }
    assert_case(evaluated({"lacks": [fact]}), row)


@pytest.mark.parametrize("row", patients("cd18_table"))
def test_the_table_of_cd18_and_cd11_touches_no_other_status(row):
    status = row["status"]
    values = {f"neutrophil_{key}_percent": row[key] for key in ("cd18", "cd11a", "cd11b")}
    assert_case(
        evaluated({"set": values}),
        {
            "statuses": {"dx.expression": status},
            "suggestion": {
                "met": "approve",
                "not_met": "physician_review",
                "unknown": "request_information",
            }[status],
        },
    )


@pytest.mark.parametrize("row", NDC, ids=[row["written"] for row in NDC])
def test_the_product_is_known_by_its_ndc_in_every_form(row):
    if row["is"] == "unreadable":
        with pytest.raises(NdcError):
            ndc_normalize(row["written"])
        return
    product = POLICY.applies.products[0].ndc
    assert ndc_matches(product, ndc_normalize(row["written"])) is (row["is"] == "this")


def rows_of(patient: dict[str, Any]) -> Iterator[str]:
    named = patient.get("row", [])
    yield from [named] if isinstance(named, str) else named


def test_every_row_has_a_patient_and_every_patient_names_a_row_that_is_there():
    named = {
        row
        for patient in (*WHOLE, *FAILS, *NDC, *patients("cd18_table"))
        for row in rows_of(patient)
    }
    assert named == set(ROWS)


def test_every_patient_has_a_name_of_its_own():
    names = [row["name"] for row in WHOLE]
    assert len(set(names)) == len(names)


def test_no_criterion_asks_for_a_diagnosis_code_or_an_age():
    asked = {name for leaf in POLICY.leaves() for name in leaf.fact_names}
    assert "birth_date" not in asked
    assert not {name for name in POLICY.facts if "icd" in name or "diagnosis_code" in name}


# --- what the plan's text says beside the criteria --------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ("customer service", "exclusions"),
        ("self-insured groups",),
        ("Federal Employee Program", "may differ", "another Blue plan"),
        ("time of service",),
        ("step therapy", "genetic tests", "portal", "fax", "reviewed with the request"),
        ("may lead to a denial", "asks for them first"),
    ],
)
def test_the_opening_statements_keep_their_facts(words):
    assert any(all(word in statement for word in words) for statement in POLICY.statements)


@pytest.mark.parametrize(
    ("advisory", "words"),
    [
        (
            "advice.confirm_autologous",
            ("mobilization, apheresis and conditioning", "own stem cells"),
        ),
        ("advice.ustekinumab", ("before mobilization and apheresis", "before the infusion")),
        ("advice.biosafety", ("inactivates itself", "cannot copy itself", "universal precautions")),
        ("advice.vaccination", ("6 weeks", "myeloablative", "recovered")),
        ("advice.hiv_pcr", ("falsely positive", "should not be screened by PCR")),
        ("advice.art", ("one month before mobilization", "eliminated", "all apheresis")),
        ("advice.retreatment", ("investigational", "case by case")),
    ],
)
def test_the_notes_and_advice_keep_their_facts(advisory, words):
    says = next(item.says for item in POLICY.advisories if item.id == advisory)
    assert [word for word in words if word not in says] == []


def test_the_codes_neither_promise_nor_exclude():
    notes = " ".join(POLICY.applies.notes)
    assert "listed, or is not, says nothing about coverage" in notes
    assert "50 mL bag is a container" in notes
    assert "about 30 mL in each 50 mL bag" in POLICY.applies.products[0].says


def test_the_references_and_the_body_that_adopted_it_are_named():
    assert POLICY.source.adopted_by == "Blue Cross and Blue Shield of Kansas"
    assert str(POLICY.source.review_due) == "2027-07-23"
    references = " ".join(POLICY.source.references)
    for words in ("March 2026", "NCT03812263", "392(17):1698-1709", "10.1056/NEJMoa2407376"):
        assert words in references
