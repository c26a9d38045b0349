"""What an incident is about, tried again: by the effect, timer or file itself, or by giving the case out once more."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from definitions.facts import Actor
from runtime import cases, incidents
from runtime.cases.giving import KIND
from runtime.incidents import Incident


def retry(session: Session, incident: Incident, actor: Actor, at: datetime) -> bool:
    """Try again; False when there was nothing left to do. A case that still nobody may have keeps its incident.

    Raises:
        IncidentNotFound: it was closed already.
    """
    if incident.kind == KIND and incident.case_id is not None:
        cases.give_again(session, incident.case_id, at=at)
        return True
    return incidents.retry(session, incident.id, actor, at)
