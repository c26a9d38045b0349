"""The shortest way to each outcome of a workflow, and the way out of each state."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Document = Mapping[str, Any]
Way = tuple[str, ...]
"""Transitions, in order."""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """``ends``: the shortest way to each final state from the beginning; ``out``: from each other state to the nearest
    final one. None where there is no way. Conditions are not looked at: whether they can hold, the examples show."""

    ends: Mapping[str, Way | None]
    out: Mapping[str, Way | None]


def outcomes(document: Document) -> Outcomes:
    """Of the workflow of a document of the right shape."""
    flow = document["workflow"]
    final = [state["id"] for state in flow["states"] if state.get("final")]
    reached = _shortest(flow, flow["initial"])
    out = {}
    for state in flow["states"]:
        if state["id"] not in final:
            ways = _shortest(flow, state["id"])
            out[state["id"]] = min((ways[end] for end in final if end in ways), key=len, default=None)
    return Outcomes({end: reached.get(end) for end in final}, out)


def _shortest(flow: Document, start: str) -> dict[str, Way]:
    found: dict[str, Way] = {start: ()}
    waiting = deque([start])
    final = {state["id"] for state in flow["states"] if state.get("final")}
    while waiting:
        here = waiting.popleft()
        if here in final and here != start:
            continue
        for way in flow["transitions"]:
            to = way.get("to")
            if here in way["from"] and to is not None and to not in found:
                found[to] = (*found[here], way["id"])
                waiting.append(to)
    return found
