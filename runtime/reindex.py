"""What lists, searches and timers know of a case, worked out anew from its events: after an upgrade, or a finding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from definitions.timers import timers
from runtime.cases import events, likeness, loading, projections, task_rows, writing
from runtime.cases.loading import Loaded
from runtime.cases.replay import moment_of
from runtime.db import Database
from runtime.errors import ServiceUnavailable
from runtime.models.cases import cases
from runtime.models.tasks import tasks

BATCH = 200


@dataclass(frozen=True, slots=True)
class Reindexed:
    """How far it is: cases seen, and the references of those left as they are, because their record is broken or their
    version cannot be read."""

    seen: int
    left: tuple[str, ...]


def run(database: Database) -> Iterator[Reindexed]:
    """Bring every case's columns, likenesses, tasks and timers to what its events say, a batch at a time.

    The record itself is never touched: where it is broken, the case is left for ``fsck`` to tell of. It may run beside
    a live site, and again: each case is a unit of work of its own.
    """
    seen, left, last = 0, list[str](), UUID(int=0)
    while ids := _after(database, last):
        for case_id in ids:
            if (reference := _one(database, case_id)) is not None:
                left.append(reference)
        seen, last = seen + len(ids), ids[-1]
        yield Reindexed(seen, tuple(left))


def _after(database: Database, last: UUID) -> list[UUID]:
    with database.read() as session:
        query = sa.select(cases.c.id).where(cases.c.id > last).order_by(cases.c.id).limit(BATCH)
        return list(session.execute(query).scalars())


def _one(database: Database, case_id: UUID) -> str | None:
    """None when it is done; else the reference of the case that was left."""
    with database.begin() as session:
        loading.take_turn(session, case_id)
        try:
            loaded = loading.load(session, case_id)
        except ServiceUnavailable:
            return str(session.execute(sa.select(cases.c.reference).where(cases.c.id == case_id)).scalar_one())
        if events.first_break(loaded.entries) or loaded.entries[-1].hash != loaded.head:
            return loaded.reference
        moment = moment_of(loaded, loaded.case.events[-1].at)
        changed = projections.of_case(loaded.service, loaded.case, moment)
        changed |= {"revision": loaded.revision, "head": f"\\x{loaded.head.hex()}"}
        due = timers(loaded.service, loaded.case, moment)
        given = writing.parameters(changed, (), (), due, loaded.organisation_id)
        session.execute(writing.APPEND, {"id": loaded.id, "revision": loaded.revision} | given)
        likeness.renew(session, loaded, loaded.case)
        _tasks(session, loaded)
    return None


def _tasks(session: Session, loaded: Loaded) -> None:
    session.execute(sa.delete(tasks).where(tasks.c.case_id == loaded.id))
    moment = moment_of(loaded, loaded.case.events[-1].at)
    task_rows.follow(session, loaded.organisation_id, loaded.service, loaded.id, {}, loaded.case, moment)
