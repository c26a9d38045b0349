"""What the demo's people can do, who of them is away with somebody standing in, and so who is given what."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from definitions.calendars import Moment, calendar
from runtime import people
from runtime.staffing import abilities, absences
from runtime.staffing.absences import Wish

SKILLS = {
    "assessor@demo.example": ("mobility-assessment",),
    "tax@demo.example": ("welsh",),
    "crew@demo.example": ("welsh",),
}
AREAS = {"assessor@demo.example": ("AB", "ZE")}
AWAY, STANDS_IN = "tax@demo.example", "officer@demo.example"


def make_staff(session: Session, now: datetime) -> None:
    """Give skills and areas, and send one on leave: some of what came before is theirs, and nothing new."""
    for kind, given in (("skill", SKILLS), ("area", AREAS)):
        for email, names in given.items():
            for name in names:
                abilities.add(session, people.find(session, email), kind, name, at=now)  # type: ignore[arg-type]
    away, stands_in = people.find(session, AWAY), people.find(session, STANDS_IN)
    today = Moment(now, calendar("england")).today
    wish = Wish(today - timedelta(days=3), today + timedelta(days=9), "Paternity leave", stands_in)
    organisation_id = people.viewer(session, away).organisation_id
    absences.go_away(
        session, away, wish, organisation_id=organisation_id, able=(stands_in,), by=away, today=today, at=now
    )
