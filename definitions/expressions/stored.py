"""Between stored answers and what the engine calculates with: dates become instants, decimals numbers, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from math import isfinite
from typing import Any
from zoneinfo import ZoneInfo

from definitions.types import Type

Bind = Callable[[Any, ZoneInfo], Any]


def binder(of: Type, paths: Iterable[tuple[str, ...]]) -> Bind | None:
    """What turns a stored value into one the engine reads, with only those members that ``paths`` (below it) name.

    None where it can be handed over as it is. The result raises ValueError or TypeError for a value not of its type.
    """
    if of.name == "timestamp":
        return instant
    if of.name == "decimal":
        return _number
    if of.name == "list":
        below = tuple(path for path in paths if path)  # to name a list is not to need all of each item
        item = binder(of.of, below if of.of.name == "object" else ((),)) if of.of else None
        return None if item is None else _listed(item)
    if of.name == "object":
        return _members(of, tuple(paths))
    return None


def _members(of: Type, paths: tuple[tuple[str, ...], ...]) -> Bind:
    wanted = {name for name, _ in of.fields} if () in paths else {path[0] for path in paths}
    plan = tuple(
        (name, binder(field, [path[1:] for path in paths if path[:1] == (name,)] or [()]))
        for name, field in of.fields
        if name in wanted
    )

    def bind(value: Any, zone: ZoneInfo) -> dict[str, Any]:
        return bound(plan, value, zone)

    return bind


def bound(plan: Iterable[tuple[str, Bind | None]], names: Mapping[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    """The names of a plan that are there, each as the engine reads it; None counts as absent."""
    if not isinstance(names, Mapping):
        raise TypeError("not an object")
    found = {}
    for name, bind in plan:
        value = names.get(name)
        if value is not None:
            found[name] = value if bind is None else bind(value, zone)
    return found


def _listed(item: Bind) -> Bind:
    return lambda values, zone: [item(value, zone) for value in values if value is not None]


def _number(value: Any, _: ZoneInfo) -> float:
    number = float(value)
    if not isfinite(number):
        raise ValueError("not a number")
    return number


@lru_cache(maxsize=4096)
def instant(text: str, zone: ZoneInfo) -> datetime:
    """An ISO date as its midnight in the council's zone, a month (YYYY-MM) as its first day, an ISO time as it is (in
    that zone if it names none): in UTC.

    Raises:
        ValueError: it is neither.
    """
    if len(text) == 7:
        text = f"{text}-01"
    if len(text) == 10:
        day = date.fromisoformat(text)
        return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
    at = datetime.fromisoformat(text)
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)


def stored(value: Any, of: Type, zone: ZoneInfo) -> Any:
    """The stored form of what the engine found: an ISO date where it is midnight in the zone, a decimal as text."""
    if isinstance(value, datetime):
        here = value.astimezone(zone)
        midnight = not (here.hour or here.minute or here.second or here.microsecond)
        return here.date().isoformat() if midnight else value.astimezone(UTC).isoformat()
    if of.name == "decimal" and isinstance(value, float | int):
        text = format(Decimal(repr(value)), "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, list):
        return [stored(item, of.of or of, zone) for item in value]
    if isinstance(value, dict):
        fields = dict(of.fields)
        return {name: stored(part, fields.get(name, of), zone) for name, part in value.items()}
    return value
