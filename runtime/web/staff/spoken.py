"""Moments in the words of an office: when something was, and how long there is left to do it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from definitions.calendars import Moment
from definitions.words.dates import day_in_words, time_in_words

Tone = Literal["overdue", "today", "soon", "later", "none"]

_SOON = 2
_COUNTED = 10


@dataclass(frozen=True, slots=True)
class Due:
    """When work is due. ``words`` say everything that the colour of ``tone`` does; ``exact`` is the moment in full."""

    words: str
    tone: Tone
    exact: str = ""
    iso: str = ""


def due(at: datetime | None, moment: Moment) -> Due:
    """``at`` (aware, or None for work with no clock) as seen from ``moment``, in working days of its calendar."""
    if at is None:
        return Due("No due date", "none")
    here = moment.calendar.local(at)
    words, tone = _overdue(here, moment) if at <= moment.at else _ahead(here, moment)
    return Due(words, tone, f"{day(here.date())}{_at(here)}", at.isoformat(timespec="minutes"))


def when(at: datetime, moment: Moment) -> str:
    """A moment that has passed: "Today at 9:05am", "Yesterday at 4pm", "30 March 2026 at 9am"."""
    here = moment.calendar.local(at)
    ago = (moment.today - here.date()).days
    named = {0: "Today", 1: "Yesterday"}.get(ago) or day_in_words(here.date(), "en")
    return f"{named} at {clock(here.time())}"


def day(on: date) -> str:
    return f"{on:%A} {day_in_words(on, 'en')}"


def clock(at: time) -> str:
    """9am, 4:30pm, midday, midnight."""
    return time_in_words(at, "en")


def counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def bounded(count: int) -> str:
    """A count that is not worth making exact: "99+"."""
    return str(count) if count < 100 else "99+"


def _overdue(here: datetime, moment: Moment) -> tuple[str, Tone]:
    late = moment.calendar.working_days_between(here.date(), moment.today)
    if late:
        return f"Overdue by {counted(late, 'working day')}", "overdue"
    if here.date() == moment.today:
        return f"Overdue since {clock(here.time())}", "overdue"
    return f"Overdue since {here:%A}{_at(here)}", "overdue"


def _ahead(here: datetime, moment: Moment) -> tuple[str, Tone]:
    days = (here.date() - moment.today).days
    if days <= 1:
        return (f"Due tomorrow{_at(here)}", "soon") if days else (f"Due today{_at(here)}", "today")
    left = moment.calendar.working_days_between(moment.today, here.date())
    if 0 < left <= _COUNTED:
        return f"Due in {counted(left, 'working day')}", "soon" if left <= _SOON else "later"
    year = f" {here.year}" if here.year != moment.today.year else ""
    return f"Due {here.day} {here:%B}{year}", "later"


def _at(here: datetime) -> str:
    """The time of day, unless it is the day's last minute: then the day says it all."""
    return "" if (here.hour, here.minute) == (23, 59) else f", {clock(here.time())}"
