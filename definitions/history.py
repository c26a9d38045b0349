"""What one event does to a case: the engine makes its new case this way, and so does whoever replays the events."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from definitions.facts import Actor, Case, Event
from definitions.links import linked
from definitions.tasks import fold


def apply(case: Case, event: Event) -> Case:
    """The case after ``event``, which is added to its events.

    Reads of ``data``: ``inputs`` (answers to what the action asked, None for one left blank), ``assignee`` and
    ``priority`` where they changed, and what :func:`definitions.tasks.fold.after` does. What a ``corrected`` has
    ``dropped`` is gone; its new answers are facts of the case already. A move with a target enters
    that state, even if it is the one it was in; a move without stays, and keeps ``entered_at``. An ``undone`` leads
    back to the case as it was before what it undoes.
    """
    if event.kind == "undone":
        return _led_back(case, event)
    data = event.data
    entered = event.kind == "moved" and event.target is not None
    asked = case.asked
    if inputs := data.get("inputs"):
        asked = {name: value for name, value in {**asked, **inputs}.items() if value is not None}
    gone = data.get("dropped", ()) if event.kind == "corrected" else ()
    state = event.target if entered and event.target is not None else case.state
    return replace(
        case,
        answers=_without(case.answers, gone),
        lookups=_without(case.lookups, gone),
        state=state,
        entered_at=event.at if entered else case.entered_at,
        asked=asked,
        assignee=data.get("assignee", case.assignee),
        priority=data.get("priority", case.priority),
        tasks=fold.after(case.tasks, event, state),
        events=(*case.events, event),
        before=_before(case, event),
        links=linked(case.links, event),
    )


def _without(facts: Mapping[str, Any], gone: Collection[str]) -> Mapping[str, Any]:
    """The same mapping where nothing is gone, so that whoever compares sees that nothing changed."""
    return {name: fact for name, fact in facts.items() if name not in gone} if gone else facts


def _before(case: Case, event: Event) -> Case | None:
    """What undoing would lead back to, once ``event`` has happened."""
    if event.kind == "moved" and event.actor.kind == "staff":
        return replace(case, before=None)
    if case.before is not None and event.actor.kind == "system" and event.at == case.events[-1].at:
        return case.before
    return None


def _led_back(case: Case, event: Event) -> Case:
    if case.before is None:  # nothing could be undone: whoever checks the path will say so
        return replace(case, events=(*case.events, event))
    before = case.before
    return replace(before, events=(*before.events, event), undone=(*before.undone, *since(case)))


def since(case: Case) -> tuple[Event, ...]:
    """What has happened since ``case.before``: what somebody did, and what the system did at once by itself."""
    return case.events[len(case.before.events) :] if case.before is not None else ()


def next_number(case: Case) -> int:
    return case.events[-1].number + 1 if case.events else 1


def last(case: Case, transition_id: str) -> Event | None:
    """The latest event in which this transition was taken."""
    return next((e for e in reversed(case.events) if e.transition == transition_id), None)


def same_person(one: Actor, other: Actor) -> bool:
    """Whether one and the same person is behind both, be it by standing in for another. The system and timers are
    nobody; the applicant is one person."""
    if one.kind in ("system", "timer") or one.kind != other.kind:
        return False
    return one.kind == "applicant" or not one.people.isdisjoint(other.people)


def conflicted(case: Case) -> frozenset[str]:
    """Who knows the applicant and may not act: everybody of whom that was declared and not lifted again."""
    found: dict[str, bool] = {}
    for event in case.events:
        if event.kind in ("conflict-declared", "conflict-lifted"):
            found[str(event.data.get("person"))] = event.kind == "conflict-declared"
    return frozenset(person for person, stands in found.items() if stands)


@dataclass(frozen=True, slots=True)
class Stay:
    """A time spent in one state; ``until`` None means up to now."""

    state: str
    since: datetime
    until: datetime | None


def stays(case: Case, initial: str) -> Iterator[Stay]:
    """The states a case has been in, in order, from its submission."""
    state, since = initial, case.submitted_at
    for event in case.events:
        if event.kind == "moved" and event.target is not None and event.target != state:
            yield Stay(state, since, event.at)
            state, since = event.target, event.at
    yield Stay(state, since, None)
