"""A small service whose effects all leave the house, and its cases: for tests of the worker and what it carries out."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from definitions.facts import Actor
from runtime import applications, carry, cases, documents
from runtime.breaker import Breaker
from runtime.db import Database
from tests.factories import document, page, question

NOW = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
OFFICER = Actor("staff", "01890000-0000-7000-8000-000000000001", "Ada Officer", frozenset({"officer"}))


def noise(url: str = "https://noise.test/hook", **changes: Any) -> dict[str, Any]:
    questions = [
        question("street", label="Which street?"),
        question("meter", label="Meter number", required=False, pattern="[A-Z0-9]{4,10}", pattern_message="4 or more"),
        question("caller", type="name", label="Your name", required=False),
        question("email", type="email", label="Email address", required=False),
    ]
    return document(
        id="noise", title="Report noise", languages=["en", "cy"],
        applicant={"name": "caller", "email": "email"}, form={"pages": [page("where", *questions)]},
        workflow=workflow(url), messages=MESSAGES,
        after_submission="We answer within {clock.promise}, {street}. Meter {meter}.",
        queues=[{"id": "triage", "label": "Triage", "role": "officer", "columns": ["street"], "order": "due"}],
    ) | changes  # fmt: skip


MESSAGES = [
    {"id": "told", "to": "applicant", "subject": "Noise in\n{street}", "body": "Dear {caller},\n\nWe are on it."},
    {"id": "reminder", "to": "applicant", "subject": "Still with us", "body": "About {street}: we have not forgotten."},
    {"id": "desk", "to": {"role": "officer"}, "subject": "Late: {case.reference}", "body": "Please look at {street}."},
]


def workflow(url: str) -> dict[str, Any]:
    return {
        "initial": "new",
        "states": [
            {"id": "new", "label": "New", "public": "We have your report", "queue": "triage"},
            {"id": "working", "label": "Working", "public": "We are on it", "queue": "triage"},
            {"id": "closed", "label": "Closed", "public": "It is done", "final": True},
        ],
        "transitions": [
            {"id": "tell", "label": "Tell them", "from": ["new"], "to": "working", "by": ["officer"],
             "effects": [{"send": "told"}]},
            {"id": "pass-on", "label": "Pass on", "from": ["new", "working"], "to": "working", "by": ["officer"],
             "effects": [{"webhook": {"url": url, "send": ["street", "case.priority"]}}]},
            {"id": "close", "label": "Close", "from": ["new", "working"], "to": "closed", "by": ["officer"]},
            {"id": "remind", "label": "Remind", "from": ["new"], "to": "working", "by": ["timer"], "after": "2 days",
             "effects": [{"send": "reminder"}]},
            {"id": "sweep", "label": "Sweep", "from": ["working"], "to": "closed", "by": ["timer"], "after": "3 days",
             "when": "case.priority == 'high'"},
        ],
        "clocks": [
            {"id": "promise", "label": "Answer", "length": "4 days", "starts": "submission",
             "runs_in": ["new", "working"], "warn_before": "1 day",
             "on_breach": [{"set": {"case.priority": "high"}}, {"send": "desk"}]},
        ],
    }  # fmt: skip


def submitted(
    database: Database, url: str = "https://noise.test/hook", at: datetime = NOW, language: str = "en", **answers: Any
) -> UUID:
    """A case, committed, with everything it promised."""
    given = {"street": "High Street", "caller": {"full": "Ada"}, "email": "ada@example.org"} | answers
    with database.begin() as session:
        version = documents.publish(session, noise(url), by="a test", at=at)
        application, _ = applications.begin(session, version.id, language=language, at=at)
        application = applications.save_page(session, application, given, at)
        return cases.submit(session, application, at=at).case_id


def act(database: Database, case_id: UUID, action: str, at: datetime = NOW) -> None:
    with database.begin() as session:
        cases.act(session, case_id, action, {}, OFFICER, revision=None, at=at)


def carry_all(database: Database, breaker: Breaker | None = None) -> None:
    """Try every effect that is waiting, once."""
    for row in rows(database, "SELECT id FROM effects WHERE state = 'waiting' ORDER BY id"):
        carry.carry_out(database, row.id, breaker or Breaker())


def due_now(database: Database) -> None:
    """Make waiting effects due, instead of waiting for them."""
    with database.begin() as session:
        session.execute(sa.text("UPDATE effects SET due = now() WHERE state = 'waiting'"))


def rows(database: Database, query: str, **given: Any) -> list[Any]:
    with database.read() as session:
        return list(session.execute(sa.text(query), given).all())


def effects(database: Database) -> list[tuple[str, str, str | None]]:
    return [tuple(row) for row in rows(database, "SELECT kind, state, outcome FROM effects ORDER BY id")]


def incidents(database: Database) -> list[tuple[str, str, str]]:
    shown = "SELECT kind, owner, reason FROM incidents WHERE closed_at IS NULL ORDER BY opened_at, id"
    return [tuple(row) for row in rows(database, shown)]
