"""How urgent a case is, when one of the staff says so."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from definitions.consequences import PRIORITIES
from definitions.facts import Actor, Event, Step
from definitions.history import apply, next_number
from runtime.access import may_hold
from runtime.cases import recording
from runtime.cases.acting import for_change
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
        PriorityRefused: it is closed, has that priority, or no role of the actor's works it in this state.
    """
    loaded = for_change(session, case_id, revision)
    if done := recording.repeated(loaded, key):
        return done
    if revision is not None and revision != loaded.revision:
        raise recording.stale(loaded, revision)
    if loaded.closed_at is not None:
        raise PriorityRefused("The case is closed.")
    if not may_hold(actor.roles, loaded.service, loaded.case.state):
        raise PriorityRefused("None of your roles works a case in this state.")
    if priority not in PRIORITIES or loaded.case.priority == priority:
        raise PriorityRefused(f"Its priority is {loaded.case.priority} already.")
    event = Event(next_number(loaded.case), "changed", at, actor, data={"priority": priority})
    return recording.append(session, loaded, Step(event, apply(loaded.case, event)), at=at, key=key)
