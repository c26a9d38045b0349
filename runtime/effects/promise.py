"""Promises: an event's effects as rows, and their jobs enqueued, inside the unit of work that made the event."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from definitions.facts import Promise, Step
from definitions.service import Service
from runtime.effects.jobs import CARRY_OUT, DEFER, QUEUE, TO_DEFER
from runtime.references import new_id

ACKNOWLEDGE = "acknowledge"


PARTS = f"""
enqueued AS MATERIALIZED (
    SELECT job.id, job.place FROM guarded, unnest({DEFER}(ARRAY(
        SELECT ROW('{QUEUE}', '{CARRY_OUT}', 0, NULL, NULL, jsonb_build_object('effect', x.e->>'id'),
            CAST(x.e->>'due' AS timestamptz))::{TO_DEFER}
        FROM jsonb_array_elements(CAST(:effects AS jsonb)) WITH ORDINALITY AS x(e, place) ORDER BY x.place
    ))) WITH ORDINALITY AS job(id, place)),
promised AS (
    INSERT INTO effects (id, case_id, event_id, event_number, position, kind, what, job_id, due, promised_at)
    SELECT e.id, e.case_id, e.event_id, e.event_number, e.position, e.kind, e.what, enqueued.id,
        coalesce(e.due, now()), now()
    FROM enqueued JOIN jsonb_to_recordset(CAST(:effects AS jsonb)) AS e (
        id uuid, case_id uuid, event_id uuid, event_number integer, position integer, kind text, what jsonb,
        place integer, due timestamptz
    ) USING (place))
"""  # noqa: S608 - made of our own names
"""Parts of a WITH that enqueue a job for each of ``:effects`` and write its row, if its part ``guarded`` has a row.

Due at once by the database's clock, whenever the event says it happened, or when the effect itself says. What
procrastinate's batch defer does in a round trip of its own is done here within the case's statement.
"""


def rows(
    case_id: UUID, event_id: UUID, event_number: int, promises: Sequence[Promise], due: datetime | None = None
) -> Iterator[dict[str, Any]]:
    """The effects of one event as :data:`PARTS` takes them, but for their ``place`` in the whole list.

    ``due`` (aware) is not before when to carry them out, None at once.
    """
    for promise in promises:
        yield {
            "id": str(new_id()), "case_id": str(case_id), "event_id": str(event_id), "event_number": event_number,
            "position": promise.position, "kind": promise.kind, "what": dict(promise.what),
            "due": due.isoformat() if due else None,
        }  # fmt: skip


def acknowledged(service: Service, steps: Sequence[Step]) -> tuple[Step, ...]:
    """The steps of a submission, the first promising an acknowledgement by e-mail unless they write to the applicant.

    ``steps`` are the submitted event and the system's transitions after it. A service that asks for no address gets
    none; an address asked for and not given is recorded as "not sent" when the effect is tried.
    """
    if service.applicant.email is None or any(_writes(service, promise) for step in steps for promise in step.promises):
        return tuple(steps)
    first, *others = steps
    position = max((promise.position for promise in first.promises), default=-1) + 1
    return replace(first, promises=(*first.promises, Promise(position, ACKNOWLEDGE, {}))), *others


def _writes(service: Service, promise: Promise) -> bool:
    return promise.kind == "send" and service.message(promise.what["message"]).to == "applicant"
