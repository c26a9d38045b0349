"""Counting cases again by a newer calendar: first what would move, for somebody to see; then an event for each case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from definitions.calendars import Moment
from definitions.clocks import dues
from definitions.council import Council
from definitions.facts import Actor, Event, Step
from definitions.history import apply, next_number
from definitions.names import in_utc
from runtime import calendars, cases
from runtime.cases import Loaded
from runtime.db import Database
from runtime.errors import CalendarRefused
from runtime.models.base import ORGANISATION
from runtime.models.calendars import recount_moves, recounts
from runtime.models.cases import cases as cases_table
from runtime.references import new_id

_log = structlog.get_logger(__name__)

BATCH = 50
"""Cases looked at in one unit of work. Each is counted again in one of its own."""


@dataclass(frozen=True, slots=True)
class Recount:
    """One counting again. ``state``: looking (what would move), ready (to be confirmed), counting, done or stopped.
    ``seen`` of ``total`` open cases were looked at, or counted; ``moved`` is how many clocks would move."""

    id: UUID
    organisation_id: UUID
    version: str
    state: str
    asked_by: str
    person_id: str | None
    reason: str
    asked_at: datetime
    ended_at: datetime | None
    total: int
    seen: int
    moved: int
    last_case: UUID | None

    @property
    def percent(self) -> int:
        return 100 * self.seen // self.total if self.total else 100


@dataclass(frozen=True, slots=True)
class Moved:
    """A clock of a case that a recount moves: ``was`` or ``due`` None where it did not run, or will not."""

    clock: str
    was: datetime | None
    due: datetime | None


def ask(
    session: Session,
    *,
    by: str,
    reason: str,
    at: datetime,
    person_id: str | None = None,
    organisation_id: UUID = ORGANISATION,
) -> UUID:
    """Have the worker look what would move if all open cases were counted by the newest calendar. One that was under
    way is stopped. The caller commits.

    Raises:
        CalendarRefused: there is no calendar to count by, or no reason.
    """
    edition = calendars.newest(session, organisation_id)
    if not edition.number:
        raise CalendarRefused("There is only one calendar yet: nothing can be counted again.")
    if not reason.strip():
        raise CalendarRefused("Say why the cases are counted again.", field="reason")
    ours = recounts.c.organisation_id == organisation_id
    under_way = recounts.c.state.in_(("looking", "ready", "counting"))
    session.execute(sa.update(recounts).where(ours, under_way).values(state="stopped", ended_at=at))
    total = session.execute(
        sa.select(sa.func.count()).where(cases_table.c.organisation_id == organisation_id, _OPEN)
    ).scalar_one()
    row = {"id": new_id(), "organisation_id": organisation_id, "version": edition.version, "state": "looking"}
    asked = {"asked_by": by, "person_id": person_id, "reason": reason.strip()[:500], "asked_at": at, "total": total}
    session.execute(sa.insert(recounts).values(**row, **asked))
    return UUID(str(row["id"]))


def confirm(session: Session, recount_id: UUID, *, at: datetime, organisation_id: UUID = ORGANISATION) -> bool:
    """Let the worker count the cases again. False when it was not ready, or its calendar is not the newest any more."""
    fresh = recounts.c.version == calendars.newest(session, organisation_id).version
    this = (recounts.c.id == recount_id) & (recounts.c.organisation_id == organisation_id)
    begun = sa.update(recounts).where(this, recounts.c.state == "ready", fresh)
    return session.execute(begun.values(state="counting", seen=0, last_case=None)).rowcount == 1  # type: ignore[attr-defined,no-any-return]


def stop(session: Session, recount_id: UUID, *, at: datetime, organisation_id: UUID = ORGANISATION) -> None:
    """Go no further. What was counted again stays so: each case says by which calendar it counts."""
    this = (recounts.c.id == recount_id) & (recounts.c.organisation_id == organisation_id)
    working = recounts.c.state.in_(("looking", "ready", "counting"))
    session.execute(sa.update(recounts).where(this, working).values(state="stopped", ended_at=at))


def latest(session: Session, organisation_id: UUID = ORGANISATION) -> Recount | None:
    ours = sa.select(recounts).where(recounts.c.organisation_id == organisation_id)
    row = session.execute(ours.order_by(recounts.c.asked_at.desc(), recounts.c.id.desc()).limit(1)).one_or_none()
    return Recount(**row._mapping) if row else None


def moves(session: Session, recount_id: UUID, *where: sa.ColumnElement[bool], most: int = 200) -> list[Any]:
    """What would move, or has, with each case's reference and service; at most so many, of the cases that fit."""
    found = (
        sa.select(recount_moves, cases_table.c.reference, cases_table.c.service_id, cases_table.c.version_id)
        .join(cases_table, cases_table.c.id == recount_moves.c.case_id)
        .where(recount_moves.c.recount_id == recount_id, *where)
        .order_by(recount_moves.c.case_id, recount_moves.c.clock)
    )
    return list(session.execute(found.limit(most)).all())


def go_on(database: Database, *, at: datetime | None = None) -> bool:
    """Do a piece of whatever recount is under way: False when there is none, or another worker has it."""
    with database.begin() as session:
        row = session.execute(_UNDER_WAY).one_or_none()
        if row is None:
            return False
        recount, now = Recount(**row._mapping), at or session.execute(sa.select(sa.func.now())).scalar_one()
        council = calendars.of_version(session, recount.version)
        looking = recount.state == "looking"
        batch = _next(session, recount, BATCH if looking else 1)
        if council is None or not batch:
            ends = {"state": "ready"} if looking else {"state": "done", "ended_at": now}
            session.execute(sa.update(recounts).where(recounts.c.id == recount.id).values(**ends))
            return True
        found = sum(_one(session, recount, case_id, council, now) for case_id in batch)
        values = {"seen": recount.seen + len(batch), "last_case": batch[-1]}
        values |= {"moved": recount.moved + found} if looking else {}
        session.execute(sa.update(recounts).where(recounts.c.id == recount.id).values(**values))
        return True


def _one(session: Session, recount: Recount, case_id: UUID, council: Council, at: datetime) -> int:
    """Look at one case, or count it again: how many of its clocks move. One that cannot be read holds up no other."""
    try:
        with session.begin_nested():
            return _again(session, recount, case_id, council, at)
    except DBAPIError:
        raise
    except Exception:  # noqa: BLE001 - it stays counted as it was, and says so
        _log.exception("recount.failed", case=str(case_id))
        return 0


def _again(session: Session, recount: Recount, case_id: UUID, council: Council, at: datetime) -> int:
    counting = recount.state == "counting"
    loaded = cases.for_change(session, case_id, None) if counting else cases.load(session, case_id)
    if loaded.closed_at is not None or loaded.service.calendar.council is council:
        return 0
    newer = replace(loaded, service=calendars.told_of(loaded.service, council))
    found = list(compared(loaded, newer, at))
    if counting:
        cases.append(session, newer, _recounted(newer, recount, found, at), at=at)
    elif found:
        each = {"recount_id": recount.id, "case_id": case_id}
        rows = [each | {"clock": one.clock, "was": one.was, "due": one.due} for one in found]
        session.execute(sa.insert(recount_moves), rows)
    return len(found)


def compared(before: Loaded, after: Loaded, at: datetime) -> Iterator[Moved]:
    """The clocks that are due at another time by the other calendar. Those that have stopped stay as they were."""
    was, now = _dues(before, at), _dues(after, at)
    for clock in before.service.workflow.clocks:
        if was.get(clock.id) != now.get(clock.id):
            yield Moved(clock.id, was.get(clock.id), now.get(clock.id))


def _dues(loaded: Loaded, at: datetime) -> Mapping[str, datetime]:
    found = dues(loaded.service, loaded.case, Moment(at, loaded.service.calendar))
    return {one.clock.id: one.due for one in found if one.stopped is None}


def _recounted(loaded: Loaded, recount: Recount, found: Sequence[Moved], at: datetime) -> Step:
    actor = (
        Actor("staff", recount.person_id, recount.asked_by) if recount.person_id else Actor("system", name="Townclerk")
    )
    moved = [{"clock": m.clock, "was": m.was and in_utc(m.was), "due": m.due and in_utc(m.due)} for m in found]
    data = {"calendar": loaded.service.calendar.version, "moved": moved, "reason": recount.reason}
    event = Event(next_number(loaded.case), "recounted", at, actor, data=data)
    return Step(event, apply(loaded.case, event))


def _next(session: Session, recount: Recount, most: int) -> Sequence[UUID]:
    ours = sa.select(cases_table.c.id).where(cases_table.c.organisation_id == recount.organisation_id, _OPEN)
    if recount.last_case is not None:
        ours = ours.where(cases_table.c.id > recount.last_case)
    return session.execute(ours.order_by(cases_table.c.id).limit(most)).scalars().all()


_OPEN = cases_table.c.closed_at.is_(None)
_UNDER_WAY = (
    sa.select(recounts)
    .where(recounts.c.state.in_(("looking", "counting")))
    .order_by(recounts.c.asked_at)
    .limit(1)
    .with_for_update(skip_locked=True)
)
