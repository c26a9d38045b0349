"""Cases: submitted, read, acted on, assigned and noted. Each function is one unit of work, and none commits."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from runtime.cases.acting import act, for_change
from runtime.cases.assignment import assign, hand_on, take
from runtime.cases.holding import look_up_again
from runtime.cases.loading import Loaded, by_reference, by_track_token, load
from runtime.cases.notes import note
from runtime.cases.recording import Acted, append
from runtime.cases.submitting import Receipt, submit
from runtime.cases.undoing import undo
from runtime.models.cases import reads

__all__ = [
    "Acted",
    "Loaded",
    "Receipt",
    "act",
    "append",
    "assign",
    "by_reference",
    "by_track_token",
    "for_change",
    "hand_on",
    "load",
    "look_up_again",
    "note",
    "record_read",
    "submit",
    "take",
    "undo",
]


def record_read(session: Session, loaded: Loaded, person_id: UUID, *, at: datetime) -> None:
    """Keep that a member of staff looked at this case. Not an event: looking must not move the revision."""
    row = {"organisation_id": loaded.organisation_id, "case_id": loaded.id, "person_id": str(person_id), "at": at}
    session.execute(sa.insert(reads).values(row))
