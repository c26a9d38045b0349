"""Who is written to about a request to publish: those who may answer it, and whoever asked once it is answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from runtime import documents, mail, people, releases
from runtime.access import COUNCIL
from runtime.db import Database
from runtime.models.base import ORGANISATION
from runtime.models.people import teams
from runtime.releases import Asker
from tests.factories import example_document
from tests.runtime.noise import rows
from tests.runtime.workers import until, worker

NOW = datetime(2026, 3, 26, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=3)


@pytest.fixture
def authors(database: Database) -> dict[str, Asker]:
    """Ada, Bo and Cy build services, Di builds none, and Ed did but has left."""
    with database.begin() as session:
        documents.publish(session, example_document(), by="test", at=NOW)
        team = people.create_team(session, "Service design", at=NOW)
        people.grant(session, team, COUNCIL, "author", at=NOW)
        found = {}
        for name in ("Ada", "Bo", "Cy", "Di", "Ed"):
            email = f"{name.lower()}@example.org"
            found[name] = Asker(name, people.create(session, name=name, email=email, password=None, at=NOW))
            if name != "Di":
                people.join(session, team, hired(found[name]), at=NOW)
        people.leave(session, hired(found["Ed"]), at=NOW)
    return found


def hired(one: Asker) -> UUID:
    assert one.person_id is not None
    return one.person_id


def asked(database: Database, by: Asker, **more: Any) -> UUID:
    made = example_document() | {"examples": [], "title": "Missed bins"}
    made["messages"][0]["to"] = {"address": "desk@example.org"}
    with database.begin() as session:
        return releases.ask(session, made, by=by, why="A secret reason", at=NOW, **more).id


def letters(database: Database, request_id: UUID) -> list[tuple[str, str]]:
    """To whom, and about what, once what was promised of the request is carried out."""
    promised = rows(database, "SELECT args->>'request' FROM procrastinate_jobs WHERE task_name = 'release_letter'")
    assert set(promised) == {(str(request_id),)}
    releases.tell(database, request_id)
    with database.read() as session:
        found = mail.delivered(session)
    assert not any("secret" in one.body for one in found)
    assert all(f"/build/missed-bin/request/{request_id}" in one.body for one in found)
    return sorted((one.address, one.subject) for one in found)


ASKED = "Please look at “Missed bins” before it goes live"


def test_those_who_may_answer_are_told_and_nobody_else(database: Database, authors: dict[str, Asker]) -> None:
    request_id = asked(database, authors["Ada"])
    assert letters(database, request_id) == [("bo@example.org", ASKED), ("cy@example.org", ASKED)]


def test_told_again_nobody_has_it_twice_and_whoever_came_meanwhile_has_it(
    database: Database, authors: dict[str, Asker]
) -> None:
    """As after a mail server that went away half-way."""
    request_id = asked(database, authors["Ada"])
    releases.tell(database, request_id)
    with database.begin() as session:
        team = session.execute(sa.select(teams.c.id).where(teams.c.name == "Service design")).scalar_one()
        new = people.create(session, name="Al", email="al@example.org", password=None, at=NOW)
        people.join(session, team, new, at=NOW)
    told = [(f"{name}@example.org", ASKED) for name in ("al", "bo", "cy")]
    assert letters(database, request_id) == told


def approve(session: Session, request_id: UUID, by: Asker) -> None:
    releases.approve(session, ORGANISATION, request_id, by=by, at=NOW)


def refuse(session: Session, request_id: UUID, by: Asker) -> None:
    releases.refuse(session, ORGANISATION, request_id, by=by, answer="A secret answer", at=NOW)


def withdraw(session: Session, request_id: UUID, by: Asker) -> None:
    releases.withdraw(session, ORGANISATION, request_id, by=by, at=NOW)


@pytest.mark.parametrize(
    ("answer", "later", "subject"),
    [
        (approve, None, "“Missed bins” is live"),
        (approve, LATER, "“Missed bins” was approved"),
        (refuse, None, "“Missed bins” was not approved"),
        (withdraw, None, "The request to publish “Missed bins” was taken back"),
    ],
)
def test_whoever_asked_is_told_the_answer(
    database: Database,
    authors: dict[str, Asker],
    answer: Callable[[Session, UUID, Asker], None],
    later: datetime | None,
    subject: str,
) -> None:
    request_id = asked(database, authors["Ada"], goes_live_at=later)
    with database.begin() as session:
        answer(session, request_id, authors["Bo"])
    assert letters(database, request_id) == [("ada@example.org", subject)]


def test_on_its_day_whoever_asked_is_told_that_it_is_live_or_why_not(
    database: Database, authors: dict[str, Asker]
) -> None:
    request_id = asked(database, authors["Ada"], goes_live_at=LATER)
    with database.begin() as session:
        releases.approve(session, ORGANISATION, request_id, by=authors["Bo"], at=NOW)
        releases.publish(session, example_document() | {"title": "Bins"}, by=authors["Cy"], why="Quick", at=NOW)
    assert releases.go_live_due(database, at=LATER) == 0
    assert letters(database, request_id) == [("ada@example.org", "“Missed bins” did not go live")]


def test_the_worker_sends_them(database: Database, authors: dict[str, Asker]) -> None:
    asked(database, authors["Ada"])
    with worker(database):
        until(lambda: rows(database, "SELECT count(*) FROM mailbox") == [(2,)])
