"""From fax to letter on what ./start brings along: SQLite and the embedded broker.

Every packet of the demonstration goes its way on PostgreSQL in test_packets.
"""

from pathlib import Path

from playwright.sync_api import Browser

from tests.browser import endings, journeys
from tests.browser.guards import accessibility_faults
from tests.browser.product import started


def test_a_request_from_fax_to_letter_on_the_embedded_defaults(
    browser: Browser, tmp_path: Path
) -> None:
    truth = journeys.truth_of("clean_approval")
    with started(tmp_path) as product:
        number, _ = journeys.opened(browser, product, truth.name, kind="tiff")
        with journeys.signed_in(browser, product, "nurse") as page:
            journeys.claim(page, product, number)
            assert accessibility_faults(page) == []
            endings.reviewed(page, product, number, truth)
            endings.approved(page, product, number)
        assert journeys.kept(product) == {"parked": 0, "letters": 1}
        product.manage("check_invariants")
