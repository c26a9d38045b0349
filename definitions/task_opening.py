"""Which tasks there are to open, and until when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from definitions.calendars import Moment, calendar
from definitions.expressions import ExpressionDefect
from definitions.facts import Promise
from definitions.names import in_utc
from definitions.standing import Standing
from definitions.tasks.fold import entered_by
from definitions.tasks.named import item_names, keys
from definitions.workflow import Task

ASK, REMIND = "ask", "remind"
"""What is promised when a task is opened, and before it is due: letters to whoever is asked."""


def due_of(state: str, standing: Standing) -> Iterator[tuple[Task, str]]:
    """The tasks that this state, in which the case stands, opens and that it has not opened yet.

    One that was done is not asked again when the case comes back to the state. One that was withdrawn is.
    """
    since = entered_by(standing.case)
    for task in standing.service.workflow.tasks:
        for key in keys(task, standing.names) if state in task.states else ():
            errand = standing.case.tasks.get(key)
            gone = errand is not None and errand.state == "withdrawn" and (errand.ended or 0) < since
            if (errand is None or gone) and _applies(task, key, standing):
                yield task, key


def again(task: Task, standing: Standing) -> Iterator[tuple[Task, str]]:
    """What an effect opens of a task: all that applies and is not open now, though it may have been done before."""
    for key in keys(task, standing.names):
        errand = standing.case.tasks.get(key)
        if (errand is None or not errand.open) and _applies(task, key, standing):
            yield task, key


def opened(found: Iterable[tuple[Task, str]], moment: Moment) -> list[dict[str, Any]]:
    """The tasks as an event's data holds them, each with its due time."""
    return [{"task": key} | _due(task, moment) for task, key in found]


def asks(keys: Iterable[str], position: int) -> Promise:
    """That whoever is asked is written to."""
    return Promise(position, ASK, {"tasks": list(keys)})


def _due(task: Task, moment: Moment) -> dict[str, str]:
    if task.due is None:
        return {}
    counted = calendar(task.calendar) if task.calendar else moment.calendar
    return {"due": in_utc(counted.add(moment.at, task.due))}


def _applies(task: Task, key: str, standing: Standing) -> bool:
    if task.when is None:
        return True
    names = {**standing.names_for(task.when), **item_names(task, key, standing.names)}
    try:
        return task.when.holds(names, standing.moment)
    except ExpressionDefect:
        return False
