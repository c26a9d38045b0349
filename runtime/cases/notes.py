"""Notes on a case: kept beside the chain like every personal value, pinned, and corrected for a while."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from definitions.casework import done
from definitions.facts import Actor
from definitions.notes import Note, notes
from definitions.questions.typed import remarks
from runtime.cases import recording
from runtime.cases.acting import for_change
from runtime.cases.loading import Loaded
from runtime.cases.recording import Acted
from runtime.errors import NoteRefused
from runtime.models.together import mentions as mentions_table

LONGEST = 10_000
MOST_PINNED = 5
MOST_MENTIONS = 20


def note(
    session: Session,
    case_id: UUID,
    text: str,
    actor: Actor,
    *,
    mentions: Iterable[UUID] = (),
    key: str | None = None,
    at: datetime,
) -> Acted:
    """Add a note. It needs no revision: two notes at once are both kept, one after the other.

    ``mentions`` are colleagues to be told of it. Whether they may see the case is for whoever calls to know.

    Raises:
        CaseNotFound: there is no such case.
        NoteRefused: nothing is said, or more than 10,000 characters; or too many are mentioned.
    """
    text, named = _said(text), list(dict.fromkeys(mentions))
    if len(named) > MOST_MENTIONS:
        raise NoteRefused(f"Mention {MOST_MENTIONS} people or fewer.")
    loaded = for_change(session, case_id, None)
    if repeat := recording.repeated(loaded, key):
        return repeat
    data = {"text": text} | ({"mentions": [str(person) for person in named]} if named else {})
    acted = recording.append(
        session, loaded, done(loaded.service, loaded.case, "noted", actor, at, **data), at=at, key=key
    )
    if named:
        number = acted.events[0].number
        told = [{"case_id": case_id, "number": number, "person_id": person, "at": at} for person in named]
        session.execute(sa.insert(mentions_table), told)
    return acted


def reword(
    session: Session, case_id: UUID, number: int, text: str, actor: Actor, *, key: str | None = None, at: datetime
) -> Acted:
    """Correct one's own note. What it said before is kept with it.

    Raises:
        CaseNotFound: there is no such case.
        NoteRefused: there is no such note, it is somebody else's or too old, or the text will not do.
    """
    text = _said(text)
    loaded = for_change(session, case_id, None)
    if repeat := recording.repeated(loaded, key):
        return repeat
    of = _note(loaded, number)
    if not of.may_reword(actor, at):
        raise NoteRefused("A note can be corrected by whoever wrote it, for an hour. Add another note instead.")
    if text == of.text:
        return Acted(loaded.id, loaded.reference, loaded.revision, loaded.case, (), repeated=True)
    step = done(loaded.service, loaded.case, "reworded", actor, at, note=number, text=text)
    return recording.append(session, loaded, step, at=at, key=key)


def pin(
    session: Session, case_id: UUID, number: int, actor: Actor, *, on: bool, key: str | None = None, at: datetime
) -> Acted:
    """Keep a note at the head of the case, or no longer.

    Raises:
        CaseNotFound: there is no such case.
        NoteRefused: there is no such note, or five are pinned already.
    """
    loaded = for_change(session, case_id, None)
    if repeat := recording.repeated(loaded, key):
        return repeat
    if _note(loaded, number).pinned is on:
        return Acted(loaded.id, loaded.reference, loaded.revision, loaded.case, (), repeated=True)
    if on and sum(each.pinned for each in notes(loaded.case.events).values()) >= MOST_PINNED:
        raise NoteRefused(f"{MOST_PINNED} notes are pinned already. Unpin one first.")
    step = done(loaded.service, loaded.case, "pinned" if on else "unpinned", actor, at, note=number)
    return recording.append(session, loaded, step, at=at, key=key)


def _said(text: str) -> str:
    text = remarks(text)
    if not text:
        raise NoteRefused("Enter a note.")
    if len(text) > LONGEST:
        raise NoteRefused(f"The note must be {LONGEST:,} characters or less.")
    return text


def _note(loaded: Loaded, number: int) -> Note:
    found = notes(loaded.case.events).get(number)
    if found is None:
        raise NoteRefused("There is no such note.")
    return found
