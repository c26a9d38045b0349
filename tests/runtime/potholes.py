"""A service with everything a queue can say, and cases of it: for tests of queues, views, searches and exports."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from runtime import applications, cases, documents
from runtime.access import Viewer
from runtime.models.base import ORGANISATION
from tests.factories import document, page, question

AT = datetime(2026, 3, 26, 9, 0, tzinfo=UTC)
ROLES = ("officer", "boss", "payer")


def potholes(**changes: Any) -> dict[str, Any]:
    """Potholes: dangerous ones stand in a queue of their own, those to be paid for in another role's."""
    made = document(
        id="potholes",
        title="Report a pothole",
        roles=[{"id": role, "label": role.capitalize()} for role in ROLES],
        form={"pages": [page("hole", *QUESTIONS)]},
        workflow=WORKFLOW,
        queues=QUEUES,
    )
    return deepcopy(made | changes)


QUESTIONS = (
    question("street", searchable=True),
    question("depth", type="integer", searchable=True, required=False),
    question("cost", type="money", searchable=True, required=False),
    question("seen_on", type="date", searchable=True, required=False),
    question("danger", type="yes-no", searchable=True),
    question("size", type="radios", searchable=True, required=False, options=[
        {"value": value, "label": value.capitalize()} for value in ("small", "large")]),
    question("hurt", required=False, sensitive=True, seen_by=["boss"]),
)  # fmt: skip
STATES = (
    ("new", ["dangerous", "ordinary"]), ("mending", ["ordinary"]), ("billed", ["bills"]), ("asked", None),
    ("closed", None),
)  # fmt: skip
WORKFLOW = {
    "initial": "new",
    "states": [
        {"id": id, "label": id.capitalize(), "public": f"It is {id}"}
        | ({"queue": queue} if queue else {})
        | ({"final": True} if id == "closed" else {})
        for id, queue in STATES
    ],
    "transitions": [
        {"id": "mend", "label": "Mend", "from": ["new"], "to": "mending", "by": ["officer"]},
        {"id": "bill", "label": "Bill", "from": ["new", "mending"], "to": "billed", "by": ["officer"]},
        {"id": "ask", "label": "Ask", "from": ["new"], "to": "asked", "by": ["officer"]},
        {"id": "hurry", "label": "Hurry", "from": ["new"], "by": ["officer"],
         "effects": [{"set": {"case.priority": "high"}}]},
        {"id": "wait", "label": "Put off", "from": ["new"], "by": ["officer"],
         "effects": [{"set": {"case.priority": "low"}}]},
        {"id": "answer", "label": "Answer", "from": ["asked"], "to": "new", "by": ["applicant"]},
        {"id": "lapse", "label": "Lapse", "from": ["asked"], "to": "closed", "by": ["timer"], "after": "28 days"},
        {"id": "close", "label": "Close", "from": ["new", "mending"], "to": "closed", "by": ["officer"]},
        {"id": "paid", "label": "Paid", "from": ["billed"], "to": "closed", "by": ["payer"]},
    ],
    "clocks": [
        {"id": "promise", "label": "Mended", "length": "5 working days", "starts": "submission", "pauses_in": ["asked"]}
    ],
}  # fmt: skip
QUEUES = [
    {"id": "dangerous", "label": "Dangerous", "role": ["officer", "boss"], "filter": "danger || depth > 20",
     "description": "Made safe the same day.", "empty": "No road is dangerous today.",
     "columns": ["street", "depth"], "order": {"column": "depth", "descending": True}},
    {"id": "ordinary", "label": "Ordinary", "role": "officer", "order": "priority",
     "columns": ["street", "seen_on", "cost"]},
    {"id": "bills", "label": "Bills", "role": "payer", "columns": ["street", "cost"], "order": {"column": "street"}},
]  # fmt: skip


def publish(
    session: Session, document: Mapping[str, Any] | None = None, at: datetime = AT, organisation_id: UUID = ORGANISATION
) -> None:
    documents.publish(session, document or potholes(), by="a test", at=at, organisation_id=organisation_id)


def pothole(
    session: Session, at: datetime = AT, *, organisation_id: UUID = ORGANISATION, **answers: Any
) -> cases.Loaded:
    """A case sent at that moment, as it stands."""
    live = documents.published(session, "potholes", organisation_id)
    begun, _ = applications.begin(session, live.version_id, language="en", at=at)
    every = dict.fromkeys(question["id"] for question in QUESTIONS)
    given = {**every, "street": "High Street", "danger": False, **answers}
    filled = applications.save_page(session, begun, given, at)
    return cases.load(session, cases.submit(session, filled, at=at).case_id)


def viewer(*roles: str, number: int = 1, organisation: UUID = ORGANISATION) -> Viewer:
    return Viewer(UUID(int=number), organisation, f"Person {number}", {"potholes": frozenset(roles)} if roles else {})


OFFICER, BOSS, PAYER = viewer("officer"), viewer("boss", number=2), viewer("payer", number=3)


def do(session: Session, case: cases.Loaded, action: str, by: Viewer = OFFICER, at: datetime = AT) -> cases.Loaded:
    """The case after somebody did this."""
    loaded = cases.load(session, case.id)
    cases.act(session, case.id, action, {}, by.actor("potholes"), revision=loaded.revision, at=at)
    return cases.load(session, case.id)


def take(session: Session, case: cases.Loaded, by: Viewer = OFFICER, at: datetime = AT) -> None:
    cases.take(session, case.id, by.actor("potholes"), revision=cases.load(session, case.id).revision, at=at)
