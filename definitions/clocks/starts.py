"""When a clock begins: the one place that knows what may start it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from definitions.calendars import Calendar
from definitions.facts import Case, Event
from definitions.names import as_moment, reach
from definitions.workflow import Start

Begun = tuple[datetime, int]
"""A moment, and the place among the case's events of the one that made it; -1 for what came before them all."""

Ended = Callable[[str], datetime | None]
"""When another clock, by its id, has ended; None while it has not."""


def begun(start: Start, case: Case, initial: str, names: Mapping[str, Any], by: Calendar, ended: Ended) -> Begun | None:
    """When ``start`` came about, or None when it has not. ``initial`` is the state that a submission enters."""
    match start.kind:
        case "submission":
            return case.submitted_at, -1
        case "answer":
            at = as_moment(reach(names, start.of or ""), by)
            return (at, -1) if at else None
        case "clock":
            at = ended(start.of or "")
            return (at, _before(case, at)) if at else None
        case "latest" | "earliest":
            each = (begun(one, case, initial, names, by, ended) for one in start.among)
            found = [one for one in each if one]
            return (max if start.kind == "latest" else min)(found, default=None)
        case _:
            happened = _happened(start, case, initial)
            first = next(happened, None)
            return first if start.first else _last(happened, first)


def _happened(start: Start, case: Case, initial: str) -> Iterator[Begun]:
    """Every time that it happened, in order."""
    if start.kind == "state" and start.of == initial:
        yield case.submitted_at, -1
    is_it = {"transition": _is_taken, "state": _is_entered, "event": _is_event}[start.kind]
    yield from ((event.at, place) for place, event in enumerate(case.events) if is_it(start, event))


def _is_taken(start: Start, event: Event) -> bool:
    return event.transition == start.of


def _is_entered(start: Start, event: Event) -> bool:
    return event.kind == "moved" and event.target == start.of


def _is_event(start: Start, event: Event) -> bool:
    """Of this kind, and of this task, clock or role where one is named. An action that gives the case to somebody
    assigns it, too."""
    if start.event == "assigned":
        to = event.data.get("assignee")
        return isinstance(to, str) and start.of in (None, to.partition(":")[2])
    return event.kind == start.event and (start.of is None or start.of in _concerned(event))


def _concerned(event: Event) -> Iterator[str]:
    """The clock or the tasks that it is about, by id: several can be opened or withdrawn at once, and a task that is
    asked for each item of a list is called by its id and the item's number."""
    data = event.data
    yield str(data.get("clock"))
    keys = [data.get("task"), *data.get("withdrawn", ()), *(one["task"] for one in data.get("opened", ()))]
    yield from (str(key).partition(".")[0] for key in keys)


def _last(rest: Iterator[Begun], first: Begun | None) -> Begun | None:
    last = first
    for last in rest:  # noqa: B007 - the one after which there is no other
        pass
    return last


def _before(case: Case, at: datetime) -> int:
    """The place of the last event that had happened by then."""
    return sum(event.at <= at for event in case.events) - 1
