"""Which roles of a service somebody holds: what comes to the others nobody sees."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from runtime.models.people import grants, members, teams


def manned(session: Session, organisation_id: UUID, service_id: str) -> frozenset[str]:
    """The roles that a team with somebody in it holds."""
    held = (
        sa.select(grants.c.role)
        .join(teams, teams.c.id == grants.c.team_id)
        .join(members, members.c.team_id == teams.c.id)
        .where(teams.c.organisation_id == organisation_id, grants.c.service_id == service_id)
        .distinct()
    )
    return frozenset(session.scalars(held))
