"""Office hours: counted from a council's own hours, closures and short days, across weekends and the clocks' change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from definitions.calendars import Calendar, calendar, calendar_for
from definitions.clocks import explain
from definitions.clocks.count import Pause, finish
from definitions.council import BadCalendar, read_council
from definitions.durations import Duration, parse_duration
from tests.definitions.playing import LONDON, at, began, built, done, due_of, local, state, way

DESK = {
    "hours": {
        "monday": ["09:00-12:30", "13:30-17:00"], "tuesday": ["09:00-12:30", "13:30-17:00"], "wednesday": [],
        "thursday": ["09:00-17:00"], "friday": ["09:00-16:00"], "saturday": ["10:00-12:00"],
    },
    "closures": {"2026-12-29": "Christmas closure"},
    "days": {"2026-12-24": ["09:00-12:00"]},
}  # fmt: skip
ROUND_THE_CLOCK = {"hours": {day: ["00:00-24:00"] for day in ("friday", "saturday", "sunday", "monday")}}


def office(document: dict, name: str = "england") -> Calendar:
    return calendar_for(read_council(document), name, "Europe/London")


def local_at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("start", "length", "expected"),
    [
        ("2026-09-07T09:00", "1 working hour", "2026-09-07T10:00"),
        ("2026-09-07T12:00", "1 working hour", "2026-09-07T14:00"),  # over lunch
        ("2026-09-07T12:45", "1 working hour", "2026-09-07T14:30"),  # at lunch
        ("2026-09-07T09:00", "7 working hours", "2026-09-07T17:00"),  # at closing time, not the next morning
        ("2026-09-08T16:00", "2 working hours", "2026-09-10T10:00"),  # shut on Wednesdays
        ("2026-09-11T15:00", "4 working hours", "2026-09-14T10:00"),  # an hour, two on Saturday, one on Monday
        ("2026-09-12T20:00", "1 working hour", "2026-09-14T10:00"),
        ("2026-12-24T11:00", "2 working hours", "2026-12-31T10:00"),  # early close, Christmas, a closure, a Wednesday
        ("2026-08-29T11:00", "2 working hours", "2026-09-01T10:00"),  # Saturday, and the Monday is a bank holiday
        ("2026-09-07T18:00", "0 working hours", "2026-09-07T18:00"),
    ],
)
def test_hours_pass_only_while_the_offices_are_open(start: str, length: str, expected: str) -> None:
    assert local(office(DESK).add(local_at(start), parse_duration(length))) == expected


def test_a_saturday_that_is_a_bank_holiday_is_shut() -> None:
    assert office(DESK).office_hours(datetime(2026, 12, 26, tzinfo=UTC).date()) == ()
    assert office(DESK).office_hours(datetime(2026, 12, 19, tzinfo=UTC).date()) != ()


def test_offices_that_never_shut_have_nights_of_23_and_25_hours() -> None:
    always = office(ROUND_THE_CLOCK)
    assert local(always.add(local_at("2026-03-28T12:00"), Duration(24, "working hour"))) == "2026-03-29T13:00"
    assert local(always.add(local_at("2026-10-24T12:00"), Duration(24, "working hour"))) == "2026-10-25T11:00"


def test_a_calendar_by_name_keeps_the_office_hours_and_drops_the_closures() -> None:
    by = office(DESK).by_name("any-uk")
    assert local(by.add(local_at("2026-12-24T11:00"), Duration(2, "working hour"))) == "2026-12-29T10:00"


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ({"hours": {"monday": ["9-5"]}}, "write them like 09:00-17:00"),
        ({"hours": {"monday": ["17:00-09:00"]}}, "ends before it begins"),
        ({"hours": {"monday": ["09:00-12:00", "11:00-17:00"]}}, "one after the other"),
        ({"hours": {"monday": ["09:00-09:30"]}}, "at least an hour a week"),
        ({"closures": {"29/12/2026": ""}}, "write it like 2026-12-29"),
        ({"closures": {"2026-02-30": ""}}, "is not a day"),
    ],
)
def test_a_calendar_that_cannot_be_used_is_refused_in_words(document: dict, words: str) -> None:
    with pytest.raises(BadCalendar, match=words):
        read_council(document)


def minute_by_minute(by: Calendar, start: datetime, minutes: int, stops: list[Pause]) -> datetime:
    """Walk on until so many minutes have passed in which the offices were open and the clock ran: nothing clever."""
    now, left = start, minutes
    while left:
        here = by.local(now)
        day = here.date()
        inside = any(span.opens <= here.time() < (span.closes or here.max.time()) for span in by.office_hours(day))
        left -= inside and not any(pause.since <= now < pause.until for pause in stops)
        now += timedelta(minutes=1)
    return now


@given(
    st.integers(0, 60 * 24 * 30), st.integers(1, 12), st.lists(st.integers(0, 60 * 24 * 6), max_size=4, unique=True),
    st.sampled_from([office(DESK), office(ROUND_THE_CLOCK), calendar("scotland")]),
    st.sampled_from(["2026-03-13", "2026-10-09", "2026-12-11"]),
)  # fmt: skip
@settings(max_examples=40, deadline=None)
def test_office_hours_are_counted_minute_by_minute(
    after: int, hours: int, marks: list[int], by: Calendar, first: str
) -> None:
    start = datetime.fromisoformat(first).replace(tzinfo=UTC) + timedelta(minutes=after)
    marks = sorted(marks)
    stops = [
        Pause("waiting", start + timedelta(minutes=a), start + timedelta(minutes=b))
        for a, b in zip(marks[::2], marks[1::2], strict=False)
    ]
    end = finish(start, [Duration(hours, "working hour")], stops, by).at
    assert end == minute_by_minute(by, start, hours * 60, [pause for pause in stops if pause.since < end])
    back = by.add(end, Duration(-hours, "working hour")) if not stops else start
    assert by.add(back, Duration(hours, "working hour")) == end or stops


def test_the_arithmetic_tells_the_hours_of_each_day_and_what_a_pause_took() -> None:
    states = [state("new", queue="triage"), state("waiting", label="Waiting", queue="triage"),
              state("closed", final=True)]  # fmt: skip
    ways = [way("ask", "new", "waiting"), way("reply", "waiting", "new"), way("close", "new", "closed")]
    clock = {"id": "limit", "label": "L", "length": "10 working hours", "starts": "submission",
             "pauses_in": ["waiting"]}  # fmt: skip
    service = built(workflow={"initial": "new", "states": states, "transitions": ways, "clocks": [clock]})
    case = began(service, at("2026-04-02T15:00"))
    case = done(service, case, "ask", at("2026-04-07T10:00"))
    case = done(service, case, "reply", at("2026-04-07T12:30"))
    found = due_of(service, case, at("2026-04-07T13:00"))
    assert local(found.due) == "2026-04-08T11:30"
    assert explain(found, "en") == [
        "10 working hours from 3pm on 2 April 2026",
        "Good Friday skipped (3 April 2026)",
        "Easter Monday skipped (6 April 2026)",
        "2 hours of office hours on 2 April 2026",
        "5 hours 30 minutes of office hours on 7 April 2026",
        "2 hours 30 minutes of office hours on 8 April 2026",
        "paused 2 hours 30 minutes of office hours while waiting",
    ]
    assert explain(found, "cy")[0] == "10 awr waith o 3pm ar 2 Ebrill 2026"
