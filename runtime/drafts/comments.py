"""What authors say of a draft, each about an element of it, with answers; open until somebody settles it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from runtime.models.drafts import draft_comments as table
from runtime.models.people import people
from runtime.references import new_id

LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Comment:
    """``address`` is the element it is about, empty for the service; ``answers_id`` the comment that it answers."""

    id: UUID
    address: str
    answers_id: UUID | None
    words: str
    by: str
    at: datetime
    settled_at: datetime | None
    settled_by: str | None


def say(
    session: Session, organisation_id: UUID, service_id: str, address: str, words: str, *, by: UUID, at: datetime
) -> UUID:
    """Say something about an element."""
    return _kept(session, organisation_id, service_id, address[:200], words, None, by, at)


def answer(
    session: Session, organisation_id: UUID, service_id: str, id: UUID, words: str, *, by: UUID, at: datetime
) -> bool:
    """Answer a comment, and not an answer; False when there is no such one."""
    first = sa.select(table.c.address).where(_one(organisation_id, service_id, id))
    address = session.execute(first).scalar_one_or_none()
    if address is None:
        return False
    _kept(session, organisation_id, service_id, address, words, id, by, at)
    return True


def settle(session: Session, organisation_id: UUID, service_id: str, id: UUID, *, by: UUID, at: datetime) -> bool:
    """Have a comment settled. Whoever did it first stays the one who did."""
    done = sa.and_(_one(organisation_id, service_id, id), table.c.settled_at.is_(None))
    made = table.update().where(done).values(settled_at=at, settled_by=by).returning(table.c.id)
    return session.execute(made).first() is not None


def reopen(session: Session, organisation_id: UUID, service_id: str, id: UUID) -> bool:
    one = _one(organisation_id, service_id, id)
    made = table.update().where(one).values(settled_at=None, settled_by=None).returning(table.c.id)
    return session.execute(made).first() is not None


def listed(session: Session, organisation_id: UUID, service_id: str) -> list[Comment]:
    """All comments and answers of a service, the oldest first."""
    settler = people.alias()
    asked = (
        sa.select(
            table.c.id, table.c.address, table.c.answers_id, table.c.words, people.c.name.label("by"), table.c.at,
            table.c.settled_at, settler.c.name.label("settled_by"),
        )
        .join(people, people.c.id == table.c.person_id)
        .outerjoin(settler, settler.c.id == table.c.settled_by)
        .where(table.c.organisation_id == organisation_id, table.c.service_id == service_id)
        .order_by(table.c.at, table.c.id)
    )  # fmt: skip
    return [Comment(**row._mapping) for row in session.execute(asked)]


def addresses(session: Session, organisation_id: UUID, service_id: str) -> frozenset[str]:
    """The elements that something is said about."""
    here = sa.and_(table.c.organisation_id == organisation_id, table.c.service_id == service_id, table.c.address != "")
    return frozenset(session.execute(sa.select(table.c.address).where(here).distinct()).scalars())


def follow(session: Session, organisation_id: UUID, service_id: str, moved: Mapping[str, str]) -> None:
    """Have comments be about what their elements are called now."""
    for was, now in moved.items():
        here = sa.and_(table.c.organisation_id == organisation_id, table.c.service_id == service_id)
        session.execute(table.update().where(here, table.c.address == was).values(address=now))


def forget(session: Session, organisation_id: UUID, service_id: str) -> None:
    """Throw away all that was said of a service that is no more."""
    here = sa.and_(table.c.organisation_id == organisation_id, table.c.service_id == service_id)
    session.execute(table.delete().where(here, table.c.answers_id.is_not(None)))
    session.execute(table.delete().where(here))


def _one(organisation_id: UUID, service_id: str, id: UUID) -> sa.ColumnElement[bool]:
    here = sa.and_(table.c.organisation_id == organisation_id, table.c.service_id == service_id)
    return sa.and_(here, table.c.id == id, table.c.answers_id.is_(None))


def _kept(
    session: Session, organisation_id: UUID, service_id: str, address: str, words: str, answers_id: UUID | None,
    by: UUID, at: datetime,
) -> UUID:  # fmt: skip
    id = new_id()
    session.execute(
        table.insert().values(
            id=id, organisation_id=organisation_id, service_id=service_id, address=address, answers_id=answers_id,
            words=words[:LONGEST], person_id=by, at=at,
        )
    )  # fmt: skip
    return id
