"""Fault F08 and threat 64: hosts whose clocks are wrong, nights of 23 and 25 hours, and a leap day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
import time_machine

from runtime import carry, cases, fsck, ticks
from runtime.breaker import Breaker
from runtime.db import Database
from tests.runtime import noise

LONDON = ZoneInfo("Europe/London")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SKEWS = [2 * HOUR, -2 * HOUR, DAY, -DAY]


def sent(database: Database, at: datetime) -> UUID:
    return noise.submitted(database, at=at)


def sound(database: Database) -> None:
    with database.snapshot() as session:
        assert [str(finding) for finding in fsck.run(session)] == []


@pytest.mark.parametrize("skew", SKEWS, ids=str)
def test_f08_a_worker_whose_clock_is_wrong_fires_by_the_databases(database: Database, skew: timedelta) -> None:
    """What is due in an hour is not fired by a worker that is a day ahead; what was due is, by one that is behind."""
    case_id = sent(database, datetime.now(UTC) - 2 * DAY - HOUR)
    with database.begin() as session:
        session.execute(sa.text("UPDATE timers SET due = now() + interval '1 hour'"))
    with time_machine.travel(datetime.now(UTC) + skew, tick=False):
        assert ticks.fire_due(database) == 0
    with database.begin() as session:
        session.execute(sa.text("UPDATE timers SET due = now() - interval '1 minute' WHERE kind = 'transition'"))
    with time_machine.travel(datetime.now(UTC) + skew, tick=False):
        assert ticks.fire_due(database) == 1
        assert ticks.fire_due(database) == 0, "and none twice"
    with database.read() as session:
        numbers = [event.number for event in cases.load(session, case_id).case.history]
    assert numbers == [1, 2], "events are in the order of their numbers"


@pytest.mark.parametrize("skew", SKEWS, ids=str)
def test_f08_t64_a_lease_is_as_long_as_the_database_says(database: Database, skew: timedelta) -> None:
    """Another worker, a day ahead or behind, neither takes up what somebody is at nor leaves what was given up."""
    sent(database, datetime.now(UTC))
    with database.begin() as session:
        session.execute(sa.text("UPDATE effects SET lease = gen_random_uuid(), attempts = 1, due = now(),"
                                " leased_until = now() + interval '1 minute', job_id = 0"))  # fmt: skip
        effect = session.execute(sa.text("SELECT id FROM effects LIMIT 1")).scalar_one()
    with time_machine.travel(datetime.now(UTC) + skew, tick=False):
        carry.carry_out(database, effect, Breaker())
        with database.begin() as session:
            assert carry.wake_stuck(session) == 0
            assert session.execute(sa.text("SELECT attempts FROM effects LIMIT 1")).scalar_one() == 1
            session.execute(sa.text("UPDATE effects SET leased_until = now() - interval '1 minute'"))
            assert carry.wake_stuck(session) == 1


NIGHTS = [
    datetime(2026, 3, 27, 1, 30, tzinfo=LONDON),  # two days later 1:30 does not exist
    datetime(2026, 10, 23, 1, 30, tzinfo=LONDON),  # two days later 1:30 comes twice
    datetime(2028, 2, 27, 10, 0, tzinfo=LONDON),  # two days later is the leap day
]


@pytest.mark.parametrize("begun", NIGHTS, ids=["spring", "autumn", "leap day"])
def test_f08_nothing_fires_twice_in_a_night_that_is_longer_or_shorter(database: Database, begun: datetime) -> None:
    case_id = sent(database, begun.astimezone(UTC))
    fired, at = 0, begun.astimezone(UTC)
    for _ in range(7 * 24):
        at += HOUR
        fired += ticks.fire_due(database, at=at)
    with database.read() as session:
        history = cases.load(session, case_id).case.history
    told = [(event.kind, event.transition) for event in history]
    assert fired >= 2
    assert len(told) == len(set(told)), told
    times = [event.at for event in history]
    assert times == sorted(times)
    sound(database)
