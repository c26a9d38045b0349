"""Whom a release is about: people half-way through the form, and cases that stay on the version they began on."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from runtime.models.applications import applications
from runtime.models.base import ORGANISATION
from runtime.models.cases import cases
from runtime.models.documents import versions

MOST = 10_000
"""The most that are counted: beyond it nobody needs to know how many more."""


@dataclass(frozen=True, slots=True)
class Standing:
    """``half_way``: applications not yet sent; ``open_cases``: by the number of their version, the newest first."""

    half_way: int
    open_cases: tuple[tuple[int, int], ...]


def standing(session: Session, service_id: str, organisation_id: UUID = ORGANISATION) -> Standing:
    mine = sa.select(versions.c.id, versions.c.number).where(
        versions.c.organisation_id == organisation_id, versions.c.service_id == service_id
    )
    ours = mine.subquery()
    begun = sa.select(applications.c.id).where(
        applications.c.version_id.in_(sa.select(ours.c.id)), applications.c.submitted_at.is_(None)
    )
    half_way = session.execute(sa.select(sa.func.count()).select_from(begun.limit(MOST).subquery())).scalar_one()
    some = (
        sa.select(cases.c.version_id)
        .where(
            cases.c.organisation_id == organisation_id, cases.c.service_id == service_id, cases.c.closed_at.is_(None)
        )
        .limit(MOST)
        .subquery()
    )
    counted = session.execute(
        sa.select(ours.c.number, sa.func.count())
        .join(some, some.c.version_id == ours.c.id)
        .group_by(ours.c.number)
        .order_by(ours.c.number.desc())
    ).all()
    return Standing(half_way, tuple((number, count) for number, count in counted))
