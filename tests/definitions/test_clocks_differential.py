"""Due times of whole histories at random, in every nation: what the fold says is what plain counting says."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from definitions.calendars import Moment, calendar
from definitions.facts import APPLICANT, Case
from definitions.service import Service
from tests.definitions.playing import LONDON, began, built, done, due_of, state, way
from tests.factories import question

NATIONS = {"england": ["ENG"], "wales": ["WLS"], "scotland": ["SCT"], "northern-ireland": ["NIR"]}
NATIONS["any-uk"] = [nation for name in list(NATIONS) for nation in NATIONS[name]]
MINUTES = st.integers(1, 60 * 24 * 45)


@cache
def days_off(name: str) -> frozenset[date]:
    """Straight from the library, and by no code of ours."""
    found = (holidays.country_holidays("GB", subdiv=nation, years=range(2024, 2031)) for nation in NATIONS[name])
    return frozenset(day for one in found for day in one)


@cache
def service(name: str, length: str, whole: bool) -> Service:
    clock = {"id": "limit", "label": "Limit", "length": length, "starts": "submission", "calendar": name}
    clock |= {"pauses_in": ["waiting"], "end_of_day": whole, "extension": {"limit": "1000 working days"}}
    states = [state("new", queue="triage"), state("waiting", queue="triage"), state("closed", final=True)]
    more = {"clock": "limit", "by": "3 working days", "reason": "why"}
    ways = [
        way("ask", "new", "waiting"),
        way("reply", "waiting", "new", by=["applicant"]),
        way("more", "new", ask=[question("why")], effects=[{"extend": more}]),
        way("close", ["new", "waiting"], "closed"),
    ]
    return built(workflow={"initial": "new", "states": states, "transitions": ways, "clocks": [clock]})


@st.composite
def histories(draw: st.DrawFn) -> tuple[datetime, list[tuple[datetime, datetime]]]:
    """When it was sent, and the times after that in which we waited, one after the other."""
    start = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=draw(st.integers(0, 60 * 24 * 900)))
    marks = sorted(draw(st.lists(MINUTES, max_size=6, unique=True)))
    spans = zip(marks[::2], marks[1::2], strict=False)
    return start, [(start + timedelta(minutes=a), start + timedelta(minutes=b)) for a, b in spans]


def told(of: Service, start: datetime, waits: list[tuple[datetime, datetime]], by: str, more: int = 0) -> Case:
    england = calendar(by)
    case = began(of, Moment(start, england))
    for _ in range(more):
        case = done(of, case, "more", Moment(start, england), why="Much to do")
    for since, until in waits:
        case = done(of, case, "ask", Moment(since, england))
        case = done(of, case, "reply", Moment(until, england), APPLICANT)
    return case


def day_by_day(start: datetime, count: int, waits: list[tuple[datetime, datetime]], off: frozenset[date]) -> date:
    """Tick days off in a diary: weekends, holidays and days on which we waited at any time are not counted."""
    day, left = start.astimezone(LONDON).date(), count
    while left:
        day += timedelta(days=1)
        if day.weekday() >= 5 or day in off:
            continue
        midnight, evening = (datetime.combine(day, at, LONDON) for at in (time(), time(23, 59, 59, 999999)))
        if not any(since <= evening and until >= midnight for since, until in waits):
            left -= 1
    return day


@pytest.mark.parametrize("name", NATIONS)
@given(histories(), st.sampled_from([1, 3, 10, 20, 40]), st.integers(0, 2), st.booleans())
@settings(max_examples=60, deadline=None)
def test_working_days_are_those_of_a_diary(name: str, history: tuple, count: int, extended: int, whole: bool) -> None:
    start, waits = history
    of = service(name, f"{count} working days", whole)
    case = told(of, start, waits, name, extended)
    found = due_of(of, case, Moment(start + timedelta(days=400), calendar(name)))
    before = [wait for wait in waits if wait[0] < found.due]  # what comes after it ran out changes nothing
    assert found.due.astimezone(LONDON).date() == day_by_day(start, count + 3 * extended, before, days_off(name))
    local = found.due.astimezone(LONDON).time()
    assert local == (time(23, 59, 59) if whole else start.astimezone(LONDON).time()) or _skipped_hour(found.due)


def _skipped_hour(due: datetime) -> bool:
    """Whether the time of day that it began at does not exist on that day."""
    here = due.astimezone(LONDON)
    return here.utcoffset() != (due - timedelta(hours=2)).astimezone(LONDON).utcoffset()


@given(histories(), st.integers(1, 500))
@settings(max_examples=60, deadline=None)
def test_hours_are_those_that_a_stopwatch_shows(history: tuple, count: int) -> None:
    start, waits = history
    of = service("england", f"{count} hours", False)
    found = due_of(of, told(of, start, waits, "england"), Moment(start + timedelta(days=400), calendar()))
    now, left = start, timedelta(hours=count)
    for since, until in waits:
        if now + left <= since:
            break
        left -= since - now
        now = until
    assert found.due == now + left


@given(st.dates(date(2026, 1, 1), date(2032, 1, 1)), st.times(), st.integers(1, 30))
@settings(max_examples=100, deadline=None)
def test_months_end_on_the_same_day_or_the_last_there_is(start: date, hour: time, count: int) -> None:
    of = service("england", f"{count} months", True)
    sent = datetime.combine(start, hour, LONDON)
    due = due_of(of, began(of, Moment(sent, calendar())), Moment(sent, calendar())).due.astimezone(LONDON)
    months = (due.year - start.year) * 12 + due.month - start.month
    last = (due.date() + timedelta(days=1)).day == 1
    assert months == count
    assert due.day == start.day or (last and due.day < start.day)
