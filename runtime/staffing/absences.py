"""When people are away, and who stands in for them: dated, ended early, and told with its reason to few."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, insert, or_, select, update
from sqlalchemy.orm import Session

from definitions.questions.typed import remarks
from runtime.models.people import people
from runtime.models.staffing import absences, substitutes
from runtime.references import new_id

LONGEST = timedelta(days=3 * 366)
LONGEST_REASON = 500


class UnfitAbsence(ValueError):
    """It cannot be kept like that: ``field`` (first, last, substitute, services) and the message say what is wrong."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Wish:
    """An absence as somebody asks for it. ``services`` are those in which ``substitute`` stands in, None for all."""

    first: date
    last: date | None = None
    reason: str = ""
    substitute: UUID | None = None
    services: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Absence:
    """One that is now or to come. ``reason`` is for the person and whoever supervises them."""

    id: UUID
    person_id: UUID
    first: date
    last: date | None
    reason: str
    substitute_id: UUID | None
    substitute: str
    services: tuple[str, ...] | None

    def on(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


def go_away(
    session: Session,
    person_id: UUID,
    wish: Wish,
    *,
    organisation_id: UUID,
    able: Collection[UUID],
    by: UUID,
    today: date,
    at: datetime,
) -> UUID:
    """Keep that somebody will be away, and who stands in for them meanwhile. ``able`` are those who could.

    Raises:
        UnfitAbsence: it is over already, ends before it begins, or nobody of that name can stand in.
    """
    _check(person_id, wish, able, today)
    absence_id, reason = new_id(), remarks(wish.reason)[:LONGEST_REASON] or None
    whose: dict[str, Any] = {"organisation_id": organisation_id, "person_id": person_id}
    whose |= {"first": wish.first, "last": wish.last, "entered_by": by, "entered_at": at}
    session.execute(insert(absences).values({"id": absence_id, "reason": reason} | whose))
    if wish.substitute is not None:
        stands = {"substitute_id": wish.substitute, "absence_id": absence_id, "services": wish.services}
        session.execute(insert(substitutes).values({"id": new_id()} | stands | whose))
    return absence_id


def come_back(session: Session, absence_id: UUID, person_id: UUID, *, at: datetime) -> bool:
    """End an absence, and with it that anybody stands in; False when there is none such of theirs."""
    its = and_(absences.c.id == absence_id, absences.c.person_id == person_id, absences.c.ended_at.is_(None))
    ended = session.execute(update(absences).where(its).values(ended_at=at).returning(absences.c.id)).first()
    if ended is None:
        return False
    beside = and_(substitutes.c.absence_id == absence_id, substitutes.c.ended_at.is_(None))
    session.execute(update(substitutes).where(beside).values(ended_at=at))
    return True


def to_come(session: Session, person_ids: Iterable[UUID], today: date) -> Mapping[UUID, tuple[Absence, ...]]:
    """By person, the absences of today and later, the first first."""
    found: dict[UUID, tuple[Absence, ...]] = dict.fromkeys(person_ids, ())
    theirs = (
        select(
            absences.c.id, absences.c.person_id, absences.c.first, absences.c.last,
            func.coalesce(absences.c.reason, "").label("reason"),
            substitutes.c.substitute_id, func.coalesce(people.c.name, "").label("substitute"), substitutes.c.services,
        )
        .outerjoin(substitutes, and_(substitutes.c.absence_id == absences.c.id, substitutes.c.ended_at.is_(None)))
        .outerjoin(people, people.c.id == substitutes.c.substitute_id)
        .where(
            absences.c.person_id.in_(found), absences.c.ended_at.is_(None),
            or_(absences.c.last.is_(None), absences.c.last >= today),
        )
        .order_by(absences.c.first, absences.c.id)
    )  # fmt: skip
    for row in session.execute(theirs):
        services = None if row.services is None else tuple(row.services)
        found[row.person_id] += (Absence(*row[:-1], services),)
    return found


def _check(person_id: UUID, wish: Wish, able: Collection[UUID], today: date) -> None:
    if wish.last is not None and wish.last < wish.first:
        raise UnfitAbsence("last", "The last day must be the same as or after the first day")
    if wish.last is not None and wish.last < today:
        raise UnfitAbsence("last", "The last day must be today or in the future")
    if wish.first > today + LONGEST or wish.first < today - LONGEST:
        raise UnfitAbsence("first", "The first day must be within three years")
    if wish.substitute is not None and (wish.substitute == person_id or wish.substitute not in able):
        raise UnfitAbsence("substitute", "Select who stands in from the list")
    if wish.substitute is not None and wish.services is not None and not wish.services:
        raise UnfitAbsence("services", "Select the services for which they stand in")
