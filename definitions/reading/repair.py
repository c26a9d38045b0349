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
from definitions.reading.shape import Fault, fits, resolved
from definitions.schema import schema

_WORDS = {"duration": "1 day", "expression": "true", "moment": "2026-01-01T00:00", "day": "today", "link": "https://x"}

_NAMES = ("id", "value")

_HOLDS = {
    "form": "question page section name",
    "pages": "question page",
    "sections": "question page section name",
    "repeat": "question name",
    "after": "section",
    "questions": "question page",
    "ask": "question",
    "options": "option",
    "value": "option",
    "gives": "name",
    "lookups": "name",
    "values": "name",
    "decisions": "name decision",
    "inputs": "decision",
    "outputs": "name decision",
    "terms": "name",
    "workflow": "state transition clock question task",
    "tasks": "task question",
    "in": "task",
    "for_each": "task",
    "votes": "task",
    "choices": "task option",
    "late": "effect",
    "states": "state",
    "initial": "state",
    "transitions": "transition question",
    "from": "transition",
    "to": "transition message",
    "by": "transition",
    "clocks": "clock",
    "starts": "clock",
    "runs_in": "clock",
    "pauses_in": "clock",
    "effects": "effect",
    "on_breach": "effect",
    "on_warn": "effect",
    "tell": "message",
    "roles": "role",
    "queues": "queue",
    "messages": "message",
    "queue": "queue",
    "type": "type",
    "content": "page",
    "languages": "language",
    "applicant": "applicant",
}
"""By property: what may be gone for whoever looks for it, when that property, or something in it, has to be put in."""

_NEEDS = {
    "applicant.": "question type",
    "assign.": "transition state queue",
    "clock.start-not-a-date": "question type",
    "clock.untold": "message",
    "condition.": "question name option",
    "decision.": "question name option decision",
    "example.": "question page section name state transition clock role queue message option applicant language task",
    "expression.asked-later": "question name",
    "expression.unknown-name": "question name clock task",
    "expression.unknown-option": "option",
    "form.": "question section",
    "message.no-recipient": "applicant message",
    "message.unused": "transition clock effect task",
    "option.": "option",
    "page.": "question name option page",
    "queue.unused": "state",
    "reference.unknown-clock": "clock",
    "reference.unknown-message": "message",
    "reference.unknown-name": "question name clock task",
    "reference.unknown-task": "task",
    "reference.unknown-list": "name section",
    "reference.unknown-option": "option",
    "reference.unknown-question": "question",
    "reference.unknown-queue": "queue",
    "reference.unknown-role": "role",
    "reference.unknown-state": "state",
    "reference.unknown-transition": "transition",
    "reference.asked-often": "question name",
    "reference.unknown-section": "section",
    "repeat.": "name",
    "section.": "question page section",
    "role.unused": "question transition clock role queue message effect task",
    "state.": "state transition clock role",
    "task.": "task transition state effect",
    "text.unknown-name": "question name clock task",
    "timer.": "transition",
    "transition.": "transition",
    "translation.": "language question page name state transition clock role queue message option task",
    "workflow.": "transition",
}
"""By check, or by family of checks: what must all be there before it can be believed."""


@dataclass(frozen=True, slots=True)
class Repaired:
    """The copy, the places that were put in, and what kinds of thing may be gone from the document for that."""

    document: dict[str, Any]
    places: frozenset[str]
    gone: frozenset[str]

    def says_nothing_of(self, problem: Problem) -> bool:
        """Whether ``problem`` may only come from what was put in."""
        needs = (kinds.split() for code, kinds in _NEEDS.items() if problem.code.startswith(code))
        if any(not self.gone.isdisjoint(kinds) for kinds in needs):
            return True
        parts = problem.pointer.split("/")
        return any("/".join(parts[:n]) in self.places for n in range(1, len(parts) + 1))


def repaired(document: Mapping[str, Any], faults: Iterable[Fault]) -> Repaired:
    """Put something of the right shape wherever the shape is wrong: what must have been meant, or else the least."""
    whole: dict[str, Any] = copy.deepcopy(dict(document))
    places, gone = set[str](), set[str]()
    for fault in faults:
        *above, last = fault.path or ("",)
        if fault.schema is None:
            gone |= {"type"} & {str(last)}
            continue
        parent: Any = whole
        try:
            for part in above:
                parent = parent[part]
            parent[last], sure = _put(fault, last, parent)
        except (KeyError, IndexError, TypeError):
            continue  # a fault further up has already been mended, with all below it
        if not fault.misspelt:
            places.add(pointer(*fault.path))
        if not sure:
            gone |= _gone(fault.path)
    return Repaired(whole, frozenset(places), frozenset(gone))


def _put(fault: Fault, last: str | int, parent: Any) -> tuple[Any, bool]:
    """What to put in, and whether the author can have meant nothing else."""
    own = fault.schema or {}
    if fault.misspelt and isinstance(parent[fault.misspelt], dict) == (resolved(own).get("type") == "object"):
        return parent[fault.misspelt], True
    if last == "type":
        return "unknown", False
    here = isinstance(parent, list) or last in parent
    if here and last not in _NAMES and (meant := as_meant(own, parent[last])) is not None:
        return meant, True
    return placeholder(own), False


def _gone(path: tuple[str | int, ...]) -> set[str]:
    """What others may look for in vain: the thing itself when it, its name, or a list of things was put in."""
    *above, last = path or ("",)
    named = above[-2] if last == "id" and len(above) > 1 else above[-1] if isinstance(last, int) and above else last
    if last == "id" and len(above) < 2:
        return set()
    return set(_HOLDS.get(str(named), "").split())


def as_meant(own: Mapping[str, Any], given: Any) -> Any:
    """A value of this schema's shape that ``given`` must have been meant as; None when there is none.

    One thing where a list of such things belongs is a list of one, and "true" in quotation marks is true.
    """
    solid = resolved(own)
    meant: Any = None
    if "oneOf" in solid:
        return next((found for one in solid["oneOf"] if (found := as_meant(one, given)) is not None), None)
    if solid.get("type") == "array" and not isinstance(given, list):
        meant = [given]
    elif solid.get("type") == "boolean" and isinstance(given, str):
        meant = {"true": True, "yes": True, "false": False, "no": False}.get(given.lower())
    elif solid.get("type") == "string" and isinstance(given, int) and not isinstance(given, bool):
        meant = str(given)
    elif solid.get("type") == "integer" and isinstance(given, str) and given.isascii() and given.isdigit():
        meant = int(given) if len(given) < 16 else None
    return meant if meant is not None and fits(meant, solid) else None


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
