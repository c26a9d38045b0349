"""What is asked of a person: the open tasks of their roles, by when they are due. Queries only, along one index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from runtime import references
from runtime.access import Viewer, may_do_tasks
from runtime.crypto import url_bytes, url_text
from runtime.models.base import NEVER
from runtime.models.cases import cases
from runtime.models.people import people
from runtime.models.tasks import tasks
from runtime.queues.pages import PAGE
from runtime.queues.sight import may_open, services_seen
from runtime.queues.words import bounded

Role = tuple[str, str]
"""A role of a service: the ids of the two, the service's first."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One open task. ``voted``: the viewer has, and may still change their vote; ``due_at`` None: it is never due."""

    case_id: UUID
    key: str
    reference: str
    service_id: str
    role: str
    label: str
    due_at: datetime | None
    holder: str | None
    holder_name: str | None
    voted: bool


@dataclass(frozen=True, slots=True)
class AskedPage:
    """Up to ``limit`` of them. ``after`` is where the next page starts; None when this is the last."""

    rows: tuple[Asked, ...]
    after: str | None


def asked(
    session: Session, viewer: Viewer, *, role: Role | None = None, after: str | None = None, limit: int = PAGE
) -> AskedPage:
    """What is asked of the viewer: of their roles, and neither taken by somebody else nor voted on. Of one ``role`` it
    is all that is open; of one that is not theirs, nothing. ``after`` is a former page's."""
    roles = _roles(viewer, role)
    if not roles:
        return AskedPage((), None)
    place = _place(after)
    keys = _open(viewer, roles, limit + 1, mine=role is None, place=place).subquery("keys")
    voted = sa.literal(str(viewer.person_id)) == sa.any_(tasks.c.voted)
    query = sa.select(*_SHOWN, voted.label("mine")).select_from(
        keys.join(tasks, sa.and_(tasks.c.case_id == keys.c.case_id, tasks.c.key == keys.c.key))
        .join(cases, cases.c.id == tasks.c.case_id)
        .outerjoin(people, people.c.id == sa.cast(sa.func.substr(tasks.c.holder, 8), sa.Uuid))
    )
    found = session.execute(query.order_by(*_ORDER)).all()
    rows = tuple(map(_row, found[:limit]))
    return AskedPage(rows, _after(found[limit - 1]) if len(found) > limit else None)


def counted(session: Session, viewer: Viewer) -> Mapping[Role | None, int]:
    """How many are open of each role of the viewer's, and under None how many are asked of them; 100 stands for more
    than 99. Roles of which nothing is open are left out."""
    roles = _roles(viewer, None)
    if not roles:
        return {}
    of = _pairs(roles)
    each = bounded(sa.select(sa.literal(1)).where(*_of(viewer, of)).correlate(of))
    found = session.execute(sa.select(of.c.service, of.c.role, each.label("open"))).all()
    mine = session.execute(sa.select(bounded(_open(viewer, roles, 100, mine=True, place=None)))).scalar_one()
    return {None: mine} | {(row.service, row.role): row.open for row in found if row.open}


def _roles(viewer: Viewer, role: Role | None) -> Sequence[Role]:
    theirs = [(s, one) for s, held in sorted(viewer.roles.items()) for one in sorted(held)]
    theirs = [one for one in theirs if may_do_tasks(viewer, *one)]
    return theirs if role is None else [one for one in theirs if one == role]


def _open(viewer: Viewer, roles: Sequence[Role], limit: int, *, mine: bool, place: Any) -> sa.Select[Any]:
    """Keys of the first tasks of these roles. Each role is read off the index, and no further."""
    of = _pairs(roles)
    where = [*_of(viewer, of)]
    if mine:
        free = tasks.c.holder.is_(None) | (tasks.c.holder == viewer.assignee)
        where += [free, sa.literal(str(viewer.person_id)) != sa.all_(tasks.c.voted)]
    if place:
        where.append(sa.tuple_(*_ORDER) > sa.tuple_(*map(sa.literal, place)))
    first = sa.select(*_ORDER).where(*where).order_by(*_ORDER).limit(limit).correlate(of).lateral("first")
    every = sa.select(*first.c).select_from(of.join(first, sa.true())).subquery("every")
    return sa.select(*every.c).order_by(*every.c).limit(limit)


def _of(viewer: Viewer, of: Any) -> tuple[sa.ColumnElement[bool], ...]:
    """That a task is open, of this role, on a case that the viewer may open."""
    case = sa.select(sa.literal(1)).where(cases.c.id == tasks.c.case_id, *may_open(viewer, services_seen(viewer)))
    return (
        tasks.c.organisation_id == viewer.organisation_id,
        tasks.c.service_id == of.c.service,
        tasks.c.role == of.c.role,
        tasks.c.state == "open",
        case.correlate(tasks).exists(),
    )


def _pairs(roles: Sequence[Role]) -> Any:
    listed = (sa.cast(list(each), sa.ARRAY(sa.Text)) for each in zip(*roles, strict=True))
    return sa.func.unnest(*listed).table_valued("service", "role", name="r").render_derived()


_ORDER = (tasks.c.due_at, tasks.c.case_id, tasks.c.key)
_SHOWN = (
    tasks.c.case_id, tasks.c.key, cases.c.reference, tasks.c.service_id, tasks.c.role, tasks.c.label, tasks.c.due_at,
    tasks.c.holder, people.c.name.label("holder_name"),
)  # fmt: skip


def _row(row: Any) -> Asked:
    due = None if row.due_at == NEVER else row.due_at
    return Asked(
        row.case_id, row.key, references.show(row.reference), row.service_id, row.role, row.label, due, row.holder,
        row.holder_name, row.mine,
    )  # fmt: skip


def _after(row: Any) -> str:
    return url_text(f"{row.due_at.isoformat()} {row.case_id} {row.key}".encode())


def _place(after: str | None) -> tuple[datetime, UUID, str] | None:
    """The place that :func:`_after` wrote; None for anything else."""
    try:
        due, case_id, key = (url_bytes(after or "") or b"").decode().split(" ")
        place = datetime.fromisoformat(due), UUID(case_id), key
    except ValueError:
        return None
    return place if place[0].tzinfo and "\x00" not in key else None
