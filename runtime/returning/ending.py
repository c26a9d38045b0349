"""The end of what was saved: a warning before it, and then it is forgotten with its uploads."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from runtime import allowance, applications, files
from runtime.db import Database
from runtime.models.returning import return_letters
from runtime.returning import letters

BATCH = 500
KEPT_LETTERS = timedelta(days=30)


def keep_house(database: Database, *, at: datetime) -> None:
    """Warn whoever left an address, forget what is over with its uploads, and drop what only letters needed."""
    while warn(database, at=at) == BATCH:
        pass
    while forget(database, at=at) == BATCH:
        pass
    while files.sweep(database, at=at, limit=BATCH) == BATCH:
        pass
    with database.begin() as session:
        allowance.forget_old(session)
        session.execute(return_letters.delete().where(return_letters.c.created_at < at - KEPT_LETTERS))


def warn(database: Database, *, at: datetime) -> int:
    """Promise a letter for each application that ends soon: in the last quarter of its time, a week at most."""
    with database.begin() as session:
        due = session.execute(_WARN, {"at": at, "most": BATCH}).scalars().all()
        letters.promise(session, "warning", [{"application_id": application_id} for application_id in due], at)
    return len(due)


def forget(database: Database, *, at: datetime) -> int:
    with database.begin() as session:
        return applications.expire(session, at=at, limit=BATCH)


_WARN = sa.text("""
UPDATE applications SET warned_for = expires_at WHERE id IN (
    SELECT id FROM applications
    WHERE return_mark IS NOT NULL AND submitted_at IS NULL AND warned_for IS DISTINCT FROM expires_at
        AND expires_at > :at AND expires_at - least(interval '7 days', (expires_at - updated_at) / 4) <= :at
    ORDER BY expires_at LIMIT :most FOR UPDATE SKIP LOCKED)
RETURNING id
""")
