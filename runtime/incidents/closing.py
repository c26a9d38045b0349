"""Closing an incident: tried again, given up with a reason, or come right by itself; and taking one as one's own."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, select, update
from sqlalchemy.orm import Session

from definitions.facts import Actor
from definitions.questions.typed import remarks
from runtime.effects.jobs import enqueue, enqueue_letters
from runtime.incidents.opening import GLASS, cause
from runtime.models.effects import effects, incidents, timers
from runtime.models.files import files
from runtime.models.returning import return_letters


class IncidentNotFound(LookupError):
    """There is no such incident, or it was closed already."""


def retry(session: Session, incident_id: UUID, actor: Actor, at: datetime) -> bool:
    """Close an incident by trying again what it is about, under the same key; False when there was nothing left to do.

    An effect that was done meanwhile is not done again, a timer is armed again, and what fails again opens a new one.
    One about a case that nobody may have stays open until somebody may.

    Raises:
        IncidentNotFound: there is no such open incident.
    """
    row = _held(session, incident_id)
    if row.kind == "assignment":
        return True  # it closes by itself when somebody may have the case, and is tried every minute until then
    again = _arm(session, row) if row.effect_id is None else _wake(session, row.effect_id)
    _close(session, row.id, actor, at, "tried again" if again else "nothing was left to do")
    return again


def give_up(session: Session, incident_id: UUID, actor: Actor, reason: str, at: datetime) -> None:
    """Close an incident for good, saying why: what it is about is never tried again.

    Raises:
        IncidentNotFound: there is no such open incident.
        ValueError: no reason was given.
    """
    if not (words := " ".join(remarks(reason).split())[:500]):
        raise ValueError("Say why it is given up")
    row = _held(session, incident_id)
    if row.effect_id is not None:
        over = update(effects).where(effects.c.id == row.effect_id, effects.c.state == "parked")
        session.execute(over.values(state="given-up", ended_at=at))
    _close(session, row.id, actor, at, f"{'seen' if row.kind == GLASS else 'given up'}: {words}")


def take(session: Session, incident_id: UUID, actor: Actor) -> None:
    """See to an incident oneself, whoever did before.

    Raises:
        IncidentNotFound: there is no such open incident.
    """
    row = _held(session, incident_id)
    mine = {"taken_by": actor.id, "taken_name": actor.name}
    session.execute(update(incidents).where(incidents.c.id == row.id).values(mine))


def resolve(session: Session, case_id: UUID, *, kind: str, about: str, ending: str, at: datetime) -> None:
    """Close the open incident about this, if there is one: what was wrong has come right by itself."""
    its = and_(incidents.c.case_id == case_id, incidents.c.kind == kind, incidents.c.about == about)
    over = update(incidents).where(its, incidents.c.closed_at.is_(None))
    session.execute(over.values(closed_at=at, closed_by="Townclerk", ending=ending))


def restate(session: Session, case_id: UUID, *, kind: str, about: str, reason: str) -> None:
    """Say of the open incident about this what is wrong by now."""
    its = and_(incidents.c.case_id == case_id, incidents.c.kind == kind, incidents.c.about == about)
    same = and_(its, incidents.c.closed_at.is_(None), incidents.c.reason != reason)
    session.execute(update(incidents).where(same).values(reason=reason, cause=cause(kind, about, reason)))


def _wake(session: Session, effect_id: UUID) -> bool:
    """Count from nought again and enqueue. The row was locked by the incident's, so two retries are one."""
    parked = update(effects).where(effects.c.id == effect_id, effects.c.state == "parked")
    woken = session.execute(
        parked.values(state="waiting", attempts=0, due=func.now(), lease=None, leased_until=None, ended_at=None)
        .returning(effects.c.id)
    ).first()  # fmt: skip
    if woken is None:
        return False
    (job_id,) = enqueue(session, [effect_id])
    session.execute(update(effects).where(effects.c.id == effect_id).values(job_id=job_id))
    return True


def _arm(session: Session, incident: Any) -> bool:
    if incident.letter_id is not None:
        return _write_again(session, incident.letter_id)
    if incident.kind == "lookup":  # the worker asks every minute, and says so when there is still no answer
        return True
    if incident.kind in ("infected", "unscannable"):
        return _scan_again(session, UUID(incident.about))
    its = and_(timers.c.case_id == incident.case_id, timers.c.of == incident.about)
    armed = update(timers).where(its, incident.kind == "timer").values(armed=True).returning(timers.c.of)
    return session.execute(armed).first() is not None


def _scan_again(session: Session, file_id: UUID) -> bool:
    """The scanner may have been wrong, or may have learned meanwhile. Until it says so, nobody may open the file."""
    again = update(files).where(files.c.id == file_id, files.c.scan.in_(("pending", "infected")))
    waiting = {"scan": "pending", "scan_due": func.now(), "found": None}
    return session.execute(again.values(waiting).returning(files.c.id)).first() is not None


def _write_again(session: Session, letter_id: UUID) -> bool:
    """A letter that leads back is tried from the beginning, unless there is nothing to lead back to any more."""
    again = update(return_letters).where(return_letters.c.id == letter_id, return_letters.c.ended_at.is_not(None))
    anew = {"ended_at": None, "outcome": None, "attempts": 0}
    if session.execute(again.values(anew).returning(return_letters.c.id)).first() is None:
        return False
    enqueue_letters(session, [letter_id])
    return True


def _held(session: Session, incident_id: UUID) -> Any:
    """The incident, locked until the unit of work ends."""
    its = and_(incidents.c.id == incident_id, incidents.c.closed_at.is_(None))
    row = session.execute(select(incidents).where(its).with_for_update()).first()
    if row is None:
        raise IncidentNotFound(str(incident_id))
    return row


def _close(session: Session, incident_id: UUID, actor: Actor, at: datetime, ending: str) -> None:
    by = {"closed_at": at, "closed_by": actor.name or actor.kind, "ending": ending}
    session.execute(update(incidents).where(incidents.c.id == incident_id).values(by))
