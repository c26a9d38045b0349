"""Lines as SVG writes them: with round corners, and a head where they arrive."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot

Point = tuple[float, float]
ROUND, HEAD, HALF = 6.0, 8.0, 4.5


def stroke(points: Sequence[Point]) -> str:
    """The data of a path through these points."""
    steps = [f"M{_at(points[0])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        near, far = _towards(corner, before), _towards(corner, after)
        steps.append(f"L{_at(near)}Q{_at(corner)} {_at(far)}")
    return "".join((*steps, f"L{_at(points[-1])}"))


def head(points: Sequence[Point]) -> str:
    """The data of the arrow at the last of these points, which is reached upwards or downwards."""
    (_, before), (x, y) = points[-2:]
    back = -HEAD if before <= y else HEAD
    return f"M{_at((x - HALF, y + back))}L{_at((x + HALF, y + back))}L{_at((x, y))}Z"


def _towards(corner: Point, other: Point) -> Point:
    """A point a little way from a corner, never past the middle of its side."""
    long = hypot(other[0] - corner[0], other[1] - corner[1])
    part = min(ROUND, long / 2) / long if long else 0.0
    return corner[0] + (other[0] - corner[0]) * part, corner[1] + (other[1] - corner[1]) * part


def _at(point: Point) -> str:
    return ",".join(f"{round(one, 1):g}" for one in point)
