"""From fax to letter on the real stack: web, worker, beat, Redis and the database."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import journeys
from tests.browser.product import Product, started
from tests.databases import CommittedDatabase

_STATES = (
    "import json; from operations.models import Job; from cases.models import Letter; "
    "print(json.dumps({'parked': Job.objects.filter(state='parked').count(), "
    "'letters': Letter.objects.count()}))"
)


def states(product: Product) -> dict[str, int]:
    said = product.manage("shell", "-v", "0", "-c", _STATES).strip().splitlines()[-1]
    found: dict[str, int] = json.loads(said)
    return found


@pytest.mark.postgres
def test_two_requests_from_fax_to_letter_on_postgresql(
    browser: Browser, committed_database: CommittedDatabase, tmp_path: Path
) -> None:
    if committed_database.vendor != "postgresql":
        pytest.skip("the browser suite of ./test runs this on PostgreSQL")
    with started(tmp_path, DATABASE_URL=committed_database.url) as product:
        met, _ = journeys.opened(browser, product, "clean_approval", kind="tiff")
        journeys.approved(browser, product, met)
        unmet, _ = journeys.opened(browser, product, "not_met", kind="pdf")
        journeys.referred(browser, product, unmet)
        journeys.signed(browser, product, unmet)
        assert journeys.report_names(browser, product, {met, unmet}) == {met, unmet}
        assert states(product) == {"parked": 0, "letters": 3}
        product.manage("check_invariants")
        product.manage("verify_audit")


def test_a_request_from_fax_to_letter_on_the_embedded_defaults(
    browser: Browser, tmp_path: Path
) -> None:
    with started(tmp_path) as product:
        number, _ = journeys.opened(browser, product, "clean_approval", kind="tiff")
        journeys.approved(browser, product, number)
        assert states(product) == {"parked": 0, "letters": 1}
        product.manage("check_invariants")
