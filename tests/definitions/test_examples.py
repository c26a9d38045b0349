"""Examples inside a document: played as people would, compared, and what they do not try is listed."""

from __future__ import annotations

import copy
import time
from typing import Any

import pytest

from definitions.coverage import watch
from definitions.examples import Report, run_examples
from definitions.read import read_service
from tests.definitions.playing import built, state, way
from tests.factories import example_document, page, question

HOME = {"line_1": "1 High Street", "town": "Anytown", "postcode": "AB1 2CD", "uprn": "100010001"}
MISSED = {"property": HOME, "bin": "refuse", "missed_on": "2026-03-25"}
ROUND = {"last_collected": "2026-03-25", "next_collection": "2026-04-01"}


def played(*examples: dict[str, Any], **changes: Any) -> Report:
    document = example_document() | changes
    document["examples"] = [{"name": f"Story {n}", "at": "2026-03-26T09:00"} | e for n, e in enumerate(examples)]
    return run_examples(read_service(document))


def told(*examples: dict[str, Any], **changes: Any) -> list[tuple[str, str]]:
    return [(failure.pointer, failure.message) for failure in played(*examples, **changes).failures]


def story(expect: dict[str, Any] | None = None, *then: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {"answers": MISSED, "lookups": {"round": ROUND}, "expect": expect or {}, "then": list(then)} | changes


def test_the_designs_own_example_passes() -> None:
    report = run_examples(read_service(example_document()))
    assert report.failures == ()
    assert report.ok


ALL = {
    "pages": ["where", "which", "contact"],
    "problems": [],
    "values": {"urgent": True, "round.next_collection": "2026-04-01", "email": None},
    "state": "with-crew",
    "queue": "with-crew",
    "due": {"promise": "2026-03-30"},
    "sent": ["on-its-way"],
    "priority": "normal",
    "assignee": None,
    "open": ["done", "refuse"],
    "progress": "A crew is coming back",
}
WRONG = {
    "pages": ["where"],
    "stop": "too-late",
    "problems": ["email"],
    "values": {"urgent": False, "round.next_collection": None, "email": "x", "bin": 1},
    "state": "reported",
    "queue": None,
    "due": {"promise": "2026-03-30T09:01"},
    "sent": [],
    "priority": "high",
    "assignee": "role:supervisor",
    "open": ["send"],
    "progress": "We have your report",
}


def test_whatever_is_expected_is_compared() -> None:
    assert told(story(ALL)) == []


@pytest.mark.parametrize("name", WRONG)
def test_whatever_is_not_as_expected_is_told_in_words_and_with_its_place(name: str) -> None:
    found = told(story({name: WRONG[name]}))
    assert len(found) == (len(WRONG[name]) if isinstance(WRONG[name], dict) else 1)
    assert all(at.startswith(f"/examples/0/expect/{name}") for at, _ in found)
    assert all("expected" in words for _, words in found)


def test_a_difference_names_both_what_was_expected_and_what_came() -> None:
    assert told(story({"state": "reported"})) == [
        ("/examples/0/expect/state", "expected state to be “reported”, but it is “with-crew”")
    ]
    assert told(story({"due": {"promise": "2026-04-01T09:00"}}))[0][1] == (
        "expected “promise” to be due 2026-04-01T09:00, but it is due 2026-03-30T09:00:00"
    )


def test_time_passes_and_timers_happen_on_the_way() -> None:
    late = {"state": "overdue", "priority": "high", "assignee": "role:supervisor", "sent": []}
    assert told(story({}, {"wait": "1 working day", "expect": {"state": "with-crew"}}, {"wait": "1 day"})) == []
    assert told(story({}, {"wait": "2 working days", "expect": late})) == []
    assert told(story({}, {"at": "2026-03-30T09:00", "expect": late})) == []
    assert told(story({}, {"at": "2026-03-30T08:59", "expect": {"state": "with-crew"}})) == []


def test_people_act_in_their_roles_and_are_refused_in_words() -> None:
    refuse = {"do": "refuse", "as": "crew-desk", "inputs": {"reason": "not_out"}}
    assert told(story({}, refuse | {"expect": {"state": "not-collected", "sent": ["not-collected"], "open": []}})) == []
    assert told(story({}, refuse | {"as": "supervisor", "expect": {"refused": ["role"]}})) == []
    assert told(story({}, refuse | {"inputs": {}, "expect": {"refused": ["input"]}})) == []
    assert told(story({}, refuse | {"as": "supervisor"})) == [
        ("/examples/0/then/0", "“refuse” was refused: Only “Crew desk” can do “Could not collect”")
    ]
    [(at, words)] = told(story({}, refuse | {"as": "supervisor", "expect": {"refused": ["state"]}}))
    assert at == "/examples/0/then/0/expect/refused"
    assert words.startswith("expected it to be refused for state, but it was for role")
    assert (
        told(story({}, refuse | {"expect": {"refused": ["state"]}}))[0][1]
        == "expected a refusal (state), but it was done"
    )


def test_an_application_that_cannot_be_sent_says_why_there_is_no_case() -> None:
    assert told(story({"state": "reported"}, answers={"property": HOME, "bin": "refuse"})) == [
        ("/examples/0/expect", "this expects state, but there is no case: “missed_on” must be answered")
    ]
    late = MISSED | {"missed_on": "2026-03-20"}
    assert told(story({"stop": "too-late", "pages": ["where", "which", "too-late"]}, answers=late)) == []
    assert told(story({"stop": "too-late"}, {"wait": "1 day"}, answers=late)) == [
        ("/examples/0/then/0", "there is no case for this to happen to: the journey stops at “too-late”")
    ]
    assert "is not accepted (The collection day must be in the past)" in told(
        story({"state": "reported"}, answers=MISSED | {"missed_on": "2026-03-27"})
    )[0][1]  # fmt: skip


@pytest.mark.parametrize("said", [None, "unavailable"])
def test_sources_can_find_nothing_or_be_down(said: Any) -> None:
    assert told(story({"state": "reported", "sent": [], "queue": "new-reports"}, lookups={"round": said})) == []
    assert told(story({"state": "reported"}, lookups={})) == []


def test_two_people_of_one_role_are_told_apart_and_the_assignee_is_a_person() -> None:
    service = {
        "initial": "new",
        "states": [state("new", queue="triage"), state("closed", final=True)],
        "transitions": [
            way("take", "new", effects=[{"assign": {"to": "actor"}}]),
            way("check", "new", not_by=["take"]),
            way("close", "new", "closed", by=["assignee"]),
        ],
    }
    steps = [
        {"do": "close", "as": "assignee", "expect": {"refused": ["assignee"]}},
        {"do": "take", "as": "officer:anna", "expect": {"assignee": "officer:anna", "open": ["take", "close"]}},
        {"do": "check", "as": "officer:anna", "expect": {"refused": ["separation"]}},
        {"do": "check", "as": "officer:ben"},
        {"do": "close", "as": "officer:ben", "expect": {"refused": ["assignee"]}},
        {"do": "close", "as": "assignee", "expect": {"state": "closed"}},
    ]
    example = {"name": "x", "at": "2026-03-26T09:00", "answers": {"street": "S"}, "then": steps}
    report = run_examples(built(workflow=service, examples=[example]))
    assert report.failures == ()
    assert not [missed.what for missed in report.missed if missed.kind in ("transition", "refusal")]


def test_a_workflow_that_never_comes_to_rest_is_told_and_does_not_hang() -> None:
    loop = {
        "initial": "new",
        "states": [state("new", queue="triage"), state("closed", final=True)],
        "transitions": [way("tick", "new", "new", by=["timer"], after="1 minute"), way("close", "new", "closed")],
    }
    example = {"name": "x", "at": "2026-03-26T09:00", "answers": {"street": "S"}, "then": [{"wait": "100 weeks"}]}
    [failure] = run_examples(built(workflow=loop, examples=[example])).failures
    assert failure.message == "the timers of this workflow never come to rest"


def test_an_expression_that_fails_is_told() -> None:
    form = {"pages": [page("where", question("street"), question("count", type="integer"))]}
    values = [{"id": "share", "type": "integer", "value": "100 / count"}]
    example = {"name": "x", "at": "2026-03-26T09:00", "answers": {"street": "S", "count": 0}}
    [failure] = run_examples(built(form=form, values=values, examples=[example])).failures
    assert failure.message == "this could not be worked out: a number is divided by nought, in: 100 / count"


def test_the_language_of_a_story_is_the_one_the_applicant_reads() -> None:
    assert told(story({"progress": "A crew is coming back"}, language="cy")) == []


def test_forty_examples_take_well_under_a_second() -> None:
    document = example_document()
    document["examples"] = [copy.deepcopy(document["examples"][0]) for _ in range(40)]
    service = read_service(document)
    run_examples(service)
    started = time.process_time()
    assert run_examples(service).ok
    assert time.process_time() - started < 1


def test_watching_leaves_the_service_that_people_use_as_it_is() -> None:
    service = read_service(example_document())
    before = (service.form, service.workflow, service.form.pages[2].when)
    watched = watch(service)
    assert run_examples(service).ok
    assert (service.form, service.workflow, service.form.pages[2].when) == before
    assert watched.service is not service
    assert not any(item.covered for item in watched.covered())
