"""What comes is noted under its folder and line; a silence is told without naming either."""

import io
import json
import os
from datetime import UTC, datetime, timedelta

import pytest

from documents.domain.folder import Patience
from documents.domain.silence import SourceState
from documents.models import Receipt, SourceHour
from documents.selectors.sources import sources_standing
from documents.services.folder_watch import FolderWatch, folder_look
from documents.services.receive import Arrival, file_store, receipt_add
from documents.services.sources import source_heard, sources_word
from operations.management.commands.load_plan_settings import DEFAULTS
from operations.selectors.plan import plan_settings_on
from operations.services.plan import plan_settings_load
from tests.documents import faxes

pytestmark = pytest.mark.django_db
FAX = faxes.tiff([faxes.text_page(["A page."], height=300)])
LINE, FOLDER = SourceHour.Kind.LINE, SourceHour.Kind.FOLDER
NUMBER = "785-555-0199"
MONDAY = datetime(2026, 11, 2, 14, 5, tzinfo=UTC)
NO_WAIT = Patience(settle_seconds=0, slip_seconds=0)


def plan(**silence):
    """The plan's settings, with a time of silence where one is given."""
    text = DEFAULTS.read_text("utf-8")
    if silence:
        text += f"\nfax_silence: {json.dumps(silence)}\n"
    plan_settings_load(text, now=MONDAY)
    return plan_settings_on(MONDAY.date())


def weeks_of_faxes(number=NUMBER, *, days=5):
    """Something comes on some days, from eight to eleven by the plan's clock."""
    for day in range(days):
        for hour in range(3):
            source_heard(LINE, number, at=MONDAY + timedelta(days=day, hours=hour))


def noted():
    rows = SourceHour.objects.order_by("kind", "hour_at")
    return list(rows.values_list("kind", "name", "last_at"))


def lay(root, name, **slip):
    fax = root / name
    fax.write_bytes(FAX)
    os.utime(fax, (MONDAY.timestamp(), MONDAY.timestamp()))
    if slip:
        (root / f"{name}.json").write_text(json.dumps(slip))


@pytest.fixture
def watch(tmp_path):
    root = tmp_path / "inbox"
    root.mkdir()
    return FolderWatch(root, NO_WAIT, poll_seconds=5)


def test_a_fax_of_a_folder_is_noted_under_the_folder_and_its_line(watch, now):
    lay(watch.root, "a.tif", line_dialled=NUMBER, received_at="2026-11-02T08:30:00-06:00")
    folder_look(watch, now=now, at=0.0)
    came = datetime(2026, 11, 2, 14, 30, tzinfo=UTC)
    assert noted() == [("folder", str(watch.root), came), ("line", NUMBER, came)]
    assert set(SourceHour.objects.values_list("hour_at", flat=True)) == {came.replace(minute=0)}


def test_without_a_slip_the_folder_alone_is_known_until_the_slip_comes(watch, now):
    lay(watch.root, "a.tif")
    folder_look(watch, now=now, at=0.0)
    assert noted() == [("folder", str(watch.root), MONDAY)]
    slip = {"line_dialled": NUMBER, "received_at": "2026-11-02T08:30:00-06:00"}
    (watch.root / "a.tif.json").write_text(json.dumps(slip))
    folder_look(watch, now=now, at=100.0)
    folder_look(watch, now=now, at=2000.0)
    assert noted()[1:] == [("line", NUMBER, datetime(2026, 11, 2, 14, 30, tzinfo=UTC))]


def test_an_arrival_that_is_brought_twice_is_noted_once_and_an_upload_not_at_all(now, intake_clerk):
    for channel, key, line in (("upload", None, ""), ("api", "k", NUMBER), ("api", "k", NUMBER)):
        arrival = Arrival("a.tif", channel, MONDAY, line_dialled=line, key=key)
        stored = file_store(io.BytesIO(FAX), arrival, actor=intake_clerk, now=now)
        receipt_add(stored, arrival, actor=intake_clerk, now=now)
    assert Receipt.objects.count() == 2
    assert noted() == [("line", NUMBER, MONDAY)]


def test_of_an_hour_the_last_arrival_is_kept_whichever_is_written_first():
    for minute in (20, 50, 10):
        source_heard(LINE, NUMBER, at=MONDAY.replace(minute=minute))
    assert noted() == [("line", NUMBER, MONDAY.replace(minute=50))]


def test_hours_that_are_too_old_to_count_go_and_other_sources_keep_theirs():
    source_heard(LINE, NUMBER, at=MONDAY)
    source_heard(LINE, "785-555-0100", at=MONDAY)
    later = MONDAY + timedelta(days=57)
    source_heard(LINE, NUMBER, at=later)
    assert sorted(name for _, name, at in noted() if at == MONDAY) == ["785-555-0100"]
    assert ("line", NUMBER, later) in noted()


def test_without_a_time_in_the_plan_settings_nothing_is_watched():
    weeks_of_faxes()
    now = MONDAY + timedelta(days=8)
    for settings in (None, plan()):
        standing = sources_standing(settings, now=now)
        assert not standing.is_watched
        assert [(one.name, one.state) for one in standing.sources] == [(NUMBER, None)]
        assert standing.silent == ()


def test_a_line_that_went_silent_is_told_with_since_when():
    settings = plan(hours=2)
    weeks_of_faxes()
    weeks_of_faxes("785-555-0100", days=2)
    now = MONDAY + timedelta(days=8)
    source_heard(LINE, "785-555-0177", at=now)
    standing = sources_standing(settings, now=now)
    assert standing.is_watched
    (silent,) = standing.silent
    assert (silent.named, silent.last_at) == (
        f"Line {NUMBER}",
        MONDAY + timedelta(days=4, hours=2),
    )
    assert [one.state for one in standing.sources] == [
        SourceState.NEW,
        SourceState.NEW,
        SourceState.SILENT,
    ]


def test_a_folder_is_named_as_one():
    source_heard(FOLDER, "/srv/fax", at=MONDAY)
    (source,) = sources_standing(None, now=MONDAY).sources
    assert (source.named, source.label) == ("The fax folder /srv/fax", "Fax folder")


def test_a_health_check_tells_it_in_a_word_that_names_no_line():
    now = MONDAY + timedelta(days=8)
    weeks_of_faxes()
    assert sources_word(now) == "not watched"
    plan(hours=2)
    assert sources_word(now) == "1 silent"
    assert sources_word(now.replace(hour=23)) == "ok"
    source_heard(LINE, NUMBER, at=now)
    assert sources_word(now) == "ok"


def test_settings_without_a_time_leave_the_health_check_unwatched():
    plan()
    weeks_of_faxes()
    assert sources_word(MONDAY + timedelta(days=8)) == "not watched"


def test_any_number_of_sources_costs_one_query(django_assert_num_queries):
    settings = plan(hours=2, counts="all_hours")
    for number in range(5):
        weeks_of_faxes(f"785-555-01{number:02d}")
    with django_assert_num_queries(1):
        standing = sources_standing(settings, now=MONDAY + timedelta(days=8))
    assert standing.every_hour
    assert len(standing.silent) == 5
