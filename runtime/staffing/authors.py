"""Who builds services here: whoever may look at what others want to publish."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from runtime.access import COUNCIL
from runtime.models.people import grants, members, people


def authors_addresses(session: Session, organisation_id: UUID, *, but: UUID | None = None) -> tuple[str, ...]:
    """The email addresses of everybody who builds services here, in order; all but somebody's."""
    held = (
        sa.select(people.c.email)
        .distinct()
        .join(members, members.c.person_id == people.c.id)
        .join(grants, grants.c.team_id == members.c.team_id)
        .where(people.c.organisation_id == organisation_id, people.c.left_at.is_(None))
        .where(grants.c.service_id == COUNCIL, grants.c.role == "author")
        .where(people.c.id.is_distinct_from(but))
        .order_by(people.c.email)
    )
    return tuple(session.scalars(held))
