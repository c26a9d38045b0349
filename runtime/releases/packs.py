"""Contents of a service that are known here, by their hashes: what a newer pack can be merged against."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from runtime.models.base import ORGANISATION
from runtime.models.documents import versions
from runtime.models.releases import packs
from runtime.references import new_id

Document = Mapping[str, Any]


def brought(
    session: Session, document: Document, hash: str, *, by: UUID, at: datetime, organisation_id: UUID = ORGANISATION
) -> None:
    """A pack's content was taken in here."""
    _keep(session, "in", document, hash, by, at, organisation_id)


def handed_on(
    session: Session, document: Document, hash: str, *, by: UUID, at: datetime, organisation_id: UUID = ORGANISATION
) -> None:
    """A pack of this content was made here: it may come back changed."""
    _keep(session, "out", document, hash, by, at, organisation_id)


def hold(
    session: Session, document: Document, hash: str, *, by: UUID, at: datetime, organisation_id: UUID = ORGANISATION
) -> None:
    """Keep what somebody brought until they have looked at it: the last of each service."""
    mine = _of(packs, document["id"], organisation_id)
    session.execute(packs.delete().where(*mine, packs.c.way == "held", packs.c.person_id == by))
    _keep(session, "held", document, hash, by, at, organisation_id)


def held(session: Session, service_id: str, hash: str, organisation_id: UUID = ORGANISATION) -> Document | None:
    one = sa.select(packs.c.document).where(
        *_of(packs, service_id, organisation_id), packs.c.hash == hash, packs.c.way == "held"
    )
    found: Document | None = session.execute(one).scalar_one_or_none()
    return found


def known(session: Session, service_id: str, organisation_id: UUID = ORGANISATION) -> list[str]:
    """The hashes of all that a service has been here, the newest first."""
    rows = session.execute(
        sa.union_all(
            sa.select(versions.c.hash, versions.c.published_at.label("at")).where(
                *_of(versions, service_id, organisation_id)
            ),
            sa.select(packs.c.hash, packs.c.at).where(*_of(packs, service_id, organisation_id), packs.c.way != "held"),
        ).order_by(sa.desc("at"))
    )
    return list(dict.fromkeys(row.hash for row in rows))


def content(session: Session, service_id: str, hash: str, organisation_id: UUID = ORGANISATION) -> Document | None:
    """The document of that hash; None where it is not known."""
    for table in (versions, packs):
        one = sa.select(table.c.document).where(*_of(table, service_id, organisation_id), table.c.hash == hash)
        found: Document | None = session.execute(one.limit(1)).scalar_one_or_none()
        if found is not None:
            return found
    return None


def _of(table: sa.Table, service_id: str, organisation_id: UUID) -> tuple[sa.ColumnElement[bool], ...]:
    return table.c.organisation_id == organisation_id, table.c.service_id == service_id


def _keep(
    session: Session,
    way: Literal["in", "out", "held"],
    document: Document,
    hash: str,
    by: UUID,
    at: datetime,
    organisation_id: UUID,
) -> None:
    row = {
        "id": new_id(), "organisation_id": organisation_id, "service_id": document["id"], "way": way, "hash": hash,
        "document": dict(document), "person_id": by, "at": at,
    }  # fmt: skip
    session.execute(insert(packs).values(row).on_conflict_do_nothing())
