"""Ticks: what has fallen due is fired, each timer in a transaction of its own, by any number of workers, once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import and_, func, literal, select, tuple_, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from definitions.calendars import Moment
from definitions.timers import Timer, TimerKind, fire, timers
from runtime import alarm, cases
from runtime.cases import Loaded
from runtime.db import Database
from runtime.errors import Refused
from runtime.failpoints import FailpointReached, reach
from runtime.models.cases import cases as cases_table
from runtime.models.effects import timers as timers_table

BATCH = 50

_log = structlog.get_logger(__name__)


def fire_due(database: Database, *, at: datetime | None = None) -> int:
    """Fire every armed timer that is due at ``at`` (aware), None for the database's own time. Says how many fired.

    One that its guard refuses is disarmed until the case's next event. One that fails is disarmed too, and opens an
    incident: a case that cannot be read must not hold up the others.
    """
    fired = 0
    for case_id, kind, of in _due(database, at):
        try:
            fired += _fire_one(database, case_id, kind, of, at)
        except (DBAPIError, FailpointReached):
            raise
        except Exception as error:  # noqa: BLE001 - a defect is an incident, and the next timer's turn
            _log.exception("timer.failed", case=str(case_id), timer=of)
            defect = f"Townclerk could not do it ({type(error).__name__})"
            with database.begin() as session:
                _give_up(session, case_id, kind, of, error.message if isinstance(error, Refused) else defect)
    return fired


def _due(database: Database, at: datetime | None) -> Iterator[tuple[UUID, TimerKind, str]]:
    """Due timers, the earliest first. Read in batches without locks, and looked at again when their turn comes."""
    place = (timers_table.c.due, timers_table.c.case_id, timers_table.c.kind, timers_table.c.of)
    ripe = select(*place).where(timers_table.c.armed, timers_table.c.due <= _time(at)).order_by(*place).limit(BATCH)
    batch = ripe
    while True:
        with database.read() as session:
            rows = session.execute(batch).all()
        for row in rows:
            yield row.case_id, row.kind, row.of
        if len(rows) < BATCH:
            return
        batch = ripe.where(tuple_(*place) > tuple_(*map(literal, rows[-1])))


def _fire_one(database: Database, case_id: UUID, kind: TimerKind, of: str, at: datetime | None) -> bool:
    with database.begin() as session:
        # The case before its timers, as everybody who changes a case does, and never waiting for who has it now.
        turn = select(cases_table.c.id).where(cases_table.c.id == case_id).with_for_update(skip_locked=True)
        if session.execute(turn).first() is None:
            return False
        this = and_(timers_table.c.case_id == case_id, timers_table.c.kind == kind, timers_table.c.of == of)
        ripe = select(timers_table.c.due, _time(at).label("now")).where(this, timers_table.c.armed)
        row = session.execute(ripe.where(timers_table.c.due <= _time(at))).first()
        if row is None:
            return False
        loaded = cases.load(session, case_id)
        moment = Moment(row.now, loaded.service.calendar)
        steps = fire(loaded.service, loaded.case, Timer(kind, of, row.due), moment)
        if steps:
            cases.append(session, loaded, steps[0], at=row.now)
            reach("timer.before_commit")
            return True
        session.execute(update(timers_table).where(this).values(_not_now(loaded, kind, of, moment)))
        return False


def _not_now(loaded: Loaded, kind: str, of: str, moment: Moment) -> dict[str, Any]:
    """A refused timer waits for an event, unless it has only moved to a later time."""
    to_come = timers(loaded.service, loaded.case, moment)
    later = next((t.due for t in to_come if (t.kind, t.of) == (kind, of) and t.due > moment.at), None)
    return {"armed": False} if later is None else {"due": later}


def _give_up(session: Session, case_id: UUID, kind: str, of: str, reason: str) -> None:
    this = and_(timers_table.c.case_id == case_id, timers_table.c.kind == kind, timers_table.c.of == of)
    session.execute(update(timers_table).where(this).values(armed=False))
    alarm.sound(session, case_id, kind="timer", about=of, reason=reason)


def _time(at: datetime | None) -> Any:
    return func.now() if at is None else literal(at)
