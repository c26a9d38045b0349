"""The day and time, as people type them, on which something goes live."""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo

_TIME = re.compile(r"(\d{1,2})[:.](\d{2})\s*(am|pm)?|(\d{1,2})\s*(am|pm)", re.IGNORECASE)


class BadDay(ValueError):
    """It is no day, or no time; the message says what to type."""


def day_and_time(day: str, month: str, year: str, time: str, zone: tzinfo) -> datetime:
    """The moment in UTC that these name in the zone. No time is the very beginning of the day.

    Raises:
        BadDay: they name none.
    """
    try:
        hour, minute = _hour(time.strip())
        local = datetime(int(year), int(month), int(day), hour, minute, tzinfo=zone)
        return local.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        if isinstance(error, BadDay):
            raise
        raise BadDay("Type the day on which it goes live as numbers, for example 27 3 2027") from error


def _hour(typed: str) -> tuple[int, int]:
    if not typed:
        return 0, 0
    found = _TIME.fullmatch(typed)
    if found is None:
        raise BadDay("Type the time like 9:00 or 2:30pm")
    hour, minute = int(found[1] or found[4]), int(found[2] or 0)
    half = (found[3] or found[5] or "").lower()
    if minute > 59 or hour > 23 or (half and not 1 <= hour <= 12):
        raise BadDay("Type the time like 9:00 or 2:30pm")
    return (hour % 12 + (12 if half == "pm" else 0) if half else hour), minute
