"""Rows of a page that were lost on the way: how many, and where on its picture."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from documents.domain.geometry import Box, Transform

SMALL_SHARE = 0.05
"""A page that lost more of its rows cannot be read: half an inch of a letter page."""
MOST_BANDS = 100
_BANDS_TO_NAME = 3
_PIECES = 8  # across the page, so that what lies aslant is not made much taller


@dataclass(frozen=True)
class Damage:
    """Rows lost of all rows of the picture as it was sent.

    bands are where they lie, top to bottom, each as two shares of the picture's height.
    """

    rows: int
    lost: int
    bands: tuple[tuple[float, float], ...]

    @property
    def is_small(self) -> bool:
        """Whether the rest of the page is worth reading."""
        return self.lost <= SMALL_SHARE * self.rows

    @property
    def count(self) -> str:
        """How many rows of how many, in words."""
        verb = "is" if self.lost == 1 else "are"
        return f"{self.lost:,} of {self.rows:,} rows {verb} damaged"

    @property
    def where(self) -> str:
        """Where on the page as it was sent, in words."""
        if len(self.bands) > _BANDS_TO_NAME:
            return "in several places"
        named = dict.fromkeys(_third(top, bottom) for top, bottom in self.bands)
        return " and ".join(named)

    @property
    def sentence(self) -> str:
        """What a person is told of a page that was read all the same."""
        return (
            f"Read, but {self.count} {self.where} of the page. Words there may be wrong or "
            "missing: look at the picture, and ask for a refax if it matters."
        )

    def areas(self, upright: Transform, *, width: float, height: float) -> tuple[Box, ...]:
        """The damaged parts of the upright picture, to which upright takes the picture as sent.

        width and height are those of the picture as sent.
        """
        step = width / _PIECES
        return tuple(
            upright.box(Box(piece * step, top * height, (piece + 1) * step, bottom * height))
            for top, bottom in self.bands
            for piece in range(_PIECES)
        )

    def placed(self, top: float, bottom: float) -> "Damage":
        """The damage on a page of which the picture takes the part from top to bottom, as shares."""
        moved = (
            (_share(top + above * (bottom - top)), _share(top + below * (bottom - top)))
            for above, below in self.bands
        )
        kept = tuple(band for band in moved if band[0] < band[1])
        return replace(self, bands=kept or ((0.0, 1.0),))

    def as_dict(self) -> dict[str, object]:
        """The form that is stored."""
        return {"rows": self.rows, "lost": self.lost, "bands": [list(band) for band in self.bands]}


def damage_of(rows: int, spans: Iterable[tuple[int, int]], *, margin: int) -> Damage:
    """The damage of spans of rows (first, behind the last), each band grown by the margin."""
    kept = sorted(spans)
    bands: list[tuple[int, int]] = []
    for first, behind in kept:
        top, bottom = max(0, first - margin), min(rows, behind + margin)
        if bands and (top <= bands[-1][1] or len(bands) == MOST_BANDS):
            bands[-1] = (bands[-1][0], bottom)
        else:
            bands.append((top, bottom))
    shares = tuple((round(top / rows, 4), round(bottom / rows, 4)) for top, bottom in bands)
    return Damage(rows, sum(behind - first for first, behind in kept), shares)


def damage_from(stored: object) -> Damage | None:
    """The damage from its stored form; None for an empty one.

    Raises:
        ValueError: when it is not of that form.
    """
    if not stored:
        return None
    if not isinstance(stored, Mapping):
        raise ValueError("The damage is not an object.")
    rows, lost, bands = stored.get("rows"), stored.get("lost"), stored.get("bands")
    if not isinstance(rows, int) or not isinstance(lost, int) or not 0 < lost <= rows:
        raise ValueError("The damaged rows are not numbers that can be.")
    if not isinstance(bands, list) or not 0 < len(bands) <= MOST_BANDS:
        raise ValueError("The bands are not a list of a sensible length.")
    return Damage(rows, lost, tuple(_band(band) for band in bands))


def touches(areas: Sequence[Box], box: Box) -> bool:
    """Whether any of the areas reaches into the box."""
    return any(area.overlap_x(box) > 0 and area.overlap_y(box) > 0 for area in areas)


def _band(band: object) -> tuple[float, float]:
    if not isinstance(band, list) or len(band) != 2:
        raise ValueError("A band is not two numbers.")
    top, bottom = (float(share) for share in band)
    if not 0 <= top < bottom <= 1:
        raise ValueError("A band does not lie on the page.")
    return top, bottom


def _share(place: float) -> float:
    return round(min(1.0, max(0.0, place)), 4)


def _third(top: float, bottom: float) -> str:
    middle = (top + bottom) / 2
    if middle < 1 / 3:
        return "near the top"
    return "in the middle" if middle < 2 / 3 else "near the bottom"
