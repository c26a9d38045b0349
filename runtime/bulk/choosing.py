"""Choosing cases and what to do to them, and everything that people do to a run. Each is one unit of work."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from definitions.calendars import Moment
from definitions.step import offers
from definitions.workflow import Transition
from runtime import cases as all_cases
from runtime import crypto, references
from runtime.access import Viewer
from runtime.bulk.deeds import Deed
from runtime.bulk.marks import is_marked
from runtime.bulk.runs import RUN, Run, of_row
from runtime.errors import NothingChosen, OtherDeed
from runtime.models.bulk import bulk_items, bulk_runs
from runtime.models.cases import cases
from runtime.queues import Filters, matching
from runtime.references import new_id

MOST = 20_000
"""Cases of one run. Whoever has more does the rest with another."""
TRIED = 20
"""Of how many cases it is asked which actions are open to them. Of the others, only what their states allow."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Where cases were chosen, and which: those of these references, or all that match the filters."""

    service_id: str
    queue_id: str
    references: Sequence[str] = ()
    filters: Filters | None = None


def begin(session: Session, viewer: Viewer, chosen: Chosen, *, at: datetime) -> UUID:
    """Make a list of the chosen cases as they are now, which does not change any more. Gives the run's id.

    Only cases of a queue that the viewer may see are on it; what else is asked for is left out without a word.

    Raises:
        QueueNotFound: there is no such queue, or it is not this viewer's work.
        NothingChosen: no case is left.
    """
    every = chosen.filters is not None
    found = matching(session, viewer, chosen.service_id, chosen.queue_id, chosen.filters or Filters(), at)
    if not every:
        named = [parsed for text in chosen.references[:MOST] if (parsed := references.parse(text))]
        found = found.where(cases.c.reference.in_(named))
    run_id = _made(session, viewer.person_id, viewer.organisation_id, chosen.service_id, chosen.queue_id, every, at)
    if not _listed(session, run_id, found):
        raise NothingChosen("Choose at least one case.")
    return run_id


def open_actions(session: Session, run: Run, viewer: Viewer, at: datetime) -> tuple[Transition, ...]:
    """The actions that are open to at least one of the cases, in the document's order: exactly so for the first few,
    and for the others if their state and the viewer's roles allow it."""
    roles, moment = viewer.roles_in(run.service.id), Moment(at, run.service.calendar)
    ids = sa.select(bulk_items.c.case_id).where(bulk_items.c.run_id == run.id)
    found: set[str] = set()
    for case_id in session.execute(ids.order_by(bulk_items.c.position).limit(TRIED)).scalars():
        loaded = all_cases.load(session, case_id)
        actor = viewer.actor_on(run.service.id, loaded.case.assignee, moment.today)
        found |= {o.transition.id for o in offers(loaded.service, loaded.case, actor, moment) if o.open}
    others = ids.where(bulk_items.c.position >= TRIED)
    states = set(session.execute(sa.select(cases.c.state).where(cases.c.id.in_(others)).distinct()).scalars())
    return tuple(
        t for t in run.service.workflow.transitions
        if t.id in found or (states & set(t.sources) and (roles & set(t.by) or "assignee" in t.by))
    )  # fmt: skip


def choose(session: Session, run: Run, deed: Deed) -> None:
    """Say what to do, which has it tried with every case. What was said before is forgotten."""
    sealed = crypto.seal_json(crypto.keys(session).for_answers, dict(deed.given), run.id.bytes) if deed.given else None
    said = {"kind": deed.kind, "what": dict(deed.what), "sealed": sealed, "state": "checking"}
    if _turned(session, run.id, ("choosing", "checking", "checked"), said):
        anew = sa.update(bulk_items).where(bulk_items.c.run_id == run.id)
        session.execute(anew.values(state="listed", why=None, sends=0))


def confirm(session: Session, run: Run, mark: str, *, at: datetime) -> None:
    """Have the worker begin what was read, of which ``mark`` is the mark. Confirming twice is confirming once.

    Raises:
        OtherDeed: something else was chosen meanwhile, or other cases would go now.
    """
    row = session.execute(RUN.where(bulk_runs.c.id == run.id).with_for_update(of=bulk_runs)).one_or_none()
    now = of_row(session, row) if row else None
    if now is None or not is_marked(session, now, mark):
        raise OtherDeed("What this would do was changed meanwhile. Nothing was done.")
    _turned(session, run.id, ("checked",), {"state": "running", "confirmed_at": at})


def stop(session: Session, run: Run, *, at: datetime) -> None:
    """Let the case that is being done come to its end, and begin no other."""
    _turned(session, run.id, ("running",), {"state": "stopped", "ended_at": at})


def go_on(session: Session, run: Run) -> None:
    _turned(session, run.id, ("stopped",), {"state": "running", "ended_at": None})


def cancel(session: Session, run: Run) -> bool:
    """Forget a run of which nothing was done."""
    gone = sa.delete(bulk_runs).where(bulk_runs.c.id == run.id, bulk_runs.c.confirmed_at.is_(None))
    return session.execute(gone.returning(bulk_runs.c.id)).first() is not None


def try_again(session: Session, run: Run, *, at: datetime) -> UUID:
    """A new run of the same thing, for the cases of which nothing came, as they are now: it is tried first again.

    Raises:
        NothingChosen: it went well with every case.
    """
    failed = ("changed", "failed", "refused", *(("ready",) if run.state == "stopped" else ()))
    return _from(session, run, run.deed or Deed("note"), failed, cases.c.revision, "checking", at)


def undo_all(session: Session, run: Run, *, at: datetime) -> UUID:
    """A run that undoes at once whatever can still be undone of this one, case by case.

    Raises:
        NothingChosen: nothing was done.
    """
    return _from(session, run, Deed("undo"), ("done",), bulk_items.c.after, "running", at)


def _from(
    session: Session, run: Run, deed: Deed, states: Iterable[str], revision: Any, state: str, at: datetime
) -> UUID:
    run_id = _made(session, run.person_id, run.organisation_id, run.service.id, run.queue_id, False, at)
    found = (
        sa.select(cases.c.id, revision, sa.func.row_number().over(order_by=bulk_items.c.position).label("place"))
        .join(bulk_items, bulk_items.c.case_id == cases.c.id)
        .where(bulk_items.c.run_id == run.id, bulk_items.c.state.in_(tuple(states)))
    )
    if not _filled(session, run_id, found, "ready" if state == "running" else "listed"):
        raise NothingChosen("There is no case left to do it to.")
    sealed = crypto.seal_json(crypto.keys(session).for_answers, dict(deed.given), run_id.bytes) if deed.given else None
    said = {"kind": deed.kind, "what": dict(deed.what), "sealed": sealed, "state": state, "of_run": run.id}
    _turned(session, run_id, ("choosing",), said | ({"confirmed_at": at} if state == "running" else {}))
    return run_id


def _made(
    session: Session, person_id: UUID, organisation_id: UUID, service_id: str, queue_id: str, every: bool, at: datetime
) -> UUID:
    run_id = new_id()
    row = {
        "id": run_id, "organisation_id": organisation_id, "service_id": service_id, "queue_id": queue_id,
        "person_id": person_id, "state": "choosing", "every": every, "left_out": False, "created_at": at,
    }  # fmt: skip
    session.execute(sa.insert(bulk_runs).values(row))
    return run_id


def _listed(session: Session, run_id: UUID, found: sa.Select[Any]) -> int:
    """Put the first of them on the run's list, in the queue's order; says how many."""
    listed = _filled(session, run_id, found.limit(MOST + 1), "listed")
    if listed > MOST:
        beyond = sa.delete(bulk_items).where(bulk_items.c.run_id == run_id, bulk_items.c.position > MOST)
        session.execute(beyond)
        session.execute(sa.update(bulk_runs).where(bulk_runs.c.id == run_id).values(left_out=True))
    return listed


def _filled(session: Session, run_id: UUID, found: sa.Select[Any], state: str) -> int:
    of = found.subquery()
    rows = sa.select(sa.literal(run_id, sa.Uuid), of.c[2], of.c[0], of.c[1], sa.literal(state))
    put = sa.insert(bulk_items).from_select(["run_id", "position", "case_id", "revision", "state"], rows)
    return len(session.execute(put.returning(bulk_items.c.position)).all())


def _turned(session: Session, run_id: UUID, states: Sequence[str], values: dict[str, Any]) -> bool:
    """Take the run from one of these states to another; False when it was in none of them."""
    turn = sa.update(bulk_runs).where(bulk_runs.c.id == run_id, bulk_runs.c.state.in_(states)).values(values)
    return session.execute(turn.returning(bulk_runs.c.id)).first() is not None
