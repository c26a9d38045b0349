"""Files that no case names, and whose application is over, are removed."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from runtime.db import Database
from runtime.files import store
from runtime.models.applications import applications
from runtime.models.cases import cases
from runtime.models.files import files


def sweep(database: Database, *, at: datetime, limit: int = 500) -> int:
    """Remove up to ``limit`` of them, the oldest first: how many.

    One whose application still lives is left, however old: each page that is saved gives all answers more time. One
    whose application was forgotten goes with it.
    """
    over = at - timedelta(days=database.settings.application_days + 1)
    lives = sa.exists().where(
        applications.c.id == files.c.owner_id, applications.c.submitted_at.is_(None), applications.c.expires_at > at
    )
    owned = sa.or_(*(sa.exists().where(table.c.id == files.c.owner_id) for table in (applications, cases)))
    ended = sa.or_(files.c.created_at < over, ~owned)
    old = sa.select(files.c.id).where(~files.c.kept, ended, ~lives).order_by(files.c.created_at)
    with database.begin() as session:
        # Held until the bytes are gone too: a case that names one meanwhile waits, and is then told that it is gone.
        gone = list(session.execute(old.limit(limit).with_for_update(skip_locked=True)).scalars())
        store.delete(database.settings, gone)
        session.execute(files.delete().where(files.c.id.in_(gone)))
    return len(gone)
