"""Routes told in lines: what everybody is asked stands in one row, and what only some are asked in branches of it, up
to where all come together again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from builder.paths.routes import Choice, Stop

MOST = 400
"""The most stops told at once, but for the row that everybody is in."""
DEEPEST = 8
"""The most branches within branches: what is further in is told by itself, from there."""


@dataclass(slots=True)
class Branch:
    """Answers that lead the same way, and what follows until the branches meet; nothing where that is at once."""

    choices: list[Choice]
    lines: list[Line]


@dataclass(slots=True)
class Line:
    """A stop, by its ``number``, with the branches that begin there. ``kind`` is that of the stop; or ``again``: it
    goes on as from a stop told before; ``further``: as from one that is too far in to tell here; ``unknown``: what
    follows was not walked."""

    kind: Literal["page", "stop", "sent", "stuck", "again", "further", "unknown"]
    number: int
    stop: Stop
    branches: list[Branch] = field(default_factory=list)


class Told:
    """The stops of one way through, numbered as they are come upon, and told in lines.

    ``end`` tells only the routes that come to that end: "sent", or the page that stops them.
    """

    def __init__(self, first: Stop, end: str = "") -> None:
        self.stops: list[Stop] = []
        self._number: dict[object, int] = {}
        self._onward: list[list[int]] = []
        self._numbered(first)
        self._alive = self._leading(end)
        self._after = self._meeting()
        self._told: set[int] = set()

    @property
    def ends(self) -> list[Stop]:
        """Where routes end, each once."""
        return [one for one in self.stops if one.kind in ("sent", "stop", "stuck")]

    def lines(self, start: int = 0) -> list[Line]:
        self._told = set()
        if not 0 <= start < len(self.stops) or not self._alive[start]:
            return []
        return self._row(start, None, 0)

    def _row(self, here: int | None, until: int | None, depth: int) -> list[Line]:
        found: list[Line] = []
        while here is not None and here != until:
            stop = self.stops[here]
            if here in self._told and stop.kind == "page":
                return [*found, Line("again", here, stop)]
            if depth and (len(self._told) >= MOST or depth > DEEPEST):
                return [*found, Line("further", here, stop)]
            self._told.add(here)
            line = Line(stop.kind, here, stop)
            found.append(line)
            leading = self._choices(here)
            if stop.kind == "page" and not leading:
                return [*found, Line("unknown", here, stop)]
            if len(leading) == 1:
                here = next(iter(leading))
                continue
            meet = self._after[here]
            for to, choices in leading.items():
                line.branches.append(Branch(choices, self._row(to, meet, depth + 1)))
            here = meet
        return found

    def _choices(self, here: int) -> dict[int, list[Choice]]:
        """By where they lead, the answers at a stop of which something is to be told."""
        found: dict[int, list[Choice]] = {}
        for one in self.stops[here].choices:
            to = self._number[_key(one.to)]
            if self._alive[to]:
                found.setdefault(to, []).append(one)
        return found

    def _numbered(self, first: Stop) -> None:
        """So that what comes later has the higher number, whichever way one comes to it."""
        order: list[Stop] = []
        seen, waiting = {_key(first)}, [(first, iter(first.choices))]
        while waiting:
            stop, choices = waiting[-1]
            to = next((one.to for one in choices if _key(one.to) not in seen), None)
            if to is None:
                order.append(stop)
                waiting.pop()
            else:
                seen.add(_key(to))
                waiting.append((to, iter(to.choices)))
        self.stops = order[::-1]
        self._number = {_key(one): n for n, one in enumerate(self.stops)}
        self._onward = [list({self._number[_key(one.to)]: None for one in stop.choices}) for stop in self.stops]

    def _leading(self, end: str) -> list[bool]:
        """Whether a route from each stop comes to the end that is asked for, or to any."""
        wanted = [not end or _named(one) == end for one in self.stops]
        for n in range(len(self.stops) - 1, -1, -1):
            wanted[n] = wanted[n] or any(wanted[to] for to in self._onward[n])
        return wanted

    def _meeting(self) -> list[int | None]:
        """For each stop the first that all go on to who get any further. Those whose way ends early do not count."""
        goes_on = [one.kind == "sent" or (one.kind == "page" and not one.choices) for one in self.stops]
        for n in range(len(self.stops) - 1, -1, -1):
            goes_on[n] = goes_on[n] or any(goes_on[to] for to in self._onward[n] if to > n)
        passed: list[int] = [0] * len(self.stops)
        found: list[int | None] = [None] * len(self.stops)
        for n in range(len(self.stops) - 1, -1, -1):
            further = [passed[to] for to in self._onward[n] if to > n and goes_on[to] and self._alive[to]]
            common = _in_all(further)
            found[n] = (common & -common).bit_length() - 1 if common else None
            passed[n] = common | 1 << n
        return found


def _in_all(sets: Iterable[int]) -> int:
    """What is in all of these sets, each kept as the bits of a number."""
    common = -1
    for one in sets:
        common &= one
    return 0 if common == -1 else common


def _named(stop: Stop) -> str:
    return "sent" if stop.kind == "sent" else stop.page if stop.kind == "stop" else ""


def _key(stop: Stop) -> object:
    """Ends are one wherever they are come to."""
    return (stop.kind, stop.page) if stop.kind in ("sent", "stop") else id(stop)
