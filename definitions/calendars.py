"""Working days and office hours: which count, by named calendar. Of the holidays library and a council's own days."""

from __future__ import annotations

import calendar as months
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from importlib.metadata import version
from typing import Literal
from zoneinfo import ZoneInfo

import holidays

from definitions import office_hours
from definitions.council import Council, Span, closing
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
    it was. ``council`` is whose closures and office hours count."""

    name: str
    version: str
    zone: ZoneInfo
    council: Council = field(repr=False)
    _nations: tuple[str, ...] = field(default=(), repr=False)

    def holiday(self, day: date) -> str | None:
        """Why nobody works on ``day`` although it is a weekday, or None."""
        if day.weekday() >= 5:
            return None
        return self._off(day.year).get(day)

    def day_off(self, day: date) -> str | None:
        """Why nobody works on ``day``, or None when it is a working day."""
        return ("Saturday", "Sunday")[day.weekday() - 5] if day.weekday() >= 5 else self.holiday(day)

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self._off(day.year)

    def office_hours(self, day: date) -> tuple[Span, ...]:
        """When the council's offices are open on ``day``: not at all on a holiday, even if it is a Saturday."""
        if (special := self.council.special.get(day)) is not None:
            return special
        closed = day in _named(self._nations, self.council, day.year)
        return () if closed else self.council.hours[day.weekday()]

    def open_on(self, day: date) -> list[tuple[datetime, datetime]]:
        """Those hours as moments, in UTC."""
        return [
            (self.at(day, span.opens), self.at(day, span.closes) if span.closes else self.midnight(day + _DAY))
            for span in self.office_hours(day)
        ]

    def _off(self, year: int) -> Mapping[date, str]:
        return _days_off(self._nations, self.council, year)

    def local(self, at: datetime) -> datetime:
        return at.astimezone(self.zone)

    def midnight(self, day: date) -> datetime:
        """Midnight of ``day`` in the council's zone, in UTC."""
        return self.at(day, time())

    def end_of(self, day: date) -> datetime:
        """The last second of ``day`` in the council's zone, in UTC."""
        return self.at(day, time(23, 59, 59))

    def at(self, day: date, clock: time) -> datetime:
        """That time of ``day`` on the council's clock, in UTC. A time that comes twice, when the clocks go back, is the
        first; one that does not come, when they go forward, is as much later as they go."""
        return datetime.combine(day, clock.replace(fold=0), self.zone).astimezone(UTC)

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
        known = {FIRST_YEAR, LAST_YEAR} | {day.year for day in self.council.closures}
        years = range(max(a.year, min(known)), min(b.year, max(known)) + 1)
        off = sum(a < day <= b for year in years for day in self._off(year))
        return weekdays - off

    def add(self, at: datetime, length: Duration) -> datetime:
        """``at`` (aware) later by ``length``, counted on the council's clock: in UTC.

        Minutes and hours are real time, working hours the time in which the offices are open. Days, weeks, working
        days, months and years keep the local time of day; a month that has no such day ends on its last. Never past
        ``LAST_DAY``.
        """
        if length.unit == "working hour":
            hours = timedelta(hours=abs(length.count))
            return (office_hours.later if length.count >= 0 else office_hours.earlier)(self, at, hours)
        if length.unit in ("minute", "hour"):
            real = timedelta(minutes=length.count * (60 if length.unit == "hour" else 1))
            return within_time(at.astimezone(UTC), real)
        here = self.local(at)
        return self.at(self.add_to_day(here.date(), length), here.time())

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

    def by_name(self, name: str) -> Calendar:
        """The calendar of that name as the same council knows it, without its closures: a limit in law counts the days
        on which one council has chosen to close. Its office hours stay its own.

        Raises:
            KeyError: there is no such calendar.
        """
        return _without_closures(self, name)

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
    council = closing(closed, f"{version('holidays')}/{mark}") if closed else _NOBODY
    return calendar_for(council, name, zone)


@lru_cache(maxsize=256)
def calendar_for(council: Council, name: str, zone: str) -> Calendar:
    """The calendar of that name with this council's days.

    Raises:
        KeyError: there is no such calendar.
    """
    return Calendar(name, f"{name}/{council.version}", ZoneInfo(zone), council, NATIONS[name])


@lru_cache(maxsize=256)
def _without_closures(by: Calendar, name: str) -> Calendar:
    council = replace(by.council, closures={}) if by.council.closures else by.council
    return calendar_for(council, name, by.zone.key)


_NOBODY = Council(f"{version('holidays')}/0")


def bank_holidays(nation: str, year: int) -> dict[date, str]:
    """What the library knows of one nation ("ENG", "WLS", "SCT", "NIR") in one year, weekends too."""
    found = holidays.country_holidays("GB", subdiv=nation, years=year, expand=False)
    return {day: str(name) for day, name in sorted(found.items()) if day.year == year}


@lru_cache(maxsize=4096)
def _named(nations: tuple[str, ...], council: Council, year: int) -> Mapping[date, str]:
    """The days of one year on which nobody works, weekends apart, and why. Whole when made: the library's own objects
    fill themselves while being read, which two threads must not do."""
    named: dict[date, str] = {}
    if FIRST_YEAR <= year <= LAST_YEAR:
        for nation in reversed(nations):
            known = {day: name for day, name in council.banks.get(nation, {}).items() if day.year == year}
            named |= known or bank_holidays(nation, year)
    named |= {day: why for day, why in council.closures.items() if day.year == year}
    return {day: named[day] for day in sorted(named)}


@lru_cache(maxsize=4096)
def _days_off(nations: tuple[str, ...], council: Council, year: int) -> Mapping[date, str]:
    """The weekdays among them."""
    return {day: name for day, name in _named(nations, council, year).items() if day.weekday() < 5}
