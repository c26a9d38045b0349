"""What was live and when: every release with who, when, why and who agreed, and every version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from runtime.errors import ServiceNotFound
from runtime.models.base import ORGANISATION
from runtime.models.documents import services, versions
from runtime.models.releases import releases

MOST = 500


@dataclass(frozen=True, slots=True)
class Release:
    """``was``: the version that was live before, None for the first. ``again``: one that had been live already."""

    number: int
    was: int | None
    at: datetime
    by: str
    why: str
    approved_by: str | None
    again: bool


@dataclass(frozen=True, slots=True)
class Released:
    """A version that is or was live."""

    number: int
    hash: str
    at: datetime
    by: str
    live: bool


def history(session: Session, service_id: str, organisation_id: UUID = ORGANISATION) -> list[Release]:
    """Every release, the newest first."""
    now, was = versions.alias(), versions.alias()
    found = session.execute(
        sa.select(releases, now.c.number, was.c.number.label("was"))
        .join(now, now.c.id == releases.c.version_id)
        .outerjoin(was, was.c.id == releases.c.was_version_id)
        .where(releases.c.organisation_id == organisation_id, releases.c.service_id == service_id)
        .order_by(releases.c.at.desc(), releases.c.id.desc())
        .limit(MOST)
    ).all()
    seen = [row.number for row in reversed(found)]
    return [
        Release(
            row.number, row.was, row.at, row.released_by, row.why, row.approved_by,
            row.number in seen[: len(found) - 1 - n],
        )
        for n, row in enumerate(found)
    ]  # fmt: skip


def versions_of(session: Session, service_id: str, organisation_id: UUID = ORGANISATION) -> list[Released]:
    """Every version, the newest first."""
    rows = session.execute(
        sa.select(versions, (services.c.live_version_id == versions.c.id).label("live"))
        .join(
            services,
            sa.and_(services.c.organisation_id == versions.c.organisation_id, services.c.id == versions.c.service_id),
        )
        .where(versions.c.organisation_id == organisation_id, versions.c.service_id == service_id)
        .order_by(versions.c.number.desc())
        .limit(MOST)
    )
    return [Released(row.number, row.hash, row.published_at, row.published_by, bool(row.live)) for row in rows]


def document_of(
    session: Session, service_id: str, number: int, organisation_id: UUID = ORGANISATION
) -> Mapping[str, Any]:
    """The document of one version.

    Raises:
        ServiceNotFound: there is no version of that number.
    """
    one = sa.select(versions.c.document).where(
        versions.c.organisation_id == organisation_id, versions.c.service_id == service_id, versions.c.number == number
    )
    document: Mapping[str, Any] | None = session.execute(one).scalar_one_or_none()
    if document is None:
        raise ServiceNotFound(f"There is no version {number} of {service_id}.", service=service_id)
    return document
