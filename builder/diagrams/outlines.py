"""The shape of each kind of box, so that none is told apart by its colour alone."""

from __future__ import annotations

from builder.diagrams.boxes import Box

_CUT = 9.0


def outline(box: Box) -> str:
    """The data of a path round a box: square for a state, round ends for what people do, points at the sides for what
    waits for a time, corners cut off for what happens by itself."""
    x, y, right, bottom = box.x, box.y, box.x + box.width, box.bottom
    match box.node.shape:
        case "timer":
            middle = (y + bottom) / 2
            return _path((x + _CUT, y), (right - _CUT, y), (right, middle), (right - _CUT, bottom),
                         (x + _CUT, bottom), (x, middle))  # fmt: skip
        case "system":
            return _path((x + _CUT, y), (right - _CUT, y), (right, y + _CUT), (right, bottom - _CUT),
                         (right - _CUT, bottom), (x + _CUT, bottom), (x, bottom - _CUT), (x, y + _CUT))  # fmt: skip
        case "person" | "applicant" | "partner":
            return _rounded(x, y, right, bottom, min((bottom - y) / 2, 18))
    return _rounded(x, y, right, bottom, 3)


def second_outline(box: Box) -> str:
    """A line within that of a state which ends a case; nothing for others."""
    if box.node.shape != "final":
        return ""
    return _rounded(box.x + 4, box.y + 4, box.x + box.width - 4, box.bottom - 4, 1)


def diamond(at: tuple[float, float]) -> str:
    """The sign of a condition."""
    x, y = at
    return _path((x, y - 6), (x + 6, y), (x, y + 6), (x - 6, y))


def _path(*points: tuple[float, float]) -> str:
    return "M" + "L".join(f"{x:g},{y:g}" for x, y in points) + "Z"


def _rounded(x: float, y: float, right: float, bottom: float, r: float) -> str:
    return (
        f"M{x + r:g},{y:g}H{right - r:g}A{r:g},{r:g} 0 0 1 {right:g},{y + r:g}V{bottom - r:g}"
        f"A{r:g},{r:g} 0 0 1 {right - r:g},{bottom:g}H{x + r:g}A{r:g},{r:g} 0 0 1 {x:g},{bottom - r:g}V{y + r:g}"
        f"A{r:g},{r:g} 0 0 1 {x + r:g},{y:g}Z"
    )
