"""What stands beside an answer and is none: empty boxes, the fax machine's line, days of columns."""

from dataclasses import replace
from datetime import date

from documents.domain.finding import MemberIdentity, find_candidates, page_from_text
from documents.domain.finding_answers import by_box_behind
from documents.domain.finding_observed import page_seen, statement_seen
from documents.domain.geometry import Box
from documents.domain.layout import PageText, layout_of
from documents.domain.reading_order import Word
from documents.domain.wanted import Wanted

MEMBER = MemberIdentity("Testina Madeup", date(2026, 1, 5))
CODE = Wanted("code", "text", terms=("J3590", "C9399"))
PRIOR = Wanted(
    "prior",
    "choice",
    terms=("gene therapy",),
    phrases={"none": ("no gene therapy",), "some": ("gene therapy given",)},
)
DAY = Wanted("day", "date", terms=("dose",), forms=("Dose",))


def values(wanted, text):
    return [c.value for c in find_candidates(wanted, [page_from_text(1, text)], MEMBER)]


def laid(text):
    return layout_of(page_from_text(1, text))


def test_a_code_behind_an_empty_box_is_not_asked_for():
    assert values(CODE, "[ ] J3590 or [x] C9399 is billed.") == ["C9399"]


def test_a_no_before_another_no_denies_nothing():
    assert values(PRIOR, "She had no transplant and no gene therapy.") == ["none"]
    assert values(PRIOR, "Past history: no transplant no gene therapy.") == ["none"]


def test_days_that_head_columns_are_no_date_of_their_label():
    table = "Dose        08/12/2026     08/19/2026     08/26/2026\nCD18        1 %            2 %            3 %"
    assert values(DAY, table) == []


def test_the_fax_machines_line_dates_no_page():
    seen = page_seen(
        laid("11/05/2026 10:12 FROM CLINIC P. 2/5\n11/04/2026 Well today.\n"), birth_date=""
    )
    assert seen.value == "2026-11-04"


def test_a_remark_without_the_date_leaves_the_date_to_the_value():
    statement = laid("Weight 16.2 kg (by scale) on 10/02/2026 (last 15.9 kg).").statements[0]
    assert statement_seen(statement, 7, birth_date="").value == "2026-10-02"


def test_one_mark_between_yes_and_no_is_not_taken_for_the_word_before_it():
    assert by_box_behind("yes (x) no") == ""
    assert by_box_behind("yes (x) no ( )") == "yes"


def test_a_line_goes_on_under_the_words_far_behind_a_wide_box():
    def word(text, x0, y0, width):
        return Word(text, Box(x0, y0, x0 + width, y0 + 20))

    rows = (
        *(word("[x]", 100, 100, 60), word("Watched", 170, 100, 90), word("for", 270, 100, 30)),
        *(word("the", 310, 100, 40), word("whole", 360, 100, 60), word("of", 430, 100, 20)),
        *(word("one", 170, 130, 40), word("month.", 220, 130, 70)),
    )
    statements = layout_of(PageText(1, rows)).statements
    assert [one.text for one in statements] == ["[x] watched for the whole of one month."]


def test_a_no_within_a_yes_put_together_from_several_places_overrules_it():
    wanted = Wanted(
        "agent",
        "boolean",
        terms=("filgrastim",),
        phrases={
            "true": ("filgrastim & mobiliz*",),
            "false": ("filgrastim ... left out",),
        },
    )
    assert values(wanted, "The filgrastim will be left out of the mobilization.") == ["no"]
    phrases = {"true": ("filgrastim for mobilization",), "false": ("mobilization",)}
    plain = replace(wanted, phrases=phrases)
    assert values(plain, "Filgrastim for mobilization.") == ["yes"]
