"""A figure beside its target, and the table of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Literal, TypeVar

T = TypeVar("T")
Bound = Literal["at least", "at most", ""]


@dataclass(frozen=True)
class Figure:
    """One row. ``measured`` is held against ``target`` in the direction of ``bound``; "" is only told.

    ``of`` says in words what was divided by what, with the numbers themselves.
    """

    what: str
    measured: float
    unit: str = ""
    bound: Bound = ""
    target: float = 0
    of: str = ""

    @property
    def missed(self) -> bool:
        if self.bound == "at least":
            return self.measured < self.target
        return self.bound == "at most" and self.measured > self.target

    def as_json(self) -> dict[str, Any]:
        return {
            "what": self.what, "measured": round(self.measured, 4), "unit": self.unit, "bound": self.bound or None,
            "target": self.target if self.bound else None, "missed": self.missed, "of": self.of,
        }  # fmt: skip


def table(figures: Iterable[Figure]) -> str:
    """The figures as a Markdown table; a target that is missed is marked."""
    rows = [("what", "target", "measured", "", "of what")]
    for one in figures:
        target = f"{one.bound} {_short(one.target)} {one.unit}".strip() if one.bound else ""
        mark = "MISSED" if one.missed else "ok" if one.bound else ""
        rows.append((one.what, target, f"{_short(one.measured)} {one.unit}".strip(), mark, one.of))
    widths = [max(len(row[place]) for row in rows) for place in range(5)]
    rows.insert(1, ("-" * widths[0], *("-" * width for width in widths[1:])))  # type: ignore[arg-type]
    lines = ([cell.ljust(width) for cell, width in zip(row, widths, strict=True)] for row in rows)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _short(value: float) -> str:
    return f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}" if abs(value) < 100 else f"{value:.0f}"


def in_turns(rounds: int, *measures: Callable[[], T]) -> tuple[list[T], ...]:
    """Each measure ``rounds`` times, one after the other in every round, so that a slow minute slows them all.

    One round more goes before, to warm everything up.
    """
    found = [[measure() for measure in measures] for _ in range(rounds + 1)][1:]
    return tuple(list(column) for column in zip(*found, strict=True))


def ratio(above: Sequence[float], below: Sequence[float]) -> float:
    """The median over rounds of one measure divided by another of the same round."""
    return median(a / b for a, b in zip(above, below, strict=True))
