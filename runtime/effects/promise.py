"""Promises: an event's effects as rows, and their jobs enqueued, inside the unit of work that made the event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import func, insert
from sqlalchemy.orm import Session

from definitions.facts import Promise, Step
from definitions.service import Service
from runtime.effects.jobs import enqueue
from runtime.models.effects import effects
from runtime.references import new_id

ACKNOWLEDGE = "acknowledge"


def write(session: Session, case_id: UUID, event_id: UUID, event_number: int, promises: Sequence[Promise]) -> None:
    """Write the effects of one event and enqueue their jobs on the session's own connection: all commit, or none.

    Due at once by the database's clock, whenever the event says it happened.
    """
    if not promises:
        return
    ids = [new_id() for _ in promises]
    jobs = enqueue(session, ids)
    rows = [
        {
            "id": effect_id, "case_id": case_id, "event_id": event_id, "event_number": event_number,
            "position": promise.position, "kind": promise.kind, "what": dict(promise.what), "job_id": job_id,
        }
        for effect_id, promise, job_id in zip(ids, promises, jobs, strict=True)
    ]  # fmt: skip
    now = {"due": func.now(), "promised_at": func.now()}
    session.execute(insert(effects).values([row | now for row in rows]))


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
