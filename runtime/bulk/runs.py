"""A bulk run as people see it: what it does, how far it is, and what came of it for each case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from definitions.service import Service
from runtime import crypto, documents, people, references
from runtime.access import Viewer, may_see_service
from runtime.bulk.deeds import Deed
from runtime.errors import RunNotFound
from runtime.models.bulk import bulk_items, bulk_runs
from runtime.models.cases import cases
from runtime.models.people import people as people_table

UNDER_WAY = ("checking", "checked", "running", "stopped")
GROUPS = 50
"""The most reasons told apart."""


@dataclass(frozen=True, slots=True)
class Run:
    """``state`` is choosing, checking, checked, running, stopped or done. ``every``: all that matched were chosen,
    rather than ticked; ``left_out``: more matched than one run takes. ``of`` is the run that it undoes or repeats,
    ``name`` that of whoever began it."""

    id: UUID
    organisation_id: UUID
    service: Service
    queue_id: str
    person_id: UUID
    name: str
    deed: Deed | None
    state: str
    every: bool
    left_out: bool
    of: UUID | None
    created_at: datetime
    confirmed_at: datetime | None
    ended_at: datetime | None

    def is_of(self, viewer: Viewer) -> bool:
        return self.person_id == viewer.person_id


@dataclass(frozen=True, slots=True)
class Tally:
    """How many cases of a run are in each state, and how many e-mails it will send or has promised."""

    counts: Mapping[str, int]
    sends: int = 0

    @property
    def all(self) -> int:
        return sum(self.counts.values())

    def __getitem__(self, state: str) -> int:
        return self.counts.get(state, 0)

    @property
    def refused(self) -> int:
        """All that did not and will not go."""
        return self["refused"] + self["changed"] + self["failed"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one case."""

    position: int
    reference: str
    state: str
    why: str | None


@dataclass(frozen=True, slots=True)
class Group:
    """Cases of which the same came, for the same reason. ``first`` is the position of one of them, and names it."""

    state: str
    why: str
    count: int
    first: int
    some: tuple[Outcome, ...]


def load(session: Session, run_id: UUID, viewer: Viewer) -> Run:
    """The run, for whoever began it and for those who look after their work.

    Raises:
        RunNotFound: there is none, or it is not for this viewer: nobody can tell which.
    """
    row = session.execute(RUN.where(bulk_runs.c.id == run_id)).one_or_none()
    if row is None or not may_see_service(viewer, row.service_id, row.organisation_id):
        raise RunNotFound("There is no such run.")
    run = of_row(session, row)
    if not run.is_of(viewer) and not _looks_after(session, run, viewer):
        raise RunNotFound("There is no such run.")
    return run


def of_row(session: Session, row: Any) -> Run:
    """The run of a row of :data:`RUN`."""
    service = documents.published(session, row.service_id, row.organisation_id).service
    given = crypto.unseal_json(crypto.keys(session).for_answers, row.sealed, row.id.bytes) if row.sealed else {}
    deed = Deed(row.kind, row.what, given) if row.kind else None
    return Run(
        row.id, row.organisation_id, service, row.queue_id, row.person_id, row.name, deed, row.state, row.every,
        row.left_out, row.of_run, row.created_at, row.confirmed_at, row.ended_at,
    )  # fmt: skip


def under_way(session: Session, viewer: Viewer, *, since: datetime) -> tuple[tuple[Run, Tally], ...]:
    """The runs that a person has begun and that have not come to an end, or only after ``since``."""
    mine = sa.and_(bulk_runs.c.person_id == viewer.person_id, bulk_runs.c.organisation_id == viewer.organisation_id)
    lasting = sa.or_(bulk_runs.c.state.in_(UNDER_WAY), bulk_runs.c.ended_at > since)
    rows = session.execute(RUN.where(mine, lasting).order_by(bulk_runs.c.created_at.desc()).limit(10)).all()
    seen = [row for row in rows if may_see_service(viewer, row.service_id, row.organisation_id)]
    return tuple((of_row(session, row), tally(session, row.id)) for row in seen)


def tally(session: Session, run_id: UUID) -> Tally:
    of = bulk_items.c
    by_state = sa.select(of.state, sa.func.count().label("count"), sa.func.sum(of.sends).label("sends"))
    rows = session.execute(by_state.where(of.run_id == run_id).group_by(of.state)).all()
    sends = sum(row.sends for row in rows if row.state in ("ready", "done"))
    return Tally({row.state: row[1] for row in rows}, sends)


def groups(session: Session, run_id: UUID, *, some: int = 10) -> tuple[Group, ...]:
    """What came of it, the commonest first, each with its first few cases."""
    of = bulk_items.c
    why, count, first = sa.func.coalesce(of.why, ""), sa.func.count(), sa.func.min(of.position)
    found = session.execute(
        sa.select(of.state, why, count, first).where(of.run_id == run_id, of.state != "listed")
        .group_by(of.state, why).order_by(count.desc(), first).limit(GROUPS)
    )  # fmt: skip
    return tuple(
        Group(state, said, number, place, of_group(session, run_id, place, limit=some))
        for state, said, number, place in found.all()
    )


def of_group(session: Session, run_id: UUID, first: int, *, after: int = -1, limit: int) -> tuple[Outcome, ...]:
    """Cases of the group that the case at ``first`` is in, beyond the position ``after``."""
    of, one = bulk_items.c, bulk_items.alias("one")
    same_why = one.c.why.is_not_distinct_from(of.why)
    alike = sa.and_(one.c.run_id == of.run_id, one.c.position == first, one.c.state == of.state, same_why)
    rows = session.execute(
        sa.select(of.position, cases.c.reference, of.state, of.why)
        .join(one, alike).join(cases, cases.c.id == of.case_id)
        .where(of.run_id == run_id, of.position > after).order_by(of.position).limit(limit)
    )  # fmt: skip
    return tuple(Outcome(row.position, references.show(row.reference), row.state, row.why) for row in rows)


def undoable_until(run: Run) -> datetime | None:
    """Until when at the latest something of it can be undone; None when nothing ever could."""
    action = run.deed.what["action"] if run.deed and run.deed.kind == "act" else ""
    transition = run.service.workflow.transition(action)
    if transition is None or transition.undo is None or run.confirmed_at is None:
        return None
    return run.service.calendar.add(run.ended_at or run.confirmed_at, transition.undo)


def _looks_after(session: Session, run: Run, viewer: Viewer) -> bool:
    """Whether the viewer has a role that supervises one of whoever began the run."""
    held = viewer.roles_in(run.service.id)
    over = {other for role in run.service.roles if role.id in held for other in role.supervises}
    try:
        theirs = people.viewer(session, run.person_id)
    except people.UnknownPerson:
        return bool(over)
    return not over.isdisjoint(theirs.roles_in(run.service.id))


RUN = sa.select(bulk_runs, people_table.c.name).join(people_table, people_table.c.id == bulk_runs.c.person_id)
