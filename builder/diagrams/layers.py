"""Rows for what a diagram shows, from top to bottom, and the order within each: every line leads from one row to the
next, through places of its own in the rows that it passes."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from fast_sugiyama import from_edges


class Stop(NamedTuple):
    """A place in a row: a node's own, or one that lines to ``node`` pass through. ``row`` tells the latter apart."""

    node: str
    row: int = -1
    up: bool = False


@dataclass(frozen=True, slots=True)
class Route:
    """A line, from the stop at its upper end down to that at its lower. ``up`` is one that goes back: its arrow is at
    the upper end."""

    source: str
    target: str
    stops: tuple[Stop, ...]
    up: bool


@dataclass(frozen=True, slots=True)
class Layers:
    rows: tuple[tuple[Stop, ...], ...]
    routes: tuple[Route, ...]


_GAP = 10.0


MOST = 3
"""As many boxes stand side by side in a lane; more stand in rows of their own."""


def layers(lanes: Mapping[str, str], links: Sequence[tuple[str, str]], initial: str) -> Layers:
    """``lanes`` says of each node in whose lane it stands."""
    nodes = tuple(lanes)
    ranks = _ranks(nodes, _downwards(nodes, links, initial))
    routes, order = _routed(nodes, links, ranks)
    ranks = _broken(lanes, ranks, order)
    routes, order = _routed(nodes, links, ranks)
    rows: dict[int, list[Stop]] = defaultdict(list)
    for one in dict.fromkeys((*map(Stop, nodes), *(stop for route in routes for stop in route.stops))):
        rows[ranks[one.node] if one.row < 0 else one.row].append(one)
    return Layers(tuple(tuple(sorted(rows[n], key=order.__getitem__)) for n in sorted(rows)), routes)


def _downwards(nodes: Sequence[str], links: Sequence[tuple[str, str]], initial: str) -> list[tuple[str, str]]:
    """The links, those turned round that lead back to where one came from."""
    after: dict[str, list[str]] = defaultdict(list)
    for source, target in links:
        after[source].append(target)
    back, done = set[tuple[str, str]](), set[str]()
    for start in (initial, *nodes):
        way = [(start, iter(after[start]))] if start not in done else []
        above = {start}
        done.add(start)
        while way:
            here, ahead = way[-1]
            target = next(ahead, "")
            if not target:
                way.pop()
                above.discard(here)
            elif target in above:
                back.add((here, target))
            elif target not in done:
                done.add(target)
                above.add(target)
                way.append((target, iter(after[target])))
    return [(target, source) if (source, target) in back else (source, target) for source, target in links]


def _ranks(nodes: Sequence[str], down: Sequence[tuple[str, str]]) -> dict[str, int]:
    """The row of each node. What nothing leads to hangs on a root of its own above the first row."""
    number = {one: n for n, one in enumerate(nodes, 1)}
    below = {target for _, target in down}
    edges = [(number[source], number[target]) for source, target in down]
    edges += [(0, number[one]) for one in nodes if one not in below]
    heights = {n: y for n, (_, y) in _laid(edges).items()}
    levels = {y: n for n, y in enumerate(sorted(set(heights.values()), reverse=True))}
    found = {one: levels[heights[n]] for one, n in number.items()}
    first = min(found.values())
    return {one: row - first for one, row in found.items()}


def _broken(lanes: Mapping[str, str], ranks: Mapping[str, int], order: Mapping[Stop, float]) -> dict[str, int]:
    """The rows, those broken in which too many stand in a lane."""
    standing: dict[tuple[int, str], list[str]] = defaultdict(list)
    for one in sorted(ranks, key=lambda node: order[Stop(node)]):
        standing[ranks[one], lanes[one]].append(one)
    parts: dict[int, int] = defaultdict(lambda: 1)
    for (row, _), among in standing.items():
        parts[row] = max(parts[row], -(-len(among) // MOST))
    first = {row: sum(parts[above] for above in set(ranks.values()) if above < row) for row in parts}
    return {one: first[row] + n * -(-len(among) // MOST) // len(among)
            for (row, _), among in standing.items() for n, one in enumerate(among)}  # fmt: skip


def _routed(
    nodes: Sequence[str], links: Sequence[tuple[str, str]], ranks: Mapping[str, int]
) -> tuple[tuple[Route, ...], dict[Stop, float]]:
    routes = tuple(_route(source, target, ranks) for source, target in links)
    return routes, _order([Stop(one) for one in nodes], [one.stops for one in routes])


def _route(source: str, target: str, ranks: Mapping[str, int]) -> Route:
    up = ranks[source] > ranks[target]
    top, bottom = (target, source) if up else (source, target)
    between = [Stop(target, row, up) for row in range(ranks[top] + 1, ranks[bottom])]
    return Route(source, target, (Stop(top), *between, Stop(bottom)), up)


def _order(alone: Iterable[Stop], chains: Sequence[Sequence[Stop]]) -> dict[Stop, float]:
    """How far along its row each stop is."""
    pairs = dict.fromkeys((a, b) for chain in chains for a, b in itertools.pairwise(chain))
    number: dict[Stop, int] = {}
    for pair in pairs:
        for one in pair:
            number.setdefault(one, len(number) + 1)
    loose = {b for _, b in pairs}
    edges = [(number[a], number[b]) for a, b in pairs] + [(0, n) for one, n in number.items() if one not in loose]
    found = {n: x for n, (x, _) in _laid(edges).items()} if edges else {}
    return {one: found[n] for one, n in number.items()} | {one: 1e9 for one in alone if one not in number}


def _laid(edges: list[tuple[int, int]]) -> dict[int, tuple[float, float]]:
    laid = from_edges(edges, minimum_length=1, vertex_spacing=_GAP, ranking_type="minimize", dummy_vertices=True,
                      crossing_minimization="barycenter", transpose=True)  # fmt: skip
    return {int(one): (float(x), float(y)) for positions, *_ in laid for one, (x, y) in positions}
