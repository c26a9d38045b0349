"""What the system does to tasks by itself after an event: withdraws, closes votes that are all in, and opens."""

from __future__ import annotations

from collections.abc import Iterator

from definitions.barriers import held
from definitions.calendars import Moment
from definitions.facts import SYSTEM, Case, Errand, Event, Step
from definitions.history import apply, next_number
from definitions.service import Service
from definitions.standing import Standing
from definitions.task_opening import asks, due_of, opened
from definitions.tasks.fold import out
from definitions.tasks.votes import all_in


def tend(service: Service, case: Case, moment: Moment) -> Step | None:
    """The next thing to do; None when there is nothing. Tasks that are no longer wanted go before new ones come.

    A case that is held for a fact asks nobody: who is to be asked may depend on it.
    """
    if not (service.workflow.tasks or case.tasks):
        return None
    if gone := [errand.key for errand in out(case) if _unwanted(service, case, errand)]:
        return _step(case, moment, "task-withdrawn", {"withdrawn": gone})
    if full := next(_full(service, case), None):
        return _step(case, moment, "task-done", {"task": full})
    if service.workflow.state(case.state).final or held(case):
        return None
    found = list(due_of(case.state, Standing(service, case, moment)))
    if not found:
        return None
    first = _step(case, moment, "task-opened", {"opened": opened(found, moment)})
    return Step(first.event, first.case, tuple(asks([key], n) for n, (_, key) in enumerate(found)))


def _unwanted(service: Service, case: Case, errand: Errand) -> bool:
    """Whether the case has ended, or left the states for which the task is: those it names, else the one in which it
    was opened."""
    task = service.workflow.task(errand.key)
    if task is None or service.workflow.state(case.state).final:
        return True
    return not task.keep and case.state not in (task.states or (errand.within,))


def _full(service: Service, case: Case) -> Iterator[str]:
    for errand in out(case):
        task = service.workflow.task(errand.key)
        if task and task.votes and all_in(task.votes, errand.votes.values()):
            yield errand.key


def _step(case: Case, moment: Moment, kind: str, data: dict[str, object]) -> Step:
    event = Event(next_number(case), kind, moment.at, SYSTEM, data=data)
    return Step(event, apply(case, event))
