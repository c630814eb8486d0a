"""The report page's values: lists, pictures and files."""

import csv
import io
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from cases.reports.chart import WIDTH, Series, lying_bars, standing_bars
from cases.reports.csv_file import csv_text
from cases.reports.view import cases_csv, report_csv, report_view
from tests.cases.reports.rows import NOW, PERIOD, decided, opened

ROWS = [
    opened("PA-1"),
    opened("PA-2", due_at=NOW - timedelta(hours=1)),
    decided("PA-3"),
    decided("PA-4", outcome="denied", due_at=NOW - timedelta(hours=9)),
    decided("PA-5", outcome="redirected", decided_at=None, notified_at=None),
]
SVG = "{http://www.w3.org/2000/svg}"


def test_every_number_is_the_length_of_the_list_it_opens():
    view = report_view(ROWS, period=PERIOD, now=NOW)
    ids = [measure.id for measure in view.measures]
    assert len(set(ids)) == len(ids)
    numbers = {row.number for row in ROWS}
    for measure in view.measures:
        assert view.measure(measure.id) is measure
        assert measure.count == len(set(measure.keys))
        assert set(measure.keys) <= numbers
        assert measure.definition.endswith(".")


def test_an_unknown_number_is_none():
    assert report_view([], period=PERIOD, now=NOW).measure("nothing") is None


def test_the_pictures_show_the_same_numbers_as_the_lists():
    view = report_view(ROWS, period=PERIOD, now=NOW)
    assert [bar.value for bar in view.ageing_chart.bars] == [item.count for item in view.ageing]
    assert [bar.value for bar in view.outcome_chart.bars] == [item.count for item in view.outcomes]
    shown = sum(bar.value for bar in view.volume_chart.bars)
    assert shown == sum(len(point.received) + len(point.closed) for point in view.points)


# --- geometry -------------------------------------------------------------------------


@given(st.lists(st.integers(min_value=0, max_value=10**6), min_size=1, max_size=40))
def test_standing_bars_stay_in_the_plot_and_keep_proportion(values):
    labels = [str(n) for n in range(len(values))]
    series = [Series("In", tuple(values)), Series("Out", tuple(reversed(values)))]
    chart = standing_bars("x", "X", labels=labels, series=series)
    for bar in chart.bars:
        assert chart.plot_left <= bar.x + 0.1
        assert bar.x + bar.width <= chart.plot_right + 0.1
        assert chart.plot_top - 0.1 <= bar.y
        assert bar.y + bar.height == pytest.approx(chart.plot_bottom, abs=0.11)
    tallest = max(chart.bars, key=lambda bar: bar.value)
    assert all(bar.height <= tallest.height for bar in chart.bars)
    assert 2 <= len(chart.scale) <= 7
    assert int(chart.scale[-1].label) >= max(values)
    assert len(chart.names) <= 12


@given(st.lists(st.integers(min_value=0, max_value=10**6), max_size=12))
def test_lying_bars_stay_in_the_picture(values):
    chart = lying_bars("x", "X", labels=[str(n) for n in values], values=values)
    assert all(bar.x_text <= WIDTH for bar in chart.bars)
    assert all(bar.y + bar.height <= chart.height for bar in chart.bars)


@pytest.mark.parametrize(
    ("highest", "last"),
    [(0, "1"), (1, "1"), (5, "5"), (6, "6"), (7, "8"), (23, "25"), (101, "150")],
)
def test_the_scale_ends_on_a_round_number_at_or_above_the_highest(highest, last):
    chart = standing_bars("x", "X", labels=["a"], series=[Series("In", (highest,))])
    assert chart.scale[-1].label == last


def test_series_and_labels_must_go_together():
    with pytest.raises(ValueError, match="one value for each label"):
        standing_bars("x", "X", labels=["a", "b"], series=[Series("In", (1,))])
    with pytest.raises(ValueError, match="shorter"):
        lying_bars("x", "X", labels=["a", "b"], values=[1])


def test_the_description_says_what_the_picture_shows():
    chart = standing_bars(
        "x", "X", labels=["Mon", "Tue"], series=[Series("In", (1, 4)), Series("Out", (0, 0))]
    )
    assert chart.description == "In: 5 in all, most at Tue (4). Out: 0 in all."
    assert (
        lying_bars("x", "X", labels=["Late"], values=[2]).description
        == "2 in all, most at Late (2)."
    )
    assert lying_bars("x", "X", labels=[], values=[]).description == "There is nothing to show."
    assert standing_bars("x", "X", labels=[], series=[]).bars == ()


@pytest.mark.parametrize("which", ["volume_chart", "ageing_chart", "outcome_chart"])
def test_the_picture_is_svg_with_title_description_and_no_style(which):
    chart = getattr(report_view(ROWS, period=PERIOD, now=NOW), which)
    markup = render_to_string("cases/partials/chart.html", {"chart": chart})
    figure = ET.fromstring(  # noqa: S314  # our own markup
        markup.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    )
    svg = figure.find(f"{SVG}svg")
    assert svg is not None
    assert svg.get("role") == "img"
    named = (svg.get("aria-labelledby") or "").split()
    assert [
        item.get("id")
        for item in (svg.find(f"{SVG}title"), svg.find(f"{SVG}desc"))
        if item is not None
    ] == named
    assert "style" not in markup
    drawn = [
        item
        for item in svg.iter(f"{SVG}rect")
        if (item.get("class") or "").startswith("chart__bar")
    ]
    assert len(drawn) == len(chart.bars) + len(chart.keys)


def test_words_in_a_picture_are_escaped():
    chart = lying_bars("x", "<script>", labels=["<b>"], values=[1])
    markup = render_to_string("cases/partials/chart.html", {"chart": chart})
    assert "<script>" not in markup
    assert "<b>" not in markup


# --- files ----------------------------------------------------------------------------


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_a_cell_that_could_be_a_formula_is_made_plain(first):
    (_, row) = csv.reader(io.StringIO(csv_text(["a"], [[f"{first}1+1"]]), newline=""))
    assert row == [f"'{first}1+1"]


def test_numbers_times_and_nothing_are_written_plainly():
    text = csv_text(["a", "b", "c", "d"], [[-3, 1.5, NOW, None]])
    assert text.splitlines()[1] == "-3,1.5,2026-11-22T18:00:00+00:00,"


def test_a_title_is_made_plain_too():
    assert csv_text(["=a"], []) == "'=a\r\n"


@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_characters="\0")), min_size=2, max_size=2
        )
    )
)
def test_no_cell_ever_begins_like_a_formula(rows):
    read = list(csv.reader(io.StringIO(csv_text(["a", "b"], rows), newline="")))
    assert len(read) == len(rows) + 1
    assert not any(
        cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for row in read for cell in row
    )


def test_the_report_file_holds_every_number_with_its_definition():
    view = report_view(ROWS, period=PERIOD, now=NOW)
    rows = list(csv.DictReader(io.StringIO(report_csv(view))))
    found = {row["measure"]: row for row in rows}
    for measure in view.measures:
        assert found[measure.id]["value"] == str(measure.count)
        assert found[measure.id]["definition"] == measure.definition
    assert found["on-time-percent"]["value"] == "50.0"
    assert found["notified-standard-median"]["value"] == "22.0"
    assert found["notified-expedited-median"]["value"] == ""
    assert {row["first day"] for row in rows} == {"2026-11-16"}
    assert {row["as of"] for row in rows} == {"2026-11-22T18:00:00+00:00"}


def test_the_list_file_holds_the_cases_of_one_number_in_its_order():
    view = report_view(ROWS, period=PERIOD, now=NOW)
    measure = view.measure("closed")
    assert measure is not None
    rows = list(csv.DictReader(io.StringIO(cases_csv(measure, ROWS))))
    assert tuple(row["case"] for row in rows) == measure.keys
    assert rows[1]["outcome"] == "denied"
    assert rows[2]["decided"] == ""
