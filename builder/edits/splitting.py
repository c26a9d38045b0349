"""A new state in the middle of a transition."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from builder.edits.edit import Split
from builder.references import Element, Refused, indexed
from builder.references.elements import element
from builder.references.fresh import fresh

Document = Mapping[str, Any]
ALONE = frozenset(("system", "timer"))


def split(document: Document, edit: Split) -> dict[str, Any]:
    """The transition leads to a new state, whose queue and clocks are those that cases had before; and from there a new
    transition leads on, done by the same people."""
    index, name = indexed(document), element(edit.what).id
    flow = document["workflow"]
    at = next((n for n, one in enumerate(flow["transitions"]) if one["id"] == name), None)
    way = flow["transitions"][at] if at is not None else {}
    if at is None or "to" not in way:
        raise Refused("unknown", "this action leads to no other state, so there is nothing between to put one")
    states = {one["id"]: one for one in flow["states"]}
    first, last = states.get(way["from"][0], {}), states.get(way["to"], {})
    new = {"id": fresh(index, Element("state", ""), edit.label), "label": edit.label, "public": edit.label}
    queue = first.get("queue", last.get("queue"))
    new |= {"queue": queue} if queue is not None else {}
    onward = {"id": fresh(index, Element("transition", ""), f"{edit.onward} {new['id']}"), "label": edit.onward,
              "from": [new["id"]], "to": way["to"], "by": _people(document, way, queue)}  # fmt: skip
    place = next((n for n, one in enumerate(flow["states"]) if one["id"] == way["to"]), len(states))
    return {**document, "workflow": {
        **flow,
        "states": [*flow["states"][:place], new, *flow["states"][place:]],
        "transitions": [*flow["transitions"][:at], {**way, "to": new["id"]}, onward, *flow["transitions"][at + 1 :]],
        **({"clocks": [_running(one, way["from"], new["id"]) for one in flow["clocks"]]} if "clocks" in flow else {}),
    }}  # fmt: skip


def _people(document: Document, way: Mapping[str, Any], queue: Any) -> list[str]:
    """Those who do it now; where it happens by itself, those who work the queue."""
    if people := [one for one in way["by"] if one not in ALONE]:
        return people
    first = queue[0] if isinstance(queue, list) else queue
    roles = [one["role"] for one in document.get("queues", ()) if one["id"] == first]
    found = roles[0] if roles else next((one["id"] for one in document.get("roles", ())), "assignee")
    return found if isinstance(found, list) else [found]


def _running(clock: Mapping[str, Any], before: list[str], new: str) -> Mapping[str, Any]:
    """A clock that goes on in the new state as it did in those before."""
    lists = [name for name in ("runs_in", "pauses_in") if any(one in clock.get(name, ()) for one in before)]
    return {name: [*value, new] if name in lists else value for name, value in clock.items()}
