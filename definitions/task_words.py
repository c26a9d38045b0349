"""Tasks in words for staff: what each is called, who is asked, and which of them something waits for."""

from __future__ import annotations

from dataclasses import replace

from definitions.facts import Errand
from definitions.questions.kind import in_language
from definitions.standing import Standing, staff_language
from definitions.tasks.named import item_names, waiting
from definitions.words import words
from definitions.words.dates import day_in_words
from definitions.workflow import Task


def whose(task: Task, standing: Standing) -> str:
    """Who is asked: the label of a role, or the name of a partner."""
    language = staff_language(standing.service)
    if task.partner:
        return in_language(task.partner.name, language)
    labels = {role.id: in_language(role.label, language) for role in standing.service.roles}
    return labels.get(task.role or "", task.role or "")


def task_label(task: Task, standing: Standing, key: str = "") -> str:
    """What staff call it; with a key, that of its item."""
    scope = standing.scope(staff_language(standing.service))
    inside = replace(scope, names={**scope.names, **item_names(task, key, scope.names)})
    return task.label.render(inside).strip() or task.id


def waits_for(used: frozenset[str], standing: Standing) -> str:
    """The open tasks that a condition with these names may wait for, in a sentence; "" when there is none."""
    language = staff_language(standing.service)
    some = [_out(task, errand, standing, language) for task, errand in waiting(standing.service, standing.case, used)]
    return words(language)("task.waiting", some="; ".join(some)) if some else ""


def _out(task: Task, errand: Errand, standing: Standing, language: str) -> str:
    who, label = whose(task, standing), task_label(task, standing, errand.key)
    who = who if who.casefold() == label.casefold() else f"{who} (“{label}”)"
    if errand.due is None:
        return who
    day = day_in_words(standing.moment.calendar.local(errand.due).date(), language)
    key = "task.out.late" if errand.late(standing.moment.at) else "task.out"
    return words(language)(key, who=who, day=day)
