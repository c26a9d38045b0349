"""A small service that uses everything which can be lost: mail, webhooks and a timer; and the staff who work it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from definitions.facts import Actor
from runtime import applications, cases, documents, people
from runtime.db import Database
from tests.factories import document, page, question

PASSWORD = "correct horse battery"
STAFF = ("ada", "bo", "cy")
ROLES = frozenset({"officer"})


def now() -> datetime:
    return datetime.now(UTC)


def lamp(url: str) -> dict[str, Any]:
    """A broken street light: an acknowledgement, then a crew is sent and told, then a timer looks after it."""
    told = {"webhook": {"url": url, "send": ["street", "crew"]}}
    return document(
        id="lamp", title="Report a broken street light", applicant={"email": "email"},
        form={"pages": [
            page("where", question("street", label="Which street?"),
                 question("wrong", label="What is wrong?", lines=4, required=False)),
            page("contact", question("email", type="email", label="Email address")),
        ]},
        workflow={
            "initial": "new",
            "states": [
                {"id": "new", "label": "New", "public": "We have it", "queue": "triage"},
                {"id": "sent", "label": "With the crew", "public": "The crew has it", "queue": "triage"},
                {"id": "watched", "label": "Watched", "public": "We look after it", "queue": "triage"},
                {"id": "closed", "label": "Closed", "public": "It is done", "final": True},
            ],
            "transitions": [
                {"id": "send", "label": "Send a crew", "from": ["new"], "to": "sent", "by": ["officer"],
                 "ask": [question("crew", label="Which crew?")], "effects": [told, {"send": "told"}]},
                {"id": "watch", "label": "Watch it", "from": ["sent"], "to": "watched", "by": ["timer"],
                 "at": "case.submitted", "effects": [told]},
                {"id": "close", "label": "Close", "from": ["new", "sent", "watched"], "to": "closed", "by": ["officer"],
                 "effects": [told]},
            ],
        },
        messages=[{"id": "told", "to": "applicant", "subject": "A crew is coming", "body": "To {street}."}],
    )  # fmt: skip


def prepare(database: Database, url: str) -> dict[str, Actor]:
    """Publish the service, and give it three officers who can sign in."""
    found = {}
    with database.begin() as session:
        documents.publish(session, lamp(url), by="a test", at=now())
        team = people.create_team(session, "Lights", at=now())
        people.grant(session, team, "lamp", "officer", at=now())
        for name in STAFF:
            person = people.create(
                session, name=name.capitalize(), email=f"{name}@example.org", password=PASSWORD, at=now()
            )
            people.join(session, team, person, at=now())
            found[name] = Actor("staff", str(person), name.capitalize(), ROLES)
    return found


def submitted(database: Database, street: str, *, ago: timedelta = timedelta(0)) -> UUID:
    """A case sent in that long ago, without the web."""
    at = now() - ago
    with database.begin() as session:
        version = documents.published(session, "lamp").version_id
        application, _ = applications.begin(session, version, language="en", at=at)
        given = {"street": street, "wrong": None, "email": address(street)}
        application = applications.save_page(session, application, given, at)
        return cases.submit(session, application, at=at).case_id


def sent_to_crew(database: Database, street: str, actor: Actor) -> UUID:
    """A case whose crew was just sent: a letter and a webhook are promised, and the timer is due."""
    case_id = submitted(database, street)
    with database.begin() as session:
        cases.act(session, case_id, "send", {"crew": "North"}, actor, revision=None, at=now())
    return case_id


def address(street: str) -> str:
    """An applicant's own address: letters nobody asked for are few to one address."""
    return f"{street.lower().replace(' ', '-')}@example.org"
