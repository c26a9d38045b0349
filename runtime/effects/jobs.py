"""The procrastinate app: its queue of jobs, and how to enqueue on the connection of a unit of work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from procrastinate import App, PsycopgConnector
from sqlalchemy.orm import Session

CARRY_OUT = "carry_out"
RETURN_LETTER = "return_letter"
GLASS_LETTER = "glass_letter"
RELEASE_LETTER = "release_letter"
INCIDENT_RUN = "incident_run"
QUEUE = "effects"
HOUSEKEEPING = "housekeeping"

DEFER, TO_DEFER = "procrastinate_defer_jobs_v1", "procrastinate_job_to_defer_v1"
"""What the library's own batch defer calls, and with what: a test compares them, as a new release may bring others."""

_clerk = App(connector=PsycopgConnector())
"""Only ever used with the connection of a unit of work, so its own is never opened."""


def enqueue(session: Session, effect_ids: Sequence[UUID], *, at: datetime | None = None) -> list[int]:
    """Enqueue a try of each effect on the session's own connection, so that it commits with the unit of work.

    ``at`` (aware) is when to try, None at once. A job names the effect and nothing else. Gives the jobs' ids, in order.
    """
    return _defer(session, CARRY_OUT, [{"effect": str(effect_id)} for effect_id in effect_ids], at)


def enqueue_letters(session: Session, letter_ids: Sequence[UUID], *, at: datetime | None = None) -> list[int]:
    """As :func:`enqueue`, of letters that lead back to what was saved."""
    return _defer(session, RETURN_LETTER, [{"letter": str(letter_id)} for letter_id in letter_ids], at)


def enqueue_alert(session: Session, glass_id: UUID) -> list[int]:
    """As :func:`enqueue`, of the letter that says a case was opened in an emergency."""
    return _defer(session, GLASS_LETTER, [{"glass": str(glass_id)}], None)


def enqueue_release(session: Session, request_id: UUID) -> list[int]:
    """As :func:`enqueue`, of the letters that say how a request to publish stands."""
    return _defer(session, RELEASE_LETTER, [{"request": str(request_id)}], None)


def enqueue_run(session: Session, run_id: UUID) -> list[int]:
    """As :func:`enqueue`, of many incidents tried again."""
    return _defer(session, INCIDENT_RUN, [{"run": str(run_id)}], None)


def _defer(session: Session, task: str, arguments: list[dict[str, str]], at: datetime | None) -> list[int]:
    if not arguments:
        return []
    connection: Any = session.connection().connection.driver_connection
    deferrer: Any = _clerk.configure_task(task, queue=QUEUE, schedule_at=at, connection=connection)
    return list(deferrer.batch_defer(*arguments))
