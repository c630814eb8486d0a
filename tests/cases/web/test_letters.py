"""Letters as sent, the determination's summary, and the case's history."""

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case, Letter
from cases.services.determination import DecisionIntake, case_approve
from cases.services.letters import letter_render, letter_store
from operations.models import AccessLog
from tests.cases.factories import House
from tests.cases.web.stage import CAST, house, signed_in, text_of

__all__ = ["house"]
pytestmark = pytest.mark.django_db


def papers(case: Case) -> str:
    return reverse("cases:papers", args=[case.number])


def approved(house: House) -> Case:
    case = house.answered(house.claimed(house.case()))
    case_approve(
        DecisionIntake(case.pk, case.version, ""), actor=house.person("nurse"), now=house.now
    )
    return house.fresh(case)


def sent(house: House, case: Case) -> Letter:
    determination = case.determinations.get()
    letter, rendered = letter_render(f"determination:{determination.pk}", now=house.now)
    return letter_store(letter, rendered, now=house.now)


def test_a_letter_opens_as_pdf_is_never_cached_and_its_reading_is_logged(house: House) -> None:
    case = approved(house)
    letter = sent(house, case)
    client = signed_in(house)
    address = reverse("cases:letter", args=[case.number, letter.pk])
    assert address in text_of(client.get(papers(case)))
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.content == bytes(letter.pdf)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("inline")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert "Okafor" not in answer["Content-Disposition"]
    row = AccessLog.objects.latest("pk")
    assert (row.actor, row.subject, row.case) == (
        house.person("nurse").key,
        f"letter:{letter.pk}",
        f"case:{case.pk}",
    )


def test_letters_are_read_by_those_who_may(house: House) -> None:
    case = approved(house)
    letter = sent(house, case)
    address = reverse("cases:letter", args=[case.number, letter.pk])
    for part in CAST:
        expected = 403 if part == "stranger" else 200
        assert signed_in(house, part).get(address).status_code == expected, part
    assert Client().get(address).status_code == 302


def test_a_letter_of_another_case_is_not_found(house: House) -> None:
    case = approved(house)
    letter = sent(house, case)
    other = house.case(prepared="no")
    client = signed_in(house)
    assert client.get(reverse("cases:letter", args=[other.number, letter.pk])).status_code == 404
    assert client.get(reverse("cases:letter", args=[case.number, 9999])).status_code == 404


def test_until_the_worker_has_made_it_the_letter_is_said_to_be_under_way(house: House) -> None:
    case = approved(house)
    page = text_of(signed_in(house).get(papers(case)))
    assert "Approval to the member: the letter is being made since 09:00." in page
    sent(house, case)
    page = text_of(signed_in(house).get(papers(case)))
    assert "is being made" not in page
    assert "Approval (PDF)" in page


def test_papers_and_history_are_read_by_case_readers(house: House) -> None:
    case = house.case(prepared="no")
    for name in ("papers", "timeline"):
        for part in CAST:
            answer = signed_in(house, part).get(reverse(f"cases:{name}", args=[case.number]))
            assert answer.status_code == (403 if part == "stranger" else 200), (name, part)
        assert Client().get(reverse(f"cases:{name}", args=[case.number])).status_code == 302


def test_an_undecided_case_says_so_and_shows_no_letter(house: House) -> None:
    page = text_of(signed_in(house).get(papers(house.case(prepared="no"))))
    assert "Not decided yet." in page
    assert "No letter has gone out." in page


def test_the_history_tells_events_in_order_with_who(house: House) -> None:
    case = approved(house)
    history = signed_in(house, "auditor").get(reverse("cases:timeline", args=[case.number]))
    page = text_of(history).partition('id="events-title"')[2]
    told = [
        page.index(part)
        for part in (
            "Request opened by Ines Duarte",
            "Claimed by Nora Reyes",
            "Criterion answered by Nora Reyes",
            "Approved by Nora Reyes",
        )
    ]
    assert told == sorted(told)
    assert "ITGB2 changed on both copies: met. Rests on page " in page
    for code in ("dx.genetics", "page record", "evaluation:", "case.claimed"):
        assert code not in page
    assert "Precert (worker)" in page
    assert "2 Nov 2026 09:00" in page
