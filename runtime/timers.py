"""Timers: when something of a case falls due. Written in the unit of work that changes the case, fired by ticks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol


class Timer(Protocol):
    """What the engine says will fall due: ``kind`` transition, warn or breach, ``of`` the id of what."""

    @property
    def kind(self) -> str: ...
    @property
    def of(self) -> str: ...
    @property
    def due(self) -> datetime: ...


ARMED = """
armed AS (
    INSERT INTO timers (case_id, kind, "of", due, armed) SELECT guarded.id, n.kind, n."of", n.due, true
    FROM guarded, jsonb_to_recordset(CAST(:timers AS jsonb)) AS n (kind text, "of" text, due timestamptz)
    ON CONFLICT (case_id, kind, "of") DO UPDATE SET due = excluded.due, armed = true)
"""
"""Part of a WITH that sets ``:timers`` for the case that its part ``guarded`` gives, all of them armed."""

GONE = """
gone AS (
    DELETE FROM timers USING guarded WHERE timers.case_id = guarded.id AND (timers.kind, timers."of") NOT IN (
        SELECT n.kind, n."of" FROM jsonb_to_recordset(CAST(:timers AS jsonb)) AS n (kind text, "of" text)))
"""
"""Part of a WITH that removes the timers which the case had and that are not among ``:timers``.

Whoever runs it holds the case's row, so timers are only ever changed after their case: no two deadlock.
"""


def rows(due: Sequence[Timer]) -> list[dict[str, str]]:
    """Timers as :data:`ARMED` takes them."""
    return [{"kind": timer.kind, "of": timer.of, "due": timer.due.isoformat()} for timer in due]
