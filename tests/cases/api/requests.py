"""What a program would send to open a case."""

from typing import Any

from tests.cases.factories import House
from tests.cases.paper import PACKET, Paper
from tests.cases.people import facility, member_with_coverage, provider


def asked(house: House, papers: tuple[Paper, ...] = PACKET, **changes: object) -> dict[str, Any]:
    """What a program would send for a packet that has arrived."""
    member = member_with_coverage()
    body: dict[str, Any] = {
        "receipt": house.receipt(papers).pk,
        "member_number": member.number,
        "birth_date": "2025-09-01",
        "requester_npi": provider().npi,
        "facility_npi": facility().npi,
        "place_of_service": "inpatient",
        "request_type": "initial",
        "urgency": "expedited",
        "diagnosis_code": "D71",
        "service_from": "2026-12-01",
        "service_to": "2026-12-31",
        "weight_kg": "8.200",
        "lines": [{"product": "Kresladi, one infusion", "hcpcs": "j3590"}],
        "pages": [
            {"number": number, "disposition": "case", "document_type": paper.kind}
            if paper.kind
            else {"number": number, "disposition": "cover"}
            for number, paper in enumerate(papers, start=1)
        ],
    }
    return body | changes
