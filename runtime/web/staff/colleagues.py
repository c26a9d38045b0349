"""Colleagues on one's own home page: those one stands in for, and the way to one's team."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from definitions.calendars import Moment
from runtime import documents
from runtime.access import Viewer, looked_after


def colleagues(session: Session, viewer: Viewer, moment: Moment) -> dict[str, Any]:
    """``stood_in``: the name of each one they stand in for today; ``leads``: whether they look after anybody."""
    live = [one.service for one in documents.catalogue(session, viewer.organisation_id)]
    return {
        "stood_in": [absent.name for absent in viewer.stands_in if absent.on(moment.today)],
        "leads": bool(looked_after(viewer, live)),
    }
