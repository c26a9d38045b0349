"""The boxes of a diagram: how large each must be for its words, and what stands where in it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from builder.diagrams.chart import Node
from builder.diagrams.letters import lines, width

LABEL, NOTE = 14.0, 12.0
LEADING, NOTE_LEADING = 18.0, 15.0
STATE, ACTION, PAD, ICON, GUARD, BETWEEN = 190.0, 190.0, 11.0, 22.0, 18.0, 8.0


@dataclass(frozen=True, slots=True)
class Words:
    """One line of a text: ``x`` is its middle, ``y`` the line that its letters stand on."""

    text: str
    x: float
    y: float
    small: bool = False

    @property
    def rectangle(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of what it may cover."""
        size = NOTE if self.small else LABEL
        half = width(self.text, size) / 2
        return self.x - half, self.y - size * 0.95, self.x + half, self.y + size * 0.3


@dataclass(frozen=True, slots=True)
class Box:
    """``icon`` and ``guard`` are the middles of the signs of an action, where it has them. ``inner`` are the boxes of
    actions that stay in a state."""

    node: Node
    x: float
    y: float
    width: float
    height: float
    words: tuple[Words, ...]
    icon: tuple[float, float] | None = None
    guard: tuple[float, float] | None = None
    inner: tuple[Box, ...] = ()

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def moved(self, x: float, y: float) -> Box:
        def both(at: tuple[float, float] | None) -> tuple[float, float] | None:
            return at and (at[0] + x, at[1] + y)

        words = tuple(replace(one, x=one.x + x, y=one.y + y) for one in self.words)
        inner = tuple(one.moved(x, y) for one in self.inner)
        return replace(self, x=self.x + x, y=self.y + y, words=words, inner=inner,
                       icon=both(self.icon), guard=both(self.guard))  # fmt: skip


def box(node: Node) -> Box:
    """A node's box, with its upper left corner at nought."""
    if node.address.startswith("transition:"):
        return _action(node, ACTION, node.shape != "person")
    words, y = _words(node.label, (), PAD, STATE - PAD)
    inner = []
    for one in node.inner:
        small = _action(one, STATE - 2 * BETWEEN, True).moved(BETWEEN, y)
        inner.append(small)
        y = small.bottom + BETWEEN
    return Box(node, 0, 0, STATE, y, words, inner=tuple(inner))


def _action(node: Node, wide: float, sign: bool) -> Box:
    left = PAD + (ICON if sign else 0)
    right = wide - PAD - (GUARD if node.guarded else 0)
    words, tall = _words(node.label, node.notes, left, right)
    icon = (PAD + ICON / 2 - 3, tall / 2) if sign else None
    return Box(node, 0, 0, wide, tall, words, icon, (wide - PAD - GUARD / 2 + 3, tall / 2) if node.guarded else None)


def _words(label: str, notes: tuple[str, ...], left: float, right: float) -> tuple[tuple[Words, ...], float]:
    """The words between two sides, and how tall they are with what is around them."""
    found, y, x = list[Words](), 8.0, (left + right) / 2
    for line in lines(label, LABEL, right - left):
        found.append(Words(line, x, y + LEADING - 5))
        y += LEADING
    for note in notes:
        for line in lines(note, NOTE, right - left):
            found.append(Words(line, x, y + NOTE_LEADING - 4, small=True))
            y += NOTE_LEADING
    return tuple(found), y + 8.0
