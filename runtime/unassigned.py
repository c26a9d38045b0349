"""Cases that nobody may have: tried again, since people come back, learn, and finish what they had."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from runtime import cases
from runtime.cases.giving import KIND
from runtime.db import Database
from runtime.models.effects import incidents

MOST = 200
"""Cases tried in one go. Which ones is left to chance, so that none is kept waiting by those that still cannot be given
to anybody."""

_log = structlog.get_logger(__name__)


def give_again(database: Database, *, at: datetime) -> int:
    """Try again those that could be given to nobody, each in a unit of work of its own; say how many wait no longer."""
    waiting = select(incidents.c.case_id).where(incidents.c.kind == KIND, incidents.c.closed_at.is_(None))
    with database.read() as session:
        ids = list(session.execute(waiting.order_by(func.random()).limit(MOST)).scalars())
    return sum(_one(database, case_id, at) for case_id in ids)


def _one(database: Database, case_id: UUID, at: datetime) -> bool:
    try:
        with database.begin() as session:
            return cases.give_again(session, case_id, at=at)
    except DBAPIError:
        raise
    except Exception:  # noqa: BLE001 - one that cannot be read must not keep the others waiting
        _log.exception("case.unassigned", case=str(case_id))
        return False
