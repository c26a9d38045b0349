"""Cases that have to do with one another, as rows: only those that the viewer may open are there at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from runtime import documents
from runtime.access import Viewer
from runtime.cases.rows import ROWS, Row, as_rows
from runtime.models.cases import cases
from runtime.queues.sight import may_open, services_seen

MOST = 200


def among(session: Session, viewer: Viewer, ids: Iterable[UUID]) -> Mapping[UUID, Row]:
    """Those of these cases that the viewer may open, by id."""
    wanted = list(dict.fromkeys(ids))[:MOST]
    if not wanted:
        return {}
    found = session.execute(ROWS.where(cases.c.id.in_(wanted), *may_open(viewer, services_seen(viewer)))).all()
    live = documents.catalogue(session, viewer.organisation_id) if found else []
    return {row.id: row for row in as_rows(found, {one.service.id: one.service for one in live})}
