"""What has gone wrong in the demo, and who has looked: letters that nobody gets, and a case opened in an emergency."""

from __future__ import annotations

from datetime import datetime, timedelta

from runtime import cases, glass, people, queues
from runtime.db import Database
from runtime.mail import NOBODY

UNREACHABLE = f"{NOBODY}@example.org"
"""An address of applicants whose letters come to nothing, so that the demo has incidents."""

SERVICE, QUEUE = "adult-social-care", "contact"


def make_looks(database: Database, now: datetime) -> None:
    """Somebody's case was looked at by the team, and this morning by somebody else, in an emergency."""
    with database.begin() as session:
        seren, ama = (
            people.viewer(session, people.find(session, f"{who}@demo.example")) for who in ("contact", "officer")
        )
        found = queues.page(session, seren, SERVICE, QUEUE, at=now).rows
        for row in found[:1]:
            loaded = cases.by_reference(session, row.reference)
            for days in (3, 2):
                cases.record_read(session, loaded, seren.person_id, at=now - timedelta(days=days))
            reason = "Her neighbour rang us: no answer at the door since Sunday"
            then = now - timedelta(hours=2)
            glass.break_for(session, row.reference, ama, "harm", reason, then)
            if broken := glass.open_to(session, loaded, ama, then):
                cases.record_read(session, loaded, ama.person_id, at=then, glass_id=broken.id)
