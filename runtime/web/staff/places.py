"""A place in a list, as an address has it: a time and an id, after which the next page begins."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID


def write(at: datetime | None, id: UUID) -> str:
    return f"{at.isoformat()}_{id}" if at else ""


def read(text: str | None) -> tuple[datetime, UUID] | None:
    """None for what makes no sense: the list then starts from its first."""
    when, _, key = (text or "").partition("_")
    try:
        place = datetime.fromisoformat(when), UUID(key)
    except ValueError:
        return None
    return place if place[0].tzinfo else None
