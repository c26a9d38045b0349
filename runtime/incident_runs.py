"""All incidents of one cause tried again by the worker, one after the other, each as its owner would."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, select, update
from sqlalchemy.orm import Session

from runtime import incidents as waiting
from runtime import people, retrying
from runtime.access import Viewer
from runtime.db import Database
from runtime.effects.jobs import enqueue_run
from runtime.incidents import IncidentNotFound, Place
from runtime.incidents.listing import whose
from runtime.models.effects import incident_runs, incidents
from runtime.people import UnknownPerson
from runtime.references import new_id

AT_A_TIME = 1
"""Each is a unit of work of its own: what one holds, no other waits for."""


@dataclass(frozen=True, slots=True)
class Run:
    """How far it has come. ``stopped``: somebody asked for that."""

    id: UUID
    service_id: str
    cause: str
    total: int
    tried: int
    begun_at: datetime
    stopped: bool
    ended: bool


def begin(session: Session, viewer: Viewer, service_id: str, cause: str, *, at: datetime) -> UUID | None:
    """Have every open incident of that cause that is the viewer's tried again; None when there is none."""
    total = session.execute(
        select(func.count()).select_from(incidents).where(_of(viewer, service_id, cause))
    ).scalar_one()
    if not total:
        return None
    run_id = new_id()
    row = {
        "id": run_id, "organisation_id": viewer.organisation_id, "person_id": viewer.person_id, "cause": cause,
        "service_id": service_id, "total": total, "begun_at": at,
    }  # fmt: skip
    session.execute(incident_runs.insert().values(row))
    enqueue_run(session, run_id)
    return run_id


def find(session: Session, viewer: Viewer, run_id: UUID) -> Run | None:
    """Somebody's own run."""
    theirs = and_(incident_runs.c.id == run_id, incident_runs.c.person_id == viewer.person_id)
    row = session.execute(select(incident_runs).where(theirs)).one_or_none()
    return None if row is None else _run(row)


def stop(session: Session, viewer: Viewer, run_id: UUID, *, at: datetime) -> None:
    """Leave the rest as they are."""
    theirs = and_(incident_runs.c.id == run_id, incident_runs.c.person_id == viewer.person_id)
    session.execute(update(incident_runs).where(theirs, incident_runs.c.stopped_at.is_(None)).values(stopped_at=at))


def carry_on(database: Database, run_id: UUID) -> None:
    """Work through a run to its end, or until somebody stops it, or its owner may see to these no more."""
    after: Place | None = None
    while True:
        with database.begin() as session:
            row: Any = session.execute(
                select(incident_runs).where(incident_runs.c.id == run_id).with_for_update()
            ).one()
            if row.ended_at is not None:
                return
            tried, after = (0, None) if row.stopped_at else _some(session, row, after)
            now = {} if after else {"ended_at": func.now()}
            changed = {"tried": incident_runs.c.tried + tried, **now}
            session.execute(update(incident_runs).where(incident_runs.c.id == run_id).values(changed))


def _some(session: Session, run: Any, after: Place | None) -> tuple[int, Place | None]:
    """Try a few again; how many, and after which to go on. What has failed anew since it was begun is left."""
    try:
        viewer = people.viewer(session, run.person_id)
    except UnknownPerson:
        return 0, None
    page = waiting.in_group(session, viewer, run.service_id, run.cause, after=after)
    found = [each for each in page if each.opened_at <= run.begun_at][:AT_A_TIME]
    actor, now = viewer.actor(run.service_id), session.execute(select(func.now())).scalar_one()
    for incident in found:
        try:
            retrying.retry(session, incident, actor, now)
        except IncidentNotFound:
            continue
    more = len(found) == AT_A_TIME
    return len(found), (found[-1].opened_at, found[-1].id) if more else None


def _of(viewer: Viewer, service_id: str, cause: str) -> Any:
    return and_(*whose(viewer), incidents.c.service_id == service_id, incidents.c.cause == cause)


def _run(row: Any) -> Run:
    stopped, ended = row.stopped_at is not None, row.ended_at is not None
    return Run(row.id, row.service_id, row.cause, row.total, row.tried, row.begun_at, stopped, ended)
