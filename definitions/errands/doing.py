"""What people do with a task: answer it, vote, take it. Each is a step, or every reason why not. Pure and total."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from definitions.calendars import Moment
from definitions.facts import Actor, Case, Errand, Event, Reason, Refusal, Step
from definitions.history import apply, conflicted, last, next_number, same_person
from definitions.inputs import take as take_inputs
from definitions.refusals import apart, reason
from definitions.service import Service
from definitions.standing import Standing, staff_language
from definitions.task_words import task_label, whose
from definitions.tasks.named import item_names
from definitions.tasks.votes import ABSTAIN, INTEREST
from definitions.words import words
from definitions.words.dates import moment_in_words
from definitions.workflow import Task

CHOICE = "choice"
"""What a reason is about that is about the vote itself and none of the questions."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A task of a case as one actor sees it: open to them, or every reason why not."""

    task: Task
    errand: Errand
    reasons: tuple[Reason, ...]


def asked(service: Service, case: Case, actor: Actor, moment: Moment) -> tuple[Asked, ...]:
    """Every task that this case has had, in the order of the document."""
    standing = Standing(service, case, moment, actor)
    of: dict[str, list[Errand]] = {}
    for errand in case.tasks.values():
        of.setdefault(errand.task, []).append(errand)
    return tuple(
        Asked(task, errand, tuple(_barriers(errand.key, task, errand, standing)))
        for task in service.workflow.tasks
        for errand in of.get(task.id, ())
    )


def do_task(
    service: Service, case: Case, key: str, inputs: Mapping[str, Any], actor: Actor, moment: Moment
) -> Step | Refusal:
    """Answer a task. ``inputs`` are typed answers to what it asks; others are ignored.

    The ``task-done`` event's data: the ``task`` and what was ``said``. What the system does next is for ``settle``.
    """
    return _say(service, case, key, None, inputs, actor, moment)


def vote(
    service: Service, case: Case, key: str, choice: str, inputs: Mapping[str, Any], actor: Actor, moment: Moment
) -> Step | Refusal:
    """Vote, or vote otherwise than before. ``choice`` is one of the task's, "abstain" or "interest".

    Who says that they have an interest is not asked again. The ``voted`` event's data: ``task``, ``choice``, ``said``.
    """
    return _say(service, case, key, choice, inputs, actor, moment)


def give(case: Case, key: str, holder: str | None, actor: Actor, moment: Moment, why: str = "") -> Step:
    """Say who has an open task: "person:<id>", or None for nobody. Whether they may is for the caller to know."""
    data = {"task": key, "holder": holder} | ({"reason": why} if why else {})
    event = Event(next_number(case), "task-assigned", moment.at, actor, data=data)
    return Step(event, apply(case, event))


def _say(
    service: Service,
    case: Case,
    key: str,
    choice: str | None,
    inputs: Mapping[str, Any],
    actor: Actor,
    moment: Moment,
) -> Step | Refusal:
    task, errand = service.workflow.task(key), case.tasks.get(key)
    standing = Standing(service, case, moment, actor)
    reasons = list(_barriers(key, task, errand, standing))
    if task is None or reasons or (wrong := list(_misdone(task, choice, standing))):
        return Refusal(key, tuple(reasons or wrong))
    said: dict[str, Any] = {}
    if task.ask and choice != INTEREST:
        taken = take_inputs(task.ask, inputs, {**standing.names, **item_names(task, key, standing.names)}, standing)
        if taken.reasons:
            return Refusal(key, tuple(taken.reasons))
        said = {name: value for name, value in taken.answers.items() if value is not None}
    data = {"task": key} | ({"choice": choice} if choice else {}) | ({"said": said} if said else {})
    event = Event(next_number(case), "voted" if choice else "task-done", moment.at, actor, data=data)
    return Step(event, apply(case, event))


def _barriers(key: str, task: Task | None, errand: Errand | None, standing: Standing) -> Iterator[Reason]:
    """Whether it is open, who answers, separation, whom the actor knows, an interest declared, another's vote."""
    label = task_label(task, standing, key) if task else key
    if task is None or errand is None:
        yield reason("task", standing, "task.unasked", task=label)
        return
    if not errand.open:
        yield _ended(label, errand, standing)
    actor = standing.actor
    if actor is None:
        return
    if not may_do(task, actor):
        yield reason("role", standing, "task.role", task=label, who=whose(task, standing))
    for other in task.not_by:
        event = last(standing.case, other)
        if event and same_person(actor, event.actor):
            yield apart(other, label, standing)
    if actor.kind == "staff" and not actor.people.isdisjoint(conflicted(standing.case)):
        yield reason("conflict", standing, action=label)
    if task.votes and actor.behalf is not None:
        yield reason("role", standing, "task.proxy", task=label, who=actor.behalf_name)
    mine = errand.votes.get(actor.id or "")
    if errand.open and mine and mine.choice == INTEREST:
        yield reason("interest", standing, task=label)


def _misdone(task: Task, choice: str | None, standing: Standing) -> Iterator[Reason]:
    """A vote where one is asked for, for one of its choices; no vote where none is."""
    known = {option.value for option in task.votes.choices} | {ABSTAIN, INTEREST} if task.votes else {None}
    if choice not in known:
        said = words(staff_language(standing.service))("task.choice", task=task_label(task, standing))
        yield Reason("input", said, said, CHOICE)


def may_do(task: Task, actor: Actor) -> bool:
    """Whether this is somebody whom the task is for."""
    return actor.kind == "partner" if task.partner else actor.kind == "staff" and task.role in actor.roles


def _ended(label: str, errand: Errand, standing: Standing) -> Reason:
    local = standing.moment.calendar.local(errand.ended_at or errand.opened_at)
    day = moment_in_words(local, staff_language(standing.service))
    by_itself = errand.state == "done" and errand.by is not None and errand.by.kind in ("system", "timer")
    key = "task.closed" if by_itself else f"task.{errand.state}"
    return reason("task", standing, key, task=label, who=errand.by.name if errand.by else "", day=day)
