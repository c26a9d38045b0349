"""Lengths of time as an author writes them: "5 working days", "1 month", "30 minutes"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast

Unit = Literal["minute", "hour", "day", "working day", "week", "month", "year"]

UNITS: tuple[Unit, ...] = ("minute", "hour", "day", "working day", "week", "month", "year")


@dataclass(frozen=True, slots=True)
class Duration:
    """A count of one unit. Months and years are calendar ones; days are 24 hours of the council's calendar, not of UTC."""

    count: int
    unit: Unit

    def __str__(self) -> str:
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}"


def parse_duration(text: str) -> Duration:
    """Read "5 working days" and the like.

    Raises:
        ValueError: with words for the author.
    """
    count, _, unit = text.strip().partition(" ")
    unit = unit.strip().removesuffix("s")
    if not (count.isascii() and count.isdigit()) or unit not in UNITS or int(count) > 10_000:
        raise ValueError(f'"{text}" is not a length of time: write a number and a unit, such as "5 working days"')
    return Duration(int(count), cast(Unit, unit))
