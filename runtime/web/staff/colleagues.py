"""Colleagues on one's own home page: the cases of those one stands in for, and the way to one's team."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from definitions.calendars import Moment
from definitions.questions.kind import in_language
from runtime import documents, workloads
from runtime.access import Viewer, looked_after
from runtime.web.staff import rows


def colleagues(session: Session, viewer: Viewer, moment: Moment) -> dict[str, Any]:
    """``stood_in``: each one they stand in for, with that one's cases; ``leads``: whether they look after anybody."""
    live = [one.service for one in documents.catalogue(session, viewer.organisation_id)]
    titles = {service.id: in_language(service.title, service.languages[0]) for service in live}
    stood_in = workloads.stood_in_for(session, viewer, moment.today)
    return {
        "stood_in": [
            {
                "name": name,
                "cases": [
                    rows.line(row, viewer, moment, [row.applicant or "", titles.get(row.service_id, row.service_id)])
                    for row in found
                ],
            }
            for name, found in stood_in
        ],
        "leads": bool(looked_after(viewer, live)),
    }
