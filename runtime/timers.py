"""Timers: when something of a case falls due. Written in the unit of work that changes the case, fired by ticks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy import delete, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from runtime.models.effects import timers


class Timer(Protocol):
    """What the engine says will fall due: ``kind`` transition, warn or breach, ``of`` the id of what."""

    @property
    def kind(self) -> str: ...
    @property
    def of(self) -> str: ...
    @property
    def due(self) -> datetime: ...


def arm(session: Session, case_id: UUID, due: Sequence[Timer], *, new: bool = False) -> None:
    """Make ``due`` the timers of a case, all of them armed; those it had and that are not among them go.

    Whoever calls this holds the case's row, so timers are only ever changed after their case: no two deadlock.
    ``new`` says that the case has none yet, which saves looking.
    """
    if not new:
        kept = [(timer.kind, timer.of) for timer in due]
        session.execute(
            delete(timers).where(timers.c.case_id == case_id, tuple_(timers.c.kind, timers.c.of).not_in(kept))
        )
    if due:
        rows = [{"case_id": case_id, "kind": t.kind, "of": t.of, "due": t.due, "armed": True} for t in due]
        written = insert(timers).values(rows)
        session.execute(
            written.on_conflict_do_update(
                index_elements=["case_id", "kind", "of"], set_={"due": written.excluded.due, "armed": True}
            )
        )
