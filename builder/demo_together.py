"""The demo's cases that belong together: a bin reported twice, a request made again, notes that name colleagues."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from builder.demo_cases import send
from runtime import cases, people
from runtime.access import Viewer
from runtime.db import Database

BIN = {"line_1": "9 Elm Grove", "town": "Anytown", "postcode": "AB9 9ZZ"}
ASKED = "How much did you spend on repairing Mill Lane bridge, and when will it open again?"


def make_related(database: Database, now: datetime) -> None:
    """A likely duplicate, a pair that follows, a mention and a pinned note, each as staff would have made them."""
    day = (now - timedelta(days=1, hours=5)).date().isoformat()  # the day before the first was sent, at any hour
    first = send(database, "missed-bin", now - timedelta(hours=5), _bin("Olive Stone", "9 Elm Grove", day))
    send(database, "missed-bin", now - timedelta(hours=3), _bin("Dev Patel", "9, Elm Grove", day))
    earlier = send(database, "information-request", now - timedelta(days=4), _request(ASKED))
    later = send(database, "information-request", now - timedelta(days=2), _request(f"{ASKED} I asked this before."))
    with database.begin() as session:
        desk, boss = _viewer(session, "crew@demo.example"), _viewer(session, "supervisor@demo.example")
        officer, approver = _viewer(session, "officer@demo.example"), _viewer(session, "approver@demo.example")
        text = f"The gate is locked at the side. @{boss.name}, have you the key?"
        _note(session, first, text, desk, now - timedelta(hours=2), tell=boss)
        revision = cases.load(session, later).revision
        cases.link(
            session, later, earlier, "follows", officer.actor, revision=revision, reason="The same bridge", at=now
        )
        words = f"Engineers have the figures by Friday. @{approver.name}, the answer comes to you then."
        number = _note(session, earlier, words, officer, now, tell=approver)
        cases.pin(session, earlier, number, officer.actor("information-request"), on=True, at=now)


def _viewer(session: Session, email: str) -> Viewer:
    return people.viewer(session, people.find(session, email))


def _note(session: Session, case_id: UUID, text: str, by: Viewer, at: datetime, *, tell: Viewer) -> int:
    service_id = cases.load(session, case_id).service_id
    acted = cases.note(session, case_id, text, by.actor(service_id), mentions=[tell.person_id], at=at)
    return acted.events[0].number


def _bin(name: str, line: str, day: str) -> dict[str, Any]:
    contact = {"full_name": {"full": name}, "email": f"{name.split()[0].lower()}@example.org", "phone": None}
    return {"property": {**BIN, "line_1": line}, "bin": "recycling", "missed_on": day, "assisted": False} | contact


def _request(text: str) -> dict[str, Any]:
    about = {"subject": "council", "on_behalf": False, "identity": None, "request": text, "period_from": None}
    contact = {"full_name": {"full": "Nerys Vaughan"}, "email": "nerys@example.org", "post": None}
    return about | contact | {"period_to": None}
