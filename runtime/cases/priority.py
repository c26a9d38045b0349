"""How urgent a case is, when one of the staff says so."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from definitions.consequences import PRIORITIES
from definitions.facts import Actor, Event, Step
from definitions.history import apply, conflicted, next_number
from runtime.access import may_hold
from runtime.cases import recording
from runtime.cases.acting import for_change
from runtime.cases.loading import Loaded
from runtime.cases.recording import Acted
from runtime.errors import PriorityRefused


def set_priority(
    session: Session,
    case_id: UUID,
    priority: str,
    actor: Actor,
    *,
    revision: int | None,
    key: str | None = None,
    at: datetime,
) -> Acted:
    """Make the case's priority low, normal or high.

    Raises:
        CaseNotFound: there is no such case.
        StaleCase: it has moved since ``revision``.
        PriorityRefused: as :func:`priority_refused` says.
    """
    loaded = for_change(session, case_id, revision)
    if done := recording.repeated(loaded, key):
        return done
    if revision is not None and revision != loaded.revision:
        raise recording.stale(loaded, revision)
    if why := priority_refused(loaded, priority, actor):
        raise PriorityRefused(why)
    event = Event(next_number(loaded.case), "changed", at, actor, data={"priority": priority})
    return recording.append(session, loaded, Step(event, apply(loaded.case, event)), at=at, key=key)


def priority_refused(loaded: Loaded, priority: str, actor: Actor) -> str:
    """Why the actor may not give the case this priority, in words for staff; "" when they may."""
    if loaded.closed_at is not None:
        return "The case is closed."
    if not actor.people.isdisjoint(conflicted(loaded.case)):
        return "You have a conflict of interest: how urgent it is, others decide."
    if not may_hold(actor.roles, loaded.service, loaded.case.state):
        return "None of your roles works a case in this state."
    if priority not in PRIORITIES or loaded.case.priority == priority:
        return f"Its priority is {loaded.case.priority} already."
    return ""
