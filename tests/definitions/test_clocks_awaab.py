"""Awaab's Law as the library's service keeps it: five clocks, in hours, working days and weeks, from two starts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from definitions.clocks import explain
from definitions.facts import Actor, Case
from definitions.read import read_service
from tests.definitions.playing import at, began, done, due_of, local

SERVICE = read_service(
    (Path(__file__).parents[2] / "definitions" / "library" / "housing-repair" / "service.json").read_text()
)
STORIES = {example["name"]: example for example in SERVICE.document["examples"]}
HAZARD = next(name for name in STORIES if name.startswith("Mould on a wall"))
EMERGENCY = next(name for name in STORIES if name.startswith("Water pours"))
"""Hazards in Social Housing (Prescribed Requirements) (England) Regulations 2025, in force on 27 October 2025."""


def reported(when: str, name: str = HAZARD) -> Case:
    return began(SERVICE, at(when), json.loads(json.dumps(STORIES[name]["answers"])))


def by(role: str) -> Actor:
    return Actor("staff", role, role, frozenset((role,)))


def act(case: Case, action: str, when: str, role: str, **inputs: Any) -> Case:
    return done(SERVICE, case, action, at(when), by(role), **inputs)


@pytest.mark.parametrize(
    ("reported_at", "investigated_by"),
    [
        ("2026-03-02T10:00", "2026-03-16T23:59:59"),  # ten plain working days
        ("2026-03-28T10:00", "2026-04-14T23:59:59"),  # a Saturday; Good Friday and Easter Monday
        ("2026-12-18T23:59", "2027-01-06T23:59:59"),  # Christmas Day, Boxing Day's substitute and New Year's Day
        ("2028-02-22T08:00", "2028-03-07T23:59:59"),  # over 29 February
    ],
)
def test_a_significant_hazard_is_investigated_within_ten_working_days(reported_at: str, investigated_by: str) -> None:
    assert local(due_of(SERVICE, reported(reported_at), at(reported_at), "investigation").due) == investigated_by


@pytest.mark.parametrize(
    ("reported_at", "safe_by"),
    [
        ("2026-12-24T23:30", "2026-12-25T23:30"),  # over Christmas all the same
        ("2026-03-28T12:00", "2026-03-29T13:00"),  # the night has 23 hours
        ("2026-10-24T12:00", "2026-10-25T11:00"),  # and this one 25
    ],
)
def test_an_emergency_is_made_safe_within_24_hours_of_real_time(reported_at: str, safe_by: str) -> None:
    found = due_of(SERVICE, reported(reported_at, EMERGENCY), at(reported_at), "emergency")
    assert local(found.due) == safe_by
    assert ("the clocks go" in " ".join(explain(found, "en"))) == (safe_by[11:16] != reported_at[11:16])


def test_summary_and_safety_count_from_the_end_of_the_investigation_and_the_works_in_weeks() -> None:
    case = act(reported("2026-03-23T10:00"), "investigated", "2026-04-01T16:00", "surveyor", finding="hazard")
    now = at("2026-04-01T16:00")
    assert local(due_of(SERVICE, case, now, "summary").due) == "2026-04-08T23:59:59"  # over Easter
    assert local(due_of(SERVICE, case, now, "safety").due) == "2026-04-10T23:59:59"
    case = act(case, "write-summary", "2026-04-02T09:00", "surveyor", summary_text="A cold wall.")
    assert due_of(SERVICE, case, at("2026-04-02T09:00"), "summary").stopped
    case = act(case, "safe", "2026-04-09T09:00", "planner", more_work=True)
    found = due_of(SERVICE, case, at("2026-04-09T09:00"), "works")
    assert local(found.due) == "2026-06-24T23:59:59"  # twelve weeks from the first of April
    assert explain(found, "en") == ["12 weeks from 1 April 2026", "due at the end of 24 June 2026"]


def test_what_we_knew_before_the_report_counts_from_then() -> None:
    case = reported("2026-03-09T10:00")
    known = {"graded": "significant", "aware_on": "2026-03-02", "graded_why": "A call"}
    earlier = act(case, "grade", "2026-03-09T11:00", "repairs-desk", **known)
    assert local(due_of(SERVICE, earlier, at("2026-03-09T12:00"), "investigation").due) == "2026-03-16T23:59:59"
    later = act(case, "grade", "2026-03-09T11:00", "repairs-desk", **known | {"aware_on": "2026-03-09"})
    assert local(due_of(SERVICE, later, at("2026-03-09T12:00"), "investigation").due) == "2026-03-23T23:59:59"


def test_a_door_that_nobody_opens_stops_no_clock() -> None:
    case = act(reported("2026-03-02T10:00"), "no-access", "2026-03-04T10:00", "surveyor", tried="At noon")
    assert local(due_of(SERVICE, case, at("2026-03-04T11:00"), "investigation").due) == "2026-03-16T23:59:59"
