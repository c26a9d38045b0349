"""What staff see of the work there is: queries only, each over an index, restricted to what the viewer may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from definitions.service import Service
from definitions.workflow import Queue
from runtime import documents, references
from runtime.access import Viewer, may_see_queue, queues_of
from runtime.cases.projections import fold_words
from runtime.cases.rows import ROWS, Row, as_rows
from runtime.errors import QueueNotFound, ServiceNotFound
from runtime.models.cases import cases

PAGE = 50
MANY = 100
"""Counting stops here: "99+" tells a clerk as much, and costs the same in a queue of a million."""

Assignee = Literal["me", "nobody", "anyone"]


@dataclass(frozen=True, slots=True)
class Filters:
    """What of a queue to show. ``assignee``: mine, nobody's, or (anyone) that of any person or role; None is all."""

    state: str | None = None
    assignee: Assignee | None = None
    overdue: bool = False
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Up to ``limit`` rows of a queue. ``after`` is where the next page starts; None when this is the last."""

    service: Service
    queue: Queue
    rows: tuple[Row, ...]
    after: str | None


@dataclass(frozen=True, slots=True)
class Count:
    """How much is in a queue, each number at most 100, which stands for more than 99."""

    service: Service
    queue: Queue
    open: int
    overdue: int
    today: int
    unassigned: int


@dataclass(frozen=True, slots=True)
class Home:
    """What there is for one person to do: their queues, their own cases by when they are due, those of their roles."""

    queues: tuple[Count, ...]
    mine: tuple[Row, ...]
    for_my_roles: tuple[Row, ...]


def home(session: Session, viewer: Viewer, at: datetime) -> Home:
    """Three queries, whatever there is."""
    live = [p.service for p in documents.catalogue(session, viewer.organisation_id) if viewer.roles_in(p.service.id)]
    seen = [(service, queue) for service in live for queue in queues_of(viewer, service)]
    held: dict[str, list[str]] = {viewer.assignee: [service.id for service in live]}
    for service_id, roles in viewer.roles.items():
        for role in roles:
            held.setdefault(f"role:{role}", []).append(service_id)
    open_ = ROWS.where(cases.c.organisation_id == viewer.organisation_id, cases.c.closed_at.is_(None))
    # The first of each name, read off the index: sorting all of them together would cost more with every case.
    firsts = [
        open_.where(cases.c.assignee == name, cases.c.service_id.in_(within))
        .order_by(cases.c.due_at, cases.c.id).limit(2 * PAGE)
        for name, within in held.items()
    ]  # fmt: skip
    found = session.execute(sa.union_all(*(sa.select(first.subquery()) for first in firsts))).all()
    found = sorted(found, key=lambda one: (one.due_at, one.id))[: 2 * PAGE]
    rows = as_rows(found, {service.id: service for service in live})
    return Home(
        queues=tuple(_counts(session, viewer, seen, at)),
        mine=tuple(row for row in rows if row.assignee == viewer.assignee),
        for_my_roles=tuple(row for row in rows if row.assignee != viewer.assignee),
    )


def page(
    session: Session,
    viewer: Viewer,
    service_id: str,
    queue_id: str,
    *,
    filters: Filters = Filters(),
    after: str | None = None,
    limit: int = PAGE,
    at: datetime,
) -> Page:
    """A page of a queue in its own order. ``after`` is a former page's; one that makes no sense starts from the first.

    Raises:
        QueueNotFound: there is no such queue, or it is not this viewer's work.
    """
    service, queue = _seen(session, viewer, service_id, queue_id)
    by = cases.c.due_at if queue.order == "due" else cases.c.submitted_at
    query = ROWS.where(*_in_queue(viewer, service_id, queue_id), *_filtered(filters, service, viewer, at))
    if place := _place(after):
        query = query.where(sa.tuple_(by, cases.c.id) > sa.tuple_(*map(sa.literal, place)))
    found = session.execute(query.order_by(by, cases.c.id).limit(limit + 1)).all()
    rows = as_rows(found[:limit], {service_id: service})
    if len(found) <= limit:
        return Page(service, queue, rows, None)
    last = found[limit - 1]
    return Page(service, queue, rows, f"{getattr(last, by.name).isoformat()}_{last.id}")


def matching(
    session: Session, viewer: Viewer, service_id: str, queue_id: str, filters: Filters, at: datetime
) -> sa.Select[tuple[UUID, int, int]]:
    """Key, revision and place in the queue's order of every case there that matches.

    Raises:
        QueueNotFound: as :func:`page`.
    """
    service, queue = _seen(session, viewer, service_id, queue_id)
    by = cases.c.due_at if queue.order == "due" else cases.c.submitted_at
    place = sa.func.row_number().over(order_by=(by, cases.c.id))
    found = sa.select(cases.c.id, cases.c.revision, place)
    return found.where(*_in_queue(viewer, service_id, queue_id), *_filtered(filters, service, viewer, at)).order_by(
        by, cases.c.id
    )


def next_case(
    session: Session, viewer: Viewer, service_id: str, queue_id: str, *, skip: UUID | None = None
) -> Row | None:
    """The most urgent case of a queue that is nobody's, the viewer's own or their role's; None when there is none.

    High priority first, then by due time. ``skip`` is a case to leave out, such as the one just done.

    Raises:
        QueueNotFound: as :func:`page`.
    """
    service, _ = _seen(session, viewer, service_id, queue_id)
    mine = [viewer.assignee, *(f"role:{role}" for role in viewer.roles_in(service_id))]
    base = ROWS.where(*_in_queue(viewer, service_id, queue_id), *([cases.c.id != skip] if skip else []))
    # The first of each, from an index of its own: no queue is ever walked through for one that is free.
    firsts = [
        base.where(whose, *urgent).order_by(cases.c.due_at, cases.c.id).limit(1)
        for whose in (cases.c.assignee.is_(None), cases.c.assignee.in_(mine))
        for urgent in ([cases.c.priority == "high"], [])
    ]
    found = session.execute(sa.union_all(*(sa.select(first.subquery()) for first in firsts))).all()
    best = sorted(found, key=lambda one: (one.priority != "high", one.due_at, one.id))
    return as_rows(best[:1], {service_id: service})[0] if best else None


def search(session: Session, viewer: Viewer, text: str, at: datetime, *, limit: int = PAGE) -> tuple[Row, ...]:
    """Cases, open and closed, by reference or by words of the applicant's: all words, each from its beginning.

    Only in services where the viewer has a role. Of very common words, the newest of the first thousand found.
    """
    services = sorted(service_id for service_id, roles in viewer.roles.items() if roles)
    reference = references.parse(text)
    words = fold_words(text)[:10]
    if not services or not (reference or words):
        return ()
    where = [cases.c.organisation_id == viewer.organisation_id, cases.c.service_id.in_(services)]
    if reference:
        where.append(cases.c.reference == reference)
    else:
        query = " & ".join(f"'{word}':*" for word in words)
        hits = sa.select(cases.c.id).where(*where, cases.c.search.op("@@")(sa.cast(query, TSQUERY)))
        where = [cases.c.id.in_(hits.limit(1000))]
    found = session.execute(ROWS.where(*where).order_by(cases.c.submitted_at.desc(), cases.c.id).limit(limit)).all()
    live = documents.catalogue(session, viewer.organisation_id) if found else []
    return as_rows(found, {one.service.id: one.service for one in live})


def _seen(session: Session, viewer: Viewer, service_id: str, queue_id: str) -> tuple[Service, Queue]:
    try:
        service = documents.published(session, service_id, viewer.organisation_id).service
    except ServiceNotFound:
        raise QueueNotFound("There is no such queue.") from None
    queue = service.queue(queue_id)
    if queue is None or not may_see_queue(viewer, service_id, queue):
        raise QueueNotFound("There is no such queue.")
    return service, queue


def _in_queue(viewer: Viewer, service_id: str, queue_id: str) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        cases.c.organisation_id == viewer.organisation_id,
        cases.c.service_id == service_id,
        cases.c.queue == queue_id,
        cases.c.closed_at.is_(None),
    )


def _filtered(filters: Filters, service: Service, viewer: Viewer, at: datetime) -> Iterable[sa.ColumnElement[bool]]:
    if any(state.id == filters.state for state in service.workflow.states):
        yield cases.c.state == filters.state
    if filters.assignee == "me":
        yield cases.c.assignee == viewer.assignee
    elif filters.assignee:
        yield cases.c.assignee.is_(None) if filters.assignee == "nobody" else cases.c.assignee.is_not(None)
    if filters.overdue:
        yield cases.c.due_at < at
    if filters.urgent:
        yield cases.c.priority == "high"


def _place(after: str | None) -> tuple[datetime, UUID] | None:
    when, _, key = (after or "").partition("_")
    try:
        place = datetime.fromisoformat(when), UUID(key)
    except ValueError:
        return None
    return place if place[0].tzinfo else None


def _counts(session: Session, viewer: Viewer, seen: list[tuple[Service, Queue]], at: datetime) -> Iterable[Count]:
    if not seen:
        return
    zone = seen[0][0].calendar.zone
    today: date = at.astimezone(zone).date()
    given = {
        "organisation": viewer.organisation_id,
        "services": [service.id for service, _ in seen],
        "queues": [queue.id for _, queue in seen],
        "now": at,
        "midnight": datetime.combine(today + timedelta(days=1), time(), zone),
    }
    rows = {(row.service, row.queue): row for row in session.execute(_COUNT, given)}
    for service, queue in seen:
        row = rows[service.id, queue.id]
        yield Count(service, queue, row.open, row.overdue, row.today, row.unassigned)


def _counted(name: str, condition: str) -> str:
    return (
        f"(SELECT count(*) FROM (SELECT 1 FROM cases c WHERE c.organisation_id = :organisation"  # noqa: S608 - our own
        f" AND c.service_id = q.service AND c.queue = q.queue AND c.closed_at IS NULL {condition}"
        f" LIMIT {MANY}) x) AS {name}"
    )


_COUNT = sa.text(
    "SELECT q.service, q.queue,"  # noqa: S608 - our own
    + ", ".join(
        _counted(name, condition)
        for name, condition in {
            "open": "",
            "overdue": "AND c.due_at < :now",
            "today": "AND c.due_at >= :now AND c.due_at < :midnight",
            "unassigned": "AND c.assignee IS NULL",
        }.items()
    )
    + " FROM unnest(CAST(:services AS text[]), CAST(:queues AS text[])) AS q(service, queue)"
)
