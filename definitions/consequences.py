"""What a transition's or a breached clock's effects do: changes to the case now, and promises for after the commit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from definitions.calendars import Moment
from definitions.facts import Actor, Case, Event, Promise, Step
from definitions.history import apply
from definitions.known import roots
from definitions.service import Service
from definitions.standing import Standing
from definitions.task_opening import again, asks, opened
from definitions.tasks.fold import out
from definitions.types import ABSENT
from definitions.workflow import Effect, Task

PRIORITIES = ("low", "normal", "high")


def carry_out(
    service: Service, case: Case, event: Event, effects: Sequence[Effect], actor: Actor, moment: Moment
) -> Step:
    """Take the case through ``event`` and its effects, in order; each sees the case as those before it left it.

    ``assign``, ``set`` and ``extend`` are written into the event's data (``assignee``, ``priority``, ``extended``: a
    list of clock, by, reason), and so are ``open_task`` and ``withdraw_task`` (``opened``, ``withdrawn``), so that the
    event alone tells what changed. ``send`` and ``webhook`` become promises, placed by their position among the
    effects, and so do letters to whoever is asked.
    """
    promises: list[Promise] = []
    standing = Standing(service, apply(case, event), moment, actor)
    for position, effect in enumerate(effects):
        if not standing.holds(effect.when):
            continue
        if effect.kind in ("send", "webhook"):
            promises.append(Promise(position, effect.kind, effect.what))
        elif changed := _changed(effect, standing, event):
            if effect.kind == "open_task":
                new = changed["opened"][len(event.data.get("opened", ())) :]
                promises.append(asks((one["task"] for one in new), position))
            event = replace(event, data={**event.data, **changed})
            standing = Standing(service, apply(case, event), moment, actor)
    return Step(event, standing.case, tuple(promises))


def _changed(effect: Effect, standing: Standing, event: Event) -> Mapping[str, Any]:
    what = effect.what
    if effect.kind == "assign":
        return _assigned(what, standing.actor)
    if effect.kind == "set":
        priority = _value("case.priority", effect, standing)
        return {"priority": priority} if priority in PRIORITIES else {}
    if effect.kind == "extend":
        reason = standing.case.asked.get(what.get("reason", ""))
        more = {"clock": what["clock"], "by": what["by"]} | ({} if reason is None else {"reason": reason})
        return {"extended": [*event.data.get("extended", ()), more]}
    task = standing.service.workflow.task(what.get("task", ""))
    return _of_task(effect.kind, task, standing, event) if task else {}


def _of_task(kind: str, task: Task, standing: Standing, event: Event) -> Mapping[str, Any]:
    """What opens a task, or withdraws all of it that is open."""
    if kind == "open_task":
        new = opened(again(task, standing), standing.moment)
        return {"opened": [*event.data.get("opened", ()), *new]} if new else {}
    gone = [errand.key for errand in out(standing.case) if errand.task == task.id]
    return {"withdrawn": [*event.data.get("withdrawn", ()), *gone]} if gone else {}


def _assigned(what: Mapping[str, Any], actor: Actor | None) -> Mapping[str, Any]:
    """To a role, to whoever acts (no change when that is not one of the staff), or to nobody."""
    if "role" in what:
        return {"assignee": f"role:{what['role']}"}
    if what.get("to") == "nobody":
        return {"assignee": None}
    if actor is not None and actor.kind == "staff" and actor.id is not None:
        return {"assignee": f"person:{actor.id}"}
    return {}


def _value(field: str, effect: Effect, standing: Standing) -> Any:
    """The literal, or what the expression gives; None when that is absent."""
    expression = effect.values.get(field)
    if expression is None:
        return effect.what.get(field)
    value = standing.ask(expression, expression.evaluate)
    return None if value is ABSENT or not isinstance(value, str) else value


def names_own_answers(effect: Effect, asked: frozenset[str]) -> bool:
    """Whether an effect's condition reads what its own action asks."""
    return effect.when is not None and not asked.isdisjoint(roots(effect.when))
