"""Who else is in a draft, and where, by the pages that they have open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from runtime.models.drafts import draft_presence
from runtime.models.people import people

STAYS = timedelta(minutes=2)
"""For how long somebody is taken to be there after their page was last heard of."""


@dataclass(frozen=True, slots=True)
class Present:
    person_id: UUID
    name: str
    address: str
    seen_at: datetime


def seen(session: Session, draft_id: UUID, person_id: UUID, address: str, *, at: datetime) -> None:
    """Somebody has a page of the draft open, with the element at ``address`` in hand."""
    row = {"address": address[:200], "seen_at": at}
    made = insert(draft_presence).values(draft_id=draft_id, person_id=person_id, **row)
    session.execute(made.on_conflict_do_update(index_elements=["draft_id", "person_id"], set_=row))


def present(session: Session, draft_id: UUID, *, but: UUID, at: datetime) -> list[Present]:
    """Who is there besides the person who asks, those heard of last first."""
    rows = session.execute(
        sa.select(draft_presence.c.person_id, people.c.name, draft_presence.c.address, draft_presence.c.seen_at)
        .join(people, people.c.id == draft_presence.c.person_id)
        .where(
            draft_presence.c.draft_id == draft_id,
            draft_presence.c.person_id != but,
            draft_presence.c.seen_at > at - STAYS,
        )
        .order_by(draft_presence.c.seen_at.desc())
    )
    return [Present(*row) for row in rows]
