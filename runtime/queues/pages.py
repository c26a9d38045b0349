"""A queue, page by page in its own order, and the next case to take from it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from definitions.service import Service
from definitions.workflow import Queue
from runtime.access import Viewer
from runtime.cases.rows import ROWS, Row, as_rows
from runtime.models.cases import URGENT, cases
from runtime.queues import orders
from runtime.queues.filters import EVERY, Filters
from runtime.queues.sight import in_queue, seen
from runtime.queues.words import Wanted, first

PAGE = 50


@dataclass(frozen=True, slots=True)
class Page:
    """Up to ``limit`` rows of a queue. ``after`` is where the next page starts; None when this is the last. In the
    order of a column it holds part of an answer."""

    service: Service
    queue: Queue
    order: str
    rows: tuple[Row, ...]
    after: str | None


def page(
    session: Session,
    viewer: Viewer,
    service_id: str,
    queue_id: str,
    *,
    filters: Filters = EVERY,
    order: str | None = None,
    after: str | None = None,
    until: str | None = None,
    limit: int = PAGE,
    at: datetime,
) -> Page:
    """A page of a queue, in its own order unless ``order`` names another.

    ``after`` is a former page's; one that makes no sense starts from the first. ``until`` is where such a page ended:
    what has come between the two since is there too.

    Raises:
        QueueNotFound: there is no such queue, or it is not this viewer's work.
    """
    service, queue = seen(session, viewer, service_id, queue_id)
    by = orders.of(queue, order)
    along = orders.along(by, descending=queue.order.descending)
    where = [*in_queue(viewer, service_id, queue_id), *filters.conditions(service, viewer, at)]
    where += [along.beyond(place)] if (place := along.read(after)) else []
    where += [along.upto(end)] if (end := along.read(until)) else []
    found = first(session, Wanted(tuple(where), filters.words(service)), along, limit + 1)
    rows = as_rows(found[:limit], {service_id: service})
    return Page(service, queue, by, rows, along.place(found[limit - 1]) if len(found) > limit else None)


def count(
    session: Session, viewer: Viewer, service_id: str, queue_id: str, filters: Filters, *, most: int, at: datetime
) -> int:
    """How many cases :func:`page` would list, counted no further than ``most``.

    Raises:
        QueueNotFound: as :func:`page`.
    """
    service, _ = seen(session, viewer, service_id, queue_id)
    where = (*in_queue(viewer, service_id, queue_id), *filters.every(service, viewer, at))
    found = sa.select(cases.c.id).where(*where).limit(most).subquery()
    counted: int = session.execute(sa.select(sa.func.count()).select_from(found)).scalar_one()
    return counted


def matching(
    session: Session,
    viewer: Viewer,
    service_id: str,
    queue_id: str,
    filters: Filters,
    at: datetime,
    *,
    order: str | None = None,
) -> sa.Select[tuple[UUID, int, int]]:
    """Key, revision and place in the order of every case there that matches.

    Raises:
        QueueNotFound: as :func:`page`.
    """
    service, queue = seen(session, viewer, service_id, queue_id)
    along = orders.along(orders.of(queue, order), descending=queue.order.descending)
    found = sa.select(cases.c.id, cases.c.revision, sa.func.row_number().over(order_by=along.by()))
    where = (*in_queue(viewer, service_id, queue_id), *filters.every(service, viewer, at))
    return found.where(*where).order_by(*along.by())


def next_case(
    session: Session, viewer: Viewer, service_id: str, queue_id: str, *, skip: Collection[UUID] = ()
) -> Row | None:
    """The most urgent case of a queue that is nobody's, the viewer's own or their role's; None when there is none.

    High priority first, then by due time. ``skip`` are cases to leave out, such as the one just done.

    Raises:
        QueueNotFound: as :func:`page`.
    """
    service, _ = seen(session, viewer, service_id, queue_id)
    mine = [viewer.assignee, *(f"role:{role}" for role in viewer.roles_in(service_id))]
    base = ROWS.where(*in_queue(viewer, service_id, queue_id), *([cases.c.id.not_in(skip)] if skip else []))
    # The first of each, from an index of its own: no queue is ever walked through for one that is free.
    firsts = [
        base.where(whose, *urgent).order_by(cases.c.due_at, cases.c.id).limit(1)
        for whose in (cases.c.assignee.is_(None), *(cases.c.assignee == name for name in mine))
        for urgent in ([URGENT], [])
    ]
    found = session.execute(sa.union_all(*(sa.select(first.subquery()) for first in firsts))).all()
    best = sorted(found, key=lambda one: (one.rank, one.due_at, one.id))
    return as_rows(best[:1], {service_id: service})[0] if best else None
