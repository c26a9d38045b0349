"""The ways through services: every route, what nobody can reach, examples for each choice, and how cases end."""

from __future__ import annotations

import json
from typing import Any

import pytest

from builder.edits import Add, Delete, Edit, Set, apply
from builder.paths import Stop, examples_for, outcomes, routes
from definitions.examples import run_examples
from definitions.read import read_service
from tests.builder.editing import DOCUMENTS
from tests.definitions.playing import at
from tests.factories import example_document

NOW = at("2026-03-26T09:00")


def changed(*edits: Edit) -> dict[str, Any]:
    document = example_document()
    for edit in edits:
        document = apply(document, edit).document
    return document


def ends(stop: Stop, seen: dict[int, set[str]] | None = None) -> set[str]:
    """How the routes from here end; those that lead nowhere, at which page."""
    seen = {} if seen is None else seen
    if id(stop) not in seen:
        seen[id(stop)] = {end for choice in stop.choices for end in ends(choice.to, seen)}
        if not stop.choices:
            seen[id(stop)] = {f"stuck at {stop.page}" if stop.kind == "stuck" else stop.kind}
    return seen[id(stop)]


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_everything_in_a_service_of_the_library_can_be_reached(name: str):
    found = routes(json.loads(DOCUMENTS[name]), NOW)
    assert (found.pages, found.questions, found.options, found.cut) == ((), (), (), False)
    assert found.count > 2
    assert 0.5 < found.minutes[0] <= found.minutes[1] < 40
    assert {end for one in found.first for end in ends(one)} - {"sent", "stop"} == set()


def test_a_route_is_told_page_by_page_with_what_decides_it():
    first, *_ = routes(example_document(), NOW).first
    which = first.choices[0].to
    assert (first.page, which.page, which.questions) == ("where", "which", ("bin", "missed_on"))
    assert {choice.to.page for choice in which.choices} == {"too-late", "contact"}
    assert all(choice.decided.keys() == {"missed_on"} for choice in which.choices)
    late = next(choice.to for choice in which.choices if choice.to.page == "too-late")
    assert (late.kind, late.choices) == ("stop", [])


def test_what_nobody_can_reach_is_found():
    document = changed(
        Set("page:contact/when", "bin == 'refuse' && missed_on > today()"),
        Set("option:bin.recycling/when", "property.postcode == 'ZZ1 1ZZ' && answered(round.last_collected) && false"),
        Set("question:bin/when", "true"),
    )
    found = routes(document, NOW)
    assert found.pages == ("contact",)
    assert found.questions == ("email",)
    assert found.options == (("bin", "recycling"),)


def test_an_answer_that_leads_nowhere_is_found():
    rule = {"require": "missed_on > today()", "message": "It must be later"}
    found = routes(changed(Add("question:missed_on/rules", rule)), NOW)
    assert ends(found.first[0]) == {"stuck at which"}


def test_a_form_of_too_many_routes_is_cut_and_says_so():
    found = routes(json.loads(DOCUMENTS["blue-badge"]), NOW, most=100)
    assert found.cut


def test_boundaries_are_tried_on_both_sides():
    document = changed(
        Add("page:contact/questions", {"id": "people", "type": "integer", "label": "People"}),
        Add("/form/pages", {"id": "large", "title": "Large household", "when": "people >= 7",
                            "questions": [{"id": "sacks", "type": "yes-no", "label": "Sacks?"}]}),
    )  # fmt: skip
    answers = [one["answers"].get("people") for one in examples_for(document, NOW)]
    assert {6, 7} <= set(answers)


@pytest.mark.parametrize("name", ["fixtures", "missed-bin", "housing-repair"])
def test_the_examples_that_are_made_pass(name: str):
    document = json.loads(DOCUMENTS[name])
    made = examples_for(document, NOW, most=25)
    assert made
    names = [one["name"] for one in made]
    assert len(set(names)) == len(names)
    report = run_examples(read_service({**document, "examples": made}))
    assert report.failures == ()


def test_the_examples_lead_to_every_page():
    document = example_document()
    report = run_examples(read_service({**document, "examples": examples_for(document, NOW)}))
    missed = [one.what for one in report.missed if one.pointer.startswith("/form")]
    assert [one for one in missed if one.startswith("page")] == []


def test_the_shortest_way_to_each_outcome():
    found = outcomes(example_document())
    assert found.ends == {"collected": ("dispatch", "done"), "not-collected": ("refuse",)}
    assert found.out == {"reported": ("refuse",), "with-crew": ("done",), "overdue": ("done",)}


def test_a_state_without_a_way_out_is_seen():
    lost = {"id": "lost", "label": "Lost", "public": "Lost"}
    way = {"id": "lose", "label": "Lose", "from": ["reported"], "to": "lost", "by": ["supervisor"]}
    found = outcomes(changed(Add("/workflow/states", lost), Add("/workflow/transitions", way),
                             Delete("transition:refuse", clear=True)))  # fmt: skip
    assert found.out["lost"] is None
    assert found.ends["not-collected"] is None
