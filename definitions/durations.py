"""Lengths of time as an author writes them: "5 working days", "1 month", "30 minutes"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Unit = Literal["minute", "hour", "working hour", "day", "working day", "week", "month", "year"]

UNITS: tuple[Unit, ...] = ("minute", "hour", "working hour", "day", "working day", "week", "month", "year")

OF_TIME: frozenset[Unit] = frozenset(("minute", "hour", "working hour"))
"""Units that end at a time of day of their own; all others end at the time of day at which they began."""

_MOST: dict[Unit, int] = {"minute": 10_000, "hour": 10_000, "working hour": 2_000, "day": 10_000}
_MOST |= {"working day": 10_000, "week": 1_500, "month": 600, "year": 100}


@dataclass(frozen=True, slots=True)
class Duration:
    """A count of one unit. Months and years are calendar ones; days are 24 hours of the council's calendar, not of
    UTC; working hours pass only while the council's offices are open."""

    count: int
    unit: Unit

    def __str__(self) -> str:
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}"

    def back(self) -> Duration:
        """The same length, counted backwards: ``calendar.add(due, length.back())`` is that long before ``due``."""
        return Duration(-self.count, self.unit)


def parse_duration(text: str) -> Duration:
    """Read "5 working days" and the like. A length is at most some decades, so that every due time is a date.

    Raises:
        ValueError: with words for the author.
    """
    count, _, rest = text.strip().partition(" ")
    unit = " ".join(rest.split()).removesuffix("s")
    if not (count.isascii() and count.isdigit() and len(count) <= 5) or unit not in UNITS:
        raise ValueError(f'"{text}" is not a length of time: write a number and a unit, such as "5 working days"')
    if int(count) > _MOST[unit]:
        raise ValueError(f'"{text}" is too long: the most is {_MOST[unit]} {unit}s')
    return Duration(int(count), unit)
