"""How many letters that nobody asked for may go to one address: three an hour, whoever sends forms in its name."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, func, select, union_all, update
from sqlalchemy.orm import Session

from runtime.crypto import derive, keys
from runtime.models.effects import effects
from runtime.models.returning import counted_letters
from runtime.references import new_id

LETTERS = 3
PERIOD = timedelta(hours=1)


def take(session: Session, effect_id: UUID, address: str) -> timedelta:
    """Count an effect against its address, once however often it is tried.

    Gives how long it must wait instead: zero when it may go now. The address is kept as a keyed hash only.
    """
    mark = _locked(session, address)
    if session.execute(select(effects.c.marked_at).where(effects.c.id == effect_id)).scalar_one() is not None:
        return timedelta()
    if wait := _wait(session, mark):
        return wait
    counted = update(effects).where(effects.c.id == effect_id)
    session.execute(counted.values(address_mark=mark, marked_at=func.now()))
    return timedelta()


def take_one(session: Session, address: str) -> timedelta:
    """Count a letter that is about no case: as :func:`take`. Whoever calls remembers that it was counted."""
    mark = _locked(session, address)
    if wait := _wait(session, mark):
        return wait
    session.execute(counted_letters.insert().values(id=new_id(), address_mark=mark, at=func.now()))
    return timedelta()


def forget_old(session: Session) -> None:
    """Drop counts whose hour is over."""
    session.execute(delete(counted_letters).where(counted_letters.c.at < func.now() - PERIOD))


def _locked(session: Session, address: str) -> bytes:
    """The address as it is counted. Two letters to one are counted one after the other: the lock goes with the
    transaction."""
    mark = hmac.digest(derive(keys(session).secret, b"address allowance"), address.casefold().encode(), hashlib.sha256)
    session.execute(select(func.pg_advisory_xact_lock(int.from_bytes(mark[:8], "big", signed=True))))
    return mark


def _wait(session: Session, mark: bytes) -> timedelta:
    """How long until another letter may go there: zero for now."""
    sent = union_all(
        select(effects.c.marked_at.label("at")).where(effects.c.address_mark == mark),
        select(counted_letters.c.at).where(counted_letters.c.address_mark == mark),
    ).subquery()
    ends = select(sent.c.at + PERIOD - func.now()).where(sent.c.at > func.now() - PERIOD)
    waits: list[timedelta] = list(session.execute(ends.order_by(sent.c.at.desc()).limit(LETTERS)).scalars())
    return timedelta() if len(waits) < LETTERS else max(waits[-1], timedelta(seconds=1))
