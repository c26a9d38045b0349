"""What there is to do for one person, whatever queue it is in: overdue, due today, with them, waiting on others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from definitions.service import Service
from definitions.workflow import State
from runtime import documents
from runtime.access import StandIn, Viewer, may_hold, queues_of
from runtime.cases.rows import ROWS, Row, as_rows
from runtime.models.cases import cases
from runtime.queues.orders import BY_DUE
from runtime.queues.pages import PAGE
from runtime.queues.sight import in_queue

List = Literal["overdue", "today", "mine", "covered", "team", "waiting"]
LISTS: tuple[List, ...] = ("overdue", "today", "mine", "covered", "team", "waiting")

Pairs = Sequence[tuple[str, str]]
Statement = sa.Select[Any]


@dataclass(frozen=True, slots=True)
class Work:
    """A page of one of the lists. ``after`` is where the next starts; None when this is the last."""

    rows: tuple[Row, ...]
    after: str | None
    services: dict[str, Service]


@dataclass(frozen=True, slots=True)
class Desk:
    """One person at one moment: the services they work on, as published, and what counts as theirs there.

    overdue, today: cases that they have or cover, that one of their roles has, or that nobody has in a queue of theirs.
    mine: cases that they have and can go on with. waiting: those they have that wait for somebody else: no role of
    theirs can act in the state, or a clock stands still in it. covered: those of colleagues for whom they stand in
    today. team: cases that one of their roles has.
    """

    viewer: Viewer
    at: datetime
    services: dict[str, Service] = field(default_factory=dict)

    @property
    def queues(self) -> Pairs:
        return [(s.id, queue.id) for s in self.services.values() for queue in queues_of(self.viewer, s)]

    @property
    def midnight(self) -> datetime:
        """When today ends, by the council's clock."""
        zone = next(iter(self.services.values())).calendar.zone
        return datetime.combine(self.at.astimezone(zone).date() + timedelta(days=1), time(), zone)

    def of(self, name: List, limit: int, *beyond: sa.ColumnElement[bool]) -> Statement:
        """Keys of the first cases of a list. Each source is read off an index of its own, and no further."""
        late = {
            "overdue": [cases.c.due_at < self.at],
            "today": [cases.c.due_at >= self.at, cases.c.due_at < self.midnight],
        }
        where = [*late.get(name, ()), *beyond]
        mine = [(self.viewer.assignee, service_id) for service_id in self.services]
        covered = [
            (f"person:{one.person_id}", service_id) for service_id in self.services for one in self._away(service_id)
        ]
        roles = [(f"role:{role}", s) for s in self.services for role in sorted(self.viewer.roles_in(s))]
        match name:
            case "mine" | "waiting":
                state = cases.c.service_id + "/" + cases.c.state
                waits = state == sa.any_(_texts([f"{s.id}/{state.id}" for s, state in self._waiting()]))
                parts = [self._held(mine, limit, *where, waits if name == "waiting" else ~waits)]
            case "covered":
                parts = [self._held(covered, limit, *where)]
            case "team":
                parts = [self._held(roles, limit, *where)]
            case _:
                parts = [self._held([*mine, *covered, *roles], limit, *where), self._free(limit, *where)]
        every = sa.union_all(*parts).subquery()
        return sa.select(sa.literal(name).label("list"), every).order_by(every.c.due_at, every.c.id).limit(limit)

    def _away(self, service_id: str) -> Iterator[StandIn]:
        """The colleagues whose work there is this person's today."""
        today = self.services[service_id].calendar.local(self.at).date()
        return (one for one in self.viewer.stands_in if one.on(today, service_id))

    def _held(self, by: Pairs, limit: int, *where: sa.ColumnElement[bool]) -> Statement:
        held = _pairs(by, "held")
        of = (
            cases.c.organisation_id == self.viewer.organisation_id,
            cases.c.assignee == held.c.one,
            cases.c.service_id == held.c.two,
            cases.c.closed_at.is_(None),
        )
        return _firsts(held, limit, *of, *where)

    def _free(self, limit: int, *where: sa.ColumnElement[bool]) -> Statement:
        queue = _pairs(self.queues, "q")
        of = in_queue(self.viewer, queue.c.one, queue.c.two)
        return _firsts(queue, limit, *of, cases.c.assignee.is_(None), *where)

    def _waiting(self) -> Iterator[tuple[Service, State]]:
        for service in self.services.values():
            paused = {state for clock in service.workflow.clocks for state in clock.pauses_in}
            for state in service.workflow.states:
                if not state.final and (state.id in paused or not self._can_act(service, state)):
                    yield service, state

    def _can_act(self, service: Service, state: State) -> bool:
        leaving = (t for t in service.workflow.transitions if state.id in t.sources)
        holding = may_hold(self.viewer.roles_in(service.id), service, state.id)
        return bool(holding) or any("assignee" in t.by for t in leaving)


def desk(session: Session, viewer: Viewer, at: datetime) -> Desk:
    live = (published.service for published in documents.catalogue(session, viewer.organisation_id))
    return Desk(viewer, at, {service.id: service for service in live if viewer.roles_in(service.id)})


def work(
    session: Session, viewer: Viewer, name: List, *, after: str | None = None, limit: int = PAGE, at: datetime
) -> Work:
    """A page of one of the lists, by what is due. ``after`` is a former page's."""
    of = desk(session, viewer, at)
    if not of.services:
        return Work((), None, {})
    place = BY_DUE.read(after)
    found = rows_of(session, [of.of(name, limit + 1, *([BY_DUE.beyond(place)] if place else []))])
    rows = as_rows(found[:limit], of.services)
    return Work(rows, BY_DUE.place(found[limit - 1]) if len(found) > limit else None, of.services)


def rows_of(session: Session, lists: Iterable[Statement]) -> list[Any]:
    """The rows of those keys, each with the name of its list, by what is due."""
    keys = sa.union_all(*(sa.select(one.subquery()) for one in lists)).subquery("keys")
    query = ROWS.add_columns(keys.c.list).join(keys, keys.c.id == cases.c.id)
    return sorted(session.execute(query).all(), key=lambda one: (one.due_at, one.id))


def _firsts(pairs: sa.FromClause, limit: int, *where: sa.ColumnElement[bool]) -> Statement:
    first = sa.select(*BY_DUE.columns).where(*where).order_by(*BY_DUE.by()).limit(limit).lateral("first")
    return sa.select(first).select_from(pairs.join(first, sa.true()))


def _pairs(pairs: Pairs, name: str) -> sa.TableValuedAlias:
    ones, twos = _texts([one for one, _ in pairs]), _texts([two for _, two in pairs])
    return sa.func.unnest(ones, twos).table_valued("one", "two", name=name).render_derived()


def _texts(texts: Sequence[str]) -> sa.Cast[Sequence[str]]:
    return sa.cast(list(texts), ARRAY(sa.Text))
