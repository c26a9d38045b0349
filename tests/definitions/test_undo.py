"""Undo leads back to the case exactly as it was: what rules, clocks, timers and queues see of it, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from definitions.calendars import Moment
from definitions.clocks import dues
from definitions.examples import run_examples
from definitions.facts import APPLICANT, Actor, Case, Event, Refusal, Step
from definitions.history import apply, next_number
from definitions.read import check, read_service
from definitions.service import Service
from definitions.step import begin, offers, settle, step
from definitions.timers import fire, timers
from definitions.undo import told, undo, until
from runtime.cases import projections
from tests.definitions import consulting
from tests.definitions.playing import at, done, staff
from tests.factories import example_document, undoable_document

NOW = at("2026-03-26T09:00")
ADA = Actor("staff", "ada", "Ada", frozenset({"crew-desk"}))
BO = Actor("staff", "bo", "Bo", frozenset({"crew-desk"}))
HOME = {"line_1": "1 High Street", "town": "Anytown", "postcode": "AB1 2CD"}
ANSWERS = {"property": HOME, "bin": "recycling", "missed_on": "2026-03-25"}
MINUTES = st.sampled_from([1, 5, 9, 11, 600, 3000])
ACTIONS = ["send", "done", "refuse", "move-on", "wait", "note", "assign"]


SERVICE = read_service(undoable_document())


def later(moment: Moment, minutes: int) -> Moment:
    return Moment(moment.at + timedelta(minutes=minutes), moment.calendar)


def begun(service: Service = SERVICE) -> Case:
    return begin(service, ANSWERS, {}, "K7QM-2XRDT", NOW)[-1].case


def acted(case: Case, action: str, actor: Actor, moment: Moment) -> tuple[Step, ...] | None:
    done = step(SERVICE, case, action, {"reason": "not_out"}, actor, moment)
    return (done, *settle(SERVICE, done.case, moment)) if isinstance(done, Step) else None


def seen(case: Case, moment: Moment) -> tuple[Any, ...]:
    """All that anybody or anything can see of a case, but for the record of what was undone."""
    bare = replace(case, events=tuple(e for e in case.events if e.kind != "undone"), undone=(), before=None)
    offered = [offers(SERVICE, case, actor, moment) for actor in (ADA, BO, APPLICANT)]
    columns = projections.of_case(SERVICE, case, moment)
    return bare, timers(SERVICE, case, moment), dues(SERVICE, case, moment), offered, columns


@given(st.lists(st.tuples(st.sampled_from(ACTIONS), st.sampled_from([ADA, BO]), MINUTES, st.booleans()), max_size=12))
@settings(max_examples=120, deadline=None)
def test_whatever_the_history_acting_and_undoing_leaves_the_case_as_it_was(story: list[Any]) -> None:
    case, moment = begun(), NOW
    for action, actor, minutes, stays in story:
        moment = later(moment, minutes)
        if action == "wait":
            for timer in timers(SERVICE, case, moment):
                for fired in fire(SERVICE, case, timer, moment) if timer.due <= moment.at else ():
                    case = fired.case
            continue
        if action in ("note", "assign"):
            data = {"text": "x"} if action == "note" else {"assignee": "person:bo"}
            case = apply(case, Event(next_number(case), f"{action}d", moment.at, actor, data=data))
            continue
        steps = acted(case, action, actor, moment)
        if steps is None:
            continue
        after, soon = steps[-1].case, later(moment, 4)
        undone = undo(SERVICE, after, actor, soon)
        assert isinstance(undone, Step)
        assert seen(undone.case, soon) == seen(case, soon)
        assert undone.case.history == (*after.history, undone.event)
        assert [e.number for e in undone.case.history] == list(range(1, undone.event.number + 1))
        case = after if stays else undone.case


@pytest.mark.parametrize("action", ["back", "end", "look"])
def test_tasks_are_open_and_answered_as_they_were(action: str) -> None:
    ways = [way | ({} if "system" in way["by"] else {"undo": "10 minutes"}) for way in consulting.WAYS]
    asking = consulting.service(transitions=ways)
    case = consulting.answered(asking, consulting.consulted(asking, NOW), "highways", NOW, opinion="support")
    after = done(asking, case, action, later(NOW, 1))
    assert after.tasks != case.tasks
    undone = undo(asking, after, staff(), later(NOW, 2))
    assert isinstance(undone, Step)
    assert (undone.case.tasks, undone.case.state) == (case.tasks, case.state)
    assert settle(asking, undone.case, later(NOW, 2)) == ()


def codes(answer: Step | Refusal) -> list[str]:
    return [reason.code for reason in answer.reasons] if isinstance(answer, Refusal) else []


def test_only_whoever_did_it_and_only_in_time_and_only_while_nothing_followed() -> None:
    (sent,) = acted(begun(), "send", ADA, NOW) or ()
    case = sent.case
    assert until(SERVICE, case) == NOW.at + timedelta(minutes=10)
    assert codes(undo(SERVICE, case, BO, later(NOW, 1))) == ["undo-other"]
    assert codes(undo(SERVICE, case, ADA, later(NOW, 10))) == ["undo-late"]
    assert codes(undo(SERVICE, case, APPLICANT, later(NOW, 11))) == ["undo-late", "undo-other"]
    noted = apply(case, Event(next_number(case), "noted", NOW.at, BO, data={"text": "x"}))
    assert codes(undo(SERVICE, noted, ADA, NOW)) == ["undo"]
    assert codes(undo(SERVICE, begun(), ADA, NOW)) == ["undo"]
    undone = undo(SERVICE, case, ADA, later(NOW, 1))
    assert isinstance(undone, Step)
    assert codes(undo(SERVICE, undone.case, ADA, later(NOW, 2))) == ["undo"]


def test_what_the_author_does_not_allow_stays_done() -> None:
    plain = read_service(example_document())
    done = step(plain, begun(plain), "send", {}, ADA, NOW)
    assert isinstance(done, Step)
    refusal = undo(plain, done.case, ADA, NOW)
    assert isinstance(refusal, Refusal)
    assert refusal.reasons[0].staff == "“Send a crew” cannot be undone"


def test_the_applicant_is_not_told_what_can_still_be_undone() -> None:
    case = begun()
    (sent,) = acted(case, "send", ADA, NOW) or ()
    assert told(SERVICE, sent.case, later(NOW, 9)).state == "reported"
    assert told(SERVICE, sent.case, later(NOW, 10)).state == "with-crew"
    assert told(SERVICE, case, NOW) is case


@pytest.mark.parametrize("who", ["crew-desk", "crew-desk:bo"])
def test_a_story_can_undo(who: str) -> None:
    document = undoable_document()
    document["examples"] = [
        {
            "name": "Undone", "at": "2026-03-26T09:00", "answers": ANSWERS,
            "then": [
                {"do": "send", "as": "crew-desk", "expect": {"sent": ["on-its-way"]}},
                {"undo": True, "as": who, "expect": {"state": "reported", "sent": []}},
                {"undo": True, "as": "crew-desk", "expect": {"refused": ["undo"]}},
            ],
        }
    ]  # fmt: skip
    failures = run_examples(read_service(document)).failures
    assert [failure.pointer for failure in failures] == ([] if who == "crew-desk" else [
        "/examples/0/then/1/expect/state", "/examples/0/then/1/expect", "/examples/0/then/2/expect/refused"
    ])  # fmt: skip


@pytest.mark.parametrize("length", ["3 days", "x", "99999 minutes", 5, None])
def test_a_length_that_is_none_is_told_as_one_mistake(length: Any) -> None:
    document = undoable_document()
    document["workflow"]["transitions"][1]["undo"] = length
    wrong = [problem for problem in check(document) if problem.severity == "error"]
    assert [problem.pointer for problem in wrong] == ["/workflow/transitions/1/undo"]
    assert wrong[0].code.startswith("shape.")
