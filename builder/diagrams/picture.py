"""A drawn workflow as its template paints it: every element a link, with the marks that somebody puts on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from builder.diagrams.boxes import Box, Words
from builder.diagrams.chart import chart
from builder.diagrams.drawing import Drawing, drawing
from builder.diagrams.outlines import diamond, outline, second_outline
from builder.diagrams.strokes import head, stroke

Document = Mapping[str, Any]


class Mark(NamedTuple):
    """What is said of an element from outside: that examples go through it, or through part
    of it, that none does, that it is wrong."""

    sign: Literal["yes", "part", "no", "wrong"]
    words: str


@dataclass(frozen=True, slots=True)
class Sight:
    """A box to be painted. ``name`` is what a screen reader says."""

    address: str
    href: str
    name: str
    shape: str
    outline: str
    second: str
    words: tuple[Words, ...]
    icon: tuple[float, float] | None
    guard: str
    badge: tuple[float, float]
    mark: Mark | None
    current: bool
    inside: bool
    reached: bool


@dataclass(frozen=True, slots=True)
class Stroke:
    """``mark`` is that of the action whose line it is."""

    line: str
    head: str
    mark: Mark | None
    current: bool


@dataclass(frozen=True, slots=True)
class Picture:
    drawn: Drawing
    sights: tuple[Sight, ...]
    strokes: tuple[Stroke, ...]


def picture(
    document: Document, link: Callable[[str], str], at: str = "", marks: Mapping[str, Mark] | None = None
) -> Picture:
    """The diagram of a workflow. ``link`` makes an element's address into that of a page; ``at`` is the one in hand."""
    drawn, marked = _drawn(document), marks or {}
    sights = tuple(one for box in drawn.boxes for one in _sights(box, link, at, marked, inside=False))
    strokes = tuple(
        Stroke(stroke(line.points), head(line.points), marked.get(line.action), at == line.action)
        for line in drawn.lines
    )
    return Picture(drawn, sights, tuple(sorted(strokes, key=lambda one: one.current)))


_lately: list[tuple[tuple[Any, ...], Drawing]] = []
KEPT = 16


def _drawn(document: Document) -> Drawing:
    """The drawing of a workflow, remembered for those looked at last: choosing an element draws nothing anew."""
    facts = document["workflow"], document.get("roles"), document.get("queues")
    found = next((drawn for known, drawn in tuple(_lately) if known == facts), None)
    if found is None:
        found = drawing(chart(document))
        _lately.insert(0, (facts, found))
        del _lately[KEPT:]
    return found


def _sights(
    box: Box, link: Callable[[str], str], at: str, marks: Mapping[str, Mark], *, inside: bool
) -> Iterator[Sight]:
    node, mark = box.node, marks.get(box.node.address)
    name = f"{_said(box)}. {node.about}{f'. {mark.words}' if mark else ''}"
    yield Sight(node.address, link(node.address), name, node.shape, outline(box), second_outline(box), box.words,
                box.icon, diamond(box.guard) if box.guard else "", (box.x + box.width, box.y), mark,
                node.address == at, inside, node.reached)  # fmt: skip
    for one in box.inner:
        yield from _sights(one, link, at, marks, inside=True)


def _said(box: Box) -> str:
    """All that is to be read in a box, and the whole of what is too long for it."""
    seen = " ".join(one.text for one in box.words)
    return f"{seen} {box.node.label}" if any(one.text.endswith("…") for one in box.words) else seen
