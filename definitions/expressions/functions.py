"""The functions of the expression language: what each takes and gives, and what it does.

Dates reach a function, and leave it, as midnight in the council's zone, aware and in UTC.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal, localcontext
from functools import lru_cache, partial
from typing import Any

import re2

from definitions.calendars import Calendar, add_months
from definitions.types import BOOLEAN, DECIMAL, INTEGER, TEXT, TIMESTAMP, Type

ROUNDINGS = {"half-up": ROUND_HALF_UP, "half-even": ROUND_HALF_EVEN, "down": ROUND_DOWN, "up": ROUND_UP}
MOST_WORKING_DAYS = 2_600
MOST_DAYS = 200_000
LONGEST_PATTERN = 500


@dataclass(frozen=True, slots=True)
class Signature:
    """What a function takes and gives. ``cost`` is in steps of the engine; ``method`` is written ``x.name(...)``."""

    takes: tuple[Type, ...]
    gives: Type
    usage: str
    cost: int = 1
    method: bool = False


SIGNATURES: Mapping[str, Signature] = {
    "today": Signature((), TIMESTAMP, "today()"),
    "now": Signature((), TIMESTAMP, "now()"),
    "date": Signature((TEXT,), TIMESTAMP, "date('2026-01-31')", 5),
    "age": Signature((TIMESTAMP,), INTEGER, "age(date_of_birth)", 5),
    "age_on": Signature((TIMESTAMP, TIMESTAMP), INTEGER, "age_on(date_of_birth, on)", 5),
    "add_days": Signature((TIMESTAMP, INTEGER), TIMESTAMP, "add_days(day, 28)", 5),
    "add_months": Signature((TIMESTAMP, INTEGER), TIMESTAMP, "add_months(day, 3)", 5),
    "add_working_days": Signature((TIMESTAMP, INTEGER), TIMESTAMP, "add_working_days(day, 5)", 20),
    "working_days_between": Signature((TIMESTAMP, TIMESTAMP), INTEGER, "working_days_between(first, last)", 20),
    "percent": Signature((INTEGER, DECIMAL, TEXT), INTEGER, "percent(pence, 12.5, 'half-up')", 5),
    "contains": Signature((TEXT, TEXT), BOOLEAN, "name.contains('x')", method=True),
    "startsWith": Signature((TEXT, TEXT), BOOLEAN, "name.startsWith('x')", method=True),
    "endsWith": Signature((TEXT, TEXT), BOOLEAN, "name.endsWith('x')", method=True),
    "matches": Signature((TEXT, TEXT), BOOLEAN, "name.matches(r'[0-9]+')", 10, method=True),
}
CLOCKS = frozenset(("today", "now", "age"))


def add_days(calendar: Calendar, day: datetime, count: int) -> datetime:
    """The same time of the council's clock, ``count`` days later."""
    _at_most(count, MOST_DAYS)
    here = calendar.local(day)
    return _at(calendar, here, here.date() + timedelta(days=count))


def add_months_to(calendar: Calendar, day: datetime, count: int) -> datetime:
    """The same day ``count`` months later, or that month's last day where it has no such day."""
    _at_most(count, MOST_DAYS)
    here = calendar.local(day)
    return _at(calendar, here, add_months(here.date(), count))


def add_working_days(calendar: Calendar, day: datetime, count: int) -> datetime:
    """The ``count``-th working day after ``day``, which is itself day zero."""
    _at_most(count, MOST_WORKING_DAYS)
    here = calendar.local(day)
    return _at(calendar, here, calendar.add_working_days(here.date(), count))


def working_days_between(calendar: Calendar, first: datetime, last: datetime) -> int:
    """Working days after ``first``, up to and including ``last``; negative when ``last`` is the earlier."""
    return calendar.working_days_between(calendar.local(first).date(), calendar.local(last).date())


def age_on(calendar: Calendar, born: datetime, on: datetime) -> int:
    """Whole years of age on that day; negative before birth.

    A year is complete at the start of the anniversary; someone born on 29 February is a year older on 1 March where the
    year has no 29th. Sources: Family Law Reform Act 1969, section 9(1), for England and Wales, which leaves the leap
    day open; Age of Legal Capacity (Scotland) Act 1991, section 6(2), which says 1 March.
    """
    birth, day = calendar.local(born).date(), calendar.local(on).date()
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def percent(pence: int, rate: float, rounding: str) -> int:
    """``rate`` hundredths of a sum in pence, exact until it is rounded to a whole penny.

    Raises:
        OverflowError: it is more than the engine's whole numbers hold.
    """
    with localcontext(prec=60):
        exact = Decimal(pence) * Decimal(repr(rate)) / 100
        found = int(exact.quantize(Decimal(1), ROUNDINGS[rounding]))
    if abs(found) >= 2**63:
        raise OverflowError("too large")
    return found


def date_of(calendar: Calendar, text: str) -> datetime:
    """Midnight of an ISO date in the council's zone.

    Raises:
        ValueError: it is not one.
    """
    if len(text) != 10:
        raise ValueError("not a date")
    return calendar.midnight(date.fromisoformat(text))


@lru_cache(maxsize=1024)
def pattern(text: str) -> Any:
    """A pattern as RE2 compiles it.

    Raises:
        ValueError: RE2 refuses it, with its reason.
    """
    if len(text) > LONGEST_PATTERN:
        raise ValueError(f"a pattern can have {LONGEST_PATTERN} characters")
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 1 << 20
    try:
        return re2.compile(text, options)
    except re2.error as error:
        reason = error.args[0]
        raise ValueError(reason.decode() if isinstance(reason, bytes) else str(reason)) from None


def total(numbers: list[int]) -> int:
    """
    Raises:
        OverflowError: it is more than the engine's whole numbers hold.
    """
    found = sum(numbers)
    if abs(found) >= 2**63:
        raise OverflowError("too large")
    return found


def _picked(pick: Callable[[list[Any]], Any], values: list[Any]) -> dict[str, Any]:
    """Of an empty list nothing is least: then what the engine looks for is not there."""
    return {"of": pick(values)} if values else {}


def matches(text: str, regex: str) -> bool:
    return pattern(regex).search(text) is not None


def _at(calendar: Calendar, here: datetime, day: date) -> datetime:
    return calendar.at(day, here.time())


def _at_most(count: int, most: int) -> None:
    if abs(count) > most:
        raise ValueError(f"at most {most:,}")


@lru_cache(maxsize=64)
def bound(calendar: Calendar) -> Mapping[str, Callable[..., Any]]:
    """The functions that the engine calls by name, told of one calendar."""
    dated: dict[str, Callable[..., Any]] = {
        "add_days": add_days,
        "add_months": add_months_to,
        "add_working_days": add_working_days,
        "working_days_between": working_days_between,
        "age_on": age_on,
        "date": date_of,
    }
    return {name: _told(function, calendar) for name, function in dated.items()} | {
        "percent": percent,
        "sum": total,
        "_min_of": partial(_picked, min),
        "_max_of": partial(_picked, max),
        "_matches": matches,
        "_length": len,
    }


def _told(function: Callable[..., Any], calendar: Calendar) -> Callable[..., Any]:
    return lambda *given: function(calendar, *given)
