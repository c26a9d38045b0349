"""Cases of the demo that others are asked about: consultees of scaffolds, and a panel that votes on grants."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from builder.demo_examples import make_cases_of
from runtime import cases, people
from runtime.db import Database

SCAFFOLD, GRANT = "scaffold-licence", "community-grant"
MEI, GETHIN, ANJALI = "licensing@demo.example", "highways@demo.example", "structures@demo.example"
LENA, OLU = "grants@demo.example", "committee@demo.example"
PRIYA, OWEN, NADIA = "approver@demo.example", "approver2@demo.example", "reviewer@demo.example"


def make_tasks(database: Database, now: datetime) -> None:
    """Cases of both services, the first of each untouched, the others asked about hours after they came in."""
    _, closing, objected, late, structure = make_cases_of(database, SCAFFOLD, now)
    for case_id in (closing, objected, late, structure):
        _act(database, case_id, "consult", MEI, {})
    _do(database, closing, "lamps", ANJALI, {"move": True})
    _do(database, objected, "highways", GETHIN, {"view": "object", "why": "A pram does not get past the corner."})
    _do(database, structure, "structures", ANJALI, {"view": "agree"})
    _, interested, level, *_ = make_cases_of(database, GRANT, now)
    for case_id in (interested, level):
        _act(database, case_id, "recommend", LENA, {"advice": "It costs little and helps many."})
    _do(database, interested, "panel", PRIYA, {}, "interest")
    _do(database, interested, "panel", OWEN, {"because": "They have done it before."}, "all")
    _do(database, level, "panel", OWEN, {}, "all")
    _do(database, level, "panel", PRIYA, {}, "half")
    _do(database, level, "panel", NADIA, {"because": "Half is enough to begin."}, "half")


def _act(database: Database, case_id: UUID, action: str, email: str, inputs: Mapping[str, Any]) -> None:
    with database.begin() as session:
        loaded = cases.load(session, case_id)
        actor = people.viewer(session, people.find(session, email)).actor(loaded.service_id)
        at = loaded.case.submitted_at + timedelta(minutes=20)
        cases.act(session, case_id, action, inputs, actor, revision=None, at=at)


def _do(
    database: Database, case_id: UUID, task: str, email: str, inputs: Mapping[str, Any], choice: str | None = None
) -> None:
    with database.begin() as session:
        loaded = cases.load(session, case_id)
        actor = people.viewer(session, people.find(session, email)).actor(loaded.service_id)
        at = loaded.case.events[-1].at + timedelta(minutes=7)
        cases.do_task(session, case_id, task, inputs, actor, choice=choice, at=at)
