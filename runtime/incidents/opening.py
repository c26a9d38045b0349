"""Opening an incident: on a case, or on a letter that belongs to none; with the cause that it shares with others."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from definitions.service import Service
from definitions.waiting import queues_in
from runtime.models.cases import cases
from runtime.models.effects import incidents
from runtime.references import new_id

GLASS = "glass"
"""The kind of an alarm that somebody who supervises must acknowledge: a case was opened in an emergency."""

LETTER = "return-letter"
"""The kind that no case has: a letter that leads back to answers not yet sent."""

FILES = frozenset({"infected", "unscannable"})
"""Kinds that are about a file, whose id says nothing of why."""


def owner_of(service: Service, state: str) -> str:
    """The role that must see to a case: the first of its queue's, or else the service's first."""
    working = [role for queue in queues_in(service, state) for role in queue.roles]
    return next(iter(working or [role.id for role in service.roles]), "")


def cause(kind: str, about: str, reason: str) -> str:
    """What incidents of one cause share: the same thing failed, at the same far end, for the same reason. No emergency
    is like another."""
    at = "" if kind in FILES else peer(about)
    return hashlib.sha256("\n".join((kind, at, reason)).encode()).hexdigest()[:32]


def peer(about: str) -> str:
    """The host of an address; anything else as it is."""
    return about.partition("://")[2].partition("/")[0] if "://" in about else about


def open(
    session: Session, case_id: UUID, *, kind: str, about: str, owner: str, reason: str, at: datetime,
    effect_id: UUID | None = None,
) -> None:  # fmt: skip
    """Open an incident, unless the same one is open already."""
    row = _row(kind, about, owner, reason, at) | {"case_id": case_id, "effect_id": effect_id}
    columns = [*row, "organisation_id", "service_id"]
    values = [literal(value, incidents.c[name].type) for name, value in row.items()]
    of = select(*values, cases.c.organisation_id, cases.c.service_id).where(cases.c.id == case_id)
    session.execute(insert(incidents).from_select(columns, of).on_conflict_do_nothing())


def open_letter(
    session: Session, letter_id: UUID, *, organisation_id: UUID, service_id: str, about: str, reason: str, at: datetime
) -> None:
    """Open an incident on a letter that leads back to answers not yet sent: there is no case, and any role of the
    service may see to it."""
    row = _row(LETTER, about, "", reason, at)
    row |= {"letter_id": letter_id, "organisation_id": organisation_id, "service_id": service_id}
    session.execute(insert(incidents).values(row).on_conflict_do_nothing())


def _row(kind: str, about: str, owner: str, reason: str, at: datetime) -> dict[str, Any]:
    return {
        "id": new_id(), "kind": kind, "about": about, "owner": owner, "reason": reason, "opened_at": at,
        "cause": cause(kind, about, reason),
    }  # fmt: skip
