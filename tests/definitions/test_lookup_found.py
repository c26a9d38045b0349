"""Nothing found and a source that is down are told apart: nobody is turned away because a system does not answer."""

from __future__ import annotations

from typing import Any

import pytest

from definitions.examples import run_examples
from definitions.journey import walk
from definitions.read import check, read_service
from definitions.standing import Standing
from tests.definitions.playing import at, began
from tests.factories import document, page, question

KEY = "26/01234"
NONE = {"key": KEY, "found": False, "facts": {}}
DOWN = NONE | {"unavailable": True}
THERE = {"key": KEY, "found": True, "facts": {"site": "1 High Street", "found": "what a source calls so"}}


def register(**changes: Any) -> dict[str, Any]:
    lookup = {"id": "register", "source": "planning", "by": "street", "gives": {"site": "text"}, "unavailable": "hold"}
    unknown = {"id": "unknown", "title": "We cannot find it", "kind": "stop", "when": "!register.found"}
    unknown["content"] = [{"text": "Look at the notice."}]
    pages = [page("which"), unknown, page("more", question("comment"))]
    return document(lookups=[lookup | changes], form={"pages": pages})


@pytest.mark.parametrize(("record", "stop"), [(NONE, "unknown"), (DOWN, None), (THERE, None)])
def test_only_who_is_not_found_is_stopped(record: dict[str, Any], stop: str | None) -> None:
    service = read_service(register())
    journey = walk(service.form, {"street": KEY, "comment": "Too tall"}, {"register": record}, at("2026-03-26T09:00"))
    assert (journey.stop.id if journey.stop else None) == stop


def test_before_the_source_was_asked_nothing_is_known_of_it() -> None:
    service = read_service(register())
    journey = walk(service.form, {"street": KEY}, {}, at("2026-03-26T09:00"))
    assert journey.stop is None
    assert "register" not in journey.names


def test_the_workflow_knows_it_as_well() -> None:
    document = register()
    label = [{"when": "register.found", "text": "Found"}, {"when": "!register.found", "text": "None"}, {"text": "?"}]
    document["workflow"]["states"][0]["public"] = label
    document["form"]["pages"].pop(1)
    service = read_service(document)
    for record, words in ((NONE, "None"), (DOWN, "?"), (THERE, "Found")):
        moment = at("2026-03-26T09:00")
        case = began(service, moment, {"street": KEY, "comment": "x"}, lookups={"register": record})
        assert service.workflow.state("new").public.render(Standing(service, case, moment).scope("en")) == words


def test_examples_tell_the_three_apart() -> None:
    answers = {"street": KEY, "comment": "Too tall"}
    stories = [
        {"lookups": {"register": {"site": "1 High Street"}}, "expect": {"values": {"register.found": True}}},
        {"lookups": {"register": None}, "expect": {"stop": "unknown", "values": {"register.found": False}}},
        {"lookups": {"register": "unavailable"}, "expect": {"state": "new", "values": {"register.found": None}}},
    ]
    examples = [{"name": f"Story {n}", "at": "2026-03-26T09:00", "answers": answers} | s for n, s in enumerate(stories)]
    assert run_examples(read_service(register() | {"examples": examples})).failures == ()


def test_a_lookup_may_not_give_another_fact_of_that_name() -> None:
    problems = [(p.pointer, p.code) for p in check(register(gives={"found": "text"})) if p.severity == "error"]
    assert problems == [("/lookups/0/gives/found", "id.reserved")]
