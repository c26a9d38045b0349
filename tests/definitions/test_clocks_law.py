"""Limits in law: the dates that the ICO and the Acts themselves give as examples, and the days that decide them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from definitions.calendars import calendar
from definitions.clocks import explain
from definitions.service import Service
from tests.definitions.playing import APPLICANT, at, began, built, done, due_of, local, state, way
from tests.factories import question

FOI = {"length": "20 working days", "calendar": "any-uk", "end_of_day": True}
"""Freedom of Information Act 2000, section 10(1) and (6): the twentieth working day following the date of receipt. No
Saturday, Sunday, Christmas Day, Good Friday or bank holiday in any part of the United Kingdom is a working day."""
SAR = {"length": "1 month", "end_of_day": True, "roll": "next-working-day"}
"""UK GDPR, article 12(3): one month from receipt; ICO: the corresponding date in the next month, or its last day, and
the next working day where that is a weekend or a public holiday."""


def requested(**changes: Any) -> Service:
    clock = {"id": "limit", "label": "Answer", "starts": "submission"} | changes
    states = [
        state("new", queue="triage"),
        state("waiting", label="Waiting for clarification", queue="triage"),
        state("closed", final=True),
    ]
    ways = [
        way("ask", "new", "waiting"),
        way("reply", "waiting", "new", by=["applicant"]),
        way("clarify", "waiting", "new", by=["applicant"], restarts=["limit"]),
        way("close", ["new", "waiting"], "closed"),
    ]
    if "extension" in clock:
        more = {"clock": "limit", "by": clock["extension"]["limit"], "reason": "why"}
        ways.append(way("extend", "new", ask=[question("why")], effects=[{"extend": more}]))
    return built(workflow={"initial": "new", "states": states, "transitions": ways, "clocks": [clock]})


def answer_by(received: str, **changes: Any) -> date:
    service, moment = requested(**changes), at(f"{received}T10:00")
    found = due_of(service, began(service, moment), moment)
    assert local(found.due).endswith("23:59:59")
    return date.fromisoformat(local(found.due)[:10])


@pytest.mark.parametrize(
    ("received", "expected", "why"),
    [
        ("2026-09-01", "2026-09-29", "no holiday anywhere: four weeks"),
        ("2026-09-05", "2026-10-02", "on a Saturday: day one is Monday"),
        ("2026-09-06", "2026-10-02", "on a Sunday: the same"),
        ("2025-12-31", "2026-01-30", "New Year's Day, and 2 January, which is a holiday in Scotland only"),
        ("2026-03-02", "2026-03-31", "St Patrick's Day, a holiday in Northern Ireland only"),
        ("2026-06-22", "2026-07-21", "12 July is a Sunday: the substitute day counts in Northern Ireland"),
        ("2027-06-21", "2027-07-20", "12 July itself"),
        ("2026-03-20", "2026-04-21", "Good Friday, and Easter Monday, which is no holiday in Scotland"),
        ("2026-11-20", "2026-12-21", "St Andrew's Day"),
        ("2024-12-24", "2025-01-27", "Christmas, Boxing Day, New Year and 2 January"),
        ("2028-02-15", "2028-03-14", "a leap day is a day like another"),
    ],
)
def test_an_information_request_is_answered_by_the_twentieth_working_day(
    received: str, expected: str, why: str
) -> None:
    assert answer_by(received, **FOI) == date.fromisoformat(expected), why


def test_the_twentieth_working_day_is_the_twentieth_whatever_the_day_of_receipt() -> None:
    """The definition itself, counted day by day for three years."""
    by = calendar("any-uk")
    for n in range(0, 1100, 7):
        received = date(2025, 1, 1) + timedelta(days=n)
        due = answer_by(received.isoformat(), **FOI)
        counted = [received + timedelta(days=d) for d in range(1, (due - received).days + 1)]
        assert sum(by.is_working_day(day) for day in counted) == 20
        assert by.is_working_day(due)


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("2026-09-03", "2026-10-05"),  # ICO: 3 September gives 3 October, which in 2026 is a Saturday
        ("2024-09-03", "2024-10-03"),  # ICO's own example
        ("2024-11-25", "2024-12-27"),  # ICO's own example: 25 and 26 December are bank holidays
        ("2026-01-31", "2026-03-02"),  # no 31 February: 28 February, a Saturday, so Monday
        ("2027-03-31", "2027-04-30"),  # ICO's own example: no 31 April
        ("2028-01-31", "2028-02-29"),  # a leap year
        ("2025-01-30", "2025-02-28"),
        ("2026-11-30", "2026-12-30"),
    ],
)
def test_a_subject_access_request_is_answered_within_a_month(received: str, expected: str) -> None:
    assert answer_by(received, **SAR) == date.fromisoformat(expected)


def test_a_request_asked_late_in_the_evening_was_received_that_day_in_the_councils_zone() -> None:
    service = requested(**SAR)
    moment = at("2026-06-03T23:45")  # 22:45 in UTC
    assert local(due_of(service, began(service, moment), moment).due) == "2026-07-03T23:59:59"


def test_clarification_starts_the_twenty_days_anew() -> None:
    """ICO on section 10: where clarification was asked for, the time starts on the day after it is received."""
    service = requested(**FOI, runs_in=["new"])
    case = done(service, began(service, at("2026-09-01T10:00")), "ask", at("2026-09-08T10:00"))
    case = done(service, case, "clarify", at("2026-09-14T10:00"), APPLICANT)
    assert local(due_of(service, case, at("2026-09-14T11:00")).due) == "2026-10-12T23:59:59"


def test_the_days_from_a_fees_notice_to_the_payment_are_disregarded_both_ends_included() -> None:
    """Section 10(2). Notice on Tuesday 8 September, paid on Monday 14: five working days are disregarded."""
    service = requested(**FOI, runs_in=["new"])
    case = done(service, began(service, at("2026-09-01T10:00")), "ask", at("2026-09-08T16:00"))
    case = done(service, case, "reply", at("2026-09-14T09:00"), APPLICANT)
    found = due_of(service, case, at("2026-09-14T11:00"))
    assert local(found.due) == "2026-10-06T23:59:59"
    assert explain(found, "en") == [
        "20 working days from 1 September 2026",
        "paused 5 working days while waiting for clarification",
        "due at the end of 6 October 2026",
    ]


def test_two_further_months_are_three_from_receipt_not_two_from_the_end_of_the_first() -> None:
    """Article 12(3): "that period may be extended by two further months". Received on 31 January: 30 April, not 28."""
    service = requested(**SAR, extension={"limit": "2 months", "within": "1 month"})
    moment = at("2027-02-10T10:00")
    case = done(service, began(service, at("2027-01-31T10:00")), "extend", moment, why="Many records")
    found = due_of(service, case, moment)
    assert local(found.due) == "2027-04-30T23:59:59"
    assert explain(found, "en")[1:] == [
        "extended by 2 months on 10 February 2027: Many records",
        "due at the end of 30 April 2027",
    ]


def test_a_day_off_at_the_end_is_explained() -> None:
    service = requested(**SAR)
    moment = at("2024-11-25T10:00")
    assert explain(due_of(service, began(service, moment), moment), "en") == [
        "1 month from 25 November 2024",
        "25 December 2024 is not a working day (Christmas Day), so it moves to 27 December 2024",
        "due at the end of 27 December 2024",
    ]
