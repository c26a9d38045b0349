"""Workflows to draw, of the library and by chance, and whether what is drawn of them is in anything else's way."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from builder.diagrams.boxes import Box
from builder.diagrams.drawing import Drawing

LIBRARY = sorted((Path(__file__).parents[3] / "definitions" / "library").glob("*/service.json"))
Rectangle = tuple[float, float, float, float]


def read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text())
    return found


LABELS = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=60),
    st.sampled_from(["Go", "W" * 70, "Waiting for the applicant to answer our question", "Ail-asesu’r cais yn llawn"]),
)
BY = st.lists(
    st.sampled_from(["desk", "boss", "applicant", "assignee", "partner"]), min_size=1, unique=True, max_size=3
)


@st.composite
def workflows(draw: st.DrawFn, most: int = 60) -> dict[str, Any]:
    """A document's workflow and what it names, with loops, ways back, several ways between two, and islands."""
    ids = [f"s{n}" for n in range(draw(st.integers(1, most)))]
    some = st.sampled_from(ids)
    states = [
        {"id": one, "label": draw(LABELS), "public": "Somewhere", "final": draw(st.booleans())}
        | draw(st.sampled_from([{}, {"queue": "in"}, {"queue": ["in", "out"]}]))
        for one in ids
    ]
    ways = []
    for n in range(draw(st.integers(0, min(2 * len(ids), 90)))):
        way = {"id": f"t{n}", "label": draw(LABELS), "from": draw(st.lists(some, min_size=1, max_size=6, unique=True))}
        way |= draw(st.sampled_from([{"by": ["system"]}, {"by": ["timer"], "after": "10 working days"}, {}]))
        way |= {} if "by" in way else {"by": draw(BY)}
        way |= {"to": draw(some)} if draw(st.integers(0, 5)) else {}
        ways.append(way | ({"when": "true"} if draw(st.booleans()) else {}))
    return {
        "roles": [{"id": "desk", "label": "Desk"}, {"id": "boss", "label": draw(LABELS)}],
        "queues": [{"id": "in", "label": "In", "role": "desk"}, {"id": "out", "label": "Out", "role": ["boss"]}],
        "workflow": {"initial": ids[0], "states": states, "transitions": ways},
    }


def overlaps(one: Rectangle, other: Rectangle) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def within(one: Rectangle, other: Rectangle) -> bool:
    return other[0] <= one[0] and other[1] <= one[1] and one[2] <= other[2] and one[3] <= other[3]


def of_box(box: Box) -> Rectangle:
    return box.x, box.y, box.x + box.width, box.bottom


def collisions(drawn: Drawing) -> Iterator[str]:
    """Everything that stands where something else does."""
    page = (0.0, 0.0, drawn.width, drawn.height)
    for one, other in combinations(drawn.boxes, 2):
        if overlaps(of_box(one), of_box(other)):
            yield f"{one.node.address} lies over {other.node.address}"
    for box in drawn.boxes:
        if not within(of_box(box), page) or box.y < drawn.head:
            yield f"{box.node.address} lies outside"
        yield from inside(box)
    for lane in drawn.lanes:
        band = (lane.x, 0.0, lane.x + lane.width, drawn.head)
        yield from (f"{one.text} lies outside its lane" for one in lane.words if not within(one.rectangle, band))
    yield from crossings(drawn)


def inside(box: Box) -> Iterator[str]:
    """What is wrong with the words, signs and smaller boxes in one."""
    parts = [(one.text, one.rectangle) for one in box.words]
    parts += [(one.node.address, of_box(one)) for one in box.inner]
    parts += [("sign", (at[0] - 8, at[1] - 8, at[0] + 8, at[1] + 8)) for at in (box.icon, box.guard) if at]
    for (name, one), (second, other) in combinations(parts, 2):
        if overlaps(one, other):
            yield f"{name} lies over {second} in {box.node.address}"
    for name, one in parts:
        if not within(one, of_box(box)):
            yield f"{name} does not fit into {box.node.address}"
    for small in box.inner:
        yield from inside(small)


def crossings(drawn: Drawing) -> Iterator[str]:
    """Lines that go through a box."""
    for line in drawn.lines:
        for (ax, ay), (bx, by) in pairwise(line.points):
            segment = (min(ax, bx) - 0.1, min(ay, by) + 0.1, max(ax, bx) + 0.1, max(ay, by) - 0.1)
            if ay == by:
                segment = (min(ax, bx), ay - 0.1, max(ax, bx), ay + 0.1)
            if by < drawn.head:
                yield f"{line.action} crosses the head"
            yield from (f"{line.action} crosses {box.node.address}" for box in drawn.boxes
                        if overlaps(segment, of_box(box)))  # fmt: skip


def ends(drawn: Drawing) -> Mapping[str, set[tuple[str, str]]]:
    """From which box to which the lines of each action lead, by where they begin and arrive."""
    found: dict[str, set[tuple[str, str]]] = {}
    for line in drawn.lines:
        pair = tuple(_touched(drawn, point) for point in (line.points[0], line.points[-1]))
        found.setdefault(line.action, set()).add((pair[0], pair[1]))
    return found


def _touched(drawn: Drawing, point: tuple[float, float]) -> str:
    x, y = point
    return next(one.node.address for one in drawn.boxes if one.x <= x <= one.x + one.width and y in (one.y, one.bottom))
