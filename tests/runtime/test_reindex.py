"""What is derived from events can be thrown away: it is worked out anew, and the events are never touched."""

from __future__ import annotations

import psycopg
import pytest
from click.testing import CliRunner

from builder.cli import townclerk
from runtime import cases, fsck, reindex
from runtime.db import Database
from tests.runtime.citizens import NOW, OFFICER, a_case


@pytest.fixture
def spoilt(database: Database) -> Database:
    """Two cases of which lists, searches and timers know nothing right any more."""
    with database.begin() as session:
        one = a_case(session)
        cases.act(session, one.id, "send", {}, OFFICER, revision=None, at=NOW)
        a_case(session, bin="refuse")
    with psycopg.connect(database.owner_url) as owner:
        owner.execute("UPDATE cases SET columns = '{}', queue = NULL, search = '', due_at = now(), assignee = 'role:x'")
        owner.execute("DELETE FROM likenesses")
        owner.execute("DELETE FROM timers")
    return database


def found(database: Database) -> list[str]:
    with database.snapshot() as session:
        return [str(finding) for finding in fsck.run(session)]


def heads(database: Database) -> list[tuple[object, ...]]:
    with psycopg.connect(database.owner_url) as owner:
        return owner.execute("SELECT id, revision, head FROM cases ORDER BY id").fetchall()


def test_everything_derived_is_as_its_events_say(spoilt: Database) -> None:
    before = heads(spoilt)
    assert len(found(spoilt)) > 4
    assert [done.seen for done in reindex.run(spoilt)] == [2]
    assert found(spoilt) == []
    assert heads(spoilt) == before


def test_a_broken_record_is_left_and_told_of(spoilt: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    with psycopg.connect(spoilt.owner_url) as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute("UPDATE events SET actor_name = 'Eve' WHERE kind = 'moved' AND actor_kind = 'staff'")
    *_, done = reindex.run(spoilt)
    assert done.seen == 2
    assert len(done.left) == 1
    monkeypatch.setattr(reindex, "run", lambda database: iter([done]))
    environ = {"TOWNCLERK_DATABASE_URL": spoilt.url, "TOWNCLERK_MODE": "demo"}
    said = CliRunner().invoke(townclerk, ["reindex"], env=environ)
    assert said.exit_code == 1
    assert f"{done.left[0]}: left as it is" in said.output
    assert "1 of 2 cases are as their events say" in said.output
