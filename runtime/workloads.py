"""The cases that one person has, as somebody else sees and hands them on: whoever looks after them, or stands in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from runtime import cases, documents, people
from runtime.access import Viewer, may_hold, may_see_service
from runtime.cases.rows import ROWS, Row, as_rows
from runtime.db import Database
from runtime.errors import AssignmentRefused, CaseNotFound, StaleCase
from runtime.models.cases import cases as cases_table

MOST = 100


def of(session: Session, viewer: Viewer, person_id: UUID, *, services: Iterable[str] | None = None) -> tuple[Row, ...]:
    """The open cases of a person that the viewer may see, what is due first first, up to a hundred; of these services,
    None for all."""
    seen = [service_id for service_id in viewer.roles if may_see_service(viewer, service_id)]
    within = sorted(set(seen) & set(services)) if services is not None else sorted(seen)
    theirs = (
        cases_table.c.organisation_id == viewer.organisation_id, cases_table.c.assignee == f"person:{person_id}",
        cases_table.c.closed_at.is_(None), cases_table.c.service_id.in_(within),
    )  # fmt: skip
    found = session.execute(ROWS.where(*theirs).order_by(cases_table.c.due_at, cases_table.c.id).limit(MOST)).all()
    live = documents.catalogue(session, viewer.organisation_id) if found else []
    return as_rows(found, {one.service.id: one.service for one in live})


def give(
    database: Database,
    viewer: Viewer,
    person_id: UUID,
    references: Iterable[str],
    to: str,
    reason: str,
    *,
    at: datetime,
) -> tuple[int, list[tuple[str, str]]]:
    """Hand cases of a person on to "nobody" or to the person of an id: how many were, and of the others why not."""
    given, refused = 0, []
    for reference in references:
        try:
            with database.begin() as session:
                _give(session, viewer, person_id, reference, to, reason, at)
            given += 1
        except (AssignmentRefused, StaleCase, CaseNotFound) as no:
            refused.append((reference, no.message))
    return given, refused


def _give(
    session: Session, viewer: Viewer, person_id: UUID, reference: str, to: str, reason: str, at: datetime
) -> None:
    loaded = cases.by_reference(session, reference)
    if not may_see_service(viewer, loaded.service_id, loaded.organisation_id):
        raise CaseNotFound("There is no such case.")
    if loaded.case.assignee != f"person:{person_id}":
        raise AssignmentRefused("It is somebody else’s by now.")
    if to != "nobody":
        roles = people.viewer(session, UUID(to)).roles_in(loaded.service_id)
        if not may_hold(roles, loaded.service, loaded.case.state):
            raise AssignmentRefused("They have no role that works it as it stands.")
    whose = None if to == "nobody" else f"person:{to}"
    actor = viewer.actor(loaded.service_id)
    cases.hand_on(session, loaded.id, whose, actor, revision=loaded.revision, reason=reason, at=at)
