"""Where the bands of a flow go: what things were on the left, what they become on the right.

A band is as high as the number it stands for. What changes is drawn full and what stays is drawn
faint, and each end says its number, so that the picture can be read without colour.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product

WIDTH = 760
_TOP, _BAR, _AWAY = 30, 10, 8
# Room for the longest name with its number, by its letters, in the size that the page draws it.
_LETTER, _NUMBER, _LEAST_NAME, _MOST_NAME = 6.7, 60, 120, 262
_ROOM, _GAP, _LEAST = 220, 30, 1.5


@dataclass(frozen=True)
class End:
    """One bar at the left or right edge with its name and number."""

    label: str
    count: int
    x: float
    y: float
    height: float
    x_text: float
    y_text: float
    is_left: bool


@dataclass(frozen=True)
class Band:
    """One band from left to right; path is drawn and filled, says is its title."""

    path: str
    says: str
    is_change: bool


@dataclass(frozen=True)
class Flow:
    """The whole picture; title and description are read out in its place."""

    id: str
    title: str
    description: str
    width: int
    height: float
    left: float
    right: float
    ends: tuple[End, ...]
    bands: tuple[Band, ...]
    left_heading: str
    right_heading: str


def flow(
    flow_id: str,
    title: str,
    *,
    headings: tuple[str, str],
    labels: Mapping[str, str],
    counts: Mapping[tuple[str, str], int],
) -> Flow:
    """The picture of counts by (old, new), none of them negative.

    labels give the keys their words, in order; a key without words stands last, under its name.
    """
    labels = dict(labels) | {k: k for pair in counts for k in pair if k not in labels}
    heights = _heights(counts)
    room = _name_room(labels.values())
    left, right = (_ends(labels, counts, heights, room, side=side) for side in (0, 1))
    bands = _bands(labels, counts, heights, left, right)
    ends = (*left.values(), *right.values())
    changed = sum(count for (old, new), count in counts.items() if old != new)
    return Flow(
        id=flow_id,
        title=title,
        description=f"{changed} of {sum(counts.values())} change. "
        + " ".join(f"{band.says}." for band in bands if band.is_change),
        width=WIDTH,
        left=room + _BAR,
        right=WIDTH - room - _BAR,
        height=max((end.y + max(end.height, 12) for end in ends), default=_TOP) + 14,
        ends=ends,
        bands=bands,
        left_heading=headings[0],
        right_heading=headings[1],
    )


def _name_room(names: Iterable[str]) -> float:
    longest = max(map(len, names), default=0)
    return _r(min(max(_LETTER * longest + _NUMBER, _LEAST_NAME), _MOST_NAME))


def _heights(counts: Mapping[tuple[str, str], int]) -> dict[tuple[str, str], float]:
    """How high each band is: its share of the room, but never too thin to be seen."""
    whole = sum(counts.values())
    return {pair: max(_ROOM * count / whole, _LEAST) for pair, count in counts.items() if count}


def _ends(
    labels: Mapping[str, str],
    counts: Mapping[tuple[str, str], int],
    heights: Mapping[tuple[str, str], float],
    room: float,
    *,
    side: int,
) -> dict[str, End]:
    """The bars of one side from top to bottom, each as high as its bands; none for nothing."""
    found: dict[str, End] = {}
    x = room if side == 0 else WIDTH - room - _BAR
    y = float(_TOP)
    for key, label in labels.items():
        height = sum(part for pair, part in heights.items() if pair[side] == key)
        if not height:
            continue
        found[key] = End(
            label=label,
            count=sum(count for pair, count in counts.items() if pair[side] == key),
            x=_r(x),
            y=_r(y),
            height=_r(height),
            x_text=_r(x - _AWAY if side == 0 else x + _BAR + _AWAY),
            y_text=_r(y + height / 2 + 4),
            is_left=side == 0,
        )
        y += height + _GAP
    return found


def _bands(
    labels: Mapping[str, str],
    counts: Mapping[tuple[str, str], int],
    heights: Mapping[tuple[str, str], float],
    left: Mapping[str, End],
    right: Mapping[str, End],
) -> tuple[Band, ...]:
    """The bands in the order of their ends, those that change drawn last, above the others."""
    used_left = {key: end.y for key, end in left.items()}
    used_right = {key: end.y for key, end in right.items()}
    bands = []
    for pair in product(left, right):
        height = heights.get(pair, 0)
        if not height:
            continue
        old, new = pair
        x = left[old].x + _BAR, right[new].x
        path = _path(x, (used_left[old], used_right[new]), height)
        says = f"{labels[old]} to {labels[new]}: {counts[pair]}"
        bands.append(Band(path, says, is_change=old != new))
        used_left[old] += height
        used_right[new] += height
    return tuple(sorted(bands, key=lambda band: band.is_change))


def _path(x: tuple[float, float], y: tuple[float, float], height: float) -> str:
    """A band from the first place to the second, each its upper corner."""
    (x1, x2), (y1, y2) = x, y
    middle = _r((x1 + x2) / 2)
    low1, low2 = _r(y1 + height), _r(y2 + height)
    return (
        f"M{x1} {_r(y1)}C{middle} {_r(y1)} {middle} {_r(y2)} {x2} {_r(y2)}"
        f"V{low2}C{middle} {low2} {middle} {low1} {x1} {low1}Z"
    )


def _r(number: float) -> float:
    return round(number, 1)
