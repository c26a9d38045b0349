"""Who works what in a workflow: the lanes of a diagram, and words for who or what carries out an action."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from builder.references.fresh import labelled

Document = Mapping[str, Any]
ITSELF = "itself"
ALONE = ("system", "timer")


class Lane(NamedTuple):
    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Lanes:
    """``states`` says in whose lane each state stands."""

    named: tuple[Lane, ...]
    states: Mapping[str, str]
    queues: Mapping[str, str]

    def of_state(self, id: str) -> str:
        return self.states.get(id, ITSELF)

    def of_action(self, way: Mapping[str, Any]) -> str:
        """That of whoever does it first; what happens by itself, that of the state it happens in."""
        known = {one.id for one in self.named}
        doing = next((one for one in way["by"] if one in known), None)
        return doing or self.of_state(way["from"][0])

    def queue_words(self, state: Mapping[str, Any]) -> str:
        return " or ".join(self.queues.get(one, one) for one in _listed(state.get("queue")))


def lanes_of(document: Document) -> Lanes:
    """A lane a role, one for the applicant, one for what no person works. A state stands with who works its queue; one
    without, with who can do something there; one that ends a case, with who brings it there."""
    roles = [Lane(one["id"], labelled(one)) for one in document.get("roles", ())]
    named = (Lane("applicant", "Applicant"), *roles, Lane(ITSELF, "Happens by itself"))
    known = {one.id for one in named}
    working = {one["id"]: _listed(one["role"]) for one in document.get("queues", ())}
    ways, found = document["workflow"]["transitions"], dict[str, str]()
    for state in document["workflow"]["states"]:
        queued = (role for queue in _listed(state.get("queue")) for role in working.get(queue, ()))
        able = [one for way in ways if state["id"] in way["from"] for one in way["by"] if one != "applicant"]
        people = [*queued, *able, *(["applicant"] if _answering(state["id"], ways) else ())]
        if who := next((one for one in people if one in known), None):
            found[state["id"]] = who
    for state in document["workflow"]["states"]:
        if state["id"] not in found:
            before = next((way for way in ways if way.get("to") == state["id"]), None)
            by = [one for one in (before or {"by": ()})["by"] if one in known]
            sources = [found[one] for one in (before or {"from": ()})["from"] if one in found]
            found[state["id"]] = next(iter((*by, *sources)), ITSELF)
    queues = {one["id"]: labelled(one) for one in document.get("queues", ())}
    return Lanes(named, found, queues)


def _answering(state: str, ways: list[Any]) -> bool:
    return any(state in way["from"] and "applicant" in way["by"] for way in ways)


def _listed(value: Any) -> list[str]:
    return [] if value is None else [value] if isinstance(value, str) else list(value)


def people(document: Document, way: Mapping[str, Any], lane: str) -> tuple[str, tuple[str, ...], str]:
    """The shape of an action, the small words beneath its label, and the words that say who does it. Whose lane it
    stands in need not be said."""
    names = {one["id"]: labelled(one) for one in document.get("roles", ())} | _OTHERS
    by = way["by"]
    shape = next((one for one in ("timer", "system", "partner", "applicant") if by == [one]), "person")
    if shape == "timer":
        said = f"after {way['after']}" if "after" in way else "on a date"
        return shape, (said,), f"happens by itself {said}"
    if shape == "system":
        return shape, ("by itself",), "happens by itself as soon as it can"
    words = ", ".join(names.get(one, one) for one in by)
    return shape, () if by == [lane] else (words,), f"by {words}"


_OTHERS = {
    "applicant": "Applicant",
    "assignee": "whoever has the case",
    "system": "by itself",
    "timer": "by itself",
    "partner": "an organisation outside",
}
