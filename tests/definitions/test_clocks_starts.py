"""What starts a clock: any event of a case, the end of another clock, the latest or the earliest of several."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from definitions.clocks import dues
from definitions.facts import Case, Event
from definitions.history import apply, next_number
from definitions.problems import InvalidDefinition
from definitions.service import Service
from tests.definitions.playing import APPLICANT, at, began, built, done, local, staff, state, way
from tests.factories import page, question

START = "2026-09-01T09:00"  # a Tuesday; no holidays follow
FORM = {"pages": [page("where", question("street"), question("noticed", type="date"))]}


def started(starts: Any, **clock: Any) -> Service:
    """A service whose clock of one day starts so; its other clock runs for five days from the submission."""
    states = [state("new", queue="triage"), state("waiting", queue="triage"), state("closed", final=True)]
    ways = [
        way("ask", "new", "waiting"),
        way("reply", "waiting", "new", by=["applicant"]),
        way("halt", "new", stops=["other"]),
        way("give", "new", effects=[{"assign": {"to": "actor"}}]),
        way("drop", "new", effects=[{"assign": {"to": "nobody"}}]),
        way("close", ["new", "waiting"], "closed"),
    ]
    clocks = [
        {"id": "limit", "label": "Limit", "length": "1 day", "starts": starts} | clock,
        {"id": "other", "label": "Other", "length": "5 days", "starts": "submission"},
    ]
    tasks = [{"id": id, "label": id.capitalize(), "by": "officer", "in": ["waiting"]} for id in ("structures", "trees")]
    workflow = {"initial": "new", "states": states, "transitions": ways, "clocks": clocks, "tasks": tasks}
    return built(workflow=workflow, form=FORM)


def story(service: Service) -> Case:
    """Asked on the 3rd, answered on the 5th, asked again on the 10th and answered on the 12th."""
    case = began(service, at(START), {"street": "S", "noticed": "2026-08-29"})
    for day in (3, 10):
        case = done(service, case, "ask", at(f"2026-09-{day:02}T15:00"))
        case = done(service, case, "reply", at(f"2026-09-{day + 2:02}T11:00"), APPLICANT)
    return case


def happened(case: Case, kind: str, when: str, **data: Any) -> Case:
    return apply(case, Event(next_number(case), kind, at(when).at, staff(), data=data))


def ends(service: Service, case: Case, now: str = "2026-09-12T12:00") -> str | None:
    found = {one.clock.id: local(one.due) for one in dues(service, case, at(now))}
    return found.get("limit")


@pytest.mark.parametrize(
    ("starts", "expected"),
    [
        ({"state": "waiting"}, "2026-09-11T15:00"),
        ({"state": "waiting", "which": "first"}, "2026-09-04T15:00"),
        ({"state": "new"}, "2026-09-13T11:00"),
        ({"state": "new", "which": "first"}, "2026-09-02T09:00"),
        ({"state": "closed"}, None),
        ({"transition": "ask"}, "2026-09-11T15:00"),
        ({"transition": "ask", "which": "first"}, "2026-09-04T15:00"),
        ({"earliest": [{"transition": "ask"}, {"state": "new"}]}, "2026-09-11T15:00"),
        ({"earliest": [{"answer": "noticed"}, {"state": "closed"}]}, "2026-08-30T00:00"),
        ({"latest": [{"answer": "noticed"}, {"earliest": ["submission", {"state": "waiting"}]}]}, "2026-09-02T09:00"),
        ({"clock": "other"}, "2026-09-07T09:00"),
        ({"latest": [{"clock": "other"}, {"transition": "reply"}]}, "2026-09-13T11:00"),
    ],
)
def test_a_clock_starts_with_whatever_the_document_says(starts: Any, expected: str | None) -> None:
    service = started(starts)
    assert ends(service, story(service)) == expected


def test_one_that_waits_for_another_starts_when_that_one_ends_or_is_stopped_and_not_before() -> None:
    service = started({"clock": "other"})
    case = began(service, at(START), {"street": "S", "noticed": "2026-08-29"})
    assert ends(service, case, "2026-09-06T08:59") is None
    assert ends(service, case, "2026-09-06T09:00") == "2026-09-07T09:00"
    halted = done(service, case, "halt", at("2026-09-02T10:00"))
    assert ends(service, halted, "2026-09-02T10:00") == "2026-09-03T10:00"
    late = done(service, case, "halt", at("2026-09-08T10:00"))
    assert ends(service, late, "2026-09-09T10:00") == "2026-09-07T09:00", "what ran out does not end again"


def test_being_given_to_somebody_starts_a_clock_however_it_came_about() -> None:
    service = started({"event": "assigned"})
    case = began(service, at(START), {"street": "S", "noticed": "2026-08-29"})
    assert ends(service, case) is None
    given = done(service, case, "give", at("2026-09-02T10:00"))
    assert ends(service, given) == "2026-09-03T10:00"
    taken = happened(given, "assigned", "2026-09-04T10:00", assignee="person:bo")
    assert ends(service, taken) == "2026-09-05T10:00"
    dropped = done(service, taken, "drop", at("2026-09-05T10:00"))
    assert ends(service, dropped) == "2026-09-05T10:00", "nobody has it now: that starts nothing"


def test_an_assignment_to_one_role_starts_it_and_to_others_does_not() -> None:
    service = started({"event": "assigned", "of": "officer", "which": "first"})
    case = began(service, at(START), {"street": "S", "noticed": "2026-08-29"})
    case = happened(case, "assigned", "2026-09-02T10:00", assignee="person:bo")
    assert ends(service, case) is None
    case = happened(case, "assigned", "2026-09-03T10:00", assignee="role:officer")
    case = happened(case, "assigned", "2026-09-04T10:00", assignee="role:officer")
    assert ends(service, case) == "2026-09-04T10:00"


@pytest.mark.parametrize(
    ("kind", "key", "mine", "another"),
    [("task-done", "task", "structures", "trees"), ("task-late", "task", "trees", "structures"),
     ("breached", "clock", "other", "limit")],
)  # fmt: skip
def test_what_happens_to_a_task_or_a_clock_starts_it(kind: str, key: str, mine: str, another: str) -> None:
    service = started({"event": kind, "of": mine})
    case = began(service, at(START), {"street": "S", "noticed": "2026-08-29"})
    case = happened(case, kind, "2026-09-02T10:00", **{key: another})
    assert ends(service, case) is None
    case = happened(case, kind, "2026-09-03T10:00", **{key: mine})
    assert ends(service, case) == "2026-09-04T10:00"
    anything = started({"event": kind})
    assert ends(anything, replace(case)) == "2026-09-04T10:00"


def test_tasks_that_are_opened_or_withdrawn_together_start_it_each() -> None:
    service = started({"event": "task-opened", "of": "structures", "which": "first"})
    case = began(service, at(START), {"street": "S", "noticed": "2026-08-29"})
    case = happened(case, "task-opened", "2026-09-02T10:00", opened=[{"task": "trees"}, {"task": "visit.2"}])
    assert ends(service, case) is None
    case = happened(case, "task-opened", "2026-09-03T10:00", opened=[{"task": "trees"}, {"task": "structures.1"}])
    assert ends(service, case) == "2026-09-04T10:00"
    withdrawn = started({"event": "task-withdrawn", "of": "trees"})
    assert ends(withdrawn, happened(case, "task-withdrawn", "2026-09-05T10:00", withdrawn=["trees"])) is not None


@pytest.mark.parametrize(
    ("starts", "kind"),
    [
        ({"event": "task-done", "of": "nothing"}, "task"),
        ({"event": "breached", "of": "nothing"}, "clock"),
        ({"event": "assigned", "of": "nothing"}, "role"),
        ({"state": "nothing"}, "state"),
        ({"clock": "nothing"}, "clock"),
        ({"earliest": ["submission", {"transition": "nothing"}]}, "transition"),
    ],
)
def test_what_a_start_names_must_be_there(starts: Any, kind: str) -> None:
    with pytest.raises(InvalidDefinition) as refused:
        started(starts)
    assert f"reference.unknown-{kind}" in [problem.code for problem in refused.value.problems]
