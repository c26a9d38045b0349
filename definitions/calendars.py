"""Working days: which dates count, by named calendar. Built from the holidays library and a council's closures."""

from __future__ import annotations

import calendar as months
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from importlib.metadata import version
from typing import Literal
from zoneinfo import ZoneInfo

import holidays

from definitions.durations import Duration

NATIONS: dict[str, tuple[str, ...]] = {
    "england": ("ENG",),
    "wales": ("WLS",),
    "scotland": ("SCT",),
    "northern-ireland": ("NIR",),
}
NATIONS["any-uk"] = ("ENG", "WLS", "SCT", "NIR")

Roll = Literal["none", "next-working-day"]

FIRST_YEAR, LAST_YEAR = 1950, 2150
"""Bank holidays are known for these years; outside them only weekends are days off, so that no date can cost much."""

LAST_DAY = date(9999, 12, 29)
"""Where counting forwards ends. Two days before time itself does, so that no zone carries a moment past it."""

FIRST_DAY = date(1, 1, 3)


@dataclass(frozen=True, slots=True)
class Calendar:
    """A named set of days off in one time zone. ``version`` is written into events, so history can be recomputed as
    it was."""

    name: str
    version: str
    zone: ZoneInfo
    closures: frozenset[date] = frozenset()
    _nations: tuple[str, ...] = field(default=(), repr=False)

    def holiday(self, day: date) -> str | None:
        """Why nobody works on ``day`` although it is a weekday, or None."""
        if day.weekday() >= 5:
            return None
        return _days_off(self._nations, self.closures, day.year).get(day)

    def day_off(self, day: date) -> str | None:
        """Why nobody works on ``day``, or None when it is a working day."""
        return ("Saturday", "Sunday")[day.weekday() - 5] if day.weekday() >= 5 else self.holiday(day)

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < 5 and day not in _days_off(self._nations, self.closures, day.year)

    def local(self, at: datetime) -> datetime:
        return at.astimezone(self.zone)

    def midnight(self, day: date) -> datetime:
        """Midnight of ``day`` in the council's zone, in UTC."""
        return datetime.combine(day, time(), self.zone).astimezone(UTC)

    def end_of(self, day: date) -> datetime:
        """The last second of ``day`` in the council's zone, in UTC."""
        return datetime.combine(day, time(23, 59, 59), self.zone).astimezone(UTC)

    def add_working_days(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day`` (before it, when negative); ``day`` itself is day zero."""
        way, left = (1 if count >= 0 else -1), abs(count)
        if left > 100:
            day, left = self._leap(day, way, left)
        while left and FIRST_DAY < day < LAST_DAY:
            day += timedelta(days=way)
            left -= self.is_working_day(day)
        return day

    def _leap(self, day: date, way: int, left: int) -> tuple[date, int]:
        """Most of a long way at once: ``left`` working days take at least this many days, holidays being extra."""
        sure = min(left // 5 * 7, (LAST_DAY - day).days if way > 0 else (day - FIRST_DAY).days)
        if sure <= 0:
            return day, left
        far = day + timedelta(days=way * sure)
        passed = self.working_days_between(day, far) if way > 0 else self.working_days_between(far - _DAY, day - _DAY)
        return far, left - passed

    def working_days_between(self, a: date, b: date) -> int:
        """Working days after ``a``, up to and including ``b``; negative when ``b`` is the earlier."""
        if b < a:
            return -self.working_days_between(b, a)
        weeks, odd = divmod((b - a).days, 7)
        weekdays = 5 * weeks + sum((a.weekday() + n) % 7 < 5 for n in range(1, odd + 1))
        known = {FIRST_YEAR, LAST_YEAR} | {day.year for day in self.closures}
        years = range(max(a.year, min(known)), min(b.year, max(known)) + 1)
        off = sum(a < day <= b for year in years for day in _days_off(self._nations, self.closures, year))
        return weekdays - off

    def add(self, at: datetime, length: Duration) -> datetime:
        """``at`` (aware) later by ``length``, counted on the council's clock: in UTC.

        Minutes and hours are real time. Days, weeks, working days, months and years keep the local time of day; a
        month that has no such day ends on its last. Never past ``LAST_DAY``.
        """
        if length.unit in ("minute", "hour"):
            real = timedelta(minutes=length.count * (60 if length.unit == "hour" else 1))
            return within_time(at.astimezone(UTC), real)
        here = self.local(at)
        day = self.add_to_day(here.date(), length)
        return datetime.combine(day, here.time(), self.zone).astimezone(UTC)

    def add_to_day(self, day: date, length: Duration) -> date:
        match length.unit:
            case "working day":
                return self.add_working_days(day, length.count)
            case "day" | "week":
                days = length.count * (7 if length.unit == "week" else 1)
                return date.fromordinal(max(FIRST_DAY.toordinal(), min(LAST_DAY.toordinal(), day.toordinal() + days)))
            case "month" | "year":
                count = length.count * (12 if length.unit == "year" else 1)
                return LAST_DAY if day.year * 12 + day.month + count > 12 * 9999 else add_months(day, count)
            case _:
                raise ValueError(f"{length} is not a whole number of days")

    def roll(self, day: date) -> date:
        """``day``, or the next working day after it when nobody works on it."""
        return day if self.is_working_day(day) else self.add_working_days(day, 1)


@dataclass(frozen=True, slots=True)
class Moment:
    """When, and by which calendar: the two things a pure rule must be told. ``at`` is aware, and kept in UTC.

    Raises:
        ValueError: ``at`` names no zone, so it is no moment.
    """

    at: datetime
    calendar: Calendar

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError(f"{self.at} names no time zone")
        object.__setattr__(self, "at", self.at.astimezone(UTC))

    @property
    def today(self) -> date:
        return self.calendar.local(self.at).date()


_DAY = timedelta(days=1)
_END = datetime.combine(LAST_DAY, time(), UTC)


def within_time(at: datetime, real: timedelta) -> datetime:
    """``at + real``, but never past the end of time."""
    return _END if real > _END - at else at + real


def add_months(day: date, count: int) -> date:
    """The same day ``count`` months later, or that month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


@lru_cache(maxsize=256)
def calendar(name: str = "england", closures: Iterable[date] = (), zone: str = "Europe/London") -> Calendar:
    """The calendar of that name (england, wales, scotland, northern-ireland, any-uk). ``closures`` must be hashable.

    Raises:
        KeyError: there is no such calendar.
    """
    closed = frozenset(closures)
    mark = hashlib.sha256(",".join(sorted(d.isoformat() for d in closed)).encode()).hexdigest()[:8] if closed else "0"
    return Calendar(name, f"{name}/{version('holidays')}/{mark}", ZoneInfo(zone), closed, NATIONS[name])


@lru_cache(maxsize=4096)
def _days_off(nations: tuple[str, ...], closures: frozenset[date], year: int) -> Mapping[date, str]:
    """The weekdays of one year on which nobody works, and why. Whole when made: the library's own objects fill
    themselves while being read, which two threads must not do."""
    named: dict[date, str] = {}
    if FIRST_YEAR <= year <= LAST_YEAR:
        for nation in reversed(nations):
            found = holidays.country_holidays("GB", subdiv=nation, years=year, expand=False)
            named |= {day: str(name) for day, name in found.items() if day.year == year}
    named |= dict.fromkeys((day for day in closures if day.year == year), "Council closed")
    return {day: named[day] for day in sorted(named) if day.weekday() < 5}
