"""What people can do and where they work, as rules of queues ask it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal
from uuid import UUID

import re2
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from runtime.models.staffing import abilities

Kind = Literal["skill", "area"]

_SKILL = re2.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST = 100


class UnfitAbility(ValueError):
    """It cannot be called that; the message says why."""


def add(session: Session, person_id: UUID, kind: Kind, name: str, *, at: datetime) -> str:
    """Give a person a skill or an area; gives back how it is kept.

    Raises:
        UnfitAbility: a skill is not written as documents write it, or there is no name.
    """
    kept = normal(kind, name)
    row = {"person_id": person_id, "kind": kind, "name": kept, "since": at}
    session.execute(upsert(abilities).values(row).on_conflict_do_nothing())
    return kept


def remove(session: Session, person_id: UUID, kind: Kind, name: str) -> bool:
    """Take it away again; whether they had it."""
    same = (abilities.c.person_id == person_id, abilities.c.kind == kind, abilities.c.name == normal(kind, name))
    return session.execute(delete(abilities).where(*same).returning(abilities.c.name)).first() is not None


def of(session: Session, people: Iterable[UUID]) -> Mapping[UUID, Mapping[str, tuple[str, ...]]]:
    """By person, their ``skill`` and ``area`` names in order."""
    found: dict[UUID, dict[str, tuple[str, ...]]] = {person: {"skill": (), "area": ()} for person in people}
    rows = select(abilities.c.person_id, abilities.c.kind, abilities.c.name).where(abilities.c.person_id.in_(found))
    for row in session.execute(rows.order_by(abilities.c.name)):
        found[row.person_id][row.kind] += (row.name,)
    return found


def normal(kind: Kind, name: str) -> str:
    """
    Raises:
        UnfitAbility: as :func:`add`.
    """
    kept = " ".join(name.split())[:LONGEST]
    if kind == "skill" and not _SKILL.fullmatch(kept.lower()):
        raise UnfitAbility(f"A skill is written as in a service's document, like site-visits, and {name!r} is not.")
    if not kept:
        raise UnfitAbility("Say which area.")
    return kept.lower() if kind == "skill" else kept
