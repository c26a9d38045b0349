"""Timers, warnings and breaches: each happens once, whoever looks, and a refused one waits for the next event."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa

from runtime import cases, incidents, ticks
from runtime.db import Database
from runtime.failpoints import VARIABLE, FailpointReached
from tests.runtime import noise
from tests.runtime.noise import NOW, OFFICER, act, rows, submitted

DAYS = [NOW + timedelta(days=n) for n in range(10)]
SECOND = timedelta(seconds=1)


def kinds(database: Database) -> list[tuple[str, str | None]]:
    return [tuple(row) for row in rows(database, "SELECT kind, transition FROM events ORDER BY case_id, number")]


def armed(database: Database) -> list[str]:
    return sorted(row[0] for row in rows(database, "SELECT of FROM timers WHERE armed"))


def test_nothing_is_fired_before_it_is_due(database: Database) -> None:
    submitted(database)
    assert armed(database) == ["promise", "promise", "remind"]
    assert ticks.fire_due(database, at=DAYS[2] - SECOND) == 0
    assert kinds(database) == [("submitted", None)]


def test_a_timer_acts_once_and_its_letter_is_promised(database: Database) -> None:
    submitted(database)
    assert ticks.fire_due(database, at=DAYS[2]) == 1
    assert ticks.fire_due(database, at=DAYS[2]) == 0
    assert kinds(database) == [("submitted", None), ("moved", "remind")]
    event = rows(database, "SELECT actor_kind, at FROM events WHERE number = 2")[0]
    assert (event.actor_kind, event.at) == ("timer", DAYS[2])
    assert rows(database, "SELECT what FROM effects WHERE kind = 'send'")[0].what == {"message": "reminder"}


def test_a_clock_warns_and_runs_out_once_each_with_what_follows(database: Database) -> None:
    case_id = submitted(database)
    act(database, case_id, "tell", DAYS[1] + SECOND)
    assert ticks.fire_due(database, at=DAYS[3]) == 1
    assert ticks.fire_due(database, at=DAYS[4]) == 1
    assert ticks.fire_due(database, at=DAYS[4] + SECOND) == 1, "the breach made the case urgent, which lets it be swept"
    assert ticks.fire_due(database, at=DAYS[9]) == 0
    assert kinds(database) == [
        ("submitted", None), ("moved", "tell"), ("warned", None), ("breached", None), ("moved", "sweep")
    ]  # fmt: skip
    said = rows(database, "SELECT data->>'due' AS due FROM events WHERE kind IN ('warned', 'breached')")
    assert {row.due for row in said} == {DAYS[4].isoformat()}
    with database.read() as session:
        assert cases.load(session, case_id).case.priority == "high"


def test_a_refused_timer_is_disarmed_until_something_happens(database: Database) -> None:
    case_id = submitted(database)
    act(database, case_id, "tell", DAYS[0] + SECOND)
    assert "sweep" in armed(database)
    ticks.fire_due(database, at=DAYS[3] + SECOND)
    assert "sweep" not in armed(database)
    with database.begin() as session:
        cases.note(session, case_id, "Called them", OFFICER, at=DAYS[3])
    assert "sweep" in armed(database)


def test_what_was_missed_is_caught_up_in_order(database: Database) -> None:
    for _ in range(3):
        submitted(database)
    assert ticks.fire_due(database, at=DAYS[9]) == 6, "a warning after the end would warn of nothing"
    assert kinds(database) == [("submitted", None), ("moved", "remind"), ("breached", None)] * 3
    assert ticks.fire_due(database, at=DAYS[9]) == 0


def test_more_than_a_batch_is_fired_in_one_look(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ticks, "BATCH", 2)
    for _ in range(5):
        submitted(database)
    assert ticks.fire_due(database, at=DAYS[2]) == 5


def test_two_workers_fire_each_timer_once(database: Database) -> None:
    for _ in range(6):
        submitted(database)
    together, fired = threading.Barrier(3), []

    def look() -> None:
        together.wait()
        fired.append(ticks.fire_due(database, at=DAYS[2]))

    lookers = [threading.Thread(target=look) for _ in range(3)]
    for looker in lookers:
        looker.start()
    for looker in lookers:
        looker.join()
    assert sum(fired) == 6
    assert [kind for kind, _ in kinds(database)].count("moved") == 6


def test_a_case_that_somebody_is_changing_waits_for_the_next_look(database: Database) -> None:
    case_id = submitted(database)
    with database.begin() as session:
        session.execute(sa.text("SELECT 1 FROM cases WHERE id = :id FOR UPDATE"), {"id": case_id})
        assert ticks.fire_due(database, at=DAYS[2]) == 0
    assert ticks.fire_due(database, at=DAYS[2]) == 1


def test_a_case_that_was_moved_first_is_left_alone(database: Database) -> None:
    case_id = submitted(database)
    act(database, case_id, "tell", DAYS[1])
    assert ticks.fire_due(database, at=DAYS[2]) == 0


def test_an_end_before_the_commit_leaves_it_due(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    submitted(database)
    monkeypatch.setenv(VARIABLE, "timer.before_commit=raise")
    with pytest.raises(FailpointReached):
        ticks.fire_due(database, at=DAYS[2])
    assert kinds(database) == [("submitted", None)]
    monkeypatch.delenv(VARIABLE)
    assert ticks.fire_due(database, at=DAYS[2]) == 1


def test_a_case_that_cannot_be_read_is_an_incident_and_holds_up_no_other(database: Database) -> None:
    broken, _ = submitted(database), submitted(database)
    with database.owner_engine().begin() as owner:
        owner.execute(sa.text("SET session_replication_role = replica"))
        owner.execute(sa.text("UPDATE events SET data = '[]' WHERE case_id = :id"), {"id": broken})
    assert ticks.fire_due(database, at=DAYS[2]) == 1
    assert ticks.fire_due(database, at=DAYS[2]) == 0
    with database.read() as session:
        (incident,) = incidents.open_for(session, broken)
    assert (incident.kind, incident.about) == ("timer", "remind")
    assert noise.incidents(database)[0][2].startswith("Townclerk could not do it")
    with database.begin() as session:
        assert incidents.retry(session, incident.id, OFFICER, DAYS[2])
    ticks.fire_due(database, at=DAYS[2])
    assert len(noise.incidents(database)) == 1, "it failed again, which is another incident"


def test_the_databases_own_time_is_the_rule(database: Database) -> None:
    submitted(database)
    with database.begin() as session:
        session.execute(sa.text("UPDATE timers SET due = now() + interval '1 hour'"))
    assert ticks.fire_due(database) == 0
