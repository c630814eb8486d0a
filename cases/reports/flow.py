"""Where the bands of a flow go: what things were on the left, what they become on the right.

A band is as high as the number it stands for. What changes is drawn full and what stays is drawn
faint, and each end says its number, so that the picture can be read without colour.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH = 760
_TOP, _BAR, _NAME = 30, 10, 262
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
    """The picture of counts by (old, new); labels give every key its words, in order."""
    keys = list(labels)
    whole = max(sum(counts.values()), 1)
    left = _ends(keys, labels, [_sum(counts, key, 0) for key in keys], whole, is_left=True)
    right = _ends(keys, labels, [_sum(counts, key, 1) for key in keys], whole, is_left=False)
    bands = _bands(labels, counts, whole, left, right)
    ends = (*left.values(), *right.values())
    changed = sum(count for (old, new), count in counts.items() if old != new)
    return Flow(
        id=flow_id,
        title=title,
        description=f"{changed} of {sum(counts.values())} change. "
        + " ".join(f"{band.says}." for band in bands if band.is_change),
        width=WIDTH,
        height=max((end.y + max(end.height, 12) for end in ends), default=_TOP) + 14,
        ends=ends,
        bands=bands,
        left_heading=headings[0],
        right_heading=headings[1],
    )


def _sum(counts: Mapping[tuple[str, str], int], key: str, side: int) -> int:
    return sum(count for pair, count in counts.items() if pair[side] == key)


def _ends(
    keys: Sequence[str],
    labels: Mapping[str, str],
    sums: Sequence[int],
    whole: int,
    *,
    is_left: bool,
) -> dict[str, End]:
    """The bars of one side from top to bottom; what nobody has gets none."""
    found: dict[str, End] = {}
    y = float(_TOP)
    for key, count in zip(keys, sums, strict=True):
        if not count:
            continue
        height = max(_ROOM * count / whole, _LEAST)
        x = float(_NAME if is_left else WIDTH - _NAME - _BAR)
        found[key] = End(
            label=labels[key],
            count=count,
            x=x,
            y=_r(y),
            height=_r(height),
            x_text=x - 8 if is_left else x + _BAR + 8,
            y_text=_r(y + height / 2 + 4),
            is_left=is_left,
        )
        y += height + _GAP
    return found


def _bands(
    labels: Mapping[str, str],
    counts: Mapping[tuple[str, str], int],
    whole: int,
    left: Mapping[str, End],
    right: Mapping[str, End],
) -> tuple[Band, ...]:
    used_left = {key: end.y for key, end in left.items()}
    used_right = {key: end.y for key, end in right.items()}
    bands = []
    for old in left:
        for new in right:
            count = counts.get((old, new), 0)
            if not count:
                continue
            height = max(_ROOM * count / whole, _LEAST)
            path = _path(used_left[old], used_right[new], height)
            says = f"{labels[old]} to {labels[new]}: {count}"
            bands.append(Band(path, says, is_change=old != new))
            used_left[old] += height
            used_right[new] += height
    return tuple(sorted(bands, key=lambda band: band.is_change))


def _path(y1: float, y2: float, height: float) -> str:
    x1, x2 = _NAME + _BAR, WIDTH - _NAME - _BAR
    middle = (x1 + x2) / 2
    low1, low2 = _r(y1 + height), _r(y2 + height)
    return (
        f"M{x1} {_r(y1)}C{middle} {_r(y1)} {middle} {_r(y2)} {x2} {_r(y2)}"
        f"V{low2}C{middle} {low2} {middle} {low1} {x1} {low1}Z"
    )


def _r(number: float) -> float:
    return round(number, 1)
