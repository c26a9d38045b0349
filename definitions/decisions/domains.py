"""What an input of a decision table can be, cut at the values that its cells name, so that every case is tried once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from math import ceil, floor
from typing import Any

from definitions.decisions.cells import Part
from definitions.expressions import InvalidExpression
from definitions.expressions.parse import parse
from definitions.expressions.tree import Node
from definitions.types import Type

_OTHER = object()
_DAY = timedelta(days=1)
_ANY_DAY = date(2026, 1, 1)
_ORDERS: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda value, limit: value < limit,
    "<=": lambda value, limit: value <= limit,
    ">": lambda value, limit: value > limit,
    ">=": lambda value, limit: value >= limit,
    "==": lambda value, limit: value == limit,
    "!=": lambda value, limit: value != limit,
}


@dataclass(frozen=True, slots=True)
class Sample:
    """One value that stands for all those that no cell can tell from it.

    ``value`` is in its stored form, None for any other than those named. ``place`` counts along an ordered type, whose
    samples reach from ``low`` to ``high`` (each a bound and whether it is in; None is without end).
    """

    value: Any
    compared: Any
    words: str = ""
    place: int = -1
    low: tuple[str, bool] | None = None
    high: tuple[str, bool] | None = None


def literal_of(source: str) -> Any:
    """The value that a part of a cell writes out (numbers exact, dates as dates), or None when only a case can tell."""
    try:
        node = parse(source)
    except InvalidExpression:
        return None
    return _literal(node)


def _literal(node: Node) -> Any:
    if node.kind == "literal":
        return Decimal(repr(node.value)) if type(node.value) in (int, float) else node.value
    if node.kind == "call" and node.value == "date" and len(node.parts) == 1:
        text = node.parts[0].value
        try:
            return date.fromisoformat(text) if isinstance(text, str) and len(text) == 10 else None
        except ValueError:
            return None
    return None


def constants(parts: Iterable[Part]) -> Iterator[Any]:
    for part in parts:
        yield from constants(part.inner)
        yield from (value for value in map(literal_of, part.values) if value is not None)


def satisfied(parts: tuple[Part, ...], sample: Sample) -> bool | None:
    """Whether a cell accepts the sample; None when that depends on more than its input."""
    if not parts:
        return True
    answers = [_meets(part, sample) for part in parts]
    if True in answers:
        return True
    return None if None in answers else False


def _meets(part: Part, sample: Sample) -> bool | None:
    if part.kind == "not":
        inner = satisfied(part.inner, sample)
        return None if inner is None else not inner
    limits = [literal_of(value) for value in part.values]
    if None in limits or sample.compared is None:
        return None
    try:
        if part.kind == "range":
            return bool(limits[0] <= sample.compared <= limits[1])
        return _ORDERS["==" if part.kind == "is" else part.kind](sample.compared, limits[0])
    except TypeError:
        return None


def samples(of: Type, named: Iterable[Any]) -> tuple[Sample, ...]:
    """A value for every part of the type that the ``named`` constants cut it into."""
    found = list(set(named))
    match of.name:
        case "boolean":
            return Sample(True, True, "true"), Sample(False, False, "false")
        case "text" if of.options is not None:
            return tuple(Sample(option, option, f"'{option}'") for option in sorted(of.options))
        case "text":
            texts = sorted(value for value in found if isinstance(value, str))
            return (*(Sample(text, text, f"'{text}'") for text in texts), Sample(None, _OTHER, "anything else"))
        case "integer":
            numbers = {edge for value in found if isinstance(value, Decimal) for edge in (floor(value), ceil(value))}
            return _cut(sorted(numbers or {0}), 1, int)
        case "decimal":
            return _cut(sorted(value for value in found if isinstance(value, Decimal)) or [Decimal(0)], None, str)
        case "timestamp":
            return _cut(sorted(value for value in found if isinstance(value, date)) or [_ANY_DAY], _DAY, str)
        case _:
            return (Sample(None, None, "anything"),)


def _cut(edges: list[Any], step: Any, stored: Callable[[Any], Any]) -> tuple[Sample, ...]:
    """Below, at, between and above the edges. ``step`` parts neighbours; None where values lie as close as you like."""
    apart = Decimal(1) if step is None else step

    def bound(edge: Any, inward: Any) -> tuple[str, bool]:
        return (str(edge), False) if step is None else (str(edge + inward), True)

    spans: list[tuple[Any, tuple[str, bool] | None, tuple[str, bool] | None]] = [
        (edges[0] - apart, None, bound(edges[0], -apart))
    ]
    for low, high in pairwise([*edges, None]):
        spans.append((low, (str(low), True), (str(low), True)))
        if high is not None and (step is None or high - low > step):
            inside = (low + high) / 2 if step is None else low + step
            spans.append((inside, bound(low, apart), bound(high, -apart)))
    spans.append((edges[-1] + apart, bound(edges[-1], apart), None))
    return tuple(
        Sample(stored(value), value, place=place, low=low, high=high) for place, (value, low, high) in enumerate(spans)
    )


def runs(alike: Sequence[Sample]) -> list[list[Sample]]:
    """The samples by those that follow each other along an ordered type."""
    found: list[list[Sample]] = []
    for sample in alike:
        if found and sample.place > 0 and found[-1][-1].place == sample.place - 1:
            found[-1].append(sample)
        else:
            found.append([sample])
    return found


def say(alike: tuple[Sample, ...]) -> str:
    """Samples in words: runs of an ordered type as one range."""
    words = [run[0].words or _range(run[0].low, run[-1].high) for run in runs(alike)]
    more = len(words) - 4
    return " or ".join(words[:4]) + (f" or {more} more" if more > 0 else "")


def _range(low: tuple[str, bool] | None, high: tuple[str, bool] | None) -> str:
    if low is None and high is None:
        return "anything"
    if low == high and low is not None:
        return low[0]
    above = "" if low is None else f"{'from' if low[1] else 'more than'} {low[0]}"
    below = "" if high is None else f"{'up to' if high[1] else 'less than'} {high[0]}"
    if low is not None and high is not None and low[1] and high[1]:
        return f"{low[0]} to {high[0]}"
    return " and ".join(filter(None, (above, below)))
