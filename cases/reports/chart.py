"""Where the bars of a chart go. The template only places what is computed here.

Values are printed beside the bars and series differ by pattern as well as by shade, so the
picture can be read without colour; the table beside it says the same.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 720
_TOP, _RIGHT, _BOTTOM, _LEFT = 14, 12, 34, 40
_PLOT_HEIGHT = 190
_ROW = 34
_KEY_HEIGHT = 26
_NAME_WIDTH = 150
_MOST_TICKS = 5
_MOST_NAMES = 12


@dataclass(frozen=True)
class Bar:
    """One bar, in units of the picture; series is 1 or more; x_text and y_text place its value."""

    x: float
    y: float
    width: float
    height: float
    value: int
    series: int
    label: str
    x_text: float
    y_text: float


@dataclass(frozen=True)
class Tick:
    """A line across the plot, or a name under it, at a place."""

    place: float
    label: str


@dataclass(frozen=True)
class Key:
    """What a series is called, and where its sample stands."""

    series: int
    label: str
    x: float


@dataclass(frozen=True)
class Chart:
    """A picture with its words: title and description are read out in its place."""

    id: str
    title: str
    description: str
    width: int
    height: int
    bars: tuple[Bar, ...]
    scale: tuple[Tick, ...]
    names: tuple[Tick, ...]
    keys: tuple[Key, ...]
    plot_left: float
    plot_right: float
    plot_top: float
    plot_bottom: float
    lies: str


@dataclass(frozen=True)
class Series:
    """Values under one name, one for each place on the axis."""

    label: str
    values: tuple[int, ...]


def standing_bars(
    chart_id: str, title: str, *, labels: Sequence[str], series: Sequence[Series]
) -> Chart:
    """Groups of standing bars, one group for each label.

    Raises:
        ValueError: a series has another number of values than there are labels.
    """
    if any(len(item.values) != len(labels) for item in series):
        raise ValueError("Every series needs one value for each label.")
    top = _KEY_HEIGHT + _TOP
    bottom = top + _PLOT_HEIGHT
    scale = _scale_of([value for item in series for value in item.values])
    group = (WIDTH - _LEFT - _RIGHT) / max(len(labels), 1)
    width = min(group * 0.8 / max(len(series), 1), 36)
    bars = []
    for place, label in enumerate(labels):
        left = _LEFT + group * place + (group - width * len(series)) / 2
        for number, item in enumerate(series):
            height = _PLOT_HEIGHT * item.values[place] / scale[-1]
            x = left + width * number
            bars.append(
                Bar(
                    x=_r(x),
                    y=_r(bottom - height),
                    width=_r(width * 0.9),
                    height=_r(height),
                    value=item.values[place],
                    series=number + 1,
                    label=f"{label}, {item.label}",
                    x_text=_r(x + width * 0.45),
                    y_text=_r(bottom - height - 4),
                )
            )
    every = -(-len(labels) // _MOST_NAMES) or 1
    return Chart(
        id=chart_id,
        title=title,
        description=_described(labels, series),
        width=WIDTH,
        height=bottom + _BOTTOM,
        bars=tuple(bars),
        scale=tuple(Tick(_r(bottom - _PLOT_HEIGHT * at / scale[-1]), str(at)) for at in scale),
        names=tuple(
            Tick(_r(_LEFT + group * (place + 0.5)), label)
            for place, label in enumerate(labels)
            if place % every == 0
        ),
        keys=_keys(series),
        plot_left=_LEFT,
        plot_right=WIDTH - _RIGHT,
        plot_top=top,
        plot_bottom=bottom,
        lies="standing",
    )


def lying_bars(chart_id: str, title: str, *, labels: Sequence[str], values: Sequence[int]) -> Chart:
    """One lying bar for each label, longest to the right.

    Raises:
        ValueError: there are not as many values as labels.
    """
    bottom = _TOP + _ROW * len(labels)
    scale = _scale_of(values)
    room = WIDTH - _NAME_WIDTH - _RIGHT - 40
    bars, names = [], []
    for place, (label, value) in enumerate(zip(labels, values, strict=True)):
        y = _TOP + _ROW * place + _ROW * 0.15
        length = room * value / scale[-1]
        middle = _r(y + _ROW * 0.35 + 5)
        names.append(Tick(middle, label))
        bars.append(
            Bar(
                x=_NAME_WIDTH,
                y=_r(y),
                width=_r(length),
                height=_r(_ROW * 0.7),
                value=value,
                series=1,
                label=label,
                x_text=_r(_NAME_WIDTH + length + 6),
                y_text=middle,
            )
        )
    return Chart(
        id=chart_id,
        title=title,
        description=_described(labels, [Series("", tuple(values))]),
        width=WIDTH,
        height=bottom + _TOP,
        bars=tuple(bars),
        scale=(),
        names=tuple(names),
        keys=(),
        plot_left=_NAME_WIDTH,
        plot_right=WIDTH - _RIGHT,
        plot_top=_TOP,
        plot_bottom=bottom,
        lies="lying",
    )


def _scale_of(values: Sequence[int]) -> tuple[int, ...]:
    """Whole round numbers from 0 to at least the highest value, at most six of them."""
    highest = max([*values, 1])
    steps = (factor * 10**power for power in itertools.count() for factor in (1, 2, 5))
    step = next(step for step in steps if step * _MOST_TICKS >= highest)
    return tuple(range(0, highest + step, step))


def _keys(series: Sequence[Series]) -> tuple[Key, ...]:
    return tuple(
        Key(number, item.label, _LEFT + 130.0 * (number - 1))
        for number, item in enumerate(series, start=1)
    )


def _described(labels: Sequence[str], series: Sequence[Series]) -> str:
    """The chart in words: totals and the highest place of each series."""
    if not labels:
        return "There is nothing to show."
    said = []
    for item in series:
        name = f"{item.label}: " if item.label else ""
        highest = max(item.values)
        where = labels[item.values.index(highest)]
        most = f", most at {where} ({highest})" if highest else ""
        said.append(f"{name}{sum(item.values)} in all{most}")
    return ". ".join(said) + "."


def _r(number: float) -> float:
    return round(number, 1)
