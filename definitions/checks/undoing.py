"""Undo: only what one of the staff does can be undone, not for too long, and nothing may go on by itself meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from definitions.checks.facts import Facts, Placed
from definitions.checks.registry import Found, check
from definitions.durations import parse_duration

LONGEST = timedelta(hours=24)
_LENGTHS = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1)}


@check("undo.nobody", "error", "Only one of the staff is shown a button to undo.")
def nobody_undoes(facts: Facts) -> Found:
    for one in _undoable(facts):
        if not set(one.part["by"]) - {"applicant", "system", "timer", "partner"}:
            yield f"{one.at}/undo", 'none of the staff does this, so nobody could undo it: take "undo" out'


@check("undo.too-long", "error", "What the action sends, and what the applicant is told of it, waits that long.")
def undone_too_late(facts: Facts) -> Found:
    for one in _undoable(facts):
        length = _length(one.part["undo"])
        if length > LONGEST:
            yield f"{one.at}/undo", "this can be undone for too long: 24 hours is the most"
        elif not length:
            yield f"{one.at}/undo", "this is no time at all: give whoever does it some minutes"


@check("undo.overtaken", "error", "What has gone on by itself cannot be undone, and nobody would know why.")
def overtaken(facts: Facts) -> Found:
    for one in _undoable(facts):
        for to in {one.part["to"]} if "to" in one.part else set(one.part["from"]):
            for timer in facts.leaving.get(to, ()):
                length = _length(timer.part.get("after")) if "timer" in timer.part["by"] else None
                if length is not None and length <= _length(one.part["undo"]):
                    yield f"{one.at}/undo", f'"{timer.id}" may take the case on before that: make this shorter'


def _undoable(facts: Facts) -> Iterator[Placed]:
    """Those with a length of time; what is none is told as a mistake of shape."""
    return (one for one in facts.transitions if _length(one.part.get("undo")) is not None)


def _length(text: Any) -> Any:
    """Minutes and hours as time; None for anything else, which lasts longer."""
    try:
        length = parse_duration(str(text))
    except ValueError:
        return None
    return length.count * _LENGTHS[length.unit] if length.unit in _LENGTHS else None
