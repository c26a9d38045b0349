"""What expressions and texts see of tasks: ``task.<id>``, always there for every task that the service declares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from definitions.calendars import Moment
from definitions.facts import Case, Errand
from definitions.service import Service
from definitions.tasks.fold import out
from definitions.tasks.votes import tally
from definitions.workflow import Task

TOGETHER = "open_tasks"
"""What ``case`` says of all tasks at once: how many are open."""


def task_names(service: Service, case: Case, moment: Moment) -> dict[str, Any]:
    """By task: whether it was ``opened``, is ``open`` and ``done``, was ``late``, its ``due``, and its answers; of one
    with many, ``count``, ``answered`` and ``answers``; of votes, what they come to. What is absent has no key."""
    errands: dict[str, list[Errand]] = {}
    for errand in case.tasks.values():
        errands.setdefault(errand.task, []).append(errand)
    return {task.id: _facts(task, errands.get(task.id, []), moment) for task in service.workflow.tasks}


def item_names(task: Task, key: str, names: Mapping[str, Any]) -> dict[str, Any]:
    """The answers of the item that a task is asked for, and ``item``; nothing for a task that is asked once."""
    number = key.partition(".")[2]
    items = names.get(task.for_each or "")
    if not number or not isinstance(items, list) or len(items) < int(number):
        return {}
    return {**items[int(number) - 1], "item": {"number": int(number)}}


def keys(task: Task, names: Mapping[str, Any]) -> Iterator[str]:
    """The key of each that there is to open: its id, or one for each item of its list."""
    if task.for_each is None:
        yield task.id
    else:
        yield from (f"{task.id}.{n}" for n, _ in enumerate(names.get(task.for_each) or (), 1))


def waiting(service: Service, case: Case, used: frozenset[str]) -> Iterator[tuple[Task, Errand]]:
    """The open tasks that an expression, which uses these names, may wait for."""
    named = {name.split(".")[1] for name in used if name.startswith("task.")}
    every = f"case.{TOGETHER}" in used
    for errand in out(case):
        task = service.workflow.task(errand.key)
        if task and (every or task.id in named):
            yield task, errand


def _facts(task: Task, errands: Sequence[Errand], moment: Moment) -> dict[str, Any]:
    live = [errand for errand in errands if errand.state != "withdrawn"]
    found: dict[str, Any] = {
        "opened": bool(errands),
        "open": any(errand.open for errand in live),
        "done": bool(live) and all(errand.state == "done" for errand in live),
        "late": task.votes is None and any(errand.late(moment.at) for errand in live),
    }
    if due := max((errand.due.isoformat() for errand in live if errand.due), default=None):
        found["due"] = due
    if task.votes:
        return found | _counted(task, live[-1] if live else None)
    answers = [dict(errand.answers) for errand in live if errand.state == "done"]
    if task.for_each:
        return found | {"count": len(live), "answered": len(answers), "answers": answers}
    return found | (answers[0] if answers else {})


def _counted(task: Task, errand: Errand | None) -> dict[str, Any]:
    """The counts so far, and the result once the vote is closed."""
    if task.votes is None:
        return {}
    votes = errand.votes.values() if errand else ()
    now = tally(task.votes, votes)
    found: dict[str, Any] = {
        **now.counts, "abstained": now.abstained, "interests": now.interests, "cast": now.cast, "quorate": now.quorate,
        "answers": [dict(vote.answers) for vote in votes],
    }  # fmt: skip
    return found | ({"result": now.result} if errand and errand.state == "done" else {})
