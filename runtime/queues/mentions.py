"""Notes that mention somebody, on cases that they may open: read once they have looked at the case since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from runtime import documents
from runtime.access import Viewer
from runtime.cases.rows import ROWS, Row, as_rows
from runtime.models.cases import cases, events, reads
from runtime.models.together import mentions
from runtime.queues.sight import may_open, services_seen

LOOKED_BACK = timedelta(days=30)
MOST = 10


@dataclass(frozen=True, slots=True)
class Mention:
    """``by`` wrote it ``at`` that time, in the event of that ``number``; ``read``: the case was opened since."""

    row: Row
    number: int
    by: str
    at: datetime
    read: bool


def mentioned(session: Session, viewer: Viewer, at: datetime) -> tuple[Mention, ...]:
    """Those of the last 30 days, the unread before the read, and of each the newest first; ten at most."""
    if not (services := services_seen(viewer)):
        return ()
    read = sa.exists().where(
        reads.c.case_id == mentions.c.case_id, reads.c.at > mentions.c.at, reads.c.person_id == str(viewer.person_id)
    )
    mine = (
        sa.select(mentions.c.case_id, mentions.c.number, mentions.c.at, events.c.actor_name, read.label("read"))
        .join(cases, cases.c.id == mentions.c.case_id)
        .join(events, sa.and_(events.c.case_id == mentions.c.case_id, events.c.number == mentions.c.number))
        .where(mentions.c.person_id == viewer.person_id, mentions.c.at > at - LOOKED_BACK, *may_open(viewer, services))
        .order_by(sa.literal_column("read"), mentions.c.at.desc())
        .limit(MOST)
    )
    found = session.execute(mine).all()
    if not found:
        return ()
    live = {one.service.id: one.service for one in documents.catalogue(session, viewer.organisation_id)}
    rows = as_rows(session.execute(ROWS.where(cases.c.id.in_([one.case_id for one in found]))).all(), live)
    by_id = {row.id: row for row in rows}
    return tuple(Mention(by_id[one.case_id], one.number, one.actor_name, one.at, one.read) for one in found)
