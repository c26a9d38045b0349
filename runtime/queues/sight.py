"""The rule of :mod:`runtime.access` in SQL: which cases a query may bring to light, in lists, counts and searches."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from definitions.service import Service
from definitions.workflow import Queue
from runtime import documents
from runtime.access import Viewer, may_see_queue, may_see_service
from runtime.errors import QueueNotFound, ServiceNotFound
from runtime.models.cases import cases

Condition = sa.ColumnElement[bool]


def services_seen(viewer: Viewer) -> list[str]:
    """Those whose cases the viewer may open."""
    return sorted(service_id for service_id in viewer.roles if may_see_service(viewer, service_id))


def may_open(viewer: Viewer, services: Iterable[str]) -> tuple[Condition, ...]:
    """That a row is a case which the viewer may open, of these services, which are among :func:`services_seen`."""
    return cases.c.organisation_id == viewer.organisation_id, cases.c.service_id.in_(services)


def in_queue(
    viewer: Viewer, service_id: str | sa.ColumnElement[str], queue_id: str | sa.ColumnElement[str]
) -> tuple[Condition, ...]:
    """That a case waits in this queue, which :func:`seen` has let the viewer see."""
    return (
        cases.c.organisation_id == viewer.organisation_id,
        cases.c.service_id == service_id,
        cases.c.queue == queue_id,
        cases.c.closed_at.is_(None),
    )


def seen(session: Session, viewer: Viewer, service_id: str, queue_id: str) -> tuple[Service, Queue]:
    """The queue, as the live version has it.

    Raises:
        QueueNotFound: there is no such queue, or it is not this viewer's work.
    """
    try:
        service = documents.published(session, service_id, viewer.organisation_id).service
    except ServiceNotFound:
        raise QueueNotFound("There is no such queue.") from None
    queue = service.queue(queue_id)
    if queue is None or not may_see_queue(viewer, service_id, queue):
        raise QueueNotFound("There is no such queue.")
    return service, queue
