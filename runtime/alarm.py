"""Sounding the alarm: an incident on a case, owned by whoever must see to it as the case stands."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from runtime import cases, incidents


def sound(
    session: Session, case_id: UUID, *, kind: str, about: str, reason: str, effect_id: UUID | None = None
) -> None:
    """Open an incident, dated by the database's clock. Nobody owns it when the case cannot even be read."""
    try:
        loaded = cases.load(session, case_id)
    except DBAPIError:
        raise
    except Exception:  # noqa: BLE001 - that it cannot be read may be what the alarm is about
        owner = ""
    else:
        owner = incidents.owner_of(loaded.service, loaded.case.state)
    now = session.execute(select(func.now())).scalar_one()
    reason = reason if reason.endswith(".") else f"{reason}."
    incidents.open(session, case_id, kind=kind, about=about, owner=owner, reason=reason, at=now, effect_id=effect_id)
