"""The mark of what a run would do: what its reader saw, so that nothing else is confirmed in its place."""

from __future__ import annotations

import hashlib
import json

import sqlalchemy as sa
from sqlalchemy.orm import Session

from runtime.bulk.runs import Run
from runtime.models.bulk import bulk_items


def mark(session: Session, run: Run) -> str:
    """Of what was tried, and of the cases that would go."""
    return f"{_of_deed(run)}-{_of_cases(session, run)}"


def is_marked(session: Session, run: Run, given: str) -> bool:
    """Whether the run is what it was when it had that mark. Of one that was begun the cases no longer tell."""
    if run.state == "checked":
        return given == mark(session, run)
    return run.confirmed_at is not None and given.startswith(f"{_of_deed(run)}-")


def _of_deed(run: Run) -> str:
    said = [str(run.id), run.deed.kind, run.deed.what, run.deed.given] if run.deed else [str(run.id)]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:32]


def _of_cases(session: Session, run: Run) -> str:
    of = bulk_items.c
    each = sa.cast(of.position, sa.Text) + ":" + sa.cast(of.revision, sa.Text) + ":" + sa.func.coalesce(of.why, "")
    line = sa.func.string_agg(each + ":" + sa.cast(of.sends, sa.Text), sa.text("E'\\n' ORDER BY position"))
    goes = sa.select(sa.func.md5(sa.func.coalesce(line, ""))).where(of.run_id == run.id, of.state == "ready")
    return str(session.execute(goes).scalar_one())
