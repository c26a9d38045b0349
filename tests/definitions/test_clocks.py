"""Clocks as a fold over events: starts, pauses, restarts, stops, extensions, and how each is explained."""

from __future__ import annotations

from typing import Any

import pytest

from definitions.clocks import dues, explain
from definitions.facts import Case
from definitions.service import Service
from tests.definitions.playing import APPLICANT, at, began, built, done, due_of, local, refused, state, way
from tests.factories import page, question

START = "2026-09-01T09:00"  # a Tuesday; no holidays follow
PAUSED = ("2026-09-03T15:00", "2026-09-07T11:00")  # Thursday afternoon to Monday morning


def service_with(*clocks: dict[str, Any], **changes: Any) -> Service:
    states = [
        state("new", queue="triage"),
        state("waiting", label="Waiting for you", queue="triage"),
        state("closed", final=True),
    ]
    more = {"clock": "limit", "by": "2 days", "reason": "why"}
    ways = [
        way("ask", "new", "waiting"),
        way("reply", "waiting", "new", by=["applicant"]),
        way("again", "new", restarts=["limit"]),
        way("halt", "new", stops=["limit"]),
        way("more", "new", ask=[question("why")], effects=[{"extend": more}]),
        way("say", "new", ask=[question("urgent", type="yes-no")]),
        way("close", ["new", "waiting"], "closed"),
    ]
    found = [{"id": "limit", "label": "Limit", "starts": "submission"} | clock for clock in clocks]
    if not any("extension" in clock for clock in found):
        ways = [w for w in ways if w["id"] != "more"]
    workflow = {"initial": "new", "states": states, "transitions": ways, "clocks": found}
    return built(workflow=workflow, **changes)


def paused(service: Service, stop: str = PAUSED[0], go: str = PAUSED[1], start: str = START) -> Case:
    case = done(service, began(service, at(start)), "ask", at(stop))
    return done(service, case, "reply", at(go), APPLICANT)


@pytest.mark.parametrize(
    ("clock", "expected", "line"),
    [
        # Real time: the pause of 3 days and 20 hours is added.
        ({"length": "72 hours"}, "2026-09-08T05:00", "paused 3 days 20 hours while waiting for you"),
        ({"length": "5000 minutes"}, "2026-09-08T16:20", "paused 3 days 20 hours while waiting for you"),
        # Days keep the time of day, and the pause is added on the council's clock.
        ({"length": "4 days"}, "2026-09-09T05:00", "paused 3 days 20 hours while waiting for you"),
        ({"length": "1 week"}, "2026-09-12T05:00", "paused 3 days 20 hours while waiting for you"),
        ({"length": "1 month"}, "2026-10-05T05:00", "paused 3 days 20 hours while waiting for you"),
        # Working days: Thursday, Friday and Monday are not counted; the weekend never is.
        ({"length": "4 working days"}, "2026-09-10T09:00", "paused 3 working days while waiting for you"),
        # Whole days: Thursday to Monday are five days.
        ({"length": "4 days", "end_of_day": True}, "2026-09-10T23:59:59", "paused 5 days while waiting for you"),
        ({"length": "1 month", "end_of_day": True}, "2026-10-06T23:59:59", "paused 5 days while waiting for you"),
        (
            {"length": "4 working days", "end_of_day": True},
            "2026-09-10T23:59:59",
            "paused 3 working days while waiting for you",
        ),
    ],
)
def test_a_pause_is_given_back_in_the_clocks_own_measure(clock: dict, expected: str, line: str) -> None:
    service = service_with(clock | {"pauses_in": ["waiting"]})
    found = due_of(service, paused(service), at("2026-09-07T12:00"))
    assert local(found.due) == expected
    assert found.running
    assert line in explain(found, "en")


@pytest.mark.parametrize(
    ("stop", "go", "expected"),
    [
        ("2026-09-02T10:00", "2026-09-02T10:05", "2026-09-04T09:00"),  # five minutes: that day is not counted
        ("2026-09-05T10:00", "2026-09-06T10:00", "2026-09-03T09:00"),  # after it ran out: changes nothing
        ("2026-09-01T10:00", "2026-09-01T16:00", "2026-09-03T09:00"),  # on day zero, which never counts
        ("2026-09-03T10:00", "2026-09-08T10:00", "2026-09-03T09:00"),  # an hour after it ran out
        ("2026-09-03T08:00", "2026-09-08T10:00", "2026-09-09T09:00"),  # an hour before
        ("2026-09-02T10:00", "2027-09-02T10:00", "2027-09-06T09:00"),  # a whole year
    ],
)
def test_a_working_day_on_which_it_stood_still_is_not_counted(stop: str, go: str, expected: str) -> None:
    service = service_with({"length": "2 working days", "pauses_in": ["waiting"]})
    found = due_of(service, paused(service, stop, go), at("2027-09-02T12:00"))
    assert local(found.due) == expected


def test_a_day_with_two_pauses_is_lost_once() -> None:
    service = service_with({"length": "3 working days", "pauses_in": ["waiting"]})
    case = paused(service, "2026-09-02T10:00", "2026-09-03T10:00")
    case = done(service, case, "ask", at("2026-09-03T15:00"))
    case = done(service, case, "reply", at("2026-09-04T15:00"), APPLICANT)
    found = due_of(service, case, at("2026-09-04T16:00"))
    assert local(found.due) == "2026-09-09T09:00"
    assert [lost.days for lost in found.lost] == [2, 1]


def test_a_pause_over_the_night_the_clocks_change_is_given_back_by_the_wall_clock() -> None:
    """Saturday noon to Monday noon, over 25 October: 49 hours, but two days."""
    when = ("2026-10-24T12:00", "2026-10-26T12:00", "2026-10-23T09:00")
    days = service_with({"length": "3 days", "pauses_in": ["waiting"]})
    assert local(due_of(days, paused(days, *when), at("2026-10-26T13:00")).due) == "2026-10-28T09:00"
    hours = service_with({"length": "72 hours", "pauses_in": ["waiting"]})
    assert local(due_of(hours, paused(hours, *when), at("2026-10-26T13:00")).due) == "2026-10-28T09:00"


def test_while_it_stands_still_it_is_due_as_if_it_went_on_now() -> None:
    service = service_with({"length": "48 hours", "runs_in": ["new"]})
    case = done(service, began(service, at(START)), "ask", at("2026-09-01T19:00"))
    for now, expected in (("2026-09-01T20:00", "2026-09-03T10:00"), ("2026-09-05T19:00", "2026-09-07T09:00")):
        found = due_of(service, case, at(now))
        assert local(found.due) == expected
        assert not found.running
        assert not found.breached
        assert "standing still since 1 September 2026: Waiting for you" in explain(found, "en")


def test_it_stays_breached_when_it_is_paused_too_late() -> None:
    service = service_with({"length": "48 hours", "runs_in": ["new"]})
    case = done(service, began(service, at(START)), "ask", at("2026-09-03T10:00"))
    assert due_of(service, case, at("2026-09-20T10:00")).breached
    assert local(due_of(service, case, at("2026-09-20T10:00")).due) == "2026-09-03T09:00"


def test_it_runs_out_at_its_due_time_and_not_before() -> None:
    service = service_with({"length": "2 working days"})
    case = began(service, at(START))
    assert not due_of(service, case, at("2026-09-03T08:59")).breached
    assert due_of(service, case, at("2026-09-03T09:00")).breached


def test_a_case_that_is_closed_stops_its_clocks_for_good() -> None:
    service = service_with({"length": "2 working days"})
    case = done(service, began(service, at(START)), "close", at("2026-09-03T09:00"))
    found = due_of(service, case, at("2027-01-01T09:00"))
    assert not found.running
    assert not found.breached  # done at the last moment is in time
    assert local(found.stopped) == "2026-09-03T09:00"
    assert explain(found, "en")[-1] == "stopped on 3 September 2026"
    late = done(service, began(service, at(START)), "close", at("2026-09-03T09:01"))
    assert due_of(service, late, at("2027-01-01T09:00")).breached


def test_a_restart_forgets_what_was_before_even_a_stop() -> None:
    clock = {"length": "5 days", "pauses_in": ["waiting"], "extension": {"limit": "9 days"}}
    service = service_with(clock)
    case = done(service, paused(service), "more", at("2026-09-08T09:00"), why="Much to do")
    case = done(service, case, "halt", at("2026-09-08T10:00"))
    assert local(due_of(service, case, at("2026-09-09T09:00")).stopped) == "2026-09-08T10:00"
    case = done(service, case, "again", at("2026-09-10T17:30"))
    found = due_of(service, case, at("2026-09-11T09:00"))
    assert local(found.due) == "2026-09-15T17:30"
    assert found.running
    assert explain(found, "en") == ["5 days from 10 September 2026, when it started again"]


def test_an_extension_is_added_once_for_each_time_and_says_why() -> None:
    service = service_with({"length": "5 days", "extension": {"limit": "4 days", "within": "5 days"}})
    case = began(service, at(START))
    for n, day in enumerate(("2026-09-02T09:00", "2026-09-06T09:00")):
        case = done(service, case, "more", at(day), why=f"Reason {n}")
    found = due_of(service, case, at("2026-09-06T10:00"))
    assert local(found.due) == "2026-09-10T09:00"
    assert explain(found, "en") == [
        "5 days from 1 September 2026",
        "extended by 2 days on 2 September 2026: Reason 0",
        "extended by 2 days on 6 September 2026: Reason 1",
    ]
    assert refused(service, case, "more", at("2026-09-06T11:00"), why="Once more") == ["clock", "clock"]
    assert refused(service, case, "more", at("2026-09-02T11:00"), why="Once more") == ["clock"]


def test_an_extension_after_its_time_or_of_a_stopped_clock_is_refused() -> None:
    service = service_with({"length": "5 days", "extension": {"limit": "9 days", "within": "1 day"}})
    case = began(service, at(START))
    assert refused(service, case, "more", at("2026-09-02T09:01"), why="Late") == ["clock"]
    halted = done(service, case, "halt", at("2026-09-01T10:00"))
    assert refused(service, halted, "more", at("2026-09-01T11:00"), why="Stopped") == ["clock"]
    assert refused(service, case, "more", at("2026-09-01T11:00")) == ["input"]  # the reason is mandatory


def test_a_clock_known_late_to_apply_has_run_since_its_start() -> None:
    service = service_with({"length": "10 days", "when": "urgent"})
    case = began(service, at(START))
    assert dues(service, case, at("2026-09-04T09:00")) == ()
    case = done(service, case, "say", at("2026-09-05T15:00"), urgent=True)
    assert local(due_of(service, case, at("2026-09-05T15:00")).due) == "2026-09-11T09:00"
    case = done(service, case, "say", at("2026-09-06T15:00"), urgent=False)
    assert dues(service, case, at("2026-09-06T15:00")) == ()


@pytest.mark.parametrize(
    ("starts", "expected"),
    [
        ("submission", "2026-09-02T09:00"),
        ({"answer": "noticed"}, "2026-08-30T00:00"),
        ({"transition": "ask"}, "2026-09-04T15:00"),
        ({"latest": ["submission", {"answer": "noticed"}]}, "2026-09-02T09:00"),
        ({"latest": [{"answer": "noticed"}, {"transition": "ask"}]}, "2026-09-04T15:00"),
        ({"latest": ["submission", {"transition": "again"}]}, "2026-09-02T09:00"),
        ({"transition": "again"}, None),
    ],
)
def test_a_clock_starts_when_the_document_says(starts: Any, expected: str | None) -> None:
    form = {"pages": [page("where", question("street"), question("noticed", type="date"))]}
    service = service_with({"length": "1 day", "starts": starts}, form=form)
    case = began(service, at(START), {"street": "S", "noticed": "2026-08-29"})
    case = done(service, case, "ask", at("2026-09-03T15:00"))
    found = [local(one.due) for one in dues(service, case, at("2026-09-03T16:00"))]
    assert found == ([expected] if expected else [])


def test_a_clock_started_by_an_action_starts_anew_each_time() -> None:
    service = service_with({"length": "1 day", "starts": {"transition": "ask"}})
    case = done(service, paused(service), "ask", at("2026-09-10T10:00"))
    assert local(due_of(service, case, at("2026-09-10T11:00")).due) == "2026-09-11T10:00"


def test_a_warning_comes_before_the_end_and_never_before_the_start() -> None:
    service = service_with({"length": "2 working days", "warn_before": "1 working day"})
    assert local(due_of(service, began(service, at(START)), at(START)).warn_at) == "2026-09-02T09:00"
    short = service_with({"length": "2 hours", "warn_before": "1 working day"})
    assert local(due_of(short, began(short, at(START)), at(START)).warn_at) == START


def test_a_clock_with_its_own_calendar_counts_by_it() -> None:
    service = service_with(
        {"length": "1 working day"}, {"id": "any", "label": "Any", "length": "1 working day", "calendar": "any-uk"}
    )
    moment = at("2026-03-16T09:00")
    case = began(service, moment)
    assert [local(one.due) for one in dues(service, case, moment)] == ["2026-03-17T09:00", "2026-03-18T09:00"]
    assert case.events[0].data["calendars"]["any-uk"].startswith("any-uk/")


def test_the_arithmetic_is_explained_in_welsh_too() -> None:
    service = service_with({"length": "21 working days", "pauses_in": ["waiting"]})
    case = paused(service, "2026-03-20T15:00", "2026-03-24T11:00", "2026-03-02T09:00")
    found = due_of(service, case, at("2026-03-24T12:00"))
    assert explain(found, "en") == [
        "21 working days from 2 March 2026",
        "Good Friday skipped (3 April 2026)",
        "Easter Monday skipped (6 April 2026)",
        "paused 3 working days while waiting for you",
    ]
    assert explain(found, "cy")[:2] == [
        "21 diwrnod gwaith o 2 Mawrth 2026",
        "Ni chyfrifir Dydd Gwener y Groglith (3 Ebrill 2026)",
    ]
