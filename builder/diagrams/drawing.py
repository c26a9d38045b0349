"""A workflow drawn: the places of its boxes, lanes and lines. No colours, no markup."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from builder.diagrams.boxes import LEADING, Box, Words, box
from builder.diagrams.chart import Chart
from builder.diagrams.columns import Column, columns
from builder.diagrams.layers import Layers, Route, Stop, layers
from builder.diagrams.letters import lines
from builder.diagrams.tracks import TRACK, Hop, tracks

THREAD, TITLE, LEAST, BEFORE, AFTER, TOP, FOOT, NEAR = 10.0, 15.0, 140.0, 12.0, 18.0, 40.0, 20.0, 36.0
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class LaneBand:
    x: float
    width: float
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line that belongs to an action, with corners at ``points``, in the direction in which a case goes."""

    action: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    width: float
    height: float
    head: float
    lanes: tuple[LaneBand, ...]
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    start: Point


def drawing(chart: Chart) -> Drawing:
    boxes = {one.address: box(one) for one in chart.nodes}
    laid = layers({one.address: one.lane for one in chart.nodes}, chart.links, chart.initial)
    placed, middles = _along(chart, boxes, laid)
    bands, head = _bands(chart, placed)
    hops = _hops(laid, boxes, middles)
    turns, tops, bottoms, y = dict[Hop, float](), list[float](), list[float](), head + TOP
    for n, row in enumerate(laid.rows):
        tall = max((boxes[one.node].height for one in row if one.row < 0), default=0.0)
        between, count = tracks(hop for _, found in hops for m, hop in found if m == n)
        tops.append(y)
        bottoms.append(y + tall)
        turns |= {hop: y + tall + BEFORE + track * TRACK for hop, track in between.items()}
        y += tall + BEFORE + AFTER + count * TRACK
    for n, row in enumerate(laid.rows):
        for one in row:
            if one.row < 0:
                own = boxes[one.node]
                boxes[one.node] = own.moved(middles[one] - own.width / 2, tops[n])
    ways = tuple(_line(route, found, boxes, turns) for route, found in hops)
    wide = placed[-1].x + placed[-1].width
    first = boxes[chart.initial]
    in_order = tuple(sorted(boxes.values(), key=lambda one: (one.y, one.x)))
    return Drawing(wide, bottoms[-1] + FOOT, head, bands, in_order, ways, (first.middle, first.y - 24))


def _along(chart: Chart, boxes: Mapping[str, Box], laid: Layers) -> tuple[list[Column], dict[Stop, float]]:
    """Lines that pass a row keep to the lane of their action, or, where several meet, of what they lead to."""
    stops = {one for row in laid.rows for one in row}
    lanes = {one.address: one.lane for one in chart.nodes}
    widths = {one: THREAD if one.row >= 0 else boxes[one.node].width for one in stops}
    return columns(laid, widths, {one: lanes[one.node] for one in stops}, [(one.id, LEAST) for one in chart.lanes])


def _bands(chart: Chart, placed: Sequence[Column]) -> tuple[tuple[LaneBand, ...], float]:
    names = {one.id: one.label for one in chart.lanes}
    bands = []
    for lane, x, wide in placed:
        said = lines(names[lane], TITLE - 1, wide - 24)
        words = tuple(Words(line, x + wide / 2, 14 + n * LEADING + LEADING - 5) for n, line in enumerate(said))
        bands.append(LaneBand(x, wide, words))
    return tuple(bands), max(len(one.words) for one in bands) * LEADING + 24


def _hops(
    laid: Layers, boxes: Mapping[str, Box], middles: Mapping[Stop, float]
) -> list[tuple[Route, list[tuple[int, Hop]]]]:
    """Each line's parts, with the row that they leave downwards. Lines that go back have doors of their own."""
    rank = {one: n for n, row in enumerate(laid.rows) for one in row}
    into: dict[Stop, set[Stop]] = defaultdict(set)
    for route in laid.routes:
        into[route.stops[-1]].add(route.stops[-2])

    def ends(upper: Stop, lower: Stop, up: bool) -> tuple[float, float]:
        above, below = ((middles[one] + (boxes[one.node].width / 4 if up and one.row < 0 else 0))
                        for one in (upper, lower))  # fmt: skip
        alone = not up and lower.row < 0 and len(into[lower]) == 1
        return above, above if alone and abs(above - below) <= NEAR else below

    return [
        (route, [(rank[a], Hop(str(a), str(b), *ends(a, b, route.up), (route.target, route.up)))
                 for a, b in pairwise(route.stops)])
        for route in laid.routes
    ]  # fmt: skip


def _line(route: Route, hops: Sequence[tuple[int, Hop]], boxes: Mapping[str, Box], turns: Mapping[Hop, float]) -> Line:
    upper, lower = boxes[route.stops[0].node], boxes[route.stops[-1].node]
    points: list[Point] = [(hops[0][1].above, upper.bottom)]
    for _, hop in hops:
        if hop in turns and hop.above != hop.below:
            points += [(hop.above, turns[hop]), (hop.below, turns[hop])]
    points.append((hops[-1][1].below, lower.y))
    action = next(one for one in (route.source, route.target) if one.startswith("transition:"))
    return Line(action, tuple(reversed(points) if route.up else points))
