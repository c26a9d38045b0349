"""When a clock is due, and all that was counted to know it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from definitions.calendars import Calendar
from definitions.clocks.count import Lost, Pause
from definitions.durations import Duration
from definitions.workflow import Clock, State


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
    stands still and after it ``stopped``. ``warn_at`` is None without ``warn_before``, ``tell_at`` without ``tell``.
    ``breached``: it ran out. ``recounted`` is when it was last counted again, by a calendar newer than its case.
    ``promised``: it ends then, because a case that was joined with this one, or that it was split from, promised so.
    """

    clock: Clock
    started: datetime
    due: datetime
    running: bool
    stopped: datetime | None
    warn_at: datetime | None
    tell_at: datetime | None
    breached: bool
    calendar: Calendar = field(repr=False)
    restarted: bool = False
    pauses: tuple[Pause, ...] = ()
    lost: tuple[Lost, ...] = ()
    extensions: tuple[Extended, ...] = ()
    recounted: datetime | None = None
    rolled_from: date | None = None
    waiting: tuple[datetime, State] | None = None
    promised: datetime | None = None
    states: Mapping[str, State] = field(default_factory=dict, repr=False)
