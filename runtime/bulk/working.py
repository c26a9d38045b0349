"""What the worker does for runs: tries cases in batches, does them one by one, and never the same twice.

A case and what came of it are written in one transaction, so a worker that dies has done both or neither. A case that
somebody has hold of is passed over and done later; nobody waits for a run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from definitions.calendars import Moment
from runtime import people
from runtime.access import Viewer, may_see_service
from runtime.bulk.deeds import attempt, do
from runtime.bulk.runs import RUN, Run, of_row
from runtime.cases import loading
from runtime.db import Database
from runtime.errors import ActionRefused, Refused, StaleCase
from runtime.failpoints import FailpointReached, reach
from runtime.models.bulk import bulk_items, bulk_runs
from runtime.models.cases import cases

SLICE = 50
"""Cases of one run before the next run has its turn."""
KEPT = timedelta(days=30)
KEPT_UNCONFIRMED = timedelta(days=1)

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Came:
    """What came of one case."""

    state: str
    why: str | None = None
    after: int | None = None
    sends: int = 0


def work(database: Database, *, at: datetime | None = None) -> int:
    """A slice of every run that waits, in the order in which they were begun; says how many cases it got through.

    ``at`` (aware) is the time at which things are done, None for now. Any number of workers may do this at once.
    """
    with database.read() as session:
        waiting = RUN.where(bulk_runs.c.state.in_(("checking", "running"))).order_by(bulk_runs.c.created_at)
        runs = [of_row(session, row) for row in session.execute(waiting).all()]
    return sum(_try_some(database, run, at) if run.state == "checking" else _do_some(database, run, at) for run in runs)


def try_at_once(database: Database, run_id: UUID) -> None:
    """Try the cases of a run now if they are few, so that nobody waits for the worker; many are left to it."""
    with database.read() as session:
        row = session.execute(RUN.where(bulk_runs.c.id == run_id, bulk_runs.c.state == "checking")).one_or_none()
        few = sa.select(sa.func.count()).where(bulk_items.c.run_id == run_id)
        run = of_row(session, row) if row and session.execute(few).scalar_one() <= SLICE else None
    while run and _try_some(database, run, None):
        continue


def forget_old(session: Session, *, at: datetime) -> int:
    """Remove runs that ended thirty days ago, and those begun a day ago of which nothing was done."""
    of = bulk_runs.c
    over = sa.or_(of.ended_at < at - KEPT, sa.and_(of.confirmed_at.is_(None), of.created_at < at - KEPT_UNCONFIRMED))
    return len(session.execute(sa.delete(bulk_runs).where(over).returning(of.id)).all())


def _try_some(database: Database, run: Run, at: datetime | None) -> int:
    """Try the next batch of a run, holding nobody's case."""
    of = bulk_items.c
    with database.begin() as session:
        wanted = sa.select(of.position, of.case_id, of.revision).where(of.run_id == run.id, of.state == "listed")
        batch = session.execute(wanted.order_by(of.position).limit(SLICE).with_for_update(skip_locked=True)).all()
        # What is to be done may have been chosen anew before these were held. Now whoever does so waits.
        now_ = session.execute(RUN.where(bulk_runs.c.id == run.id, bulk_runs.c.state == "checking")).one_or_none()
        if now_ is None:
            return 0
        run = of_row(session, now_)
        viewer = _viewer(session, run)
        query = loading.CASE.where(cases.c.id.in_([row.case_id for row in batch]))
        rows = {row.id: row for row in session.execute(query).all()} if batch else {}
        came = [
            {"position": row.position} | _tried(session, run, rows[row.case_id], row.revision, viewer, at)
            for row in batch
        ]
        if came:
            session.execute(_CAME, {"run": run.id, "came": came})
        else:
            left = sa.select(of.position).where(of.run_id == run.id, of.state == "listed").exists()
            turn = sa.update(bulk_runs).where(bulk_runs.c.id == run.id, bulk_runs.c.state == "checking", ~left)
            session.execute(turn.values(state="checked"))
    return len(batch)


def _tried(
    session: Session, run: Run, row: Any, revision: int, viewer: Viewer | None, at: datetime | None
) -> dict[str, Any]:
    loaded = loading.from_row(session, row)
    if viewer is None or not may_see_service(viewer, loaded.service_id, loaded.organisation_id):
        return _item(_Came("refused", _NOT_THEIRS))
    if loaded.revision != revision:
        return _item(_Came("changed", _by(loaded.case.history[revision].actor.name)))
    assert run.deed is not None
    moment = Moment(at or datetime.now(UTC), loaded.service.calendar)
    actor = viewer.actor_on(loaded.service_id, loaded.case.assignee, moment.today)
    tried = attempt(run.deed, loaded, actor, moment)
    if tried.reasons:
        return _item(_Came("refused", _joined(tried.reasons)))
    return _item(_Came("ready", tried.leads, sends=tried.sends))


def _do_some(database: Database, run: Run, at: datetime | None) -> int:
    with database.read() as session:
        viewer = _viewer(session, run)
    done, place = 0, -1
    while done < SLICE:
        picked = _do_next(database, run, viewer, place, at)
        if picked is None:
            break
        done, place = done + 1, picked
    if not done:
        _end(database, run, at)
    return done


def _do_next(database: Database, run: Run, viewer: Viewer | None, place: int, at: datetime | None) -> int | None:
    """Do the next case beyond ``place``; gives its position, None when there is none that is free."""
    position: int | None = None
    try:
        with database.begin() as session:
            row = session.execute(_PICK, {"run": run.id, "after": place}).one_or_none()
            if row is None:
                return None
            position = row.position
            _keep(session, run, row.position, _came(session, run, row, viewer, at or datetime.now(UTC)))
            reach("bulk.before_commit")
    except (DBAPIError, FailpointReached):
        raise
    except Exception as error:  # noqa: BLE001 - a defect is told with its case, and the next has its turn
        _log.exception("bulk.failed", run=str(run.id), position=position)
        with database.begin() as session:
            _keep(session, run, position or 0, _Came("failed", f"Townclerk could not do it ({type(error).__name__})"))
    reach("bulk.after_commit")
    return position


def _came(session: Session, run: Run, row: Any, viewer: Viewer | None, at: datetime) -> _Came:
    """Do it, if it may be done. Whatever is refused is refused before anything was written."""
    assert run.deed is not None
    if viewer is None or not may_see_service(viewer, row.service_id, row.organisation_id):
        return _Came("refused", _NOT_THEIRS)
    key = f"bulk:{run.id}:{row.position}"
    try:
        if row.now != row.revision:
            # Asked apart: what changed it may have been written after the statement that held the case had begun.
            return _Came("changed", _by(session.execute(_WHO, dict(row._mapping)).scalar_one()))
        actor = viewer.actor_on(row.service_id, row.assignee, Moment(at, run.service.calendar).today)
        acted = do(session, run.deed, row.case_id, row.revision, actor, key=key, at=at)
    except StaleCase as stale:
        newer: Any = stale.facts["events"]
        return _Came("changed", _by(newer[0].actor.name if newer else ""))
    except ActionRefused as refused:
        return _Came("refused", _joined([reason.staff for reason in refused.refusal.reasons]))
    except Refused as refused:
        return _Came("refused", refused.message.rstrip("."))
    return _Came("done", row.why, acted.revision, row.sends)


def _keep(session: Session, run: Run, position: int, came: _Came) -> None:
    session.execute(_CAME, {"run": run.id, "came": [{"position": position} | _item(came)]})


def _end(database: Database, run: Run, at: datetime | None) -> None:
    """Nothing is free. If nothing is left either, that was all."""
    of = bulk_items.c
    left = sa.select(of.position).where(of.run_id == run.id, of.state == "ready").exists()
    with database.begin() as session:
        turn = sa.update(bulk_runs).where(bulk_runs.c.id == run.id, bulk_runs.c.state == "running", ~left)
        session.execute(turn.values(state="done", ended_at=at or datetime.now(UTC)))


def _viewer(session: Session, run: Run) -> Viewer | None:
    """Whoever began it, with the roles of this moment; None when they have left."""
    try:
        return people.viewer(session, run.person_id)
    except people.UnknownPerson:
        return None


_NOT_THEIRS = "Whoever began this may no longer work this case"


def _by(name: str) -> str:
    return f"Changed meanwhile by {name}" if name else "Changed meanwhile"


def _joined(reasons: Sequence[str]) -> str:
    return ". ".join(dict.fromkeys(reason.rstrip(".") for reason in reasons))


def _item(came: _Came) -> dict[str, Any]:
    return {"state": came.state, "why": came.why, "after": came.after, "sends": came.sends}


_PICK = sa.text(
    "SELECT i.position, i.case_id, i.revision, i.why, i.sends, c.revision AS now, c.service_id, c.organisation_id,"
    " c.assignee FROM bulk_items i JOIN bulk_runs r ON r.id = i.run_id JOIN cases c ON c.id = i.case_id"
    " WHERE i.run_id = :run AND i.position > :after AND i.state = 'ready' AND r.state = 'running'"
    " ORDER BY i.position LIMIT 1 FOR UPDATE OF i, c SKIP LOCKED"
)
"""The next case of a run that nobody has hold of, held with its place on the list until the unit of work ends."""

_WHO = sa.text("SELECT actor_name FROM events WHERE case_id = :case_id AND number = :revision + 1")
"""Who was the first to change the case since it was listed: what the system did after that is theirs, too."""

_CAME = sa.text(
    "UPDATE bulk_items i SET state = n.state, why = n.why, after = n.after, sends = n.sends"
    " FROM jsonb_to_recordset(:came) AS n (position integer, state text, why text, after integer, sends integer)"
    " WHERE i.run_id = :run AND i.position = n.position"
).bindparams(sa.bindparam("came", type_=JSONB))
