"""A document goes live: at once, on its day, or again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from definitions.problems import InvalidDefinition
from runtime import documents
from runtime.db import Database
from runtime.documents import Reason, Version
from runtime.effects import jobs
from runtime.errors import ApprovalNeeded, Refused, RequestSettled
from runtime.models.base import ORGANISATION
from runtime.models.drafts import drafts
from runtime.models.releases import release_requests
from runtime.releases.judging import judged, reason_given
from runtime.releases.requests import Asker, Request, request, settle
from runtime.releases.told import document_of

_log = structlog.get_logger(__name__)


def publish(
    session: Session,
    document: Mapping[str, Any],
    *,
    by: Asker,
    why: str,
    at: datetime,
    organisation_id: UUID = ORGANISATION,
    approved_by: Asker | None = None,
) -> Version:
    """Make a document live now. ``approved_by`` is the second person where they are known to have looked, as on a
    command line: on a page they answer a request.

    Raises:
        InvalidDefinition: it has errors.
        ReleaseRefused: an example fails, or nobody says why.
        ApprovalNeeded: one person is not enough.
    """
    why = reason_given(why)
    found = judged(session, document, organisation_id)
    second = approved_by if approved_by and not approved_by.is_same(by) else None
    if found.reasons and second is None:
        words = f"A second person must look at this first: {'; '.join(found.reasons)}."
        raise ApprovalNeeded(words, reasons=found.reasons)
    told = Reason(why, by.person_id, second.name if second else None, second.person_id if second else None)
    return _live(session, found.service.document, told, by=by.name, at=at, organisation_id=organisation_id)


def make_live(session: Session, asked: Request, *, at: datetime) -> Version:
    """What was asked for and approved goes live."""
    second = asked.answerer
    told = Reason(
        asked.why, asked.asker.person_id, second.name if second else None, second.person_id if second else None,
        asked.id,
    )  # fmt: skip
    settle(session, asked, "live", at=at)
    by, organisation_id = asked.asker.name, asked.organisation_id
    return _live(session, asked.document, told, by=by, at=at, organisation_id=organisation_id)


def return_to(
    session: Session,
    service_id: str,
    number: int,
    *,
    by: Asker,
    why: str,
    at: datetime,
    organisation_id: UUID = ORGANISATION,
) -> Version:
    """Make an earlier version live again, at once: it was judged and agreed to when it first went live, and whoever
    must undo a mistake is not kept waiting. The draft stays as it is.

    Raises:
        ServiceNotFound: there is no version of that number.
        InvalidDefinition: what could be read then no longer can.
        ReleaseRefused: nobody says why.
    """
    why = reason_given(why)
    document = document_of(session, service_id, number, organisation_id)
    told = Reason(why, by.person_id)
    return documents.publish(session, document, by=by.name, at=at, organisation_id=organisation_id, reason=told)


def go_live_due(database: Database, *, at: datetime) -> int:
    """Make live what is approved and whose day has come, each by itself; says how many did. What cannot is stopped,
    and says why: it must hold up no other."""
    due = sa.select(release_requests.c.id, release_requests.c.organisation_id).where(
        release_requests.c.state == "approved", release_requests.c.goes_live_at <= at
    )
    with database.read() as session:
        waiting = session.execute(due.order_by(release_requests.c.goes_live_at)).all()
    return sum(_go_live(database, row.organisation_id, row.id, at) for row in waiting)


def _go_live(database: Database, organisation_id: UUID, request_id: UUID, at: datetime) -> bool:
    try:
        with database.begin() as session:
            asked = request(session, organisation_id, request_id, hold=True)
            if asked.state != "approved":
                return False
            if asked.overtaken:
                raise RequestSettled("Another version has gone live since this was asked for.")
            found = judged(session, asked.document, organisation_id)
            if found.reasons and asked.answerer is None:
                raise ApprovalNeeded("A second person must look at this by now.", reasons=found.reasons)
            make_live(session, asked, at=at)
            jobs.enqueue_release(session, request_id)
            return True
    except (Refused, InvalidDefinition) as refused:
        words = refused.message if isinstance(refused, Refused) else "It has errors by now."
        _log.warning("release.stopped", request=str(request_id), why=words)
        with database.begin() as session:
            asked = request(session, organisation_id, request_id, hold=True)
            if asked.state == "approved":
                settle(session, asked, "stopped", answer=words, at=at)
                jobs.enqueue_release(session, request_id)
        return False


def _live(
    session: Session, document: Mapping[str, Any], told: Reason, *, by: str, at: datetime, organisation_id: UUID
) -> Version:
    version = documents.publish(session, document, by=by, at=at, organisation_id=organisation_id, reason=told)
    mine = (drafts.c.organisation_id == organisation_id, drafts.c.service_id == version.service_id)
    session.execute(drafts.update().where(*mine).values(version_id=version.id))
    return version
