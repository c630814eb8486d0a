"""What stands beside a value on the desk: the day it is of, and rows that were lost there."""

import re

import pytest

from cases.services.facts import find_in_pages
from cases.services.preparing import case_prepare
from documents.domain.states import OTHER_WORDS
from documents.models import Page
from tests.cases.factories import House
from tests.cases.paper import LABORATORY, box_of
from tests.cases.read_packet import hiv, read_case, rows_of
from tests.cases.web.desk_acts import desk
from tests.cases.web.stage import house, signed_in, text_of

__all__ = ["house"]
pytestmark = pytest.mark.django_db
DAY = "its day, 30 Sep 2026, printed “2026-09-30”"
LOST = "Rows of the page were lost here. Compare it with the picture."


def test_the_day_of_a_value_is_kept_with_its_words_and_place(house: House) -> None:
    reading = hiv(read_case(house)).reading
    assert reading["observed"] == "2026-09-30"
    assert reading["date_quote"] == "2026-09-30"
    assert reading["date_box"] == [round(part, 1) for part in box_of(LABORATORY, "2026-09-30")]


def test_the_day_of_a_value_leads_to_its_place(house: House) -> None:
    case = read_case(house)
    evidence = hiv(case)
    page = text_of(signed_in(house).get(desk(case)))
    corners = " ".join(f"{part:g}" for part in evidence.reading["date_box"])
    link = re.search(r'<a class="cite-day"[^>]*>(.*?)</a>', page)
    assert link
    assert f"page=7&amp;lit={evidence.pk}#viewer" in link[0]
    assert f'data-day="{corners}"' in link[0]
    assert f'data-day-says="{DAY}"' in link[0]
    assert '<time datetime="2026-09-30">30 Sep 2026</time>' in link[1]
    assert "show where it stands on p 7" in link[1]
    cite = re.search(rf'<a class="cite"[^>]*lit={evidence.pk}#viewer[^>]*>', page)
    assert cite
    assert f'data-day="{corners}"' in cite[0]


def test_the_day_is_lit_beside_the_value_and_both_are_named(house: House) -> None:
    case = read_case(house)
    evidence = hiv(case)
    client = signed_in(house)
    page = text_of(client.get(desk(case), {"page": "7", "lit": str(evidence.pk)}))
    x0, y0, *_ = evidence.reading["date_box"]
    assert re.search(
        rf'<rect class="is-day" x="{x0}" y="{y0}"[^>]*role="img" aria-label="{DAY}"', page
    )
    assert re.search(r'<rect class="is-lit"[^>]*role="img" aria-label="[^"]+: Negative"', page)
    assert f'<span class="viewer-key-day">{DAY}</span>' in page
    unlit = text_of(client.get(desk(case), {"page": "7"}))
    assert "is-day" not in unlit
    assert "viewer-key-day" not in unlit


def test_the_day_stays_with_a_value_that_was_confirmed(house: House) -> None:
    case = read_case(house)
    fact = case.facts.get(name="hiv_result")
    client = signed_in(house)
    client.post(f"{desk(case)}facts/{fact.pk}/confirm/")
    fact.refresh_from_db()
    assert fact.state == "confirmed"
    assert 'class="cite-day"' in text_of(client.get(desk(case)))


def test_a_day_is_not_said_to_be_of_itself(house: House) -> None:
    case = read_case(house)
    page = text_of(signed_in(house).get(desk(case)))
    own = r'<li class="reading[^"]*"> <span class="reading-value">2026-09-30.*?</li>'
    reading = re.search(own, page)
    assert reading
    assert "Collected: 2026-09-30" in reading[0]
    assert "<time" not in reading[0]


def test_a_day_without_a_place_leads_nowhere(house: House) -> None:
    case = house.case(prepared="no")
    found = find_in_pages(case)
    for item in found:
        for place in item.places:
            place.reading.pop("date_box")  # type: ignore[attr-defined]  # as it was once kept
    case_prepare(case.pk, found, now=house.now)
    page = text_of(signed_in(house).get(desk(house.claimed(house.fresh(case)))))
    assert 'of <time datetime="2026-09-30">30 Sep 2026</time>' in page
    assert "cite-day" not in page


def test_a_value_on_lost_rows_says_so_where_it_is_agreed_with(house: House) -> None:
    case = read_case(house, damage=rows_of("HIV"))
    page = text_of(signed_in(house).get(desk(case), {"page": "7"}))
    suggestion = re.search(r'<div class="suggestion">(?:(?!</ul>).)*Negative.*?</ul>', page)
    assert suggestion
    assert LOST in suggestion[0]
    reading = re.search(
        r'<li class="reading[^"]*"> <span class="reading-value">Negative.*?</li>', page
    )
    assert reading
    assert LOST in reading[0]
    assert "Read, but 12 of 1,100 rows are damaged" in page


def test_a_value_beside_lost_rows_does_not(house: House) -> None:
    case = read_case(house, damage=rows_of("LABORATORY"))
    page = text_of(signed_in(house).get(desk(case), {"page": "7"}))
    assert "Read, but 12 of 1,100 rows are damaged" in page
    assert LOST not in page


def test_a_page_whose_file_says_other_words_is_marked_and_says_so(house: House) -> None:
    case = house.claimed(house.case())
    seventh = Page.objects.get(document_id=case.documents.get().document_id, number=7)
    client = signed_in(house)
    assert "viewer-chip-doubtful" not in text_of(client.get(desk(case), {"page": "7"}))
    seventh.other_words = True
    seventh.save(update_fields=["other_words"])
    page = text_of(client.get(desk(case), {"page": "7"}))
    assert page.count("viewer-chip-doubtful") == 1
    assert (
        '7<span class="visually-hidden">: Laboratory report, to be compared with the picture'
        in page
    )
    caption = re.search(r"<p class=\"viewer-caption[^>]*>(.*?)</p>", page)
    assert caption
    assert OTHER_WORDS in caption[1]
