"""Notes on a case: said once, kept beside the chain like every personal value."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from definitions.facts import Actor, Event, Step
from definitions.history import apply, next_number
from definitions.questions.typed import remarks
from runtime.cases import recording
from runtime.cases.acting import for_change
from runtime.cases.recording import Acted
from runtime.errors import NoteRefused

LONGEST = 10_000


def note(session: Session, case_id: UUID, text: str, actor: Actor, *, key: str | None = None, at: datetime) -> Acted:
    """Add a note. It needs no revision: two notes at once are both kept, one after the other.

    Raises:
        CaseNotFound: there is no such case.
        NoteRefused: nothing is said, or more than 10,000 characters.
    """
    text = remarks(text)
    if not text:
        raise NoteRefused("Enter a note.")
    if len(text) > LONGEST:
        raise NoteRefused(f"The note must be {LONGEST:,} characters or less.")
    loaded = for_change(session, case_id, None)
    if done := recording.repeated(loaded, key):
        return done
    event = Event(next_number(loaded.case), "noted", at, actor, data={"text": text})
    return recording.append(session, loaded, Step(event, apply(loaded.case, event)), at=at, key=key)
