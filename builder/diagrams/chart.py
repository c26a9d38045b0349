"""What a diagram of a workflow has to show: states and actions as nodes, who works them, and what leads to what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from builder.diagrams.people import Lane, lanes_of, people
from builder.references.fresh import labelled

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Node:
    """A state or an action. ``about`` says it in full, for who cannot see where the lines lead; ``notes`` are small
    words beneath the label. ``shape`` is initial, state, final; person, applicant, partner, timer or system."""

    address: str
    label: str
    shape: str
    lane: str
    about: str
    notes: tuple[str, ...] = ()
    guarded: bool = False
    inner: tuple[Node, ...] = ()
    """Actions that stay in this state."""
    reached: bool = True


@dataclass(frozen=True, slots=True)
class Chart:
    """``links`` are pairs of addresses, a state's and an action's, in the direction in which a case goes."""

    initial: str
    nodes: tuple[Node, ...]
    links: tuple[tuple[str, str], ...]
    lanes: tuple[Lane, ...]


def chart(document: Document) -> Chart:
    """A document need be no more than what the schema takes: what leads nowhere is left without a line."""
    flow = document["workflow"]
    states = {one["id"]: one for one in flow["states"]}
    ways = list({one["id"]: one for one in flow["transitions"]}.values())
    lanes = lanes_of(document)
    links: list[tuple[str, str]] = []
    for way in ways:
        leaving = [one for one in dict.fromkeys(way["from"]) if one in states and way.get("to", one) != one]
        links += [(f"state:{one}", f"transition:{way['id']}") for one in leaving]
        if leaving and way["to"] in states:
            links.append((f"transition:{way['id']}", f"state:{way['to']}"))
    reached = _reached(f"state:{flow['initial']}", links)
    drawn = [_state(document, one, ways, lanes, f"state:{one['id']}" in reached) for one in states.values()]
    moving = {one for one, _ in links if one.startswith("transition:")} | {one for _, one in links}
    drawn += [_action(document, way, way["from"], lanes) for way in ways if f"transition:{way['id']}" in moving]
    used = {one.lane for one in drawn}
    return Chart(f"state:{flow['initial']}", tuple(drawn), tuple(links),
                 tuple(one for one in lanes.named if one.id in used))  # fmt: skip


def _reached(start: str, links: Sequence[tuple[str, str]]) -> set[str]:
    found, ahead = {start}, [start]
    while ahead:
        here = ahead.pop()
        new = [after for before, after in links if before == here and after not in found]
        found.update(new)
        ahead += new
    return found


def _state(document: Document, state: Mapping[str, Any], ways: Sequence[Any], lanes: Any, reached: bool) -> Node:
    id, flow = state["id"], document["workflow"]
    shape = "final" if state.get("final") else "initial" if id == flow["initial"] else "state"
    here = [way for way in ways if id in way["from"]]
    staying = [way for way in here if way.get("to", id) == id]
    about = ["State"]
    if shape == "initial":
        about.append("every case begins here")
    if shape == "final":
        about.append("cases end here")
    if queue := lanes.queue_words(state):
        about.append(f"waits in {queue}")
    if not reached:
        about.append("no action leads here")
    moving = [labelled(way) for way in here if way not in staying]
    if moving:
        about.append(f"ways on: {'; '.join(moving)}")
    inner = tuple(_action(document, way, [id], lanes) for way in staying)
    return Node(
        f"state:{id}", labelled(state), shape, lanes.of_state(id), ", ".join(about), inner=inner, reached=reached
    )


def _action(document: Document, way: Mapping[str, Any], sources: Sequence[str], lanes: Any) -> Node:
    states = {one["id"]: labelled(one) for one in document["workflow"]["states"]}
    lane = lanes.of_action(way)
    shape, notes, words = people(document, way, lane)
    froms = [states.get(one, one) for one in sources]
    leads = f"to {states.get(way['to'], way['to'])}" if "to" in way else "stays in the same state"
    about = f"Action, {words}, from {', '.join(froms)}, {leads}"
    if "when" in way:
        about += ", only if its condition holds"
    return Node(f"transition:{way['id']}", labelled(way), shape, lane, about, notes, "when" in way)
