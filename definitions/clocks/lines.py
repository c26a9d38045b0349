"""The steps of a due time's arithmetic, one by one, so that anybody can check it by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from definitions.clocks.count import Lost
from definitions.clocks.due import Due
from definitions.durations import OF_TIME, Duration

LineKind = Literal[
    "length", "skipped", "office", "wall-clock", "paused", "paused-time", "extended", "recounted", "rolled",
    "end-of-day", "promised", "waiting", "stopped",
]  # fmt: skip

MOST_OFFICE_DAYS = 10
"""A count of office hours over more days than these is not told day by day."""


@dataclass(frozen=True, slots=True)
class Line:
    """One step of the arithmetic: ``facts`` are plain values (days, times, counts, lengths, the State of a pause)."""

    kind: LineKind
    facts: Mapping[str, Any]


def lines(due: Due) -> tuple[Line, ...]:
    """How ``due`` was worked out, in the order in which it is counted."""
    return (*_length(due), *_given_back(due), *_moved(due), *_standing(due))


def _length(due: Due) -> Iterator[Line]:
    """What is counted from where, and what on the way does not count."""
    local, unit = due.calendar.local, due.clock.length.unit
    begun = local(due.started)
    day: date = begun if unit in OF_TIME else begun.date()
    yield Line("length", {"length": due.clock.length, "day": day, "restarted": due.restarted})
    yield from (Line("skipped", {"day": off, "name": name}) for off, name in _skipped(due, begun.date()))
    if unit == "working hour":
        yield from (Line("office", {"day": each, "time": time}) for each, time in _office_days(due))
    elif unit in OF_TIME and not due.clock.end_of_day:
        shift = (local(due.due).utcoffset() or timedelta()) - (begun.utcoffset() or timedelta())
        if shift:
            yield Line("wall-clock", {"forward": shift > timedelta()})


def _skipped(due: Due, first: date) -> list[tuple[date, str]]:
    """Weekdays between start and end on which nobody works, for a clock that counts working days or hours."""
    units = {due.clock.length.unit, *(more.by.unit for more in due.extensions)}
    if units.isdisjoint(("working day", "working hour")):
        return []
    days = min((due.calendar.local(due.due).date() - first).days, 4000)
    each = (first + timedelta(days=n) for n in range(0 if "working hour" in units else 1, days + 1))
    return [(day, name) for day in each if (name := due.calendar.holiday(day))]


def _office_days(due: Due) -> list[tuple[date, timedelta]]:
    """How long the clock ran in the office hours of each day, if these are few."""
    by, found = due.calendar, list[tuple[date, timedelta]]()
    first, last = by.local(due.started).date(), by.local(due.due).date()
    for n in range(min((last - first).days, 366) + 1):
        day = first + timedelta(days=n)
        ran = timedelta()
        for opens, closes in by.open_on(day):
            since, until = max(opens, due.started), min(closes, due.due)
            ran += max(until - since - _still(due, since, until), timedelta())
        if ran:
            found.append((day, ran))
    return found if len(found) <= MOST_OFFICE_DAYS else []


def _still(due: Due, since: datetime, until: datetime) -> timedelta:
    """How long it stood still between two moments."""
    nothing = timedelta()
    return sum((max(min(p.until, until) - max(p.since, since), nothing) for p in due.pauses), nothing)


def _given_back(due: Due) -> Iterator[Line]:
    local = due.calendar.local
    for lost in due.lost:
        facts = {"state": due.states.get(lost.pause.state), "since": local(lost.pause.since).date()}
        if lost.days is None:
            if lost.time:
                yield Line(
                    "paused-time", facts | {"time": lost.time, "office": due.clock.length.unit == "working hour"}
                )
        elif lost.days:
            yield Line("paused", facts | {"length": _in_days(due, lost)})
    for more in due.extensions:
        yield Line("extended", {"length": more.by, "day": local(more.at).date(), "reason": more.reason})


def _in_days(due: Due, lost: Lost) -> Duration:
    return Duration(lost.days or 0, "working day" if due.clock.length.unit == "working day" else "day")


def _moved(due: Due) -> Iterator[Line]:
    local = due.calendar.local
    if due.recounted:
        yield Line("recounted", {"day": local(due.recounted).date()})
    if due.rolled_from:
        why = due.calendar.day_off(due.rolled_from)
        yield Line("rolled", {"day": due.rolled_from, "name": why, "to": local(due.due).date()})
    if due.clock.end_of_day:
        yield Line("end-of-day", {"day": local(due.due).date()})


def _standing(due: Due) -> Iterator[Line]:
    local = due.calendar.local
    if due.promised:
        yield Line("promised", {"day": local(due.promised).date()})
    if due.stopped:
        yield Line("stopped", {"day": local(due.stopped).date()})
    elif due.waiting:
        yield Line("waiting", {"day": local(due.waiting[0]).date(), "state": due.waiting[1]})
