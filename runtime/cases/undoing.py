"""Undo of the last thing done to a case: as if it had not happened, and nothing that it promised is sent."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from definitions.calendars import Moment
from definitions.facts import Actor, Refusal
from definitions.history import since
from definitions.refusals import reason
from definitions.standing import Standing
from definitions.undo import UNDO, action_label
from definitions.undo import undo as undo_step
from runtime.cases import loading, recording
from runtime.cases.acting import for_change
from runtime.cases.loading import Loaded
from runtime.cases.recording import Acted
from runtime.effects import withdraw
from runtime.errors import refused


def undo(
    session: Session, case_id: UUID, actor: Actor, *, revision: int, key: str | None = None, at: datetime
) -> Acted:
    """Undo what was done last, and withdraw what it promised. The caller commits.

    Raises:
        CaseNotFound: there is no such case.
        StaleCase: the case has moved since ``revision``; ``facts["events"]`` are the newer ones.
        ActionRefused: with ``.refusal``: it cannot be undone, or no more, or by somebody else only.
    """
    loading.take_turn(session, case_id)
    loaded = for_change(session, case_id, revision)
    if done := recording.repeated(loaded, key):
        return done
    if revision != loaded.revision:
        raise recording.stale(loaded, revision)
    moment = Moment(at, loaded.service.calendar)
    answer = undo_step(loaded.service, loaded.case, actor, moment)
    if isinstance(answer, Refusal):
        raise refused(answer)
    numbers = {event.number for event in since(loaded.case)}
    if not withdraw.withdraw(session, [entry.id for entry in loaded.entries if entry.event.number in numbers]):
        raise refused(_begun(loaded, Standing(loaded.service, loaded.case, moment, actor)))
    return recording.append(session, loaded, answer, at=at, key=key)


def _begun(loaded: Loaded, standing: Standing) -> Refusal:
    label = action_label(loaded.service, since(loaded.case)[0])
    return Refusal(UNDO, (reason(UNDO, standing, "undo.begun", action=label),))
