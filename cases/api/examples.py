"""Examples of the API's description. All people and numbers are invented."""

from typing import Any

from criteria.api.shapes import EVALUATION

ROW: dict[str, Any] = {
    "number": "PA-2026-000123",
    "status": "ready",
    "urgency": "expedited",
    "request_type": "initial",
    "services": ["An infusion, one dose"],
    "policy": "example 2026-07-23",
    "owner": "",
    "received_at": "2026-11-02T14:00:00Z",
    "due_at": "2026-11-05T14:00:00Z",
    "is_late": False,
    "version": 2,
}
LINE_GIVEN: dict[str, Any] = {"product": "An infusion, one dose", "hcpcs": "J3590", "doses": 1}
CASE_GIVEN: dict[str, Any] = {
    "receipt": 41,
    "member_number": "ZZT0000001",
    "birth_date": "2025-09-01",
    "requester_npi": "1999900001",
    "facility_npi": "1999900002",
    "place_of_service": "inpatient",
    "request_type": "initial",
    "urgency": "expedited",
    "diagnosis_code": "D71",
    "service_from": "2026-12-01",
    "service_to": "2026-12-31",
    "lines": [LINE_GIVEN],
    "pages": [
        {"number": 1, "disposition": "cover"},
        {"number": 2, "disposition": "case", "document_type": "request_form"},
    ],
}
CASE_KEPT: dict[str, Any] = {
    "number": "PA-2026-000123",
    "status": "ready",
    "received_at": "2026-11-02T14:00:00Z",
    "due_at": "2026-11-05T14:00:00Z",
}
CASE: dict[str, Any] = {
    "number": "PA-2026-000123",
    "status": "ready",
    "version": 2,
    "urgency": "expedited",
    "request_type": "initial",
    "place_of_service": "inpatient",
    "diagnosis_code": "D71",
    "diagnosis_text": "",
    "indication": "",
    "service_from": "2026-12-01",
    "service_to": "2026-12-31",
    "weight_kg": "8.200",
    "weighed_on": "2026-10-28",
    "received_at": "2026-11-02T14:00:00Z",
    "opened_at": "2026-11-02T15:00:00Z",
    "due_at": "2026-11-05T14:00:00Z",
    "closed_at": None,
    "is_late": False,
    "owner": "",
    "member": {
        "name": "Milo Okafor",
        "birth_date": "2025-09-01",
        "sex": "M",
        "number_tail": "0001",
    },
    "coverage": {
        "line_of_business": "commercial",
        "regime": "erisa",
        "funding": "self_insured",
        "route": "ours",
    },
    "requester": {"npi": "1999900001", "name": "Rosa Lindqvist MD"},
    "facility": {"npi": "1999900002", "name": "Prairie Children's"},
    "policy": {"id": 3, "slug": "example", "version": "2026-07-23", "revision": 1},
    "lines": [
        {
            "number": 1,
            "product": "An infusion, one dose",
            "hcpcs": "J3590",
            "ndc": "",
            "doses": 1,
            "dose_amount": "",
            "billing_units": None,
        }
    ],
    "is_void_proposed": False,
    "appeals": [],
}
CASE_APPEALED: dict[str, Any] = CASE | {
    "status": "determined",
    "version": 9,
    "closed_at": "2026-11-03T16:20:00Z",
    "appeals": [
        {
            "sequence": 1,
            "determination": 1,
            "level": 1,
            "urgency": "standard",
            "filed_by": "member",
            "filed_late": False,
            "state": "received",
            "reviewer": "",
            "received_at": "2026-11-10T15:00:00Z",
            "due_at": "2026-12-10T15:00:00Z",
            "acknowledged_at": None,
            "closed_at": None,
        }
    ],
}
PAGE: dict[str, Any] = {
    "id": 301,
    "number": 2,
    "document": 17,
    "kind": "Request form",
    "in_case": True,
    "state": "read",
    "sentence": "Read. Check every value against the picture of the page.",
}
CHECK_RUN: dict[str, Any] = {
    "id": 88,
    "created_at": "2026-11-02T15:00:04Z",
    "input_digest": "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b",
    "findings": [
        {
            "check_id": "coverage",
            "title": "Coverage",
            "result": "passed",
            "reason": "Covered on the service date.",
            "to_do": "",
        }
    ],
}
EVALUATED: dict[str, Any] = {
    "kind": "confirmed",
    "created_at": "2026-11-02T15:00:04Z",
    "evaluation": EVALUATION,
}
DETERMINATION: dict[str, Any] = {
    "sequence": 1,
    "outcome": "approved",
    "category": "",
    "rationale": "Every criterion is met.",
    "policy": 3,
    "signer": "Nora Reyes",
    "signer_role": "nurse_reviewer",
    "decided_at": "2026-11-03T16:20:00Z",
    "due_at": "2026-11-05T14:00:00Z",
    "is_on_time": True,
    "lines": [
        {
            "number": 1,
            "product": "An infusion, one dose",
            "outcome": "approved",
            "doses": 1,
            "authorization": {
                "number": "AU-2026-000045",
                "doses": 1,
                "valid_from": "2026-12-01",
                "valid_to": "2027-05-30",
            },
        }
    ],
}
