"""Taking back what was promised, before any of it has begun: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from runtime.models.effects import effects

WITHDRAWN = "withdrawn"


def withdraw(session: Session, event_ids: Sequence[UUID]) -> bool:
    """Withdraw every effect that these events promised; False, and nothing is, when one was tried or done already.

    Their rows are locked, so that none begins meanwhile. A job that wakes for one of them finds nothing to do.
    """
    theirs = select(effects.c.id, effects.c.state, effects.c.attempts).where(effects.c.event_id.in_(event_ids))
    rows = session.execute(theirs.order_by(effects.c.id).with_for_update()).all()
    if any(row.state != "waiting" or row.attempts for row in rows):
        return False
    if rows:
        gone = {"state": WITHDRAWN, "outcome": "not sent: it was undone", "ended_at": func.now()}
        session.execute(update(effects).where(effects.c.id.in_([row.id for row in rows])).values(gone))
    return True
