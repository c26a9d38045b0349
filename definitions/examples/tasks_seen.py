"""What a step of an example shows of tasks: which were done, were late, how a vote ended, what was chosen."""

from __future__ import annotations

from dataclasses import replace

from definitions.calendars import Moment
from definitions.coverage import Watch
from definitions.facts import Step
from definitions.standing import Standing
from definitions.tasks.named import item_names
from definitions.tasks.votes import tally


def saw_task(watch: Watch, taken: Step) -> None:
    """Count it, and read the words that whoever is asked reads."""
    event, case = taken.event, taken.case
    for one in event.data.get("opened", ()):
        _read(watch, taken, one["task"])
    key = str(event.data.get("task", ""))
    task, errand = watch.service.workflow.task(key), case.tasks.get(key)
    if task is None or errand is None:
        return
    _read(watch, taken, key)
    for name, value in event.data.get("said", {}).items():
        for one in value if isinstance(value, list) else (value,):
            watch.saw("option", f"{task.id}.{name}", str(one))
    if event.kind == "voted":
        watch.saw("option", f"{task.id}.votes", event.data["choice"])
    if event.kind == "task-late":
        watch.saw("task", task.id, "late")
    if event.kind == "task-done":
        watch.saw("task", task.id)
        if task.votes and not tally(task.votes, errand.votes.values()).quorate:
            watch.saw("task", task.id, "inquorate")


def _read(watch: Watch, taken: Step, key: str) -> None:
    task = watch.service.workflow.task(key)
    scope = Standing(watch.service, taken.case, Moment(taken.event.at, watch.service.calendar)).scope("en")
    if task:
        inside = replace(scope, names={**scope.names, **item_names(task, key, scope.names)})
        for text in (task.label, task.about, *(question.label for question in task.ask)):
            if text is not None:
                text.render(inside)
