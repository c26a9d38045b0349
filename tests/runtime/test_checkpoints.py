"""Checkpoints: what somebody with the database cannot quietly change, because it was written outside."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from runtime import checkpoints, mail
from runtime.checkpoints import Broken
from runtime.db import Database
from tests.runtime.noise import NOW, act, submitted

HOUR = timedelta(hours=1)


@pytest.fixture
def kept(database: Database, tmp_path: Path) -> Iterator[Database]:
    other = Database(replace(database.settings, checkpoints=str(tmp_path / "outside" / "checkpoints.jsonl")))
    yield other
    other.close()


def found(database: Database) -> list[Broken]:
    with database.read() as session:
        return checkpoints.compare(session, database.settings, database.keys)


def tamper(database: Database, statement: str) -> None:
    """As somebody with the owner's rights, who also switches the guards off."""
    with database.owner_engine().begin() as owner:
        owner.execute(sa.text("SET session_replication_role = replica"))
        owner.execute(sa.text(statement))


def lines(database: Database) -> list[str]:
    return checkpoints.path_of(database.settings).read_text().splitlines()


def test_only_chains_that_changed_are_written_again(kept: Database) -> None:
    first, _ = submitted(kept), submitted(kept)
    assert checkpoints.write(kept, at=NOW) == 2
    assert checkpoints.write(kept, at=NOW + HOUR) == 0
    act(kept, first, "tell")
    assert checkpoints.write(kept, at=NOW + 2 * HOUR) == 1
    assert [len(json.loads(line)["checkpoint"]["heads"]) for line in lines(kept)] == [2, 1]
    assert found(kept) == []


def test_a_tail_cut_off_and_written_again_shows(kept: Database) -> None:
    case_id = submitted(kept)
    act(kept, case_id, "tell")
    checkpoints.write(kept, at=NOW)
    tamper(kept, "DELETE FROM event_values; DELETE FROM events WHERE number = 2")
    assert [broken.case_id for broken in found(kept)] == [case_id]
    assert "event 2" in found(kept)[0].message


def test_a_changed_head_shows(kept: Database) -> None:
    case_id = submitted(kept)
    checkpoints.write(kept, at=NOW)
    tamper(kept, r"UPDATE events SET hash = '\x00'")
    assert [broken.case_id for broken in found(kept)] == [case_id]


def test_a_changed_line_and_a_missing_one_show(kept: Database) -> None:
    for n in range(3):
        submitted(kept)
        checkpoints.write(kept, at=NOW + n * HOUR)
    path, written = checkpoints.path_of(kept.settings), lines(kept)
    path.write_text("\n".join([written[0], written[2], ""]))
    assert [(b.case_id, "missing" in b.message) for b in found(kept)] == [(None, True)]
    path.write_text("\n".join([written[0].replace('"at":"2026', '"at":"2025'), *written[1:], ""]))
    assert "line 1" in found(kept)[0].message
    path.write_text("not json\n")
    assert "line 1" in found(kept)[0].message


def test_another_installations_key_signed_none_of_it(kept: Database) -> None:
    submitted(kept)
    checkpoints.write(kept, at=NOW)
    other = replace(kept.keys, installation=bytes(32))
    with kept.read() as session:
        assert "line 1" in checkpoints.compare(session, kept.settings, other)[0].message


def test_long_lists_are_written_in_pieces_that_hang_together(kept: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoints, "HEADS_A_LINE", 2)
    for _ in range(5):
        submitted(kept)
    assert checkpoints.write(kept, at=NOW) == 5
    assert len(lines(kept)) == 3
    assert found(kept) == []


def test_the_auditor_is_sent_what_stands_for_the_whole_file(kept: Database) -> None:
    told = Database(replace(kept.settings, auditor="auditor@example.org"))
    submitted(told)
    checkpoints.write(told, at=NOW)
    with told.read() as session:
        (letter,) = mail.delivered(session)
    assert letter.address == "auditor@example.org"
    assert checkpoints._digest(lines(told)[-1] + "\n") in letter.body
    told.close()


def test_without_a_file_there_is_nothing_to_compare(kept: Database) -> None:
    assert found(kept) == []
