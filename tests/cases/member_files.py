"""Files of invented members, as an enrolment system would send them."""

import csv
import io
from collections.abc import Iterable

from cases.loading.member_file import COLUMNS

USUAL = {
    "member_number": "SMX00000001",
    "given_name": "Ada",
    "family_name": "Sample",
    "birth_date": "2024-02-29",
    "sex": "F",
    "address_line": "1 Sample Road",
    "city": "Sampleton",
    "state": "KS",
    "postal_code": "66999",
    "subscriber_number": "",
    "line_of_business": "commercial",
    "regime": "erisa",
    "funding": "insured",
    "route": "ours",
    "grandfathered": "no",
    "group_number": "",
    "group_name": "",
    "home_plan": "",
    "coverage_starts_on": "2025-01-01",
    "coverage_ends_on": "",
}


def row(number: int = 1, **changes: str) -> dict[str, str]:
    """A line about the member of that number."""
    return {**USUAL, "member_number": f"SMX{number:08d}", **changes}


def file_of(
    rows: Iterable[dict[str, str]], *, columns: Iterable[str] = COLUMNS, encoding: str = "utf-8"
) -> bytes:
    """The lines under their header."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(columns), extrasaction="ignore", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)
