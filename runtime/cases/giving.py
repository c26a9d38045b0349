"""Giving a case to somebody by its queue's rules, in the unit of work that brought it there; or saying why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from definitions import assigned
from definitions.assigning import Choice, awaiting, choose, wanted
from definitions.calendars import Moment
from definitions.facts import SYSTEM, Case, Event, Step
from definitions.history import apply, next_number
from definitions.service import Service
from definitions.standing import Standing
from definitions.step import settle
from definitions.workflow import Assign, Queue
from runtime import incidents
from runtime.cases import loading
from runtime.staffing.candidates import candidates, take_turn

KIND = "assignment"
"""Of the incident that says why nobody may have a case."""


@dataclass(frozen=True, slots=True)
class Gift:
    """What the rules of ``queue`` made of a case: ``choice``, and ``steps`` to write. Without a queue, there was
    nothing to give."""

    queue: Queue | None = None
    choice: Choice | None = None
    steps: tuple[Step, ...] = ()


def give(
    session: Session,
    organisation_id: UUID,
    service: Service,
    case: Case,
    moment: Moment,
    *,
    case_id: UUID | None,
    marks: Sequence[bytes] = (),
) -> Gift:
    """Whom the queue in which the case now waits gives it to, if it has rules and has not done so yet. Whoever still
    has it from before loses it when nobody may have it there.

    Whoever gives waits for all others who would give something to the same people, and before that for the case's turn:
    one that is new has no ``case_id`` and no others, and ``marks`` of whom and what it is about.
    """
    queue = awaiting(service, case)
    if queue is None or queue.assign is None:
        return Gift()
    if case_id is not None:
        loading.take_turn(session, case_id)
    standing = Standing(service, case, moment)
    choice = chosen(
        session, organisation_id, standing, queue.role, queue.assign, turns=queue.id, besides=case_id, marks=marks
    )
    if choice.given is None and case.assignee is None:
        return Gift(queue, choice)
    event = Event(next_number(case), "assigned", moment.at, SYSTEM, data=assigned.kept(choice))
    step = Step(event, apply(case, event))
    return Gift(queue, choice, (step, *settle(service, step.case, moment)))


def chosen(
    session: Session,
    organisation_id: UUID,
    standing: Standing,
    role: str,
    rules: Assign,
    *,
    turns: str,
    besides: UUID | None = None,
    marks: Sequence[bytes] = (),
) -> Choice:
    """Who of those with a role is given something of this case by these rules, while nobody else gives them anything.

    For queues and for whatever else has rules: ``turns`` is the name under which its turns are counted, for
    :func:`runtime.staffing.candidates.take_turn`. The case's own turn must have been taken before.
    """
    service = standing.service
    known = candidates(
        session,
        organisation_id,
        service,
        role,
        standing.moment.today,
        turns=turns,
        besides=besides,
        marks=marks,
        hold=True,
    )
    return choose(wanted(standing, role, rules), known)


def beside(
    session: Session,
    organisation_id: UUID,
    service: Service,
    case_id: UUID,
    gift: Gift,
    *,
    before: Case | None,
    at: datetime,
) -> None:
    """What goes with a gift once its steps are written: whose turn it was, and the incident while nobody may have it.

    ``before`` is the case as it was: what waited then and does not any more has its incident closed.
    """
    queue, choice = gift.queue, gift.choice
    if queue and choice and choice.given:
        take_turn(session, organisation_id, service.id, queue.id, choice.given.id)
    if queue and choice and choice.why == "nobody":
        reason = f"{assigned.nobody(service, queue.role, choice.considered)}."
        owner = _owner(service, queue.role)
        incidents.open(session, case_id, kind=KIND, about=queue.id, owner=owner, reason=reason, at=at)
        incidents.restate(session, case_id, kind=KIND, about=queue.id, reason=reason)
    elif before and (waited := awaiting(service, before)):
        ending = f"it was given to {choice.given.name}" if choice and choice.given else "it waits no longer"
        incidents.resolve(session, case_id, kind=KIND, about=waited.id, ending=ending, at=at)


def _owner(service: Service, role: str) -> str:
    """Who looks after those who hold a role, or else they themselves."""
    return next((one.id for one in service.roles if role in one.supervises), role)
