"""What has gone wrong, for those who must see to it: by cause, one by one, and what became of those that are closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, func, literal, or_, select, tuple_
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from runtime.access import Viewer
from runtime.models.cases import cases
from runtime.models.effects import incidents

PAGE = 50
MOST_GROUPS = 200
MANY = 100

Place = tuple[datetime, UUID]


@dataclass(frozen=True, slots=True)
class Incident:
    """``owner`` is a role of the service, "" for any of them; ``about`` names the message, address, timer, lookup, file
    or letter. Without a case, ``case_id`` is None and ``reference`` "". ``taken_name`` is who sees to it."""

    id: UUID
    case_id: UUID | None
    reference: str
    service_id: str
    kind: str
    about: str
    owner: str
    reason: str
    cause: str
    opened_at: datetime
    closed_at: datetime | None
    closed_by: str | None
    ending: str | None
    taken_by: str | None
    taken_name: str | None


@dataclass(frozen=True, slots=True)
class Group:
    """Open incidents of one cause in one service, with what the first of them says. ``taken`` are those that somebody
    sees to."""

    service_id: str
    cause: str
    kind: str
    about: str
    owner: str
    reason: str
    count: int
    since: datetime
    latest: datetime
    taken: int
    taken_name: str | None
    reference: str
    first: UUID


@dataclass(frozen=True, slots=True)
class Filters:
    """Which to show. ``taken``: mine, or nobody's; None is all."""

    service_id: str | None = None
    kind: str | None = None
    taken: Literal["me", "nobody"] | None = None


def open_for(session: Session, case_id: UUID) -> tuple[Incident, ...]:
    """The open incidents of a case, oldest first."""
    return _read(session, _shown().where(incidents.c.case_id == case_id, incidents.c.closed_at.is_(None)))


def history(session: Session, case_id: UUID) -> tuple[Incident, ...]:
    """Every incident a case has had, oldest first."""
    return _read(session, _shown().where(incidents.c.case_id == case_id))


def for_viewer(session: Session, viewer: Viewer, *, after: Place | None = None) -> tuple[Incident, ...]:
    """Up to 50 open incidents that are the viewer's to see to, oldest first, after that time and id."""
    return _read(session, _after(_shown().where(*whose(viewer)), after).limit(PAGE))


def in_group(
    session: Session, viewer: Viewer, service_id: str, cause: str, *, after: Place | None = None
) -> tuple[Incident, ...]:
    """As :func:`for_viewer`, those of one cause."""
    of = (incidents.c.service_id == service_id, incidents.c.cause == cause)
    return _read(session, _after(_shown().where(*whose(viewer), *of), after).limit(PAGE))


def owned(session: Session, viewer: Viewer, incident_id: UUID) -> Incident | None:
    """The open incident of that id, if it is the viewer's to see to."""
    return next(iter(_read(session, _shown().where(incidents.c.id == incident_id, *whose(viewer)))), None)


def groups(session: Session, viewer: Viewer, filters: Filters = Filters()) -> tuple[Group, ...]:
    """The viewer's open incidents by cause, what has happened most often first."""
    return _grouped(session, *whose(viewer), *_filtered(filters, viewer))


def everywhere(session: Session) -> tuple[Group, ...]:
    """Everybody's, for whoever runs the installation."""
    return _grouped(session, incidents.c.closed_at.is_(None))


def _grouped(session: Session, *where: ColumnElement[bool]) -> tuple[Group, ...]:
    of = incidents.c
    first = func.array_agg(aggregate_order_by(of.id, of.opened_at))[1].label("first")
    grouped = (
        select(
            of.service_id, of.cause, func.count().label("count"), func.min(of.opened_at).label("since"),
            func.max(of.opened_at).label("latest"), func.count(of.taken_by).label("taken"), first,
        )
        .where(*where).group_by(of.service_id, of.cause)
        .order_by(func.count().desc(), func.min(of.opened_at)).limit(MOST_GROUPS)
    ).subquery()  # fmt: skip
    g = grouped.c
    query = (
        select(
            g.service_id, g.cause, of.kind, of.about, of.owner, of.reason, g["count"], g.since, g.latest, g.taken,
            of.taken_name, func.coalesce(cases.c.reference, "").label("reference"), g["first"],
        )
        .select_from(grouped.join(incidents, of.id == g["first"]).outerjoin(cases, cases.c.id == of.case_id))
        .order_by(g["count"].desc(), g.since)
    )  # fmt: skip
    return tuple(Group(**row) for row in session.execute(query).mappings())


def closed(session: Session, viewer: Viewer, *, before: Place | None = None) -> tuple[Incident, ...]:
    """Up to 50 that are closed, the latest first, before that time and id."""
    of = incidents.c
    query = _shown().where(of.closed_at.is_not(None), _theirs(viewer)).order_by(None)
    if before is not None:
        query = query.where(tuple_(of.closed_at, of.id) < tuple_(*map(literal, before)))
    return _read(session, query.order_by(of.closed_at.desc(), of.id.desc()).limit(PAGE))


def count(session: Session, viewer: Viewer) -> int:
    """How many open incidents are the viewer's to see to: at most 100, which stands for more than 99."""
    some = select(literal(1)).select_from(incidents).where(*whose(viewer)).limit(MANY).subquery()
    return session.execute(select(func.count()).select_from(some)).scalar_one()


def whose(viewer: Viewer) -> tuple[ColumnElement[bool], ...]:
    """What makes an incident open, and the viewer's to see to."""
    return incidents.c.closed_at.is_(None), _theirs(viewer)


def _theirs(viewer: Viewer) -> ColumnElement[bool]:
    held = [
        and_(incidents.c.service_id == service_id, incidents.c.owner.in_([*sorted(roles), ""]))
        for service_id, roles in viewer.roles.items()
        if roles
    ]
    return and_(incidents.c.organisation_id == viewer.organisation_id, or_(false(), *held))


def _filtered(filters: Filters, viewer: Viewer) -> list[ColumnElement[bool]]:
    of, found = incidents.c, []
    if filters.service_id:
        found.append(of.service_id == filters.service_id)
    if filters.kind:
        found.append(of.kind == filters.kind)
    if filters.taken:
        mine = of.taken_by == str(viewer.person_id)
        found.append(mine if filters.taken == "me" else of.taken_by.is_(None))
    return found


def _after(query: Select[Any], after: Place | None) -> Select[Any]:
    if after is None:
        return query
    return query.where(tuple_(incidents.c.opened_at, incidents.c.id) > tuple_(*map(literal, after)))


def _shown() -> Select[Any]:
    of = incidents.c
    columns = (
        of.id, of.case_id, func.coalesce(cases.c.reference, "").label("reference"), of.service_id, of.kind, of.about,
        of.owner, of.reason, of.cause, of.opened_at, of.closed_at, of.closed_by, of.ending, of.taken_by,
        of.taken_name,
    )  # fmt: skip
    return select(*columns).outerjoin(cases, cases.c.id == of.case_id).order_by(of.opened_at, of.id)


def _read(session: Session, query: Select[Any]) -> tuple[Incident, ...]:
    return tuple(Incident(**row) for row in session.execute(query).mappings())
