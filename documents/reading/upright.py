"""Finds how a page lies, from where its lines of text are, and turns it upright."""

from collections.abc import Sequence
from statistics import median
from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from documents.domain.geometry import Transform, quarter_turn, rotation_about_centre

Pixels: TypeAlias = npt.NDArray[np.uint8]
Quad: TypeAlias = tuple[tuple[float, float], ...]

SMALLEST_SKEW = 0.2  # degrees; less is not worth resampling the picture for
_LARGEST_SKEW = 15.0
_LONG_LINE = 5.0  # times its height: long enough to measure an angle on
_TURNS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


def length_of(quad: Quad) -> float:
    """Pixels along the top edge."""
    return float(np.hypot(quad[1][0] - quad[0][0], quad[1][1] - quad[0][1]))


def height_of(quad: Quad) -> float:
    """Pixels along the left edge."""
    return float(np.hypot(quad[3][0] - quad[0][0], quad[3][1] - quad[0][1]))


def lies_sideways(quads: Sequence[Quad]) -> bool:
    """Whether most lines of text are taller than they are wide."""
    tall = sum(1 for quad in quads if height_of(quad) > 1.5 * length_of(quad))
    return tall > len(quads) / 2


def skew_of(quads: Sequence[Quad]) -> float:
    """The slope of the long lines in degrees, clockwise; 0 when there are none."""
    slopes = [
        float(np.degrees(np.arctan2(quad[1][1] - quad[0][1], quad[1][0] - quad[0][0])))
        for quad in quads
        if length_of(quad) > _LONG_LINE * height_of(quad)
    ]
    if len(slopes) < 3:
        return 0.0
    slope = float(median(slopes))
    return slope if SMALLEST_SKEW <= abs(slope) <= _LARGEST_SKEW else 0.0


def turned(pixels: Pixels, degrees: int) -> tuple[Pixels, Transform]:
    """The picture after a clockwise quarter turn, and where its points went."""
    height, width = pixels.shape[:2]
    transform = quarter_turn(degrees, width=width, height=height)
    if degrees == 0:
        return pixels, transform
    return np.ascontiguousarray(cv2.rotate(pixels, _TURNS[degrees]), dtype=np.uint8), transform


def deskewed(pixels: Pixels, slope: float) -> tuple[Pixels, Transform]:
    """The picture turned back by its slope about its centre, paper filled in at the edges."""
    height, width = pixels.shape[:2]
    transform = rotation_about_centre(-slope, width=width, height=height)
    matrix = np.array(
        [[transform.a, transform.b, transform.c], [transform.d, transform.e, transform.f]]
    )
    levels = levels_of(pixels)
    straight = cv2.warpAffine(
        pixels, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255,)
    )
    if levels <= 2:
        straight = cv2.threshold(straight, 127, 255, cv2.THRESH_BINARY)[1]
    return np.asarray(straight, dtype=np.uint8), transform


def levels_of(pixels: Pixels) -> int:
    """How many shades of grey the picture has."""
    return int(np.count_nonzero(cv2.calcHist([pixels], [0], None, [256], [0, 256])))


def moved(quads: Sequence[Quad], transform: Transform) -> list[Quad]:
    """The quads after the transform."""
    return [tuple(transform.point(x, y) for x, y in quad) for quad in quads]
