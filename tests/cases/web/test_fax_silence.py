"""A fax line that has fallen silent is told in the inbox and on the operations page."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from documents.models import SourceHour
from documents.services.sources import source_heard
from operations.selectors.plan import plan_text_on
from operations.services.plan import plan_settings_approve, plan_settings_propose
from tests.cases.factories import NOW
from tests.cases.web.stage import house, signed_in, text_of

__all__ = ["house"]
NUMBER = "785-555-0199"
UNWATCHED = "the plan settings give no time for it"


@pytest.fixture
def now(time_machine):
    """A Monday at 9 by the plan's clock, after two weeks in which faxes came at 8 and at 9."""
    time_machine.move_to(NOW.replace(hour=15) + timedelta(days=14))
    return timezone.now()


def allow(now, **silence):
    """Two people have put a time of silence in force."""
    text = plan_text_on(now.date()) + f"fax_silence: {json.dumps(silence)}\n"
    proposal = plan_settings_propose(text, actor_key="user:901", now=now)
    plan_settings_approve(proposal.pk, actor_key="user:902", now=now)


def faxes_came(now, *, until):
    for day in range(14, 0, -1):
        for hour in (0, 1):
            at = now - timedelta(days=day, hours=hour)
            if at <= until:
                source_heard(SourceHour.Kind.LINE, NUMBER, at=at)


def pages(house):
    return (
        text_of(signed_in(house, "intake_clerk").get(reverse("cases:inbox"))),
        text_of(signed_in(house, "stranger").get(reverse("cases:operations"))),
    )


def test_a_silent_line_stands_on_both_pages_with_since_when(house, now):
    allow(now, hours=2)
    faxes_came(now, until=now - timedelta(days=4))
    for page in pages(house):
        assert f"Line {NUMBER} is silent." in page
        assert "Thu 12 Nov 2026, 09:00 CST" in page
        assert UNWATCHED not in page
    inbox, operations = pages(house)
    assert "Tell whoever looks after the fax lines." in inbox
    assert "Look at the fax server and at the line" in operations
    assert "nothing for 2 hours of those in which something came" in operations


def test_a_line_that_delivers_is_told_to_operations_alone(house, now):
    allow(now, hours=32, counts="all_hours")
    faxes_came(now, until=now - timedelta(hours=3))
    inbox, operations = pages(house)
    assert NUMBER not in inbox
    assert NUMBER in operations
    assert "Delivers" in operations
    assert "nothing for 32 hours." in operations
    assert "is silent" not in inbox + operations


def test_at_an_hour_at_which_nothing_comes_nobody_is_alarmed(house, now, time_machine):
    allow(now, hours=2)
    faxes_came(now, until=now - timedelta(days=4))
    time_machine.move_to(now.replace(hour=23))
    inbox, operations = pages(house)
    assert "is silent" not in inbox + operations
    assert "Silent, at rest" in operations
    assert "it is no alarm now" in operations


def test_where_the_plan_gives_no_time_both_pages_say_that_nobody_watches(house, now):
    faxes_came(now, until=now - timedelta(days=4))
    inbox, operations = pages(house)
    assert f"Nobody is told when a fax line falls silent: {UNWATCHED}." in inbox
    assert f"Silence is not watched: {UNWATCHED}" in operations
    assert "Not watched" in operations
    assert "is silent" not in inbox + operations


def test_where_no_fax_line_is_known_the_inbox_is_quiet_about_it(house, now):
    inbox, operations = pages(house)
    assert UNWATCHED not in inbox
    assert UNWATCHED in operations
    assert "Nothing has come from a watched folder or over a line that is known." in operations


@pytest.mark.parametrize(("part", "asked"), [("", 1), ("?part=rows", 0)])
def test_the_rows_alone_ask_for_no_fax_lines(house, now, part, asked):
    client = signed_in(house, "intake_clerk")
    with CaptureQueriesContext(connection) as captured:
        client.get(reverse("cases:inbox") + part)
    found = [one["sql"] for one in captured.captured_queries if "sourcehour" in one["sql"]]
    assert len(found) == asked
