"""Working days, bank holidays and lengths of time, on the council's clock."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from definitions.calendars import FIRST_DAY, LAST_DAY, Moment, add_months, calendar
from definitions.durations import UNITS, Duration, parse_duration
from tests.definitions.playing import LONDON, local

CLOSED = (date(2026, 12, 29), date(2026, 12, 30), date(2026, 12, 31))
CALENDARS = [calendar(), calendar("any-uk"), calendar("scotland"), calendar("england", CLOSED)]
DAYS = st.dates(date(1990, 1, 1), date(2060, 1, 1))


@pytest.mark.parametrize(
    ("name", "day", "why"),
    [
        ("england", date(2026, 4, 3), "Good Friday"),
        ("england", date(2026, 4, 6), "Easter Monday"),
        ("scotland", date(2026, 4, 6), None),
        ("england", date(2026, 1, 2), None),
        ("scotland", date(2026, 1, 2), "New Year Holiday"),
        ("any-uk", date(2026, 1, 2), "New Year Holiday"),
        ("any-uk", date(2026, 3, 17), "Saint Patrick's Day"),
        ("england", date(2026, 3, 17), None),
        ("any-uk", date(2026, 7, 13), "Battle of the Boyne (observed)"),
        ("any-uk", date(2027, 7, 12), "Battle of the Boyne"),
        ("england", date(2026, 12, 28), "Boxing Day (observed)"),
        ("england", date(2026, 12, 26), "Saturday"),
        ("wales", date(2026, 3, 29), "Sunday"),
    ],
)
def test_a_day_off_says_why(name: str, day: date, why: str | None) -> None:
    assert calendar(name).day_off(day) == why
    assert calendar(name).is_working_day(day) == (why is None)


def test_a_council_closes_on_days_of_its_own_and_its_calendar_says_so() -> None:
    closed = calendar("england", CLOSED)
    assert closed.day_off(CLOSED[0]) == "Council closed"
    assert closed.add_working_days(date(2026, 12, 24), 1) == date(2027, 1, 4)
    assert calendar().add_working_days(date(2026, 12, 24), 1) == date(2026, 12, 29)
    assert closed.version != calendar().version


@given(st.sampled_from(CALENDARS), DAYS, st.integers(-700, 700))
def test_working_days_are_added_one_by_one(by, day: date, count: int) -> None:
    expected, left = day, abs(count)
    while left:
        expected += timedelta(days=1 if count > 0 else -1)
        left -= by.is_working_day(expected)
    assert by.add_working_days(day, count) == expected


@given(st.sampled_from(CALENDARS), DAYS, st.integers(0, 2000))
def test_working_days_between_are_those_after_the_first_up_to_the_last(by, day: date, length: int) -> None:
    last = day + timedelta(days=length)
    assert by.working_days_between(day, last) == sum(
        by.is_working_day(day + timedelta(days=n)) for n in range(1, length + 1)
    )
    assert by.working_days_between(last, day) == -by.working_days_between(day, last)


@given(st.dates(), st.integers(-(10**9), 10**9))
def test_no_date_and_no_count_is_too_much(day: date, count: int) -> None:
    for by in CALENDARS:
        assert date.min <= by.add_working_days(day, count) <= date.max
        by.working_days_between(date.min, day)
        by.roll(min(day, LAST_DAY))
    found = calendar().add_working_days(day, 10**12)
    assert found >= min(day, LAST_DAY)
    assert calendar().add_working_days(day, -(10**12)) <= max(day, FIRST_DAY)


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 9, 3), 1, date(2026, 10, 3)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_months_last(day: date, count: int, expected: date) -> None:
    assert add_months(day, count) == expected


@pytest.mark.parametrize(
    ("start", "length", "expected"),
    [
        ("2026-03-28T09:00", "1 day", "2026-03-29T09:00"),  # the night the clocks go forward: 23 hours
        ("2026-03-28T09:00", "24 hours", "2026-03-29T10:00"),
        ("2026-10-24T09:00", "1 day", "2026-10-25T09:00"),  # the night they go back: 25 hours
        ("2026-10-24T09:00", "24 hours", "2026-10-25T08:00"),
        ("2026-03-28T01:30", "1 day", "2026-03-29T02:30"),  # 1:30 does not exist that night
        ("2026-10-24T01:30", "1 day", "2026-10-25T01:30"),  # 1:30 comes twice: the first
        ("2026-03-26T09:00", "2 working days", "2026-03-30T09:00"),
        ("2026-03-26T09:00", "30 minutes", "2026-03-26T09:30"),
        ("2026-01-31T17:00", "1 month", "2026-02-28T17:00"),
        ("2028-02-29T17:00", "1 year", "2029-02-28T17:00"),
        ("2026-03-26T09:00", "2 weeks", "2026-04-09T09:00"),
    ],
)
def test_lengths_are_counted_on_the_councils_clock(start: str, length: str, expected: str) -> None:
    at = datetime.fromisoformat(start).replace(tzinfo=LONDON)
    assert local(calendar().add(at, parse_duration(length))) == expected
    assert calendar().add(at, parse_duration(length)) == calendar().add(at.astimezone(UTC), parse_duration(length))


@given(
    st.datetimes(*map(datetime.fromisoformat, ("0001-01-04", "9999-12-28")), timezones=st.just(UTC)),
    st.sampled_from(UNITS),
    st.integers(0, 10_000),
)
def test_adding_never_leaves_time(at: datetime, unit: str, count: int) -> None:
    assert calendar().add(at, Duration(count, unit)) >= min(at, datetime(9999, 12, 29, tzinfo=UTC))


@pytest.mark.parametrize(
    "text", ["5", "five days", "5 fortnights", "-1 day", "1.5 days", "20000 days", "101 years", "٣ days"]
)
def test_what_is_no_length_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a length of time|is too long"):
        parse_duration(text)


@pytest.mark.parametrize(
    ("text", "shown"), [("1 days", "1 day"), ("5  working days", "5 working days"), ("30 minute", "30 minutes")]
)
def test_a_length_is_read_kindly_and_shown_well(text: str, shown: str) -> None:
    assert str(parse_duration(text)) == shown


def test_a_moment_without_a_zone_is_none() -> None:
    with pytest.raises(ValueError, match="names no time zone"):
        Moment(datetime.fromisoformat("2026-01-01T09:00"), calendar())
    assert Moment(datetime(2026, 6, 30, 23, 30, tzinfo=UTC), calendar()).today == date(2026, 7, 1)


def test_threads_that_ask_for_a_new_year_at_once_all_get_its_holidays() -> None:
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(calendar("any-uk").day_off(date(2093, 12, 25)))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["Christmas Day"] * 8
