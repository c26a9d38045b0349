"""Time that passes only while the council's offices are open: added, taken back and measured."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Protocol

_DAY = timedelta(days=1)
_NOTHING = timedelta()

FURTHEST = 100 * 366
"""Days that a count may pass: a calendar is open an hour a week at least, and no length is as long as that."""


class Office(Protocol):
    """Whose hours are counted: a calendar."""

    def local(self, at: datetime) -> datetime: ...

    def open_on(self, day: date) -> list[tuple[datetime, datetime]]:
        """When the offices are open on a day, in UTC, the earliest first."""
        ...


def later(calendar: Office, start: datetime, length: timedelta) -> datetime:
    """When ``length`` of office hours has passed after ``start``, in UTC. At closing time, not at the next opening."""
    left, end = length, start.astimezone(UTC)
    if left <= _NOTHING:
        return end
    for opens, closes in _open(calendar, calendar.local(start).date(), 1):
        begins = max(opens, start)
        if begins < closes:
            end = min(closes, begins + left)
            left -= end - begins
            if left <= _NOTHING:
                break
    return end


def earlier(calendar: Office, end: datetime, length: timedelta) -> datetime:
    """When ``length`` of office hours has still to pass before ``end``, in UTC."""
    left, start = length, end.astimezone(UTC)
    if left <= _NOTHING:
        return start
    for opens, closes in _open(calendar, calendar.local(end).date(), -1):
        ends = min(closes, end)
        if opens < ends:
            start = max(opens, ends - left)
            left -= ends - start
            if left <= _NOTHING:
                break
    return start


def between(calendar: Office, start: datetime, end: datetime) -> timedelta:
    """The office hours between two moments; nothing when ``end`` is the earlier."""
    passed = _NOTHING
    for opens, closes in _open(calendar, calendar.local(start).date(), 1):
        if opens >= end:
            break
        passed += max(min(closes, end) - max(opens, start), _NOTHING)
    return passed


def _open(calendar: Office, day: date, way: int) -> Iterator[tuple[datetime, datetime]]:
    """The times at which the offices are open, from ``day`` on, or back from it."""
    for n in range(FURTHEST):
        ordinal = day.toordinal() + way * n
        if not 3 < ordinal < date.max.toordinal() - 3:
            return
        yield from calendar.open_on(date.fromordinal(ordinal))[::way]
