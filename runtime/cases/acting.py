"""An action on a case: decided by the engine, written in one transaction, or refused with every reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from definitions.calendars import Moment
from definitions.facts import Actor, Refusal
from definitions.step import step
from runtime.cases import loading, recording
from runtime.cases.loading import Loaded
from runtime.cases.recording import Acted
from runtime.errors import refused


def act(
    session: Session,
    case_id: UUID,
    action: str,
    inputs: Mapping[str, Any],
    actor: Actor,
    *,
    revision: int | None,
    key: str | None = None,
    at: datetime,
) -> Acted:
    """Carry out a transition of the case's pinned version. The caller commits.

    ``inputs`` are typed answers to what the transition asks. ``revision`` is what the actor was shown; None (timers,
    the system) waits for its turn instead. ``key`` is the client's: a repeat gives the first answer, and does nothing.

    Raises:
        CaseNotFound: there is no such case.
        StaleCase: the case has moved since; ``facts["events"]`` are the newer ones.
        ActionRefused: with ``.refusal``; NotYourRole or BadInputs when that is all.
    """
    loaded = for_change(session, case_id, revision)
    if done := recording.repeated(loaded, key):
        return done
    if revision is not None and revision != loaded.revision:
        raise recording.stale(loaded, revision)
    answer = step(loaded.service, loaded.case, action, inputs, actor, Moment(at, loaded.service.calendar))
    if isinstance(answer, Refusal):
        raise refused(answer)
    return recording.append(session, loaded, answer, at=at, key=key)


def for_change(session: Session, case_id: UUID, revision: int | None) -> Loaded:
    """The case, to be changed. Without a revision to guard it, wait for the turn first, so that what is read is newest.

    Raises:
        CaseNotFound: there is no such case.
    """
    if revision is None:
        loading.take_turn(session, case_id)
    return loading.load(session, case_id)
