"""Who has looked at a case, as which role, and what was shown to them. Looking is a row, never an event."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from runtime.access import Viewer
from runtime.cases.loading import Loaded
from runtime.models.cases import reads
from runtime.models.people import grants, members, people

PAGE = 100
SHOWN_FOR = timedelta(minutes=15)
"""How long an answer stays shown to whoever asked for it."""


@dataclass(frozen=True, slots=True)
class Look:
    """One look. ``shown`` are ids of sensitive questions; ``asked``: they were shown on request, ``reason`` says why.
    ``glass_id``: the emergency in which the case was open to them."""

    id: int
    person_id: str
    name: str
    at: datetime
    roles: frozenset[str]
    shown: tuple[str, ...]
    asked: bool
    reason: str
    glass_id: UUID | None


@dataclass(frozen=True, slots=True)
class Seen:
    """That somebody looked on one day, as the applicant may be told."""

    day: date
    name: str
    roles: frozenset[str]
    emergency: bool


def record_read(
    session: Session, loaded: Loaded, person_id: UUID, *, at: datetime, shown: Collection[str] = (),
    asked: bool = False, reason: str = "", glass_id: UUID | None = None,
) -> None:  # fmt: skip
    """Keep that a member of staff looked at this case, with the roles they have there, and the sensitive answers that
    were ``shown``. Looking must not move the revision."""
    row = {
        "organisation_id": loaded.organisation_id, "case_id": loaded.id, "person_id": str(person_id), "at": at,
        "roles": _roles(person_id, loaded.service_id), "shown": sorted(shown), "asked": asked, "reason": reason or None,
        "glass_id": glass_id,
    }  # fmt: skip
    session.execute(sa.insert(reads).values(row))


def record_many(
    session: Session, viewer: Viewer, service_id: str, case_ids: Sequence[UUID], *, reason: str, at: datetime
) -> None:
    """Keep that somebody took away a table in which these cases are, of that service and the viewer's organisation."""
    roles = sorted(viewer.roles_in(service_id))
    common = {"organisation_id": viewer.organisation_id, "person_id": str(viewer.person_id), "at": at, "roles": roles,
              "reason": reason}  # fmt: skip
    if case_ids:
        session.execute(sa.insert(reads), [common | {"case_id": case_id} for case_id in case_ids])


def asked_for(session: Session, case_id: UUID, person_id: UUID, at: datetime) -> frozenset[str]:
    """The answers that this person has asked for a short while ago."""
    theirs = (
        reads.c.case_id == case_id,
        reads.c.at > at - SHOWN_FOR,
        reads.c.person_id == str(person_id),
        reads.c.asked,
    )
    return frozenset(session.execute(sa.select(sa.func.unnest(reads.c.shown)).where(*theirs)).scalars())


def looks(session: Session, case_id: UUID, *, before: int | None = None, limit: int = PAGE) -> tuple[Look, ...]:
    """Who has looked at a case, the latest first; ``before`` is the id of the last one seen."""
    older = [] if before is None else [reads.c.id < before]
    query = _LOOKS.where(reads.c.case_id == case_id, *older).order_by(reads.c.id.desc()).limit(limit)
    return tuple(_look(row) for row in session.execute(query))


def everyone(session: Session, case_id: UUID) -> Iterator[Look]:
    """All of them, the first first."""
    return (_look(row) for row in session.execute(_LOOKS.where(reads.c.case_id == case_id).order_by(reads.c.id)))


def by_day(session: Session, loaded: Loaded, *, limit: int = 200) -> tuple[Seen, ...]:
    """For the applicant: who looked on which day, the latest first. Each person is one line a day."""
    zone = loaded.service.calendar.zone.key
    day = sa.cast(sa.func.timezone(zone, reads.c.at), sa.Date)
    each = (
        sa.select(
            day.label("day"), reads.c.person_id, reads.c.roles, (reads.c.glass_id.is_not(None)).label("glass"),
            people.c.name,
        )
        .select_from(_NAMED).where(reads.c.case_id == loaded.id)
        .group_by("day", reads.c.person_id, reads.c.roles, "glass", people.c.name)
        .order_by(sa.text("day DESC"), sa.func.min(reads.c.id).desc()).limit(limit)
    )  # fmt: skip
    rows = session.execute(each)
    return tuple(Seen(row.day, row.name or "", frozenset(row.roles), row.glass) for row in rows)


def _look(row: Any) -> Look:
    name = row.name or "Somebody who has left"
    roles, shown = frozenset(row.roles), tuple(row.shown)
    return Look(row.id, row.person_id, name, row.at, roles, shown, row.asked, row.reason or "", row.glass_id)


def _roles(person_id: UUID, service_id: str) -> Any:
    held = (
        sa.select(grants.c.role).distinct().join(members, members.c.team_id == grants.c.team_id)
        .where(members.c.person_id == person_id, grants.c.service_id == service_id).order_by(grants.c.role)
    )  # fmt: skip
    return sa.func.array(held.scalar_subquery())


_NAMED = reads.outerjoin(people, sa.cast(people.c.id, sa.Text) == reads.c.person_id)
_LOOKS = sa.select(
    reads.c.id, reads.c.person_id, people.c.name, reads.c.at, reads.c.roles, reads.c.shown, reads.c.asked,
    reads.c.reason, reads.c.glass_id,
).select_from(_NAMED)  # fmt: skip
