"""Boxes and transforms of the plane, in picture pixels with y growing downwards."""

import math
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Box:
    """An upright rectangle; x1 and y1 lie outside it or on its edge."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        """Pixels from left to right."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Pixels from top to bottom."""
        return self.y1 - self.y0

    @property
    def centre_x(self) -> float:
        """The middle, left to right."""
        return (self.x0 + self.x1) / 2

    @property
    def centre_y(self) -> float:
        """The middle, top to bottom."""
        return (self.y0 + self.y1) / 2

    def union(self, other: "Box") -> "Box":
        """The smallest box around both."""
        return Box(
            min(self.x0, other.x0),
            min(self.y0, other.y0),
            max(self.x1, other.x1),
            max(self.y1, other.y1),
        )

    def overlap_x(self, other: "Box") -> float:
        """Pixels shared left to right; 0 when none."""
        return max(0.0, min(self.x1, other.x1) - max(self.x0, other.x0))

    def overlap_y(self, other: "Box") -> float:
        """Pixels shared top to bottom; 0 when none."""
        return max(0.0, min(self.y1, other.y1) - max(self.y0, other.y0))

    def clipped(self, *, width: float, height: float) -> "Box":
        """The part inside a picture of this size."""
        return Box(
            min(max(self.x0, 0.0), width),
            min(max(self.y0, 0.0), height),
            min(max(self.x1, 0.0), width),
            min(max(self.y1, 0.0), height),
        )

    def corners(self) -> tuple[tuple[float, float], ...]:
        """The four corners, clockwise from the top left."""
        return (
            (self.x0, self.y0),
            (self.x1, self.y0),
            (self.x1, self.y1),
            (self.x0, self.y1),
        )


def box_around(points: Iterable[tuple[float, float]]) -> Box:
    """The smallest box around the points.

    Raises:
        ValueError: when there is no point.
    """
    listed = list(points)
    if not listed:
        raise ValueError("There is no point to draw a box around.")
    xs = [x for x, _ in listed]
    ys = [y for _, y in listed]
    return Box(min(xs), min(ys), max(xs), max(ys))


def union_of(boxes: Iterable[Box]) -> Box:
    """The smallest box around all of them.

    Raises:
        ValueError: when there is no box.
    """
    return box_around(corner for box in boxes for corner in box.corners())


@dataclass(frozen=True)
class Transform:
    """x' = a*x + b*y + c and y' = d*x + e*y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 0.0
    e: float = 1.0
    f: float = 0.0

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where the point goes."""
        return self.a * x + self.b * y + self.c, self.d * x + self.e * y + self.f

    def box(self, box: Box) -> Box:
        """The upright box around where the corners go."""
        return box_around(self.point(x, y) for x, y in box.corners())

    def then(self, after: "Transform") -> "Transform":
        """This transform followed by another."""
        return Transform(
            after.a * self.a + after.b * self.d,
            after.a * self.b + after.b * self.e,
            after.a * self.c + after.b * self.f + after.c,
            after.d * self.a + after.e * self.d,
            after.d * self.b + after.e * self.e,
            after.d * self.c + after.e * self.f + after.f,
        )

    def inverse(self) -> "Transform":
        """The way back.

        Raises:
            ValueError: when the transform folds the plane onto a line.
        """
        determinant = self.a * self.e - self.b * self.d
        if math.isclose(determinant, 0.0, abs_tol=1e-12):
            raise ValueError("This transform has no inverse.")
        a, b = self.e / determinant, -self.b / determinant
        d, e = -self.d / determinant, self.a / determinant
        return Transform(a, b, -(a * self.c + b * self.f), d, e, -(d * self.c + e * self.f))

    def as_list(self) -> list[float]:
        """The six numbers, for storing."""
        return [self.a, self.b, self.c, self.d, self.e, self.f]


def quarter_turn(degrees: int, *, width: float, height: float) -> Transform:
    """A clockwise turn of a picture of this size by 0, 90, 180 or 270 degrees.

    Raises:
        ValueError: for any other angle.
    """
    turns = {
        0: Transform(),
        90: Transform(0, -1, height, 1, 0, 0),
        180: Transform(-1, 0, width, 0, -1, height),
        270: Transform(0, 1, 0, -1, 0, width),
    }
    if degrees not in turns:
        raise ValueError("A page is turned by quarter turns only.")
    return turns[degrees]


def rotation_about_centre(degrees: float, *, width: float, height: float) -> Transform:
    """A small clockwise turn that keeps the picture's size and centre."""
    angle = math.radians(degrees)
    cos, sin = math.cos(angle), math.sin(angle)
    x, y = width / 2, height / 2
    return Transform(cos, -sin, x - cos * x + sin * y, sin, cos, y - sin * x - cos * y)
