"""Links by which somebody, signed in or not, translates one draft into one language, for a time, and does no more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from runtime import crypto
from runtime.models.drafts import draft_translators as table
from runtime.models.people import people
from runtime.references import new_id

LASTS = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Translator:
    """``name`` is who has the link, ``by`` who gave it to them."""

    id: UUID
    organisation_id: UUID
    service_id: str
    language: str
    name: str
    made_at: datetime
    until: datetime
    ended_at: datetime | None
    used_at: datetime | None
    by: str

    def open(self, at: datetime) -> bool:
        return self.ended_at is None and at <= self.until


def invite(
    session: Session, organisation_id: UUID, service_id: str, language: str, name: str, *, by: UUID, at: datetime
) -> str:
    """A link for somebody: the part of its address that opens it, which is kept nowhere."""
    token = crypto.new_token()
    session.execute(
        table.insert().values(
            id=new_id(), organisation_id=organisation_id, service_id=service_id, language=language, name=name,
            token=crypto.token_hash(token), made_by=by, made_at=at, until=at + LASTS,
        )
    )  # fmt: skip
    return crypto.url_text(token)


def opened(session: Session, written: str, *, at: datetime) -> Translator | None:
    """Whom a link belongs to; None if it is none of ours, or its time is over, or it was taken back."""
    token = crypto.url_bytes(written) if len(written) < 100 else None
    if token is None:
        return None
    row = session.execute(_ALL.where(table.c.token == crypto.token_hash(token))).one_or_none()
    found = Translator(**row._mapping) if row else None
    return found if found and found.open(at) else None


def used(session: Session, translator: Translator, *, at: datetime) -> None:
    session.execute(table.update().where(table.c.id == translator.id).values(used_at=at))


def listed(session: Session, organisation_id: UUID, service_id: str) -> list[Translator]:
    """Everybody who was given a link, the latest first."""
    here = sa.and_(table.c.organisation_id == organisation_id, table.c.service_id == service_id)
    return [Translator(**row._mapping) for row in session.execute(_ALL.where(here).order_by(table.c.made_at.desc()))]


def end(session: Session, organisation_id: UUID, service_id: str, id: UUID, *, at: datetime) -> None:
    """Take a link back: it opens nothing from now on."""
    one = sa.and_(table.c.id == id, table.c.organisation_id == organisation_id, table.c.service_id == service_id)
    session.execute(table.update().where(one, table.c.ended_at.is_(None)).values(ended_at=at))


_ALL = sa.select(
    *(table.c[name] for name in ("id", "organisation_id", "service_id", "language", "name")),
    *(table.c[name] for name in ("made_at", "until", "ended_at", "used_at")),
    people.c.name.label("by"),
).join(people, people.c.id == table.c.made_by)
