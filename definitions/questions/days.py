"""A day as documents and answers write it: an ISO date, or one counted from today."""

from __future__ import annotations

import datetime
from calendar import monthrange

from definitions.calendars import Moment
from definitions.durations import Duration, parse_duration

FIRST_YEAR = 1000


def day_named(text: str, moment: Moment) -> datetime.date:
    """The day that a bound names: "2026-03-27", "today", "today + 28 days", "today - 5 working days".

    Raises:
        ValueError: it names none, with words for the author.
    """
    if text.strip() == "today":
        return moment.today
    for sign, mark in ((1, "+"), (-1, "-")):
        today, found, length = text.partition(mark)
        if found and today.strip() == "today":
            duration = parse_duration(length)
            return moment.calendar.add_to_day(moment.today, Duration(sign * duration.count, duration.unit))
    day = iso_day(text)
    if day is None:
        raise ValueError(f'"{text}" is not a day: write a date such as 2026-03-27, or "today + 28 days"')
    return day


def iso_day(text: str) -> datetime.date | None:
    """A date written YYYY-MM-DD and nothing else, of a year with four digits."""
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text and day.year >= FIRST_YEAR else None


def month_span(year: int, month: int) -> tuple[datetime.date, datetime.date]:
    """The first and the last day of a month."""
    return datetime.date(year, month, 1), datetime.date(year, month, monthrange(year, month)[1])
