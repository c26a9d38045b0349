"""What a council adds to the bank holidays: its closures and office hours, and the holidays as it knew them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from itertools import pairwise
from types import MappingProxyType
from typing import Any, NamedTuple

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

FEWEST_MINUTES = 60
"""The offices are open for at least so long in a week, so that no count of office hours can go on for ever."""

MOST_DAYS = 2000
"""Closures, and days with hours of their own, that one calendar may hold."""

MOST_AT_ONCE = 366

CLOSED = "Council closed"
"""What a closure is called that has no reason of its own."""


class Span(NamedTuple):
    """Office hours of one day. ``closes`` None is midnight at its end."""

    opens: time
    closes: time | None

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}-{self.closes:%H:%M}" if self.closes else f"{self.opens:%H:%M}-24:00"

    @property
    def minutes(self) -> int:
        return _minutes(self.closes) - _minutes(self.opens)


Hours = tuple[tuple[Span, ...], ...]
"""Office hours by weekday, Monday first."""

NINE_TO_FIVE: Hours = (*((Span(time(9), time(17)),) for _ in range(5)), (), ())

Named = Mapping[date, str]
"""Days, and why each is one."""

_NONE: Mapping[Any, Any] = MappingProxyType({})


class BadCalendar(ValueError):
    """A council's calendar that cannot be used; its words say what to write."""


@dataclass(frozen=True, slots=True, eq=False)
class Council:
    """One version of a council's calendar, for ever as it is; compared by identity, so it is a cheap key.

    ``closures`` are whole days, with why. ``special`` are days with office hours of their own, in place of the
    weekday's; they stay working days. ``banks`` are the bank holidays by nation as they were known when this version
    was made; a year of which it knows nothing is the library's own.
    """

    version: str
    closures: Named = field(default_factory=lambda: _NONE)
    hours: Hours = NINE_TO_FIVE
    special: Mapping[date, tuple[Span, ...]] = field(default_factory=lambda: _NONE)
    banks: Mapping[str, Named] = field(default_factory=lambda: _NONE)


def closing(days: Iterable[date], version: str) -> Council:
    """A council that is closed on these days, and otherwise like any other."""
    return Council(version, dict.fromkeys(sorted(days), CLOSED))


def read_council(document: Mapping[str, Any]) -> Council:
    """A version from its document: ``closures`` {"2026-12-29": why}, ``hours`` {"monday": ["09:00-17:00"]}, ``days``
    {"2026-12-24": ["09:00-12:00"]} and ``banks`` {"ENG": {"2026-12-25": "Christmas Day"}}. Its version is its content.

    Raises:
        BadCalendar: with words for whoever wrote it.
    """
    hours = tuple(tuple(map(read_span, document.get("hours", {}).get(day, ()))) for day in WEEKDAYS)
    if "hours" not in document:
        hours = NINE_TO_FIVE
    for spans in hours:
        _in_order(spans)
    if sum(span.minutes for spans in hours for span in spans) < FEWEST_MINUTES:
        raise BadCalendar("The offices must be open for at least an hour a week.")
    special = {read_day(day): tuple(map(read_span, spans)) for day, spans in document.get("days", {}).items()}
    for spans in special.values():
        _in_order(spans)
    closures = {read_day(day): str(why) or CLOSED for day, why in document.get("closures", {}).items()}
    if len(closures) + len(special) > MOST_DAYS:
        raise BadCalendar(f"There can be at most {MOST_DAYS} days: take out those that are long past.")
    banks = {
        nation: {read_day(day): str(name) for day, name in named.items()}
        for nation, named in document.get("banks", {}).items()
    }
    return Council(content_mark(document), closures, hours, special, banks)


def closed(document: Mapping[str, Any], days: Iterable[date], why: str) -> dict[str, Any]:
    """The calendar with these days as closures."""
    more = dict.fromkeys((day.isoformat() for day in days), why)
    return {**document, "closures": {**document.get("closures", {}), **more}, "days": _left(document, "days", more)}


def as_usual(document: Mapping[str, Any], days: Iterable[date]) -> dict[str, Any]:
    """The calendar with nothing of its own on these days."""
    gone = {day.isoformat() for day in days}
    return {**document, **{name: _left(document, name, gone) for name in ("closures", "days")}}


def hours_on(document: Mapping[str, Any], day: str, spans: Iterable[str]) -> dict[str, Any]:
    """The calendar with office hours of its own on one day."""
    read_day(day)
    days = {**document.get("days", {}), day: list(spans)}
    return {**document, "days": days, "closures": _left(document, "closures", (day,))}


def weekly(document: Mapping[str, Any], weekday: str, spans: Iterable[str]) -> dict[str, Any]:
    """The calendar with other office hours on one weekday."""
    usual = dict(zip(WEEKDAYS, (list(map(str, spans)) for spans in NINE_TO_FIVE), strict=True))
    return {**document, "hours": {**usual, **document.get("hours", {}), weekday: list(spans)}}


def _left(document: Mapping[str, Any], name: str, gone: Container[str]) -> dict[str, Any]:
    return {day: what for day, what in document.get(name, {}).items() if day not in gone}


def content_mark(document: Mapping[str, Any]) -> str:
    """The name of a version: what it holds, hashed. The same calendar has the same name, wherever it was made."""
    whole = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


def read_day(text: str) -> date:
    """
    Raises:
        BadCalendar: it is no date written YYYY-MM-DD.
    """
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise BadCalendar(f'"{text}" is not a day: write it like 2026-12-29.') from None
    if day.isoformat() != text:
        raise BadCalendar(f'"{text}" is not a day: write it like 2026-12-29.')
    return day


def days_between(first: str, last: str) -> list[date]:
    """
    Raises:
        BadCalendar: they are no days, out of order, or more than a year apart.
    """
    start, end = read_day(first), read_day(last)
    if not 0 <= (end - start).days < MOST_AT_ONCE:
        raise BadCalendar("The last day must be on or after the first, and within a year.")
    return [start + timedelta(days=n) for n in range((end - start).days + 1)]


def read_span(text: str) -> Span:
    """
    Raises:
        BadCalendar: it is not like 09:00-17:00.
    """
    opens, _, closes = text.replace(" ", "").replace("–", "-").partition("-")
    try:
        span = Span(_time(opens), None if closes == "24:00" else _time(closes))
    except ValueError:
        raise BadCalendar(f'"{text}" are not office hours: write them like 09:00-17:00.') from None
    if span.minutes <= 0:
        raise BadCalendar(f'"{text}" ends before it begins.')
    return span


def _time(text: str) -> time:
    at = time.fromisoformat(text)
    if len(text) != 5 or at.tzinfo:
        raise ValueError(text)
    return at


def _in_order(spans: tuple[Span, ...]) -> None:
    for one, other in pairwise(spans):
        if other.opens < (one.closes or time.max):
            raise BadCalendar(f"{one} and {other} must come one after the other.")


def _minutes(at: time | None) -> int:
    return at.hour * 60 + at.minute if at else 24 * 60
