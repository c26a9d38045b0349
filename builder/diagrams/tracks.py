"""The ways of lines between two rows: each on a track of its own, but where they come from or lead to the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

TRACK = 9.0
CLOSE = 6.0


class Hop(NamedTuple):
    """A part of a line, from a place on the upper row down to one on the lower. ``net`` tells what may share a way:
    all that leads to the same."""

    top: str
    bottom: str
    above: float
    below: float
    net: tuple[str, bool]


@dataclass(slots=True)
class _Net:
    hops: list[Hop] = field(default_factory=list)

    @property
    def span(self) -> tuple[float, float]:
        places = [x for hop in self.hops for x in (hop.above, hop.below)]
        return min(places), max(places)


def tracks(hops: Iterable[Hop]) -> tuple[dict[Hop, int], int]:
    """The track of each hop that goes sideways, counted from the upper row, and how many there are."""
    nets = _nets(hops)
    before = {n: [m for m, other in enumerate(nets) if m != n and _over(other, net)] for n, net in enumerate(nets)}
    taken: list[list[tuple[float, float]]] = []
    of: dict[int, int] = {}
    for n in _sorted(nets, before):
        left, right = nets[n].span
        track = max((of[m] + 1 for m in before[n] if m in of), default=0)
        while track < len(taken) and any(left < b + CLOSE and a - CLOSE < right for a, b in taken[track]):
            track += 1
        taken += [[] for _ in range(len(taken), track + 1)]
        taken[track].append((left, right))
        of[n] = track
    return {hop: of[n] for n, net in enumerate(nets) for hop in net.hops}, len(taken)


def _nets(hops: Iterable[Hop]) -> list[_Net]:
    """What shares a track: hops to the same; and where each of these comes from one place only, all that comes from
    there."""
    leading: dict[tuple[str, bool], list[Hop]] = defaultdict(list)
    for hop in dict.fromkeys(hops):
        leading[hop.net].append(hop)
    nets: dict[tuple[str, bool, bool], _Net] = defaultdict(_Net)
    for (target, up), among in leading.items():
        sources = {hop.bottom if up else hop.top for hop in among}
        key = (sources.pop(), up, True) if len(sources) == 1 else (target, up, False)
        nets[key].hops.extend(among)
    return [net for net in nets.values() if any(hop.above != hop.below for hop in net.hops)]


def _over(one: _Net, other: _Net) -> bool:
    """Whether one must keep above the other: what comes up from the other would run along what goes down from it."""
    return any(abs(a.above - b.below) < CLOSE for a in one.hops for b in other.hops)


def _sorted(nets: Sequence[_Net], before: Mapping[int, Sequence[int]]) -> list[int]:
    """The nets, from the top, each after those that must be above it; where that goes in a circle, by length."""
    left, done = sorted(range(len(nets)), key=lambda n: (nets[n].span[1] - nets[n].span[0], nets[n].span)), list[int]()
    while left:
        free = next((n for n in left if not any(m in left for m in before[n])), left[0])
        left.remove(free)
        done.append(free)
    return done
