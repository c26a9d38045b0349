"""Who stands in for whom: read with a person's roles, so that every request knows it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select, type_coerce
from sqlalchemy.dialects.postgresql import JSONB

from runtime.access import StandIn
from runtime.models.people import people
from runtime.models.staffing import substitutes


def standing_in(person: ColumnElement[UUID]) -> ColumnElement[Any]:
    """For a query of a person's own: those for whom they stand in, ever, as :func:`as_stand_ins` reads it."""
    absent = people.alias("absent")
    of = substitutes.c
    found = (
        select(func.jsonb_agg(func.jsonb_build_array(of.person_id, absent.c.name, of.first, of.last, of.services)))
        .select_from(substitutes.join(absent, and_(absent.c.id == of.person_id, absent.c.left_at.is_(None))))
        .where(of.substitute_id == person, of.ended_at.is_(None))
        .scalar_subquery()
    )
    return type_coerce(found, JSONB).label("stands_in")


def as_stand_ins(found: Iterable[Any] | None) -> tuple[StandIn, ...]:
    return tuple(
        StandIn(
            UUID(person), name, date.fromisoformat(first), date.fromisoformat(last) if last else None,
            None if services is None else frozenset(services),
        )
        for person, name, first, last, services in found or ()
    )  # fmt: skip
