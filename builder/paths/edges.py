"""Of examples that go the same way, those at its edges: the lowest and the highest of each answer in an order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from builder.paths.filling import flattened
from definitions.form import Form
from definitions.journey import Journey

ORDERED = frozenset(("date", "month", "integer", "money", "decimal", "percentage", "time"))
"""Kinds whose answers can be put in order."""


@dataclass(frozen=True, slots=True)
class Made:
    """An example with how it was come to: ``way`` is the same for those that go the same way, ``decided`` what was
    chosen, ``facts`` what look-ups found."""

    way: str
    decided: Mapping[str, Any]
    example: Mapping[str, Any]


def way_of(form: Form, journey: Journey, facts: Mapping[str, Any]) -> str:
    """What is shown and worked out on a route, but for the answers that can be ordered."""
    kinds = {question.id: question.kind for question in form.questions}
    shown = [(visit.page.id, [q.id for q in visit.questions], [visit.page.content.index(c) for c in visit.content])
             for visit in journey.visits]  # fmt: skip
    told = {name: value for name, value in journey.values.items() if _is_told(value)}
    answered = flattened(dict(journey.answers))
    chosen = {name: value for name, value in answered.items() if kinds.get(name, "file") not in ORDERED}
    blank = sorted(name for name in kinds if name in answered and answered[name] is None)
    return repr((shown, sorted(told.items(), key=repr), sorted(chosen.items(), key=repr), blank, facts))


def _is_told(value: Any) -> bool:
    """Whether a value is a yes, a no or a text, and no day."""
    try:
        return isinstance(value, bool) or (isinstance(value, str) and not date.fromisoformat(value))
    except ValueError:
        return True


def at_edges(form: Form, made: Sequence[Made]) -> list[Made]:
    """For each way and each ordered question, the examples with its lowest and its highest answer."""
    ordered = [question.id for question in form.questions if question.kind in ORDERED]
    ways: dict[str, list[Made]] = {}
    for one in made:
        ways.setdefault(one.way, []).append(one)
    kept: set[int] = set()
    for alike in ways.values():
        decided = [name for name in ordered if any(name in one.decided for one in alike)]
        kept |= {id(alike[0])} if not decided else set()
        for name in decided:
            some = [one for one in alike if one.decided.get(name) is not None] or alike
            kept |= {id(min(some, key=lambda one: _size(one, name))), id(max(some, key=lambda one: _size(one, name)))}
    return [one for one in made if id(one) in kept]


def _size(one: Made, name: str) -> tuple[Decimal, str]:
    """Numbers by their size; dates, written from the year on, by their letters."""
    value = one.decided.get(name)
    try:
        return Decimal(str(value)), ""
    except InvalidOperation:
        return Decimal(0), str(value)
