"""Due times and moments in the words of an office."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from definitions.calendars import Moment, calendar
from runtime.web.staff import spoken

THURSDAY = Moment(datetime(2026, 3, 26, 9, 0, tzinfo=UTC), calendar("england"))
SUNDAY = Moment(datetime(2026, 3, 29, 12, 0, tzinfo=UTC), calendar("england"))


@pytest.mark.parametrize(
    ("due", "words", "tone"),
    [
        (datetime(2026, 3, 24, 9, 0, tzinfo=UTC), "Overdue by 2 working days", "overdue"),
        (datetime(2026, 3, 25, 9, 0, tzinfo=UTC), "Overdue by 1 working day", "overdue"),
        (datetime(2026, 3, 26, 8, 30, tzinfo=UTC), "Overdue since 8:30am", "overdue"),
        (datetime(2026, 3, 26, 17, 0, tzinfo=UTC), "Due today, 5pm", "today"),
        (datetime(2026, 3, 26, 23, 59, 59, tzinfo=UTC), "Due today", "today"),
        (datetime(2026, 3, 27, 12, 0, tzinfo=UTC), "Due tomorrow, midday", "soon"),
        (datetime(2026, 3, 30, 8, 0, tzinfo=UTC), "Due in 2 working days", "soon"),
        (datetime(2026, 4, 8, 8, 0, tzinfo=UTC), "Due in 7 working days", "later"),
        (datetime(2026, 5, 8, 8, 0, tzinfo=UTC), "Due 8 May", "later"),
        (datetime(2027, 1, 8, 8, 0, tzinfo=UTC), "Due 8 January 2027", "later"),
        (None, "No due date", "none"),
    ],
)
def test_a_due_time_says_how_long_there_is_left(due, words, tone):
    spoke = spoken.due(due, THURSDAY)
    assert (spoke.words, spoke.tone) == (words, tone)


def test_a_clock_that_ran_out_at_the_weekend_is_overdue_though_no_working_day_has_passed():
    assert spoken.due(datetime(2026, 3, 28, 12, 0, tzinfo=UTC), SUNDAY).words == "Overdue since Saturday, midday"


def test_the_exact_moment_is_in_the_councils_zone():
    assert spoken.due(datetime(2026, 3, 30, 8, 0, tzinfo=UTC), THURSDAY).exact == "Monday 30 March 2026, 9am"


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2026, 3, 26, 8, 5, tzinfo=UTC), "Today at 8:05am"),
        (datetime(2026, 3, 25, 16, 0, tzinfo=UTC), "Yesterday at 4pm"),
        (datetime(2025, 7, 1, 8, 0, tzinfo=UTC), "1 July 2025 at 9am"),
    ],
)
def test_a_moment_that_has_passed(at, words):
    assert spoken.when(at, THURSDAY) == words


def test_the_clock_has_a_midday_and_a_midnight():
    assert [spoken.clock(time(h)) for h in (0, 1, 12, 13)] == ["midnight", "1am", "midday", "1pm"]
