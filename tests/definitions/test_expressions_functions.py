"""The functions of expressions: dates in the council's zone, ages by law, working days, and pence that add up."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from definitions.calendars import Moment, calendar
from definitions.expressions import compile_expression
from definitions.expressions.functions import percent
from definitions.types import DECIMAL, INTEGER, TIMESTAMP

NAMES = {"a": TIMESTAMP, "b": TIMESTAMP, "n": INTEGER, "r": DECIMAL}
ENGLAND = calendar()


def at(text: str, name: str = "england") -> Moment:
    return Moment(datetime.fromisoformat(text).replace(tzinfo=UTC), calendar(name))


NOON = at("2026-03-26T12:00")


def value_of(source: str, moment: Moment = NOON, **answers: Any) -> Any:
    return compile_expression(source, NAMES).evaluate(answers, moment)


@pytest.mark.parametrize(
    ("now", "today"),
    [
        ("2026-03-26T23:59", "2026-03-26"),
        ("2026-06-30T22:59", "2026-06-30"),
        ("2026-06-30T23:00", "2026-07-01"),
        ("2026-03-29T00:59", "2026-03-29"),
    ],
)
def test_today_is_the_councils_day(now: str, today: str) -> None:
    assert value_of("today()", at(now)) == today
    assert value_of("a == today()", at(now), a=today) is True


def test_a_time_is_compared_as_the_instant_it_is() -> None:
    assert value_of("a < b", a="2026-06-30T23:00:00+00:00", b="2026-07-01T00:30:00+01:00") is True
    assert value_of("a == b", a="2026-06-30T23:00:00+00:00", b="2026-07-01") is True
    assert value_of("a == b", a="2026-07-01T09:00", b="2026-07-01T08:00:00+00:00") is True


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        ("2008-03-26", "2026-03-25", 17),
        ("2008-03-26", "2026-03-26", 18),
        ("2008-02-29", "2026-02-28", 17),
        ("2008-02-29", "2026-03-01", 18),
        ("2008-02-29", "2028-02-28", 19),
        ("2008-02-29", "2028-02-29", 20),
        ("2026-03-26", "2026-03-26", 0),
        ("2026-03-27", "2026-03-26", -1),
        ("1926-12-31", "2026-01-01", 99),
    ],
)
def test_age_is_counted_as_the_law_counts_it(born: str, on: str, age: int) -> None:
    assert value_of("age_on(a, b)", a=born, b=on) == age
    assert value_of("age(a)", at(f"{on}T12:00"), a=born) == age


@pytest.mark.parametrize(
    ("source", "answer", "value"),
    [
        ("add_days(a, 7)", "2026-03-26", "2026-04-02"),
        ("add_days(a, -26)", "2026-03-26", "2026-02-28"),
        ("add_days(a, 1)", "2026-03-28T10:00", "2026-03-29T09:00:00+00:00"),
        ("add_months(a, 1)", "2026-01-31", "2026-02-28"),
        ("add_months(a, 1)", "2028-01-31", "2028-02-29"),
        ("add_months(a, -13)", "2026-03-31", "2025-02-28"),
        ("add_working_days(a, 2)", "2026-03-26", "2026-03-30"),
        ("add_working_days(a, 1)", "2026-04-02", "2026-04-07"),
        ("add_working_days(a, -1)", "2026-04-07", "2026-04-02"),
        ("add_working_days(a, 0)", "2026-04-03", "2026-04-03"),
    ],
)
def test_days_are_added_on_the_calendar(source: str, answer: str, value: str) -> None:
    assert value_of(source, a=answer) == value


def test_working_days_are_those_of_the_calendar() -> None:
    days = {"a": "2026-07-10", "b": "2026-07-14"}
    assert value_of("working_days_between(a, b)", at("2026-01-01T09:00"), **days) == 2
    assert value_of("working_days_between(a, b)", at("2026-01-01T09:00", "any-uk"), **days) == 1


@given(
    first=st.dates(date(1990, 1, 1), date(2035, 12, 31)),
    last=st.dates(date(1990, 1, 1), date(2035, 12, 31)),
)
def test_working_days_are_those_that_the_calendar_counts(first: date, last: date) -> None:
    found = value_of("working_days_between(a, b)", a=first.isoformat(), b=last.isoformat())
    assert found == ENGLAND.working_days_between(first, last)


def test_a_date_of_long_ago_costs_no_more() -> None:
    assert value_of("working_days_between(a, b)", a="1026-03-26", b="2026-03-26") > 250_000


@pytest.mark.parametrize(
    ("source", "pence"),
    [
        ("percent(12345, 25, 'half-up')", 3086),
        ("percent(50, 25, 'half-up')", 13),
        ("percent(50, 25, 'half-even')", 12),
        ("percent(50, 25, 'down')", 12),
        ("percent(41, 25, 'up')", 11),
        ("percent(-50, 25, 'half-up')", -13),
        ("percent(10000, 12.5, 'half-even')", 1250),
        ("percent(100, 0.1, 'up')", 1),
        ("percent(n, r, 'half-up')", 158),
    ],
)
def test_percent_rounds_as_it_is_told(source: str, pence: int) -> None:
    assert value_of(source, n=1050, r="15.05") == pence


@given(pence=st.integers(0, 10**12), rate=st.decimals(0, 100, places=2), rounding=st.sampled_from(["down", "up"]))
def test_percent_is_exact(pence: int, rate: Decimal, rounding: str) -> None:
    exact = Fraction(pence) * Fraction(rate) / 100
    found = percent(pence, float(rate), rounding)
    assert abs(found - exact) < 1
    assert (found <= exact) if rounding == "down" else (found >= exact)
