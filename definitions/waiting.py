"""Which queue a case waits in: the first of its state's that takes it, and only that one."""

from __future__ import annotations

from dataclasses import replace

from definitions.calendars import Moment
from definitions.facts import Case
from definitions.service import Service
from definitions.standing import Standing
from definitions.workflow import Queue


def queues_in(service: Service, state_id: str) -> tuple[Queue, ...]:
    """The queues in which cases of that state may wait, in the order in which they are tried."""
    found = map(service.queue, service.workflow.state(state_id).queues)
    return tuple(queue for queue in found if queue is not None)


def queue_of(service: Service, case: Case, state_id: str | None = None) -> Queue | None:
    """Where the case waits for staff, or would if it were in that state; None when the state has no queue, or the case
    was merged into another.

    A filter that needs an absent answer, or cannot be worked out, does not hold. None depends on the time, so it is
    asked as of the last thing that happened.
    """
    if case.merged:
        return None
    if state_id is not None:
        case = replace(case, state=state_id)
    at = case.events[-1].at if case.events else case.submitted_at
    standing = Standing(service, case, Moment(at, service.calendar))
    return next((queue for queue in queues_in(service, case.state) if standing.holds(queue.filter)), None)


def roles_in(service: Service, state_id: str) -> frozenset[str]:
    """The roles that work any of the queues of a state."""
    return frozenset(role for queue in queues_in(service, state_id) for role in queue.roles)
