"""Threat 42: whoever holds the database, even as its owner, cannot change what happened without its being found."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, ProgrammingError

from runtime import cases, checkpoints, fsck
from runtime.db import Database
from runtime.schema import APPEND_ONLY
from tests import factories
from tests.runtime import citizens
from tests.runtime.citizens import NOW, OFFICER

OWNER = "SET LOCAL session_replication_role = replica"


@pytest.fixture
def kept(database: Database, tmp_path: Path) -> Iterator[Database]:
    """A case with three events, whose heads were written outside."""
    other = Database(dataclasses.replace(database.settings, checkpoints=str(tmp_path / "heads.jsonl")))
    with other.begin() as session:
        case = citizens.a_case(session)
    for change in (
        lambda session: cases.note(session, case.id, "The lid was broken", OFFICER, at=NOW),
        lambda session: cases.act(session, case.id, "send", {}, OFFICER, revision=None, key="a-key", at=NOW),
    ):
        with other.begin() as session:
            change(session)
    checkpoints.write(other, at=NOW)
    assert findings(other, []) == []
    yield other
    other.close()


def findings(database: Database, tampering: list[str], **given: Any) -> list[fsck.Finding]:
    """What is found after that tampering by the owner with every guard off. Nothing of it is kept."""
    with sa.orm.Session(database.owner_engine(), autoflush=False) as session:
        session.info.update(settings=database.settings, keys=database.keys)
        session.execute(sa.text(OWNER))
        for statement in tampering:
            done = session.execute(sa.text(statement), given)
            assert done.rowcount != 0, statement  # type: ignore[attr-defined]
        found = fsck.run(session)
        session.rollback()
    return found


def columns(database: Database, table: str) -> list[tuple[str, str]]:
    with database.read() as session:
        found = sa.inspect(session.connection()).get_columns(table)
    return [(column["name"], str(column["type"])) for column in found]


CHANGED = {
    "UUID": "gen_random_uuid()", "TIMESTAMP": "{0} + interval '1 microsecond'", "INTEGER": "{0} + 7",
    "BIGINT": "{0} + 7", "SMALLINT": "{0} + 7", "BYTEA": "set_byte({0}, 5, get_byte({0}, 5) # 1)",
    "JSONB": "{0} || '{{\"more\": 1}}'", "TEXT": "coalesce({0}, '') || 'x'", "VARCHAR": "coalesce({0}, '') || 'x'",
}  # fmt: skip


@pytest.mark.parametrize("number", [1, 2, 3])
def test_t42_any_column_of_any_event_changed_is_found_there(kept: Database, number: int) -> None:
    for name, kind in columns(kept, "events"):
        change = CHANGED.get(kind, "NULL").format(name)
        if kind not in CHANGED:
            change = f"array_append({name}, 'x')"
        found = findings(kept, [f"UPDATE events SET {name} = {change} WHERE number = {number}"])
        assert found, (name, kind)
        events = [one.event for one in found if one.event]
        assert name in ("case_id", "organisation_id") or not events or min(events) <= number + 7, (name, found)


def test_t42_every_bit_of_a_hash_counts(kept: Database) -> None:
    for place in range(0, 256, 9):
        flip = f"UPDATE events SET hash = set_bit(hash, {place}, 1 - get_bit(hash, {place})) WHERE number = 2"
        assert findings(kept, [flip]), place


@pytest.mark.parametrize(
    "tampering",
    [
        ["DELETE FROM events WHERE number = 1"],
        ["DELETE FROM events WHERE number = 2"],
        ["DELETE FROM events WHERE number = 3"],
        ["DELETE FROM events WHERE number = 2", "UPDATE events SET number = 2 WHERE number = 3"],
        [
            "UPDATE events SET number = 9 WHERE number = 2", "UPDATE events SET number = 2 WHERE number = 3",
            "UPDATE events SET number = 3 WHERE number = 9",
        ],
        ["UPDATE event_values SET values = jsonb_set(values, '{answers.bin,value}', to_jsonb('refuse'::text))"],
        ["UPDATE cases SET state = 'collected'"],
        ["UPDATE cases SET assignee = 'role:supervisor'"],
        ["DELETE FROM events", "DELETE FROM event_values", "DELETE FROM cases"],
        [
            "DELETE FROM events WHERE number = 3",
            "UPDATE cases SET revision = 2, state = 'reported', head = (SELECT hash FROM events WHERE number = 2)",
        ],
    ],
    ids=["first", "middle", "last", "closed-up", "reordered", "value", "state", "assignee", "case", "cut-and-mended"],
)  # fmt: skip
def test_t42_what_is_taken_out_reordered_or_cut_off_is_found(kept: Database, tampering: list[str]) -> None:
    assert findings(kept, tampering)


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("change", ["UPDATE {0} SET organisation_id = NULL", "DELETE FROM {0}", "TRUNCATE {0} CASCADE"])
def test_t42_the_applications_role_may_not(database: Database, table: str, change: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), database.begin() as session:
        session.execute(sa.text(change.format(table)))


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("change", ["UPDATE {0} SET organisation_id = NULL", "DELETE FROM {0}", "TRUNCATE {0} CASCADE"])
def test_t42_nor_may_the_owner_unless_every_guard_is_taken_off_first(
    database: Database, table: str, change: str
) -> None:
    with (
        pytest.raises(DBAPIError, match="append-only"),
        sa.orm.Session(database.owner_engine()) as session,
    ):
        session.execute(sa.text(change.format(table)))


@pytest.mark.parametrize(
    "change",
    [
        "reference = 'ZZZZZZZZZ'", "version_id = (SELECT id FROM versions WHERE id <> version_id)", "language = 'cy'",
        "organisation_id = gen_random_uuid()", "service_id = 'report-it'", "applicant = 'Somebody else'",
        "columns = columns || '{\"bin\": \"Rubbish\"}'",
    ],
)  # fmt: skip
def test_t42_a_case_cannot_pass_for_another(kept: Database, change: str) -> None:
    with kept.begin() as session:
        citizens.publish(session, factories.document())
    assert findings(kept, [f"UPDATE cases SET {change}"])
