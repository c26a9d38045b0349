"""What has become of the effects that a case's events promised, for those who look at the case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from runtime.models.effects import effects


@dataclass(frozen=True, slots=True)
class Progress:
    """One effect. ``state`` is waiting, done, parked, given-up or withdrawn; ``outcome`` says what came of it, in words
    without personal data, and is None before the first try. ``due``: not before this."""

    event_number: int
    kind: str
    what: Mapping[str, Any]
    state: str
    attempts: int
    outcome: str | None
    due: datetime


def of_case(session: Session, case_id: UUID) -> tuple[Progress, ...]:
    """Every effect of a case, in the order in which they were promised."""
    of = effects.c
    wanted = select(of.event_number, of.kind, of.what, of.state, of.attempts, of.outcome, of.due)
    theirs = wanted.where(of.case_id == case_id).order_by(of.event_number, of.position)
    return tuple(Progress(*row) for row in session.execute(theirs))
