"""When a clock is due, and the steps of the arithmetic, so that anybody can check it by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Literal

from definitions.calendars import Calendar
from definitions.clocks.count import Lost, Pause
from definitions.durations import Duration
from definitions.workflow import Clock, State

LineKind = Literal[
    "length", "skipped", "paused", "paused-time", "extended", "rolled", "end-of-day", "waiting", "stopped"
]


@dataclass(frozen=True, slots=True)
class Line:
    """One step of the arithmetic: ``facts`` are plain values (dates, counts, lengths, the State of a pause)."""

    kind: LineKind
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Extended:
    """More time that was given: when, how much, and why, as the person who gave it said."""

    at: datetime
    by: Duration
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """One clock of one case at one moment. All times are aware, in UTC.

    ``due`` is when it runs out; while it stands still, when it would if it went on now. ``running`` is false while it
    stands still and after it ``stopped``. ``warn_at`` is None without ``warn_before``. ``breached``: it ran out.
    """

    clock: Clock
    started: datetime
    due: datetime
    running: bool
    stopped: datetime | None
    warn_at: datetime | None
    breached: bool
    calendar: Calendar = field(repr=False)
    restarted: bool = False
    pauses: tuple[Pause, ...] = ()
    lost: tuple[Lost, ...] = ()
    extensions: tuple[Extended, ...] = ()
    rolled_from: date | None = None
    waiting: tuple[datetime, State] | None = None
    states: Mapping[str, State] = field(default_factory=dict, repr=False)

    @property
    def lines(self) -> tuple[Line, ...]:
        """How ``due`` was worked out, in the order in which it is counted."""
        local = self.calendar.local
        first = local(self.started).date()
        found = [Line("length", {"length": self.clock.length, "day": first, "restarted": self.restarted})]
        found += (Line("skipped", {"day": day, "name": name}) for day, name in self._skipped(first))
        for lost in self.lost:
            facts = {"state": self.states.get(lost.pause.state), "since": local(lost.pause.since).date()}
            if lost.days is None:
                found.append(Line("paused-time", facts | {"time": lost.time}))
            elif lost.days:
                working = self.clock.length.unit == "working day"
                found.append(
                    Line("paused", facts | {"length": Duration(lost.days, "working day" if working else "day")})
                )
        for more in self.extensions:
            found.append(Line("extended", {"length": more.by, "day": local(more.at).date(), "reason": more.reason}))
        if self.rolled_from:
            why = self.calendar.day_off(self.rolled_from)
            found.append(Line("rolled", {"day": self.rolled_from, "name": why, "to": local(self.due).date()}))
        if self.clock.end_of_day:
            found.append(Line("end-of-day", {"day": local(self.due).date()}))
        if self.stopped:
            found.append(Line("stopped", {"day": local(self.stopped).date()}))
        elif self.waiting:
            found.append(Line("waiting", {"day": local(self.waiting[0]).date(), "state": self.waiting[1]}))
        return tuple(found)

    def _skipped(self, first: date) -> list[tuple[date, str]]:
        """Weekdays between start and end on which nobody works, for a clock that counts working days."""
        if "working day" not in {self.clock.length.unit, *(more.by.unit for more in self.extensions)}:
            return []
        days = min((self.calendar.local(self.due).date() - first).days, 4000)
        each = (first + timedelta(days=n) for n in range(1, days + 1))
        return [(day, name) for day in each if (name := self.calendar.holiday(day))]
