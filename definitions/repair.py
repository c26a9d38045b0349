"""A document whose shape is wrong, made good enough to look for what is wrong with its meaning too.

The copy is never kept: it only lets one answer hold every problem. What was put in is remembered, so that nothing is
said about it.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from definitions.problems import Problem, pointer
from definitions.schema import schema
from definitions.shape import Fault

_WORDS = {"duration": "1 day", "expression": "true", "moment": "2026-01-01T00:00", "day": "today", "link": "https://x"}

_NAMED = "id form workflow pages questions ask options value states transitions clocks roles lookups values decisions"
_HOLD_NAMES = frozenset((*_NAMED.split(), "terms", "queues", "messages", "gives", "outputs", "languages"))
"""Properties under which things have the names that others call them by."""

_DOUBTFUL = (
    "decision.",
    "example.",
    "expression.type",
    "expression.unknown",
    "form.",
    "message.no-recipient",
    "message.unused",
    "option.",
    "queue.",
    "reference.",
    "role.",
    "state.",
    "text.unknown-name",
    "translation.",
)
"""Checks that ask whether a name is there, or what leads to it."""


@dataclass(frozen=True, slots=True)
class Repaired:
    """The copy, the places that were put in, and whether a thing lost the name by which others call it."""

    document: dict[str, Any]
    places: frozenset[str]
    nameless: bool

    def says_nothing_of(self, problem: Problem) -> bool:
        """Whether ``problem`` may only come from what was put in."""
        if self.nameless and problem.code.startswith(_DOUBTFUL):
            return True
        parts = problem.pointer.split("/")
        return any("/".join(parts[:n]) in self.places for n in range(1, len(parts) + 1))


def repaired(document: Mapping[str, Any], faults: Iterable[Fault]) -> Repaired:
    """Put something of the right shape wherever the shape is wrong."""
    whole: dict[str, Any] = copy.deepcopy(dict(document))
    places, nameless = set(), False
    for fault in faults:
        if fault.schema is None:
            continue
        *above, last = fault.path or ("",)
        parent: Any = whole
        try:
            for part in above:
                parent = parent[part]
            put = "unknown" if last == "type" else placeholder(fault.schema)
            parent[last] = parent[fault.misspelt] if fault.misspelt else put
        except (KeyError, IndexError, TypeError):
            continue  # a fault further up has already been mended, with all below it
        if not fault.misspelt:
            places.add(pointer(*fault.path))
            nameless |= last in _HOLD_NAMES or (isinstance(last, int) and above[-1] in _HOLD_NAMES)
    return Repaired(whole, frozenset(places), nameless)


def placeholder(own: Mapping[str, Any]) -> Any:
    """The least that keeps this schema's shape."""
    name = str(own.get("$ref", "")).rpartition("/")[2]
    if name in _WORDS:
        return _WORDS[name]
    if name:
        return placeholder(schema()["$defs"][name])
    if "oneOf" in own:
        return placeholder(own["oneOf"][0])
    if "const" in own or "enum" in own:
        return own.get("const", own.get("enum", [None])[0])
    match own.get("type"):
        case "object":
            return {key: placeholder(own["properties"][key]) for key in own.get("required", ())}
        case "array":
            return []
        case "integer" | "number":
            return own.get("minimum", 1)
        case "boolean":
            return False
        case _:
            return "unknown"
