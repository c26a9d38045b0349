"""How many letters that nobody asked for may go to one address: three an hour, whoever sends forms in its name."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from runtime.crypto import derive, keys
from runtime.models.effects import effects

LETTERS = 3
PERIOD = timedelta(hours=1)


def take(session: Session, effect_id: UUID, address: str) -> timedelta:
    """Count an effect against its address, once however often it is tried.

    Gives how long it must wait instead: zero when it may go now. The address is kept as a keyed hash only.
    """
    mark = hmac.digest(derive(keys(session).secret, b"address allowance"), address.casefold().encode(), hashlib.sha256)
    # Two letters to one address are counted one after the other; the lock goes with the transaction.
    session.execute(select(func.pg_advisory_xact_lock(int.from_bytes(mark[:8], "big", signed=True))))
    if session.execute(select(effects.c.marked_at).where(effects.c.id == effect_id)).scalar_one() is not None:
        return timedelta()
    recent = (
        select((effects.c.marked_at + PERIOD - func.now()).label("wait"))
        .where(effects.c.address_mark == mark, effects.c.marked_at > func.now() - PERIOD)
        .order_by(effects.c.marked_at)
        .limit(LETTERS)
    )
    waits: list[timedelta] = list(session.execute(recent).scalars())
    if len(waits) < LETTERS:
        counted = update(effects).where(effects.c.id == effect_id)
        session.execute(counted.values(address_mark=mark, marked_at=func.now()))
        return timedelta()
    return max(waits[0], timedelta(seconds=1))
