"""What time does to open tasks: a reminder before one is due, what happens when it is late, the end of a vote."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from definitions.calendars import Moment, calendar
from definitions.consequences import carry_out
from definitions.facts import TIMER, Case, Errand, Event, Promise, Refusal, Step
from definitions.history import next_number
from definitions.service import Service
from definitions.task_opening import REMIND
from definitions.tasks.fold import out
from definitions.workflow import Task

Passing = Literal["remind", "late"]
REMINDED, LATE = "task-reminded", "task-late"
"""The events by which a case tells that time has done so, once for each time a task is opened."""


def coming_of(service: Service, case: Case, moment: Moment) -> Iterator[tuple[Passing, str, datetime]]:
    """What is to come for each open task: its kind, the task's key and when. No reminder once it is due."""
    for errand in out(case):
        task = service.workflow.task(errand.key)
        if task is None or errand.due is None:
            continue
        if task.remind_before and REMINDED not in errand.said and not errand.late(moment.at):
            counted = calendar(task.calendar) if task.calendar else moment.calendar
            yield "remind", errand.key, counted.add(errand.due, task.remind_before.back())
        if LATE not in errand.said:
            yield "late", errand.key, errand.due


def pass_time(service: Service, case: Case, kind: Passing, key: str, moment: Moment) -> Step | Refusal:
    """Let it happen. A vote ends when it is due; any other task is told to be late, and stays open. The event's data:
    the ``task``, and the ``due`` that it was about."""
    task, errand = service.workflow.task(key), case.tasks.get(key)
    due = {of: at for of, each, at in coming_of(service, case, moment) if each == key}.get(kind)
    if task is None or errand is None or due is None or due > moment.at:
        return Refusal(key, ())
    event = Event(next_number(case), _kind(kind, task), moment.at, TIMER, data=_data(errand))
    done = carry_out(service, case, event, task.late if event.kind == LATE else (), TIMER, moment)
    return Step(done.event, done.case, (Promise(0, REMIND, {"tasks": [key]}),)) if kind == "remind" else done


def _kind(kind: Passing, task: Task) -> str:
    if kind == "remind":
        return REMINDED
    return "task-done" if task.votes else LATE


def _data(errand: Errand) -> dict[str, str]:
    return {"task": errand.key} | ({"due": errand.due.isoformat()} if errand.due else {})
