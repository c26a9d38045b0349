"""What happens by itself: timers, once each, tried again after the next event; clocks that warn and run out."""

from __future__ import annotations

from typing import Any

import pytest

from definitions.calendars import Moment
from definitions.facts import TIMER, Case
from definitions.service import Service
from definitions.timers import Timer, fire, timers
from tests.definitions.playing import at, began, built, done, local, refused, state, way
from tests.factories import page, question

START = "2026-09-01T09:00"  # a Tuesday
NOW = at(START)
MAIL = {"id": "told", "to": {"role": "officer"}, "subject": "Told", "body": "It was done."}


def flow(*ways: dict[str, Any], clocks: list[dict[str, Any]] | None = None, **changes: Any) -> Service:
    states = [state("new", queue="triage"), state("late", queue="triage"), state("closed", final=True)]
    ways = (*ways, way("push", "new", "late"), way("note", ["new", "late"]), way("close", ["new", "late"], "closed"))
    workflow = {"initial": "new", "states": states, "transitions": list(ways), "clocks": clocks or []}
    return built(workflow=workflow, messages=[MAIL], **changes)


def to_come(service: Service, case: Case, now: str = START) -> list[tuple[str, str, str]]:
    return [(timer.kind, timer.of, local(timer.due)) for timer in timers(service, case, at(now))]


def fired(service: Service, case: Case, now: str, kind: str = "transition") -> Case:
    """The case after the first timer of that kind, which must be due."""
    timer = next(t for t in timers(service, case, at(now)) if t.kind == kind)
    steps = fire(service, case, timer, at(now))
    assert steps
    return steps[-1].case


def timed(id: str = "escalate", source: str = "new", to: str | None = "late", **changes: Any) -> dict[str, Any]:
    return way(id, source, to, **{"by": ["timer"], "after": "2 working days"} | changes)


def test_a_timer_counts_from_the_entry_into_the_state() -> None:
    service = flow(timed())
    case = began(service, NOW)
    assert to_come(service, case) == [("transition", "escalate", "2026-09-03T09:00")]
    assert to_come(service, done(service, case, "note", at("2026-09-02T09:00"))) == [
        ("transition", "escalate", "2026-09-03T09:00")
    ]
    assert to_come(service, done(service, case, "push", at("2026-09-02T09:00"))) == []


def test_a_timer_happens_when_it_is_due_and_not_before() -> None:
    service = flow(timed(effects=[{"send": "told"}]))
    case = began(service, NOW)
    [timer] = timers(service, case, NOW)
    assert fire(service, case, timer, at("2026-09-03T08:59")) == ()
    [taken] = fire(service, case, timer, at("2026-09-03T09:00"))
    assert (taken.case.state, taken.event.actor, taken.promises[0].what) == ("late", TIMER, {"message": "told"})
    assert fire(service, taken.case, timer, at("2026-09-03T09:01")) == ()


def test_nobody_but_the_timer_can_make_it_happen() -> None:
    service = flow(timed())
    case = began(service, NOW)
    assert refused(service, case, "escalate", at("2026-09-30T09:00")) == ["role"]
    assert refused(service, case, "escalate", NOW, TIMER) == ["timer"]


def test_the_system_goes_on_after_a_timer() -> None:
    service = flow(timed(), way("end", "late", "closed", by=["system"]))
    assert fired(service, began(service, NOW), "2026-09-03T09:00").state == "closed"


def test_a_timer_that_its_guard_refuses_is_tried_again_after_the_next_event() -> None:
    raised = way("raise", "new", effects=[{"set": {"case.priority": "high"}}])
    service = flow(timed(when="case.priority == 'high'"), raised)
    case = began(service, NOW)
    [timer] = timers(service, case, NOW)
    assert fire(service, case, timer, at("2026-09-03T09:00")) == ()
    case = done(service, case, "raise", at("2026-09-10T09:00"))
    assert timers(service, case, at("2026-09-10T09:00")) == (timer,)
    assert fired(service, case, "2026-09-10T09:00").state == "late"


def test_a_reminder_that_stays_comes_once_and_one_that_returns_comes_again() -> None:
    once = flow(timed("remind", to=None, effects=[{"send": "told"}]))
    case = fired(once, began(once, NOW), "2026-09-03T09:00")
    assert to_come(once, case, "2026-09-03T09:00") == []
    again = flow(timed("remind", to="new", effects=[{"send": "told"}]))
    case = fired(again, began(again, NOW), "2026-09-03T09:00")
    assert to_come(again, case, "2026-09-03T09:00") == [("transition", "remind", "2026-09-07T09:00")]


def test_a_timer_of_no_length_that_returns_does_not_go_round_for_ever() -> None:
    service = flow(timed("remind", to="new", after="0 minutes"))
    case = fired(service, began(service, NOW), START)
    assert to_come(service, case) == []


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("visit", "2026-09-20T00:00"),
        ("add_working_days(visit, 1)", "2026-09-21T00:00"),
        ("never", None),
    ],
)
def test_a_timer_may_have_a_time_of_its_own(said: str, expected: str | None) -> None:
    dates = [question("visit", type="date"), question("never", type="date", required=False)]
    form = {"pages": [page("where", question("street"), *dates)]}
    service = flow(way("escalate", "new", "late", by=["timer"], at=said), form=form)
    case = began(service, NOW, {"street": "S", "visit": "2026-09-20", "never": None})
    assert [due for _, _, due in to_come(service, case)] == ([expected] if expected else [])
    if expected:
        assert fired(service, case, "2026-09-21T09:00").state == "late"


CLOCK = {
    "id": "limit",
    "label": "Limit",
    "length": "2 working days",
    "starts": "submission",
    "warn_before": "4 hours",
    "on_breach": [{"set": {"case.priority": "high"}}, {"send": "told"}, {"assign": {"role": "officer"}}],
}


def test_a_clock_warns_and_then_runs_out_and_says_each_once() -> None:
    service = flow(clocks=[CLOCK])
    case = began(service, NOW)
    assert to_come(service, case) == [("warn", "limit", "2026-09-03T05:00"), ("breach", "limit", "2026-09-03T09:00")]
    case = fired(service, case, "2026-09-03T05:00", "warn")
    assert (case.events[-1].kind, case.events[-1].data["clock"]) == ("warned", "limit")
    assert to_come(service, case, "2026-09-03T05:00") == [("breach", "limit", "2026-09-03T09:00")]
    [timer] = timers(service, case, at("2026-09-03T05:00"))
    [taken] = fire(service, case, timer, at("2026-09-03T09:00"))
    assert (taken.event.kind, taken.case.priority, taken.case.assignee) == ("breached", "high", "role:officer")
    assert [promise.position for promise in taken.promises] == [1]
    assert to_come(service, taken.case, "2026-09-03T09:00") == []
    assert taken.case.state == "new"


def test_a_warning_that_was_missed_is_not_given_after_the_end() -> None:
    service = flow(clocks=[CLOCK])
    assert to_come(service, began(service, NOW), "2026-09-03T09:00") == [("breach", "limit", "2026-09-03T09:00")]


def test_more_time_means_another_warning() -> None:
    extend = {"extend": {"clock": "limit", "by": "2 working days", "reason": "why"}}
    more = way("more", "new", ask=[question("why")], effects=[extend])
    service = flow(more, clocks=[CLOCK | {"extension": {"limit": "2 working days"}}])
    case = fired(service, began(service, NOW), "2026-09-03T05:00", "warn")
    case = done(service, case, "more", at("2026-09-03T06:00"), why="Much to do")
    assert to_come(service, case, "2026-09-03T06:00") == [
        ("warn", "limit", "2026-09-07T05:00"),
        ("breach", "limit", "2026-09-07T09:00"),
    ]


def test_a_clock_that_stands_still_or_has_stopped_has_no_timers() -> None:
    service = flow(clocks=[CLOCK | {"runs_in": ["new"]}])
    case = began(service, NOW)
    [_, breach] = timers(service, case, NOW)
    for action in ("push", "close"):
        moved = done(service, case, action, at("2026-09-02T09:00"))
        assert to_come(service, moved, "2026-09-10T09:00") == []
        assert fire(service, moved, breach, at("2026-09-10T09:00")) == ()


def test_a_breach_wakes_the_system() -> None:
    service = flow(way("give-up", "new", "late", by=["system"], when="case.priority == 'high'"), clocks=[CLOCK])
    assert fired(service, began(service, NOW), "2026-09-04T09:00", "breach").state == "late"


def test_a_timer_of_what_the_service_does_not_have_does_nothing() -> None:
    service = flow(clocks=[CLOCK])
    case = began(service, NOW)
    for kind in ("transition", "warn", "breach"):
        assert fire(service, case, Timer(kind, "nonsense", NOW.at), Moment(NOW.at, NOW.calendar)) == ()
