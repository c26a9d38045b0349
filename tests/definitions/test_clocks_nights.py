"""Leap days, ends of months, and the nights of 23 and 25 hours, with times that do not exist or come twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from definitions.calendars import Moment, calendar
from definitions.clocks import explain
from definitions.clocks.count import Pause, finish
from definitions.durations import parse_duration
from tests.definitions.playing import LONDON, at, began, built, due_of, local, state, way

LATER = timedelta(minutes=20)


def ending(start: datetime, length: str) -> str:
    return local(finish(start, [parse_duration(length)], [], calendar()).at)


def clock_at(text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON, fold=fold)


@pytest.mark.parametrize(
    ("start", "length", "expected"),
    [
        ("2028-02-28T10:00", "1 day", "2028-02-29T10:00"),
        ("2028-02-29T10:00", "12 months", "2029-02-28T10:00"),
        ("2027-02-28T10:00", "1 year", "2028-02-28T10:00"),
        ("2028-02-28T10:00", "1 working day", "2028-02-29T10:00"),
        ("2026-01-31T10:00", "1 month", "2026-02-28T10:00"),
        ("2026-05-31T10:00", "1 month", "2026-06-30T10:00"),
        ("2026-11-30T10:00", "3 months", "2027-02-28T10:00"),
        ("2026-12-31T10:00", "2 months", "2027-02-28T10:00"),
        ("2028-01-30T10:00", "1 month", "2028-02-29T10:00"),
    ],
)
def test_leap_days_and_ends_of_months(start: str, length: str, expected: str) -> None:
    assert ending(clock_at(start), length) == expected


@pytest.mark.parametrize(
    ("start", "fold", "length", "expected"),
    [
        ("2026-03-28T01:30", 0, "1 day", "2026-03-29T02:30"),  # 1:30 does not exist that night
        ("2026-03-27T01:30", 0, "2 days", "2026-03-29T02:30"),
        ("2026-02-28T01:30", 0, "1 month", "2026-03-28T01:30"),
        ("2026-10-24T01:30", 0, "1 day", "2026-10-25T01:30"),  # it comes twice: the first
        ("2026-10-25T01:30", 1, "154 days", "2027-03-28T02:30"),  # from the second of two to one that there is not
        ("2026-10-25T01:30", 1, "1 day", "2026-10-26T01:30"),
        ("2026-10-25T00:30", 0, "2 hours", "2026-10-25T01:30"),  # the second
        ("2026-03-29T00:30", 0, "1 hour", "2026-03-29T02:30"),
        ("2026-10-24T23:59", 0, "1 week", "2026-10-31T23:59"),
    ],
)
def test_times_that_do_not_exist_or_come_twice(start: str, fold: int, length: str, expected: str) -> None:
    assert ending(clock_at(start, fold), length) == expected


def test_real_hours_tell_that_the_clocks_change() -> None:
    states = [state("new", queue="triage"), state("closed", final=True)]
    clock = {"id": "limit", "label": "L", "length": "24 hours", "starts": "submission"}
    flow = {"initial": "new", "states": states, "transitions": [way("close", "new", "closed")], "clocks": [clock]}
    service = built(workflow=flow)
    said = {}
    for start in ("2026-03-28T12:00", "2026-10-24T12:00", "2026-10-25T12:00"):
        said[start] = explain(due_of(service, began(service, at(start)), at(start)), "en")
    assert said == {
        "2026-03-28T12:00": [
            "24 hours from midday on 28 March 2026",
            "the clocks go forward in between, so the time of day is an hour later",
        ],
        "2026-10-24T12:00": [
            "24 hours from midday on 24 October 2026",
            "the clocks go back in between, so the time of day is an hour earlier",
        ],
        "2026-10-25T12:00": ["24 hours from midday on 25 October 2026"],
    }


@pytest.mark.parametrize("length", ["3 days", "1 week", "1 month", "72 hours", "2 working days"])
@pytest.mark.parametrize("minutes", range(-60, 121, 20))
def test_no_pause_in_the_hour_that_comes_twice_makes_it_due_sooner(length: str, minutes: int) -> None:
    start = clock_at("2026-10-23T09:00")
    since = datetime(2026, 10, 25, 0, 0, tzinfo=UTC) + timedelta(minutes=minutes)
    plain = finish(start, [parse_duration(length)], [], calendar()).at
    paused = finish(start, [parse_duration(length)], [Pause("waiting", since, since + LATER)], calendar()).at
    assert paused >= plain


@pytest.mark.parametrize(
    ("stop", "go", "expected"),
    [
        ("2026-03-31T10:00", "2026-04-08T10:00", "2026-04-14T09:00"),  # over Easter: five days are lost, not nine
        ("2026-04-02T16:00", "2026-04-02T16:05", "2026-04-08T09:00"),  # five minutes before it
        ("2026-04-03T10:00", "2026-04-06T10:00", "2026-04-07T09:00"),  # only over days that never count
        ("2026-12-01T10:00", "2026-12-02T10:00", "2026-04-07T09:00"),  # long after
    ],
)
def test_pauses_over_bank_holidays_give_back_only_working_days(stop: str, go: str, expected: str) -> None:
    start = clock_at("2026-03-30T09:00")
    pause = Pause("waiting", clock_at(stop).astimezone(UTC), clock_at(go).astimezone(UTC))
    assert local(finish(start, [parse_duration("4 working days")], [pause], calendar()).at) == expected


def test_a_moment_is_kept_in_utc_whatever_clock_it_was_read_from() -> None:
    assert Moment(clock_at("2026-10-25T01:30", 1), calendar()).at == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert Moment(clock_at("2026-10-25T01:30"), calendar()).at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
