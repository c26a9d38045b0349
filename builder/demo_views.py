"""What the demo's people have begun and how they look at their queues, so that their first page has something on it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from runtime import cases, people, queues
from runtime.access import Viewer
from runtime.cases.facets import Wanted
from runtime.db import Database
from runtime.queues import views

VIEWS: tuple[tuple[str, str, str, str, Mapping[str, str], Mapping[str, Wanted]], ...] = (
    ("crew@demo.example", "missed-bin", "new-reports", "Nobody’s, urgent first", {"with": "nobody"}, {}),
    ("crew@demo.example", "missed-bin", "with-crews", "Carried out for somebody", {}, {"assisted": {"is": "yes"}}),
    ("supervisor@demo.example", "missed-bin", "with-crews", "Late", {"overdue": "1"}, {}),
    ("officer@demo.example", "information-request", "new", "The newest", {"order": "newest"}, {}),
)
BEGUN: tuple[tuple[str, str, str, tuple[tuple[str, Mapping[str, Any]], ...]], ...] = (
    ("crew@demo.example", "missed-bin", "with-crews", ()),
    ("officer@demo.example", "information-request", "new", (("confirm", {"confirmed_law": "foi"}),)),
    (
        "officer@demo.example",
        "information-request",
        "new",
        (
            ("confirm", {"confirmed_law": "foi"}),
            ("ask-clarification", {"what_is_unclear": "Which of our car parks do you mean?"}),
        ),
    ),
)
"""Who takes the last due of which queue, and what they do with it."""


def make_views(database: Database, now: datetime) -> None:
    """Give people views, and cases that they have or that wait on others. Each in a unit of work of its own."""
    for email, service_id, queue_id, name, plain, answers in VIEWS:
        with database.begin() as session:
            who = people.viewer(session, people.find(session, email))
            views.save(session, who, views.new(service_id, queue_id, name, plain, answers), at=now)
    for email, service_id, queue_id, actions in BEGUN:
        with database.read() as session:
            who = people.viewer(session, people.find(session, email))
            free = [row for row in queues.page(session, who, service_id, queue_id, at=now).rows if not row.assignee]
        if free:
            _begin(database, who, free[-1].reference, service_id, actions, now)


def _begin(
    database: Database,
    who: Viewer,
    reference: str,
    service_id: str,
    actions: tuple[tuple[str, Mapping[str, Any]], ...],
    now: datetime,
) -> None:
    actor = who.actor(service_id)
    with database.begin() as session:
        loaded = cases.by_reference(session, reference)
        cases.take(session, loaded.id, actor, revision=loaded.revision, at=now)
        for action, inputs in actions:
            revision = cases.load(session, loaded.id).revision
            cases.act(session, loaded.id, action, inputs, actor, revision=revision, at=now)
