"""What an event does to the tasks of a case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from definitions.facts import Case, Errand, Event, Vote

Errands = Mapping[str, Errand]


def after(errands: Errands, event: Event, state: str) -> Errands:
    """The tasks of a case after ``event``, which leaves it in this state.

    Reads of ``data``: ``opened``, a list of {"task": key, "due": ISO or left out}; ``withdrawn``, a list of keys; and
    for what is about one task, its key as ``task`` with ``said`` (answers), ``choice`` (of a vote) and ``holder``.
    """
    data = event.data
    if not ("opened" in data or "withdrawn" in data or event.kind in _ONE):
        return errands
    changed = dict(errands)
    for one in data.get("opened", ()):
        due = datetime.fromisoformat(one["due"]) if "due" in one else None
        changed[one["task"]] = Errand(one["task"], event.number, event.at, state, due)
    for key in changed.keys() & set(data.get("withdrawn", ())):
        changed[key] = _ended(changed[key], "withdrawn", event)
    if event.kind in _ONE and (errand := changed.get(str(data.get("task")))):
        changed[errand.key] = _ONE[event.kind](errand, event)
    return changed


def entered_by(case: Case) -> int:
    """The number of the event by which the case came into its state."""
    moves = (event.number for event in reversed(case.events) if event.kind == "moved" and event.target is not None)
    return next(moves, 0)


def out(case: Case) -> Iterator[Errand]:
    """The tasks that are open, in the order in which they were opened."""
    return (errand for errand in case.tasks.values() if errand.open)


def _ended(errand: Errand, state: Any, event: Event) -> Errand:
    return replace(errand, state=state, ended=event.number, ended_at=event.at, by=event.actor)


def _done(errand: Errand, event: Event) -> Errand:
    return replace(_ended(errand, "done", event), answers=event.data.get("said", {}))


def _voted(errand: Errand, event: Event) -> Errand:
    """A member's later vote takes the place of the earlier one."""
    vote = Vote(event.data["choice"], event.actor, event.at, event.data.get("said", {}))
    return replace(errand, votes={**errand.votes, event.actor.id or "": vote})


def _assigned(errand: Errand, event: Event) -> Errand:
    return replace(errand, holder=event.data.get("holder"))


def _said(errand: Errand, event: Event) -> Errand:
    return replace(errand, said=errand.said | {event.kind})


_ONE = {
    "task-done": _done,
    "voted": _voted,
    "task-assigned": _assigned,
    "task-reminded": _said,
    "task-late": _said,
}
"""Kinds of event that are about one task, named in their data."""


def said_in(case: Case) -> dict[str, list[Any]]:
    """What was answered to tasks, by whole names such as "task.structures.view": of every item, and of every vote."""
    found: dict[str, list[Any]] = {}
    for errand in case.tasks.values():
        for answers in (errand.answers, *(vote.answers for vote in errand.votes.values())):
            for name, value in answers.items():
                found.setdefault(f"task.{errand.task}.{name}", []).append(value)
    return found
