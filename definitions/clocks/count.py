"""How long a length takes from a start when some of the time does not count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from definitions import office_hours
from definitions.calendars import Calendar, within_time
from definitions.durations import OF_TIME, Duration

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Pause:
    """A time in which the clock stood still, in ``state``. ``open``: it still does, and ``until`` is only now."""

    state: str
    since: datetime
    until: datetime
    open: bool = False


@dataclass(frozen=True, slots=True)
class Lost:
    """What a pause added: whole days for a clock that counts days, else time."""

    pause: Pause
    days: int | None = None
    time: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Finish:
    """When the count ends, in UTC; what each pause added; and the day off it fell on, if it was moved from one."""

    at: datetime
    lost: tuple[Lost, ...] = ()
    rolled_from: date | None = None


def finish(
    start: datetime,
    lengths: Sequence[Duration],
    pauses: Sequence[Pause],
    calendar: Calendar,
    *,
    whole_days: bool = False,
    roll: bool = False,
) -> Finish:
    """Count ``lengths`` one after the other (like ones as one) from ``start``, leaving out ``pauses`` (in order).

    A pause that begins after the count has ended changes nothing. Otherwise:

    - Minutes and hours: the time of the pause is added back, as real time; working hours: the office hours in it.
    - Working days: the start day is day zero, and a day on which the clock stood still at any moment is not counted,
      the day it stopped and the day it went on included. Source: Freedom of Information Act 2000, section 10(2): "the
      working days in the period beginning with the day on which the fees notice is given to the applicant and ending
      with the day on which the fee is received by the authority are to be disregarded".
    - Days, weeks, months, years: the time is added back on the council's wall clock; with ``whole_days``, every day on
      which the clock stood still is added, as for working days.

    ``whole_days`` ends the count at the last second of its last day. ``roll`` moves an end on a day off to the next
    working day (a limit in law may end only on a day on which it can be kept: Regulation 1182/71, article 3(4)).
    """
    at, lost = start, list[Lost]()
    for length in _merged(lengths):
        at, more = _leg(at, length, pauses, calendar, whole_days)
        lost += more
    local = calendar.local(at)
    day, rolled_from = local.date(), None
    if roll and not calendar.is_working_day(day):
        day, rolled_from = calendar.roll(day), day
    if whole_days:
        return Finish(calendar.end_of(day), tuple(lost), rolled_from)
    if rolled_from:
        at = calendar.at(day, local.time())
    return Finish(at.astimezone(UTC), tuple(lost), rolled_from)


def _merged(lengths: Iterable[Duration]) -> list[Duration]:
    """One month and two more are three months from the start, not two from the end of the first."""
    merged: list[Duration] = []
    for length in lengths:
        if merged and merged[-1].unit == length.unit:
            merged[-1] = Duration(merged[-1].count + length.count, length.unit)
        else:
            merged.append(length)
    return merged


def _leg(
    start: datetime, length: Duration, pauses: Sequence[Pause], calendar: Calendar, whole_days: bool
) -> tuple[datetime, list[Lost]]:
    in_days = length.unit == "working day" or (whole_days and length.unit not in OF_TIME)
    relevant = [pause for pause in pauses if pause.until > start]
    if in_days:
        return _in_days(start, length, relevant, calendar, whole_days)
    end, lost = calendar.add(start, length), list[Lost]()
    for pause in relevant:
        since = max(pause.since, start)
        if since >= end:
            break
        end, time = _moved(end, since, pause.until, length, calendar)
        lost.append(Lost(pause, time=time))
    return end, lost


def _moved(
    end: datetime, since: datetime, until: datetime, length: Duration, calendar: Calendar
) -> tuple[datetime, timedelta]:
    """The end after a pause, and what the pause took, in the length's own measure."""
    if length.unit == "working hour":
        time = office_hours.between(calendar, since, until)
        return office_hours.later(calendar, end, time), time
    if length.unit in OF_TIME:
        return within_time(end, until - since), until - since
    # In the hour that comes twice, the wall clock may say that a pause ended before it began.
    time = max(_wall(until, calendar) - _wall(since, calendar), timedelta())
    shifted = _wall(end, calendar) + time
    return calendar.at(shifted.date(), shifted.time()), time


def _in_days(
    start: datetime, length: Duration, pauses: Sequence[Pause], calendar: Calendar, whole_days: bool
) -> tuple[datetime, list[Lost]]:
    here = calendar.local(start)
    time = here.time()
    first, lost_until, gone, lost = here.date(), here.date(), 0, list[Lost]()

    def end_with(days: int) -> datetime:
        if length.unit == "working day":
            day = calendar.add_working_days(first, length.count + days)
        else:
            day = calendar.add_to_day(calendar.add_to_day(first, length), Duration(days, "day"))
        return calendar.end_of(day) if whole_days else calendar.at(day, time)

    end = end_with(0)
    for pause in pauses:
        if max(pause.since, start) >= end:
            break
        since = max(calendar.local(pause.since).date() - _DAY, lost_until)
        until = calendar.local(pause.until).date()
        if until > since:
            days = calendar.working_days_between(since, until) if length.unit == "working day" else (until - since).days
            gone, lost_until = gone + days, until
            lost.append(Lost(pause, days))
            end = end_with(gone)
    return end, lost


def _wall(at: datetime, calendar: Calendar) -> datetime:
    return calendar.local(at).replace(tzinfo=None)
