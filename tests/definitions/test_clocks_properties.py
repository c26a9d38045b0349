"""Clocks with pauses at random: the due day is the one that counting day by day gives."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from definitions.calendars import Calendar, calendar
from definitions.clocks.count import Pause, finish
from definitions.durations import Duration
from tests.definitions.playing import LONDON

MINUTES = st.integers(0, 60 * 24 * 90)
CALENDARS = st.sampled_from([calendar(), calendar("any-uk")])
FIRST = datetime(2026, 3, 1, tzinfo=UTC)


@st.composite
def pauses(draw: st.DrawFn) -> tuple[datetime, list[Pause]]:
    """A start, and times after it in which the clock stands still, in order and apart."""
    start = FIRST + timedelta(minutes=draw(st.integers(0, 60 * 24 * 365)))
    marks = sorted(draw(st.lists(MINUTES, max_size=8, unique=True)))
    spans = zip(marks[::2], marks[1::2], strict=False)
    return start, [Pause("waiting", start + timedelta(minutes=a), start + timedelta(minutes=b)) for a, b in spans]


def counted(start: datetime, count: int, stops: list[Pause], by: Calendar, *, working: bool) -> date:
    """The day on which the ``count``-th day has passed that counts: day by day, with nothing clever."""
    day, left = start.astimezone(LONDON).date(), count
    while left:
        day += timedelta(days=1)
        still = any(p.since.astimezone(LONDON).date() <= day <= p.until.astimezone(LONDON).date() for p in stops)
        left -= not still and (by.is_working_day(day) or not working)
    return day


@given(pauses(), st.integers(1, 40), CALENDARS, st.booleans())
@settings(max_examples=300, deadline=None)
def test_whole_days_are_counted_one_by_one(found: tuple, count: int, by: Calendar, working: bool) -> None:
    start, stops = found
    unit = "working day" if working else "day"
    end = finish(start, [Duration(count, unit)], stops, by, whole_days=True)
    # A pause that begins after the end is of no account: leave those out of the plain counting too.
    before = [pause for pause in stops if pause.since < end.at]
    assert end.at.astimezone(LONDON).date() == counted(start, count, before, by, working=working)
    assert end.at.astimezone(LONDON).time() == time(23, 59, 59)


@given(pauses(), st.integers(1, 3000))
@settings(max_examples=200, deadline=None)
def test_hours_run_only_while_the_clock_runs(found: tuple, count: int) -> None:
    start, stops = found
    end = finish(start, [Duration(count, "hour")], stops, calendar()).at
    still = sum((min(p.until, end) - p.since for p in stops if p.since < end), timedelta())
    assert end - start - still == timedelta(hours=count)


@given(pauses(), st.integers(1, 30), st.sampled_from(["minute", "hour", "day", "working day", "week", "month"]))
@settings(max_examples=200, deadline=None)
def test_a_pause_never_makes_it_due_sooner_and_more_time_makes_it_later(found: tuple, count: int, unit: str) -> None:
    start, stops = found
    length = Duration(count, unit)
    for whole in (False, True):
        plain = finish(start, [length], [], calendar(), whole_days=whole).at
        with_pauses = finish(start, [length], stops, calendar(), whole_days=whole)
        more = finish(start, [length, Duration(1, unit)], stops, calendar(), whole_days=whole).at
        rolled = finish(start, [length], stops, calendar(), whole_days=whole, roll=True).at
        assert plain <= with_pauses.at <= more
        assert rolled >= with_pauses.at
        assert calendar().is_working_day(rolled.astimezone(LONDON).date())


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.lists(st.integers(1, 6), min_size=1, max_size=5))
def test_months_one_after_the_other_are_counted_from_the_start(day: date, months: list[int]) -> None:
    start = datetime.combine(day, time(12), LONDON)
    parts = finish(start, [Duration(n, "month") for n in months], [], calendar()).at
    assert parts == finish(start, [Duration(sum(months), "month")], [], calendar()).at
