"""Diagrams of workflows: nothing lies over anything else, every line leads where the action does, shapes tell kinds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from builder.diagrams import Mark, picture, table
from builder.diagrams.chart import chart
from builder.diagrams.drawing import drawing
from builder.diagrams.strokes import head, stroke
from tests.builder.diagrams.drawn import LIBRARY, collisions, ends, read, workflows
from tests.factories import document


def named(path: Path) -> str:
    return path.parent.name


@pytest.mark.parametrize("path", LIBRARY, ids=named)
def test_nothing_lies_over_anything_else_in_the_library(path: Path) -> None:
    assert list(collisions(drawing(chart(read(path))))) == []


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(workflows())
def test_nothing_lies_over_anything_else_whatever_the_workflow(written: dict[str, Any]) -> None:
    facts = chart(written)
    drawn = drawing(facts)
    assert list(collisions(drawn)) == []
    assert {pair for pairs in ends(drawn).values() for pair in pairs} == set(facts.links)


@pytest.mark.parametrize("path", LIBRARY, ids=named)
def test_every_state_and_action_is_a_link_with_words(path: Path) -> None:
    flow = read(path)["workflow"]
    drawn = picture(read(path), lambda address: f"?at={address}")
    assert {one.address for one in drawn.sights} == {f"state:{one['id']}" for one in flow["states"]} | {
        f"transition:{one['id']}" for one in flow["transitions"]
    }
    assert all(one.href == f"?at={one.address}" for one in drawn.sights)
    shown = {one.address: " ".join(line.text for line in one.words) for one in drawn.sights}
    labels = {f"state:{one['id']}": one["label"] for one in flow["states"]}
    assert all(one.name.startswith(labels.get(one.address, "")) for one in drawn.sights)
    assert all(shown[address] == label for address, label in labels.items())


def flow(*ways: dict[str, Any], **changes: Any) -> dict[str, Any]:
    states = [{"id": one, "label": one.capitalize(), "public": "Here"} for one in ("new", "held", "done")]
    states[2]["final"] = True
    roles = [{"id": "crew-desk", "label": "Crew desk"}]
    return document(roles=roles, workflow={"initial": "new", "states": states, "transitions": list(ways)} | changes)


def way(id: str, *sources: str, to: str | None = None, by: str = "crew-desk", **more: Any) -> dict[str, Any]:
    leads = {"to": to} if to else {}
    return {"id": id, "label": id.capitalize(), "from": list(sources), "by": [by], **leads, **more}


def test_two_actions_between_the_same_states_are_two_boxes_with_lines_of_their_own() -> None:
    drawn = drawing(chart(flow(way("pass", "new", to="done"), way("fail", "new", to="done"))))
    found = ends(drawn)
    assert found["transition:pass"] == {("state:new", "transition:pass"), ("transition:pass", "state:done")}
    assert found["transition:fail"] == {("state:new", "transition:fail"), ("transition:fail", "state:done")}


def test_what_stays_in_a_state_stands_in_its_box() -> None:
    drawn = drawing(chart(flow(way("note", "new", "held"), way("again", "new", to="new"))))
    inner = {box.node.address: [one.node.address for one in box.inner] for box in drawn.boxes}
    assert inner["state:new"] == ["transition:note", "transition:again"]
    assert inner["state:held"] == ["transition:note"]
    assert drawn.lines == ()


def test_a_way_back_arrives_from_below() -> None:
    drawn = drawing(chart(flow(way("hold", "new", to="held"), way("resume", "held", to="new"))))
    back = [one.points for one in drawn.lines if one.action == "transition:resume"][-1]
    boxes = {one.node.address: one for one in drawn.boxes}
    assert back[0][1] == boxes["transition:resume"].y
    assert back[-1][1] == boxes["state:new"].bottom


@pytest.mark.parametrize(
    ("action", "shape", "notes"),
    [
        (way("act", "new", to="done"), "person", ()),
        (way("act", "new", to="done", by="applicant"), "applicant", ()),
        (way("act", "new", to="done", by="assignee"), "person", ("whoever has the case",)),
        (way("act", "new", to="done", by="partner"), "partner", ("an organisation outside",)),
        (way("act", "new", to="done", by="timer", after="3 days"), "timer", ("after 3 days",)),
        (way("act", "new", to="done", by="timer", at="today()"), "timer", ("on a date",)),
        (way("act", "new", to="done", by="system"), "system", ("by itself",)),
    ],
)
def test_who_or_what_acts_is_told_by_shape_and_words(
    action: dict[str, Any], shape: str, notes: tuple[str, ...]
) -> None:
    node = next(one for one in chart(flow(action)).nodes if one.address == "transition:act")
    assert (node.shape, node.notes) == (shape, notes)
    outlines = {one.outline for one in picture(flow(action), str).sights}
    assert len(outlines) == len(picture(flow(action), str).sights)


def test_marks_are_said_and_shown_and_the_element_in_hand_is_current() -> None:
    mark = Mark("no", "No example does this")
    drawn = picture(flow(way("act", "new", to="done")), str, "state:done", {"transition:act": mark})
    by_address = {one.address: one for one in drawn.sights}
    assert by_address["transition:act"].mark == mark
    assert by_address["transition:act"].name.endswith("No example does this")
    assert [one.address for one in drawn.sights if one.current] == ["state:done"]
    assert {one.mark for one in drawn.strokes} == {mark}


def test_a_state_that_nothing_leads_to_is_told_apart() -> None:
    drawn = picture(flow(way("act", "new", to="done")), str)
    assert [(one.address, "no action leads here" in one.name) for one in drawn.sights if not one.reached] == [
        ("state:held", True)
    ]


def test_what_names_no_state_is_drawn_without_a_line() -> None:
    drawn = picture(flow(way("act", "new", "nowhere", to="lost"), way("odd", "nowhere", to="done")), str)
    assert {"transition:act"} <= {one.address for one in drawn.sights}


def test_the_rows_say_what_the_diagram_says() -> None:
    first, held, done = table(flow(way("act", "new", to="done", when="true", effects=[{"send": "x"}])))
    [only] = first.ways
    assert (first.begins, done.ends, held.arriving, done.arriving) == (True, True, 0, 1)
    assert (only.address, only.leads, only.guarded, only.does) == ("transition:act", "Done", True, ("send",))
    assert only.who == "by Crew desk"


def test_a_line_has_round_corners_and_a_head_where_it_arrives() -> None:
    assert stroke([(0, 0), (0, 20), (40, 20), (40, 60)]) == "M0,0L0,14Q0,20 6,20L34,20Q40,20 40,26L40,60"
    assert head([(40, 20), (40, 60)]) == "M35.5,52L44.5,52L40,60Z"
    assert head([(40, 60), (40, 20)]) == "M35.5,28L44.5,28L40,20Z"
