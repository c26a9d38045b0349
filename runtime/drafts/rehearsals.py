"""How authors walk drafts through: each step a row of its own, so that reloading and going back show what was there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from runtime.models.drafts import rehearsals
from runtime.references import new_id

STAYS = timedelta(days=7)
"""For how long a step is kept. What is worth more is kept as an example."""

Story = Mapping[str, Any]


def keep(session: Session, organisation_id: UUID, service_id: str, story: Story, *, by: UUID, at: datetime) -> UUID:
    row = {"id": new_id(), "organisation_id": organisation_id, "service_id": service_id, "person_id": by}
    session.execute(sa.insert(rehearsals).values(**row, story=story, at=at))
    return row["id"]  # type: ignore[return-value]


def forget_old(session: Session, *, at: datetime) -> None:
    """Let go of steps that were taken long ago."""
    session.execute(sa.delete(rehearsals).where(rehearsals.c.at < at - STAYS))


def find(session: Session, organisation_id: UUID, service_id: str, id: UUID) -> Story | None:
    """A step that anybody of the organisation took: its address can be shown to a colleague."""
    return session.scalar(
        sa.select(rehearsals.c.story).where(
            rehearsals.c.id == id,
            rehearsals.c.organisation_id == organisation_id,
            rehearsals.c.service_id == service_id,
        )
    )


def latest(session: Session, service_id: str, *, by: UUID) -> UUID | None:
    """The step that this person took last."""
    mine = sa.select(rehearsals.c.id).where(rehearsals.c.person_id == by, rehearsals.c.service_id == service_id)
    return session.scalar(mine.order_by(rehearsals.c.at.desc()).limit(1))
