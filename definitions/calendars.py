"""Working days: which dates count, by named calendar. Pure: built from the holidays library and a council's closures."""

from __future__ import annotations

import calendar as months
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from importlib.metadata import version
from typing import Literal
from zoneinfo import ZoneInfo

import holidays

from definitions.durations import Duration

NATIONS = {"england": ("ENG",), "wales": ("WLS",), "scotland": ("SCT",), "northern-ireland": ("NIR",)}
NATIONS["any-uk"] = ("ENG", "WLS", "SCT", "NIR")

Roll = Literal["none", "next-working-day"]


@dataclass(frozen=True, slots=True)
class Calendar:
    """A named set of days off in one time zone. ``version`` is written into events, so history can be recomputed as it was."""

    name: str
    version: str
    zone: ZoneInfo
    closures: frozenset[date] = frozenset()
    _nations: tuple[str, ...] = field(default=(), repr=False)

    def day_off(self, day: date) -> str | None:
        """Why nobody works on ``day``, or None when it is a working day."""
        if day.weekday() >= 5:
            return ("Saturday", "Sunday")[day.weekday() - 5]
        if day in self.closures:
            return "Council closed"
        for nation in self._nations:
            name = _nation(nation).get(day)
            if name:
                return str(name)
        return None

    def is_working_day(self, day: date) -> bool:
        return self.day_off(day) is None

    def local(self, at: datetime) -> datetime:
        return at.astimezone(self.zone)

    def midnight(self, day: date) -> datetime:
        """Midnight of ``day`` in the council's zone, in UTC."""
        return datetime.combine(day, time(), self.zone).astimezone(UTC)

    def add_working_days(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day`` (before it, when negative); ``day`` itself is day zero."""
        step, left = (1 if count >= 0 else -1), abs(count)
        while left:
            day += timedelta(days=step)
            left -= self.is_working_day(day)
        return day

    def working_days_between(self, a: date, b: date) -> int:
        """Working days after ``a``, up to and including ``b``; negative when ``b`` is the earlier."""
        if b < a:
            return -self.working_days_between(b, a)
        return sum(self.is_working_day(a + timedelta(days=n)) for n in range(1, (b - a).days + 1))

    def add(self, at: datetime, length: Duration) -> datetime:
        """``at`` (aware) later by ``length``, counted on the council's clock: in UTC.

        Minutes and hours are real time. Days, weeks, working days, months and years keep the local time of day; a
        month that has no such day ends on its last.
        """
        if length.unit == "minute":
            return (at + timedelta(minutes=length.count)).astimezone(UTC)
        if length.unit == "hour":
            return (at + timedelta(hours=length.count)).astimezone(UTC)
        here = self.local(at)
        day = self.add_to_day(here.date(), length)
        return datetime.combine(day, here.time(), self.zone).astimezone(UTC)

    def add_to_day(self, day: date, length: Duration) -> date:
        match length.unit:
            case "working day":
                return self.add_working_days(day, length.count)
            case "day":
                return day + timedelta(days=length.count)
            case "week":
                return day + timedelta(weeks=length.count)
            case "month":
                return add_months(day, length.count)
            case "year":
                return add_months(day, 12 * length.count)
            case _:
                raise ValueError(f"{length} is not a whole number of days")

    def roll(self, day: date) -> date:
        """``day``, or the next working day after it when nobody works on it."""
        return day if self.is_working_day(day) else self.add_working_days(day, 1)


@dataclass(frozen=True, slots=True)
class Moment:
    """When, and by which calendar: the two things a pure rule must be told. ``at`` is aware."""

    at: datetime
    calendar: Calendar

    @property
    def today(self) -> date:
        return self.calendar.local(self.at).date()


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


@lru_cache(maxsize=8)
def _nation(nation: str) -> holidays.HolidayBase:
    return holidays.country_holidays("GB", subdiv=nation)
