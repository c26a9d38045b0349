"""Where along its row everything stands: within its lane, in order, as near as can be to what it has lines to."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from builder.diagrams.layers import Layers, Stop
from builder.diagrams.straight import straightened

EDGE, SPACE, TIGHT, SWEEPS = 16.0, 24.0, 14.0, 12


class Column(NamedTuple):
    """A lane's place, from left to right."""

    lane: str
    x: float
    width: float


def columns(
    laid: Layers, widths: Mapping[Stop, float], lane_of: Mapping[Stop, str], lanes: Sequence[tuple[str, float]]
) -> tuple[list[Column], dict[Stop, float]]:
    """The lanes, each at least as wide as it must be, and the middle of each stop."""
    rank = {lane: n for n, (lane, _) in enumerate(lanes)}
    rows: list[dict[str, list[Stop]]] = []
    for row in laid.rows:
        grouped: dict[str, list[Stop]] = defaultdict(list)
        for one in sorted(row, key=lambda stop: rank[lane_of[stop]]):
            grouped[lane_of[one]].append(one)
        rows.append(grouped)
    placed, x = list[Column](), 0.0
    for lane, least in lanes:
        need = max((_length(row.get(lane, ()), widths) for row in rows), default=0.0)
        placed.append(Column(lane, x, max(least, need + 2 * EDGE)))
        x += placed[-1].width
    bounds = {one.lane: (one.x + EDGE, one.x + one.width - EDGE) for one in placed}
    at = _settled(rows, widths, bounds, _neighbours(laid))
    spaced = [_spaced(stops, widths, bounds[lane]) for row in rows for lane, stops in row.items()]
    return placed, straightened(laid, spaced, at)


def _spaced(
    stops: Sequence[Stop], widths: Mapping[Stop, float], bounds: tuple[float, float]
) -> list[tuple[Stop, tuple[float, float]]]:
    """Each with how far it keeps from its neighbours, or, at the ends, how far it may go."""
    far = [(widths[a] + widths[b]) / 2 + _apart(a, b) for a, b in itertools.pairwise(stops)]
    left = [bounds[0] + widths[stops[0]] / 2, *far]
    right = [*far, bounds[1] - widths[stops[-1]] / 2]
    return [(one, (a, b)) for one, a, b in zip(stops, left, right, strict=True)]


def _length(stops: Sequence[Stop], widths: Mapping[Stop, float]) -> float:
    return sum(widths[one] for one in stops) + sum(_apart(a, b) for a, b in itertools.pairwise(stops))


def _apart(one: Stop, other: Stop) -> float:
    return SPACE if one.row < 0 and other.row < 0 else TIGHT


def _neighbours(laid: Layers) -> dict[Stop, dict[Stop, None]]:
    found: dict[Stop, dict[Stop, None]] = defaultdict(dict)
    for route in laid.routes:
        for a, b in zip(route.stops, route.stops[1:], strict=False):
            found[a][b] = None
            found[b][a] = None
    return found


def _settled(
    rows: Sequence[Mapping[str, Sequence[Stop]]],
    widths: Mapping[Stop, float],
    bounds: Mapping[str, tuple[float, float]],
    near: Mapping[Stop, Mapping[Stop, None]],
) -> dict[Stop, float]:
    at = dict[Stop, float]()
    for row in rows:
        for lane, stops in row.items():
            at |= _packed(stops, [sum(bounds[lane]) / 2] * len(stops), widths, bounds[lane])
    for sweep in range(SWEEPS):
        for row in rows if sweep % 2 == 0 else reversed(rows):
            for lane, stops in row.items():
                wished = [_middle([at[two] for two in near.get(one, {})] or [at[one]]) for one in stops]
                at |= _packed(stops, wished, widths, bounds[lane])
    return {one: float(round(x)) for one, x in at.items()}


def _middle(places: list[float]) -> float:
    places.sort()
    n = len(places)
    return (places[(n - 1) // 2] + places[n // 2]) / 2


def _packed(
    stops: Sequence[Stop], wished: Sequence[float], widths: Mapping[Stop, float], bounds: tuple[float, float]
) -> dict[Stop, float]:
    """The places nearest to those wished that keep order and distance: groups that touch move as one."""
    offsets, far = list[float](), 0.0
    for n, one in enumerate(stops):
        if n:
            far += (widths[stops[n - 1]] + widths[one]) / 2 + _apart(stops[n - 1], one)
        offsets.append(far)
    groups: list[tuple[float, int]] = []
    for wish, offset in zip(wished, offsets, strict=True):
        total, count = wish - offset, 1
        while groups and groups[-1][0] / groups[-1][1] >= total / count:
            before, number = groups.pop()
            total, count = total + before, count + number
        groups.append((total, count))
    low, high = bounds[0] + widths[stops[0]] / 2, bounds[1] - widths[stops[-1]] / 2 - far
    starts = [min(max(total / count, low), max(low, high)) for total, count in groups for _ in range(count)]
    return {one: start + offset for one, start, offset in zip(stops, starts, offsets, strict=True)}
