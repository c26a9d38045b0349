"""Long lines drawn straight: what passes through several rows keeps to one place as long as others leave it room."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from builder.diagrams.layers import Layers, Stop

Room = tuple[float, float]


def straightened(
    laid: Layers, rows: Iterable[Sequence[tuple[Stop, Room]]], at: Mapping[Stop, float]
) -> dict[Stop, float]:
    """``rows`` has, of each lane in each row, the stops in order, each with how far it must keep from its neighbours
    to the left and right; the first and the last with how far they may go."""
    places, beside = dict(at), dict[Stop, tuple[tuple[Stop | None, float], tuple[Stop | None, float]]]()
    for row in rows:
        for n, (one, (left, right)) in enumerate(row):
            beside[one] = ((row[n - 1][0] if n else None, left), (row[n + 1][0] if n + 1 < len(row) else None, right))
    ends = _ends(laid)
    for trunk in _trunks(laid):
        run, low, high = list[Stop](), float("-inf"), float("inf")
        for one in trunk:
            (before, left), (after, right) = beside[one]
            least = left if before is None else places[before] + left
            most = right if after is None else places[after] - right
            if max(low, least) > min(high, most):
                _set(run, low, high, ends, places)
                run, low, high = [], float("-inf"), float("inf")
            run.append(one)
            low, high = max(low, least), min(high, most)
        _set(run, low, high, ends, places)
    return places


def _set(run: Sequence[Stop], low: float, high: float, ends: Mapping[Stop, list[Stop]], at: dict[Stop, float]) -> None:
    """The place where the line that enters or leaves needs no turn, if it can be; or else the nearest to it."""
    if not run:
        return
    wished = [at[two] for one in (run[-1], run[0]) for two in ends[one] if two not in run]
    x = next((x for x in wished if low <= x <= high), min(max(wished[0], low), high))
    at.update(dict.fromkeys(run, x))


def _ends(laid: Layers) -> dict[Stop, list[Stop]]:
    """What is next to each stop on its lines: below it first."""
    found: dict[Stop, dict[Stop, None]] = defaultdict(dict)
    for down in (True, False):
        for route in laid.routes:
            pairs = zip(route.stops, route.stops[1:], strict=False)
            for a, b in pairs:
                one, two = (a, b) if down else (b, a)
                found[one][two] = None
    return {one: list(near) for one, near in found.items()}


def _trunks(laid: Layers) -> list[list[Stop]]:
    """Places that lines pass through, from top to bottom, by what they lead to; the longest first."""
    found: dict[tuple[str, bool], list[Stop]] = defaultdict(list)
    for row in laid.rows:
        for one in row:
            if one.row >= 0:
                found[one.node, one.up].append(one)
    return sorted(found.values(), key=len, reverse=True)
