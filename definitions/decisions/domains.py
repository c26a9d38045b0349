"""What an input of a decision table can be, cut at the values that its cells name, so that every case is tried once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from math import ceil, floor
from typing import Any

from definitions.decisions.cells import Part
from definitions.expressions import InvalidExpression
from definitions.expressions.tree import Node, parse
from definitions.types import Type

_OTHER = object()
_DAY = timedelta(days=1)
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
    """One value that stands for all those no cell can tell from it. ``value`` is in its stored form, None for any other."""

    value: Any
    words: str
    compared: Any


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
    found = set(named)
    match of.name:
        case "boolean":
            return Sample(True, "true", True), Sample(False, "false", False)
        case "text" if of.options is not None:
            return tuple(Sample(option, f"'{option}'", option) for option in sorted(of.options))
        case "text":
            texts = sorted(value for value in found if isinstance(value, str))
            return (*(Sample(text, f"'{text}'", text) for text in texts), Sample(None, "anything else", _OTHER))
        case "integer":
            numbers = {edge for value in found if isinstance(value, Decimal) for edge in (floor(value), ceil(value))}
            return tuple(_cut(sorted(numbers), 1, int, str)) or (_anything(0),)
        case "decimal":
            decimals = sorted(value for value in found if isinstance(value, Decimal))
            return tuple(_cut(decimals, None, str, str)) or (_anything(Decimal(0)),)
        case "timestamp":
            days = sorted(value for value in found if isinstance(value, date))
            return tuple(_cut(days, _DAY, str, str)) or (_anything(date(2026, 1, 1)),)
        case _:
            return (Sample(None, "anything", None),)


def _anything(value: Any) -> Sample:
    return Sample(str(value) if not isinstance(value, int) else value, "anything", value)


def _cut(
    edges: list[Any], step: Any, stored: Callable[[Any], Any], say: Callable[[Any], str]
) -> Iterator[Sample]:
    """Below, at, between and above the edges. ``step`` parts neighbours; None where values lie as close as you like."""
    if not edges:
        return
    apart = step if step is not None else Decimal(1)
    yield Sample(stored(edges[0] - apart), f"less than {say(edges[0])}", edges[0] - apart)
    for low, high in pairwise(edges):
        yield Sample(stored(low), say(low), low)
        if step is None or high - low > step:
            inside = (low + high) / 2 if step is None else low + step
            yield Sample(stored(inside), f"more than {say(low)} and less than {say(high)}", inside)
    yield Sample(stored(edges[-1]), say(edges[-1]), edges[-1])
    yield Sample(stored(edges[-1] + apart), f"more than {say(edges[-1])}", edges[-1] + apart)
