"""Threat 42 for all that casework writes: every kind of event, and every list beside the events."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from runtime import cases, fsck
from runtime.db import Database
from tests.runtime import asking, citizens
from tests.runtime.asking import OFFICER
from tests.trust.histories import World
from tests.trust.histories import asking as asking_service
from tests.trust.test_t42_record import OWNER

LISTS = ("tasks", "mentions", "likenesses", "timers")


def tampered(database: Database, statement: str, **given: Any) -> list[fsck.Finding]:
    """What is found after the owner did that with every guard off. Nothing of it is kept."""
    with sa.orm.Session(database.owner_engine(), autoflush=False) as session:
        session.info.update(settings=database.settings, keys=database.keys)
        session.execute(sa.text(OWNER))
        assert session.execute(sa.text(statement), given).rowcount, statement  # type: ignore[attr-defined]
        found = fsck.run(session)
        session.rollback()
    return found


@pytest.fixture
def worked(database: Database) -> Database:
    """Cases of a service that asks others, after some days at random, and one whose note tells a colleague."""
    world = World(database, 7, [asking_service()])
    for _ in range(90):
        world.goes_on()
    with database.begin() as session:
        cases.note(session, world.cases[0], "Look", OFFICER, mentions=world.staff[:1], at=world.now)
    with database.snapshot() as session:
        assert fsck.run(session) == []
    return database


def test_t42_every_kind_of_event_is_found_where_it_was_changed(worked: Database) -> None:
    with worked.read() as session:
        some = "SELECT DISTINCT ON (kind) kind, id, number FROM events ORDER BY kind, number DESC"
        events = session.execute(sa.text(some)).all()
    assert len(events) >= 10, [event.kind for event in events]
    for event in events:
        for change in ("data = data || '{\"more\": 1}'", "actor_name = actor_name || 'x'"):
            found = tampered(worked, f"UPDATE events SET {change} WHERE id = :id", id=event.id)
            assert ("chain", event.number) in [(one.code, one.event) for one in found], (event.kind, change)
    print([event.kind for event in events])


def test_t42_what_is_kept_beside_an_event_is_what_it_committed_to(worked: Database) -> None:
    with worked.read() as session:
        some = (
            "SELECT DISTINCT ON (e.kind) e.kind, e.id, e.number FROM events e JOIN event_values v ON v.event_id = e.id"
        )
        events = session.execute(sa.text(some + " ORDER BY e.kind, e.number DESC")).all()
    assert len(events) >= 3
    for event in events:
        other = '(SELECT jsonb_object_agg(key, value || \'{"salt": "00"}\') FROM jsonb_each(values))'
        found = tampered(worked, f"UPDATE event_values SET values = {other} WHERE event_id = :id", id=event.id)
        assert ("commitment", event.number) in [(one.code, one.event) for one in found], event.kind


def test_t42_a_list_that_lost_a_row_is_found(worked: Database) -> None:
    with worked.begin() as session:
        citizens.a_case(session)
    for table in LISTS:
        assert tampered(worked, f"DELETE FROM {table} WHERE ctid = (SELECT ctid FROM {table} LIMIT 1)"), table


def test_t42_a_task_that_was_made_to_look_answered_is_found(database: Database) -> None:
    asking.committed(database, "High Street")
    for change in ("state = 'done'", "role = 'officer'", "holder = 'person:x'", "due_at = due_at + interval '1 day'"):
        assert [one.code for one in tampered(database, f"UPDATE tasks SET {change}")] == ["task"], change
