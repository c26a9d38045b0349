"""Promises that slip: the applicant is told before, once for each due time, and staff are warned with what follows."""

from __future__ import annotations

from typing import Any

from definitions.facts import Case, Step
from definitions.service import Service
from definitions.timers import Timer, fire, timers
from tests.definitions.playing import at, began, built, done, local, state, way
from tests.factories import page, question

START = "2026-09-01T09:00"
SORRY = {"id": "sorry", "to": "applicant", "subject": "Late", "body": "It may be later than {clock.limit}."}
FORM = {"pages": [page("where", question("street"), question("email", type="email"))]}


def promised(**clock: Any) -> Service:
    states = [state("new", queue="triage"), state("waiting", queue="triage"), state("closed", final=True)]
    more = {"clock": "limit", "by": "2 days", "reason": "why"}
    ways = [
        way("ask", "new", "waiting"),
        way("reply", "waiting", "new"),
        way("more", "new", ask=[question("why")], effects=[{"extend": more}]),
        way("close", ["new", "waiting"], "closed"),
    ]
    tell = {"before": "1 day", "message": "sorry"}
    whole = {"id": "limit", "label": "Limit", "length": "5 days", "starts": "submission", "pauses_in": ["waiting"]}
    whole |= {"extension": {"limit": "9 days"}, "tell": tell} | clock
    workflow = {"initial": "new", "states": states, "transitions": ways, "clocks": [whole]}
    return built(workflow=workflow, form=FORM, messages=[SORRY], applicant={"email": "email"})


def begun(service: Service) -> Case:
    return began(service, at(START), {"street": "S", "email": "a@example.com"})


def to_come(service: Service, case: Case, now: str) -> list[tuple[str, str]]:
    return [(timer.kind, local(timer.due)) for timer in timers(service, case, at(now))]


def fired(service: Service, case: Case, now: str) -> Step:
    [first, *_] = timers(service, case, at(now))
    [step, *_] = fire(service, case, first, at(now))
    return step


def test_the_applicant_is_told_ahead_of_the_due_time_and_not_twice() -> None:
    service = promised()
    case = begun(service)
    assert to_come(service, case, START) == [("tell", "2026-09-05T09:00"), ("breach", "2026-09-06T09:00")]
    told = fired(service, case, "2026-09-05T09:00")
    assert (told.event.kind, told.event.data) == ("told", {"clock": "limit", "due": "2026-09-06T08:00:00+00:00"})
    assert [promise.what for promise in told.promises] == [{"message": "sorry"}]
    assert to_come(service, told.case, "2026-09-05T09:00") == [("breach", "2026-09-06T09:00")]


def test_when_there_is_more_time_they_are_told_anew_ahead_of_that() -> None:
    service = promised()
    case = fired(service, begun(service), "2026-09-05T09:00").case
    case = done(service, case, "more", at("2026-09-05T10:00"), why="Much to do")
    assert to_come(service, case, "2026-09-05T10:00") == [("tell", "2026-09-07T09:00"), ("breach", "2026-09-08T09:00")]


def test_nobody_is_told_while_it_stands_still_or_once_it_is_done() -> None:
    service = promised()
    waiting = done(service, begun(service), "ask", at("2026-09-02T09:00"))
    assert to_come(service, waiting, "2026-09-20T09:00") == []
    closed = done(service, begun(service), "close", at("2026-09-02T09:00"))
    assert to_come(service, closed, "2026-09-20T09:00") == []
    assert fire(service, closed, Timer("tell", "limit", at("2026-09-05T09:00").at), at("2026-09-05T09:00")) == ()


def test_whoever_could_not_be_told_in_time_is_told_late_rather_than_never() -> None:
    service = promised()
    case = begun(service)
    late = fired(service, case, "2026-09-10T09:00")
    assert late.event.kind == "told"
    breached = fired(service, late.case, "2026-09-10T09:00")
    assert breached.event.kind == "breached"
    assert to_come(service, breached.case, "2026-09-10T09:00") == []


def test_a_condition_decides_whether_they_are_told() -> None:
    service = promised(tell={"before": "1 day", "message": "sorry", "when": "case.priority == 'high'"})
    [timer, _] = timers(service, begun(service), at(START))
    assert fire(service, begun(service), timer, at("2026-09-05T09:00")) == ()


def test_without_a_message_only_the_progress_page_says_it() -> None:
    assert fired(promised(tell={"before": "1 day"}), begun(promised()), "2026-09-05T09:00").promises == ()


def test_a_warning_does_what_the_document_says_for_it() -> None:
    raised = [{"set": {"case.priority": "high"}}, {"send": "sorry"}]
    service = promised(warn_before="2 days", on_warn=raised)
    warned = fired(service, begun(service), "2026-09-04T09:00")
    assert (warned.event.kind, warned.case.priority) == ("warned", "high")
    assert [promise.position for promise in warned.promises] == [1]
