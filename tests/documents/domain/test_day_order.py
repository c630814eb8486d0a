"""Pages that write the day before the month."""

import pytest

from documents.domain.day_order import month_first
from documents.domain.finding import page_from_text
from documents.domain.layout import layout_of


def test_a_page_that_writes_one_date_day_first_writes_all_so():
    keys = ["27/04/2025", "04/09:", "(02/09/2026)", "3/4", "05.06.26,"]
    assert month_first(iter(keys)) == {
        "04/09:": "09/04:",
        "(02/09/2026)": "(09/02/2026)",
        "05.06.26,": "06.05.26,",
    }


@pytest.mark.parametrize("keys", [["04/09", "02/09/2026"], ["27/04/2025", "04/27/2025", "04/09"]])
def test_nothing_is_turned_where_no_date_tells_or_two_gainsay(keys):
    assert month_first(keys) == {}


def test_the_page_keeps_its_printed_words():
    layout = layout_of(page_from_text(1, "Born 27/04/2025, seen 04/09/2026"))
    assert layout.text == "born 27/04/2025, seen 09/04/2026"
    assert layout.rows[0][0].quote(22, 32)[0] == "04/09/2026"
