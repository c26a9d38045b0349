"""Incidents: what went wrong on a case and needs a person. Each has an owner, a reason, and a retry or an end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from definitions.facts import Actor
from definitions.questions.typed import remarks
from definitions.service import Service
from definitions.waiting import queues_in
from runtime.access import Viewer
from runtime.effects.jobs import enqueue
from runtime.models.cases import cases
from runtime.models.effects import effects, incidents, timers
from runtime.models.files import files
from runtime.references import new_id

PAGE = 50


class IncidentNotFound(LookupError):
    """There is no such incident, or it was closed already."""


@dataclass(frozen=True, slots=True)
class Incident:
    """``owner`` is a role of the case's service; ``about`` names the message, address, timer or lookup."""

    id: UUID
    case_id: UUID
    reference: str
    service_id: str
    kind: str
    about: str
    owner: str
    reason: str
    opened_at: datetime
    closed_at: datetime | None
    closed_by: str | None
    ending: str | None


def owner_of(service: Service, state: str) -> str:
    """The role that must see to a case: the first of its queue's, or else the service's first."""
    working = [role for queue in queues_in(service, state) for role in queue.roles]
    return next(iter(working or [role.id for role in service.roles]), "")


def open(
    session: Session, case_id: UUID, *, kind: str, about: str, owner: str, reason: str, at: datetime,
    effect_id: UUID | None = None,
) -> None:  # fmt: skip
    """Open an incident, unless the same one is open already."""
    row = {
        "id": new_id(), "case_id": case_id, "effect_id": effect_id, "kind": kind, "about": about, "owner": owner,
        "reason": reason, "opened_at": at,
    }  # fmt: skip
    session.execute(insert(incidents).values(row).on_conflict_do_nothing())


def restate(session: Session, case_id: UUID, *, kind: str, about: str, reason: str) -> None:
    """Say of the open incident about this what is wrong by now."""
    its = and_(incidents.c.case_id == case_id, incidents.c.kind == kind, incidents.c.about == about)
    same = and_(its, incidents.c.closed_at.is_(None), incidents.c.reason != reason)
    session.execute(update(incidents).where(same).values(reason=reason))


def open_for(session: Session, case_id: UUID) -> tuple[Incident, ...]:
    """The open incidents of a case, oldest first."""
    return _read(session, _shown().where(incidents.c.case_id == case_id, incidents.c.closed_at.is_(None)))


def history(session: Session, case_id: UUID) -> tuple[Incident, ...]:
    """Every incident a case has had, oldest first."""
    return _read(session, _shown().where(incidents.c.case_id == case_id))


def for_viewer(session: Session, viewer: Viewer, *, after: tuple[datetime, UUID] | None = None) -> tuple[Incident, ...]:
    """Up to 50 open incidents whose owner is a role of the viewer's, oldest first, after that time and id."""
    query = _shown().where(incidents.c.closed_at.is_(None), _theirs(viewer)).limit(PAGE)
    if after is not None:
        opened, seen = after
        later = and_(incidents.c.opened_at == opened, incidents.c.id > seen)
        query = query.where(or_(incidents.c.opened_at > opened, later))
    return _read(session, query)


def count(session: Session, viewer: Viewer) -> int:
    """How many open incidents are the viewer's to see to."""
    ours = select(func.count()).select_from(incidents).join(cases, cases.c.id == incidents.c.case_id)
    return session.execute(ours.where(incidents.c.closed_at.is_(None), _theirs(viewer))).scalar_one()


def retry(session: Session, incident_id: UUID, actor: Actor, at: datetime) -> bool:
    """Close an incident by trying again what it is about, under the same key; False when there was nothing left to do.

    An effect that was done meanwhile is not done again, a timer is armed again, and what fails again opens a new one.

    Raises:
        IncidentNotFound: there is no such open incident.
    """
    row = _held(session, incident_id)
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
    _close(session, row.id, actor, at, f"given up: {words}")


def resolve(session: Session, case_id: UUID, *, kind: str, about: str, ending: str, at: datetime) -> None:
    """Close the open incident about this, if there is one: what was wrong has come right by itself."""
    its = and_(incidents.c.case_id == case_id, incidents.c.kind == kind, incidents.c.about == about)
    over = update(incidents).where(its, incidents.c.closed_at.is_(None))
    session.execute(over.values(closed_at=at, closed_by="Townclerk", ending=ending))


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


def _theirs(viewer: Viewer) -> ColumnElement[bool]:
    held = [
        and_(cases.c.service_id == service_id, incidents.c.owner.in_(sorted(roles)))
        for service_id, roles in viewer.roles.items()
    ]
    return and_(cases.c.organisation_id == viewer.organisation_id, or_(false(), *held))


def _shown() -> Select[Any]:
    columns = (
        incidents.c.id, incidents.c.case_id, cases.c.reference, cases.c.service_id, incidents.c.kind, incidents.c.about,
        incidents.c.owner, incidents.c.reason, incidents.c.opened_at, incidents.c.closed_at, incidents.c.closed_by,
        incidents.c.ending,
    )  # fmt: skip
    joined = select(*columns).join(cases, cases.c.id == incidents.c.case_id)
    return joined.order_by(incidents.c.opened_at, incidents.c.id)


def _read(session: Session, query: Select[Any]) -> tuple[Incident, ...]:
    return tuple(Incident(**row) for row in session.execute(query).mappings())
