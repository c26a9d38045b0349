"""Views: what somebody asks of a queue again and again, under a name of their own and for them alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from runtime import crypto
from runtime.access import Viewer
from runtime.cases.facets import Wanted
from runtime.errors import ViewNotFound, ViewRefused
from runtime.models.views import views
from runtime.queues import words
from runtime.queues.filters import Filters
from runtime.queues.orders import BY_DUE
from runtime.queues.sight import in_queue
from runtime.queues.work import Desk
from runtime.references import new_id

MOST = 30
LONGEST = 60
KEPT = timedelta(days=1)
"""For how long one that was deleted can be had back."""


@dataclass(frozen=True, slots=True)
class View:
    """``plain`` is what an address may say openly, ``answers`` what is asked of these. One that ``opens_first`` is
    shown when its queue is opened."""

    id: UUID
    service_id: str
    queue_id: str
    name: str
    opens_first: bool = False
    plain: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, Wanted] = field(default_factory=dict)

    @property
    def filters(self) -> Filters:
        return Filters.said(self.plain, self.answers)


def of(session: Session, viewer: Viewer, *, queue: tuple[str, str] | None = None) -> tuple[View, ...]:
    """A person's views in their order; only those of ``queue``, a service and a queue of it, if that is given."""
    where = [views.c.service_id == queue[0], views.c.queue_id == queue[1]] if queue else []
    found = sa.select(views).where(*_own(viewer), views.c.deleted_at.is_(None), *where)
    return tuple(_view(session, row) for row in session.execute(found.order_by(views.c.position, views.c.id)))


def one(session: Session, viewer: Viewer, view_id: UUID, *, deleted: bool = False) -> View:
    """
    Raises:
        ViewNotFound: there is no such view of this person's.
    """
    gone = views.c.deleted_at.is_not(None) if deleted else views.c.deleted_at.is_(None)
    row = session.execute(sa.select(views).where(*_own(viewer), views.c.id == view_id, gone)).one_or_none()
    if row is None:
        raise ViewNotFound("There is no such view.")
    return _view(session, row)


def save(session: Session, viewer: Viewer, view: View, *, at: datetime) -> None:
    """Keep a new view, after those there are; or what is asked now under one that there is. The caller commits.

    Raises:
        ViewRefused: its name is missing, too long or taken, or there are as many as anybody may have.
    """
    known = of(session, viewer)
    name = _fit(view.name, (one.name for one in known if one.id != view.id))
    asked = _sealed(session, view)
    if any(one.id == view.id for one in known):
        return _change(session, viewer, view.id, name=name, asked=asked)
    if len(known) >= MOST:
        raise ViewRefused(f"You have {MOST} views, and there can be no more. Delete one first.")
    last = sa.select(sa.func.coalesce(sa.func.max(views.c.position), 0) + 1).where(*_own(viewer)).scalar_subquery()
    row = {
        "id": view.id, "organisation_id": viewer.organisation_id, "person_id": viewer.person_id,
        "service_id": view.service_id, "queue_id": view.queue_id, "name": name, "asked": asked, "position": last,
        "created_at": at,
    }  # fmt: skip
    session.execute(sa.insert(views).values(row))
    session.execute(sa.delete(views).where(*_own(viewer), views.c.deleted_at < at - KEPT))
    return None


def rename(session: Session, viewer: Viewer, view_id: UUID, name: str) -> None:
    """
    Raises:
        ViewNotFound: as :func:`one`.
        ViewRefused: as :func:`save`.
    """
    one(session, viewer, view_id)
    others = (view.name for view in of(session, viewer) if view.id != view_id)
    _change(session, viewer, view_id, name=_fit(name, others))


def move(session: Session, viewer: Viewer, view_id: UUID, *, up: bool) -> None:
    """Change places with the one before, or after; nothing where there is none."""
    known = [view.id for view in of(session, viewer)]
    place = known.index(one(session, viewer, view_id).id)
    other = place - 1 if up else place + 1
    if 0 <= other < len(known):
        known[place], known[other] = known[other], known[place]
    for position, id in enumerate(known, 1):
        _change(session, viewer, id, position=position)


def open_first(session: Session, viewer: Viewer, view_id: UUID, *, on: bool) -> None:
    """Have it shown when its queue is opened, instead of any other; or no more."""
    view = one(session, viewer, view_id)
    for other in of(session, viewer, queue=(view.service_id, view.queue_id)):
        _change(session, viewer, other.id, opens_first=on and other.id == view.id)


def delete(session: Session, viewer: Viewer, view_id: UUID, *, at: datetime) -> None:
    one(session, viewer, view_id)
    _change(session, viewer, view_id, deleted_at=at)


def restore(session: Session, viewer: Viewer, view_id: UUID) -> None:
    """Have a deleted one back, in its place; where another has taken its name since, with a number.

    Raises:
        ViewNotFound: it was not deleted, or is gone for good.
        ViewRefused: there are as many as anybody may have.
    """
    view, known = one(session, viewer, view_id, deleted=True), of(session, viewer)
    if len(known) >= MOST:
        raise ViewRefused(f"You have {MOST} views, and there can be no more. Delete one first.")
    taken = {other.name.casefold() for other in known}
    names = (view.name, *(f"{view.name[: LONGEST - 3]} {n}" for n in range(2, MOST + 2)))
    name = next(name for name in names if name.casefold() not in taken)
    _change(session, viewer, view_id, deleted_at=None, name=name, opens_first=False)


def counted(session: Session, desk: Desk, of: Iterable[View]) -> Mapping[UUID, int]:
    """How many cases each shows, up to 100, in one query; only those whose queue the person may see."""
    seen = frozenset(desk.queues)
    there = [view for view in of if (view.service_id, view.queue_id) in seen]
    if not there:
        return {}
    counts = [sa.select(sa.literal(str(view.id)).label("id"), _matching(desk, view).label("many")) for view in there]
    return {UUID(row.id): row.many for row in session.execute(sa.union_all(*counts))}


def new(service_id: str, queue_id: str, name: str, plain: Mapping[str, str], answers: Mapping[str, Wanted]) -> View:
    return View(new_id(), service_id, queue_id, name, plain=plain, answers=answers)


def _matching(desk: Desk, view: View) -> sa.ScalarSelect[Any]:
    service, filters = desk.services[view.service_id], view.filters
    where = (*in_queue(desk.viewer, view.service_id, view.queue_id), *filters.conditions(service, desk.viewer, desk.at))
    return words.counted(words.Wanted(where, filters.words(service)), BY_DUE)


def _own(viewer: Viewer) -> tuple[sa.ColumnElement[bool], ...]:
    return views.c.person_id == viewer.person_id, views.c.organisation_id == viewer.organisation_id


def _change(session: Session, viewer: Viewer, view_id: UUID, **values: Any) -> None:
    session.execute(sa.update(views).where(*_own(viewer), views.c.id == view_id).values(values))


def _fit(name: str, taken: Iterable[str]) -> str:
    name = " ".join(name.split())
    if not name:
        raise ViewRefused("Enter a name for the view.")
    if len(name) > LONGEST or not name.isprintable():
        raise ViewRefused(f"The name of a view can have at most {LONGEST} characters.")
    if name.casefold() in {other.casefold() for other in taken}:
        raise ViewRefused(f"You have a view called “{name}” already.")
    return name


def _sealed(session: Session, view: View) -> str:
    asked = {"plain": dict(view.plain), "answers": dict(view.answers)}
    return crypto.seal_json(crypto.keys(session).for_answers, asked, view.id.bytes)


def _view(session: Session, row: Any) -> View:
    asked = crypto.unseal_json(crypto.keys(session).for_answers, row.asked, row.id.bytes)
    return View(row.id, row.service_id, row.queue_id, row.name, row.opens_first, asked["plain"], asked["answers"])
