"""Carrying out one effect: claim it, call the far end with nothing locked, and say how it ended if it is still ours.

The try is counted before it begins, so that an effect which ends its process is parked too. Between the call and the
mark the process may die: the far end then sees the same key again.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import structlog
from sqlalchemy import ColumnElement, Text, and_, cast, column, func, or_, select, table, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from runtime import alarm, allowance, cases
from runtime.breaker import Breaker
from runtime.db import Database
from runtime.effects import HANDLERS
from runtime.effects.jobs import enqueue
from runtime.errors import Refused
from runtime.failpoints import reach
from runtime.models.effects import effects
from runtime.outcomes import Call, CannotDo, NotNeeded, Promised, TryLater, Unreachable

TRIES = 5
SLOWER = 6
"""How much longer each wait is than the one before: a minute, six, thirty-six, three and a half hours."""
LONGEST_HELD = timedelta(days=1)
LATE = timedelta(seconds=15)

_jobs = table("procrastinate_jobs", column("id"), column("status"))
_log = structlog.get_logger(__name__)
_chance = random.SystemRandom()


class Hold(Exception):
    """Not now, through no fault of the effect: the try does not count."""

    def __init__(self, seconds: float, reason: str) -> None:
        self.seconds, self.reason = seconds, reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Claim:
    """One try of one effect, ours until the lease ends. ``at`` is the database's time."""

    id: UUID
    lease: UUID
    case_id: UUID
    key: str
    event_number: int
    kind: str
    what: dict[str, Any]
    attempts: int
    promised_at: datetime
    at: datetime


def carry_out(database: Database, effect_id: UUID, breaker: Breaker) -> None:
    """Try an effect once, if it is due and nobody else is trying it."""
    claim = _claim(database, effect_id)
    if claim is None:
        return
    try:
        outcome = _outcome(database, claim, breaker)
    except Hold as hold:
        _put_back(database, claim, hold.reason, hold.seconds, counted=False)
    except TryLater as error:
        _failed(database, claim, error.reason, error.after)
    except CannotDo as error:
        _park(database, claim, error.reason)
    except DBAPIError:
        raise
    except Exception as error:  # noqa: BLE001
        # A defect in a handler or a document must not stop the worker, nor be retried for ever.
        _log.exception("effect.defect", effect=str(claim.id), case=str(claim.case_id))
        _failed(database, claim, f"Townclerk could not do it ({type(error).__name__})", None)
    else:
        _ended(database, claim, "done", outcome)


def _claim(database: Database, effect_id: UUID) -> Claim | None:
    free = or_(effects.c.leased_until.is_(None), effects.c.leased_until < func.now())
    mine = and_(effects.c.id == effect_id, effects.c.state == "waiting", effects.c.due <= func.now(), free)
    lease = uuid4()
    with database.begin() as session:
        taken = session.execute(
            update(effects)
            .where(mine, effects.c.attempts < TRIES)
            .values(
                attempts=effects.c.attempts + 1,
                lease=lease,
                leased_until=func.now() + timedelta(seconds=database.settings.lease_seconds),
            )
            .returning(*_CLAIMED)
        ).first()
        if taken is None and (spent := session.execute(select(*_CLAIMED).where(mine).with_for_update()).first()):
            # Every try began and none came to an end, so each took its process with it.
            _park_row(session, _as_claim(spent, lease), "Each try of it ended the process that tried", mine)
    return None if taken is None else _as_claim(taken, lease)


_CLAIMED = (
    effects.c.id, effects.c.case_id, effects.c.event_id, effects.c.position, effects.c.event_number, effects.c.kind,
    effects.c.what, effects.c.attempts, effects.c.promised_at, func.now().label("at"),
)  # fmt: skip


def _as_claim(row: Any, lease: UUID) -> Claim:
    key = f"{row.event_id}:{row.position}"
    return Claim(
        row.id, lease, row.case_id, key, row.event_number, row.kind, row.what, row.attempts, row.promised_at, row.at
    )


def _outcome(database: Database, claim: Claim, breaker: Breaker) -> str:
    with database.begin() as session:
        ready = HANDLERS[claim.kind](session, _promised(session, claim))
        if isinstance(ready, NotNeeded):
            return ready.outcome
        if ready.unasked_address and (wait := allowance.take(session, claim.id, ready.unasked_address)):
            if claim.at - claim.promised_at > LONGEST_HELD:
                return "not sent: too many letters to this address"
            raise Hold(wait.total_seconds(), "held: too many letters to this address in an hour")
    if rest := breaker.rest(ready.peer):
        raise Hold(rest, "held: the far end has not been answering")
    return _made(database, ready, breaker)


def _made(database: Database, ready: Call, breaker: Breaker) -> str:
    reach("effect.before_call")
    try:
        outcome = ready.make(database)
    except Unreachable:
        breaker.failed(ready.peer)
        raise
    breaker.worked(ready.peer)
    reach("effect.after_call_before_mark")
    return outcome


def _promised(session: Session, claim: Claim) -> Promised:
    try:
        loaded = cases.load(session, claim.case_id)
    except Refused as error:
        raise TryLater(error.message) from error
    cause = next(event for event in loaded.case.history if event.number == claim.event_number)
    return Promised(claim.key, claim.kind, claim.what, claim.case_id, loaded.service, loaded.case, cause, claim.at)


def _failed(database: Database, claim: Claim, reason: str, after: float | None) -> None:
    if claim.attempts >= TRIES:
        _park(database, claim, f"{reason}. It was tried {TRIES} times")
        return
    wait = database.settings.retry_seconds * SLOWER ** (claim.attempts - 1) if after is None else after
    _put_back(database, claim, reason, wait, counted=True)


def _put_back(database: Database, claim: Claim, reason: str, seconds: float, *, counted: bool) -> None:
    """Wait, and up to a quarter longer, so that what failed together does not come back together."""
    with database.begin() as session:
        now: datetime = session.execute(select(func.now())).scalar_one()
        due = now + timedelta(seconds=seconds * _chance.uniform(1, 1.25))
        values: dict[str, Any] = {"due": due, "lease": None, "leased_until": None, "outcome": reason}
        if not counted:
            values["attempts"] = effects.c.attempts - 1
        if _marked(session, _still_ours(claim), values):
            (job_id,) = enqueue(session, [claim.id], at=due)
            session.execute(update(effects).where(effects.c.id == claim.id).values(job_id=job_id))


def _ended(database: Database, claim: Claim, state: str, outcome: str) -> None:
    values = {"state": state, "outcome": outcome, "ended_at": func.now(), "lease": None, "leased_until": None}
    with database.begin() as session:
        if not _marked(session, _still_ours(claim), values):
            _log.info("effect.overtaken", effect=str(claim.id), case=str(claim.case_id))


def _park(database: Database, claim: Claim, reason: str) -> None:
    with database.begin() as session:
        _park_row(session, claim, reason, _still_ours(claim))


def _park_row(session: Session, claim: Claim, reason: str, where: ColumnElement[bool]) -> None:
    values = {"state": "parked", "outcome": reason, "ended_at": func.now(), "lease": None, "leased_until": None}
    if not _marked(session, where, values):
        return
    _log.warning("effect.parked", effect=str(claim.id), case=str(claim.case_id), kind=claim.kind)
    about = str(claim.what.get("message") or claim.what.get("url") or claim.kind)
    alarm.sound(session, claim.case_id, kind=claim.kind, about=about, reason=reason, effect_id=claim.id)


def _marked(session: Session, where: ColumnElement[bool], values: dict[str, Any]) -> bool:
    return session.execute(update(effects).where(where).values(values).returning(effects.c.id)).first() is not None


def _still_ours(claim: Claim) -> ColumnElement[bool]:
    return and_(effects.c.id == claim.id, effects.c.lease == claim.lease, effects.c.state == "waiting")


def wake_stuck(session: Session, *, limit: int = 100) -> int:
    """Enqueue again what is due, that nobody is trying, and that has no job waiting; says how many.

    Jobs only wake the worker. What is to be done stands in the effects, so a job lost with its worker loses nothing.
    """
    job_waits = select(_jobs.c.id).where(_jobs.c.id == effects.c.job_id, cast(_jobs.c.status, Text) == "todo").exists()
    abandoned = effects.c.leased_until < func.now()
    late = and_(effects.c.leased_until.is_(None), effects.c.due < func.now() - LATE)
    stuck = select(effects.c.id).where(effects.c.state == "waiting", or_(abandoned, late), ~job_waits)
    ids = list(session.execute(stuck.order_by(effects.c.due).limit(limit).with_for_update(skip_locked=True)).scalars())
    for effect_id, job_id in zip(ids, enqueue(session, ids), strict=True):
        # The lease's owner stays: it may yet say how its try ended, if nobody else begins one first.
        woken = {"job_id": job_id, "due": func.now(), "leased_until": None}
        session.execute(update(effects).where(effects.c.id == effect_id).values(woken))
    return len(ids)
