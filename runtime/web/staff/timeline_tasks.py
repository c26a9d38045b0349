"""What happened to the tasks of a case, told in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from definitions.facts import Event
from definitions.questions import KINDS
from definitions.questions.kind import in_language
from definitions.service import Service
from definitions.tasks.named import item_names
from definitions.words.dates import day_in_words
from definitions.workflow import Task
from runtime.web.staff.guarded import MASK, Guarded


def words(service: Service, event: Event, scope: Guarded, who: str, holder: str) -> str:
    """One event of a task, in a sentence without its full stop. ``holder`` is whoever was given it."""
    key = str(event.data.get("task", ""))
    label = f"“{_label(service, key, scope)}”"
    match event.kind:
        case "task-opened":
            return f"{who} asked {_listed(_opened(service, event, scope))}"
        case "task-withdrawn":
            gone = [f"“{_label(service, one, scope)}”" for one in event.data.get("withdrawn", ())]
            return f"{_listed(gone)} {'is' if len(gone) == 1 else 'are'} no longer needed"
        case "task-assigned" if holder:
            return (
                f"{who} took {label}"
                if event.data.get("holder") == f"person:{event.actor.id}"
                else _given(who, label, holder)
            )
        case "task-assigned":
            return f"{who} put {label} back for anyone to answer"
        case "task-reminded":
            return f"{_whose(service, key, scope)} was reminded of {label}"
        case "task-late":
            return f"{label} is late"
        case "voted":
            return f"{who} voted on {label}"
    if event.actor.kind in ("system", "timer"):
        why = "all have voted" if event.actor.kind == "system" else "its time is over"
        return f"The vote on {label} ended: {why}"
    return f"{who} answered {label}"


def details(service: Service, event: Event, scope: Guarded) -> Sequence[tuple[str, str]]:
    """What was said, as pairs of label and text. How somebody voted is told where the votes are."""
    task = service.workflow.task(str(event.data.get("task", "")))
    if task is None or event.kind == "voted":
        return ()
    return list(_said(task, event.data.get("said", {}), scope))


def _said(task: Task, answers: Mapping[str, Any], scope: Guarded) -> Iterator[tuple[str, str]]:
    for question in task.ask:
        if question.id in answers:
            hidden = f"task.{task.id}.{question.id}" in scope.hidden
            text = MASK if hidden else KINDS[question.kind].show(question, answers[question.id], scope.language)
            yield in_language(question.label, scope.language), text


def _given(who: str, label: str, holder: str) -> str:
    return f"{who} gave {label} to {holder}"


def _opened(service: Service, event: Event, scope: Guarded) -> list[str]:
    """Who was asked: "Highways (“Effect on the road”), by 3 December 2026"."""
    found = []
    for one in event.data.get("opened", ()):
        due = _day(service, one["due"]) if "due" in one else ""
        asked = f"{_whose(service, one['task'], scope)} (“{_label(service, one['task'], scope)}”)"
        found.append(f"{asked}, by {due}" if due else asked)
    return found


def _day(service: Service, iso: str) -> str:
    return day_in_words(service.calendar.local(datetime.fromisoformat(iso)).date(), "en")


def _whose(service: Service, key: str, scope: Guarded) -> str:
    task = service.workflow.task(key)
    if task is None:
        return "Somebody"
    if task.partner:
        return in_language(task.partner.name, scope.language)
    found = (in_language(role.label, scope.language) for role in service.roles if role.id == task.role)
    return next(found, str(task.role))


def _label(service: Service, key: str, scope: Guarded) -> str:
    """What the task is called, by the answers of its item as far as they may be read."""
    task = service.workflow.task(key)
    if task is None:
        return key
    item = item_names(task, key, scope.names)
    return task.label.render(replace(scope, names={**scope.names, **item})).strip() or task.id


def _listed(some: list[str]) -> str:
    *first, last = some or ["nobody"]
    return f"{'; '.join(first)}; and {last}" if first else last
