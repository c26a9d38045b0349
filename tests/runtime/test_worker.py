"""The worker as a process: killed, stopped, cut off, and two at once; no effect is lost, and none applied twice."""

from __future__ import annotations

import random
import signal
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from urllib.parse import urlsplit

import psycopg
import pytest

from runtime import incidents
from runtime.db import Database
from tests.runtime.noise import OFFICER, act, effects, rows, submitted
from tests.runtime.peers import WebPeer, answer, web_peer
from tests.runtime.workers import Worker, until, worker

HERE = "127.0.0.1"


@pytest.fixture
def peer() -> Iterator[tuple[WebPeer, str]]:
    with web_peer(HERE) as both:
        yield both


def now() -> datetime:
    return datetime.now(UTC)


def passed_on(database: Database, url: str) -> str:
    """A case with a webhook to carry out; gives its key. There is no address, so nothing is said to the applicant."""
    act(database, submitted(database, url, at=now(), email=None), "pass-on", now())
    event_id, position = rows(database, "SELECT event_id, position FROM effects ORDER BY id DESC LIMIT 1")[0]
    return f"{event_id}:{position}"


def all_done(database: Database) -> bool:
    return all(state == "done" for _, state, _ in effects(database))


@pytest.mark.parametrize("place", ["effect.before_call", "effect.after_call_before_mark"])
def test_killed_around_a_call_the_same_key_is_sent_again(
    place: str, database: Database, peer: tuple[WebPeer, str]
) -> None:
    """Fault F02."""
    served, url = peer
    key = passed_on(database, url)
    calls = 0 if place == "effect.before_call" else 1
    with worker(database, TOWNCLERK_ALLOWED_HOSTS=url, TOWNCLERK_FAILPOINTS=f"{place}=kill") as doomed:
        assert doomed.ends() == -signal.SIGKILL
    assert len(served.calls) == calls
    with worker(database, TOWNCLERK_ALLOWED_HOSTS=url):
        until(lambda: all_done(database))
    assert {headers["Idempotency-Key"] for headers, _ in served.calls} == {key}
    assert served.applied == {key: 1}
    assert len(served.calls) == calls + 1


def test_killed_again_and_again_under_a_peer_that_often_fails(database: Database, peer: tuple[WebPeer, str]) -> None:
    """Fault F02: after it all, each key was applied exactly once; what was parked meanwhile a person wakes."""
    served, url = peer
    chance, fail = random.Random(2), answer(500)
    served.faults = [fail if chance.random() < 0.35 else served.accept for _ in range(400)]
    keys = {passed_on(database, url) for _ in range(12)}
    for n in range(5):
        with worker(database, TOWNCLERK_ALLOWED_HOSTS=url) as doomed:
            seen = len(served.calls)
            until(lambda seen=seen, n=n: len(served.calls) > seen + n or all_done(database))  # type: ignore[misc]
            doomed.signal(signal.SIGKILL)
            doomed.ends()
    with worker(database, TOWNCLERK_ALLOWED_HOSTS=url):
        until(lambda: not rows(database, "SELECT 1 FROM effects WHERE state = 'waiting'"))
        wake_all(database)
        until(lambda: all_done(database))
    assert served.applied == dict.fromkeys(keys, 1)


def wake_all(database: Database) -> None:
    with database.begin() as session:
        for row in rows(database, "SELECT id FROM incidents WHERE closed_at IS NULL"):
            incidents.retry(session, row.id, OFFICER, now())


def test_killed_before_a_timers_commit_it_fires_once(database: Database) -> None:
    submitted(database, at=now() - timedelta(days=2, hours=1), email=None)
    with worker(database, TOWNCLERK_FAILPOINTS="timer.before_commit=kill") as doomed:
        assert doomed.ends() == -signal.SIGKILL
    assert rows(database, "SELECT count(*) FROM events")[0][0] == 1
    with worker(database), worker(database):
        until(lambda: rows(database, "SELECT count(*) FROM events WHERE actor_kind = 'timer'")[0][0] >= 1)
        until(lambda: all_done(database))
    moved = rows(database, "SELECT transition FROM events WHERE actor_kind = 'timer' AND kind = 'moved'")
    assert [row.transition for row in moved] == ["remind"]


class Held:
    """A peer's answer that waits until the test lets it go."""

    def __init__(self) -> None:
        self.reached, self.let_go = threading.Event(), threading.Event()

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        self.reached.set()
        self.let_go.wait(20)
        answer(200)(handler)


def test_told_to_stop_it_finishes_what_it_has_begun(database: Database, peer: tuple[WebPeer, str]) -> None:
    """Fault F28."""
    served, url = peer
    held = Held()
    served.faults = [held]
    passed_on(database, url)
    with worker(database, TOWNCLERK_ALLOWED_HOSTS=url, TOWNCLERK_LEASE_SECONDS="60") as told:
        assert held.reached.wait(20)
        told.signal(signal.SIGTERM)
        held.let_go.set()
        assert told.ends() == 0, told.log
    assert all_done(database)
    assert len(served.calls) == 1
    assert rows(database, "SELECT count(*) FROM procrastinate_workers")[0][0] == 0


def test_a_worker_that_slept_through_its_lease_changes_nothing(database: Database, peer: tuple[WebPeer, str]) -> None:
    """Fault F24: paused in the middle of a call; another takes over with the same key, and its result stands."""
    served, url = peer
    held = Held()
    served.faults = [held]
    key = passed_on(database, url)
    with worker(database, TOWNCLERK_ALLOWED_HOSTS=url) as zombie:
        assert held.reached.wait(20)
        zombie.signal(signal.SIGSTOP)
        with worker(database, TOWNCLERK_ALLOWED_HOSTS=url):
            until(lambda: all_done(database))
        ended = rows(database, "SELECT ended_at FROM effects WHERE kind = 'webhook'")
        held.let_go.set()
        zombie.signal(signal.SIGCONT)
        zombie.signal(signal.SIGTERM)
        assert zombie.ends() == 0
    assert [headers["Idempotency-Key"] for headers, _ in served.calls] == [key, key]
    assert served.applied == {key: 1}
    assert rows(database, "SELECT ended_at FROM effects WHERE kind = 'webhook'") == ended


def test_two_workers_share_the_work_and_repeat_none(database: Database, peer: tuple[WebPeer, str]) -> None:
    served, url = peer
    keys = {passed_on(database, url) for _ in range(20)}
    settings = {"TOWNCLERK_ALLOWED_HOSTS": url, "TOWNCLERK_LEASE_SECONDS": "60"}
    with worker(database, **settings), worker(database, **settings):
        until(lambda: all_done(database))
    assert served.applied == dict.fromkeys(keys, 1)
    assert len(served.calls) == len(keys)


def test_a_database_that_went_away_and_came_back_needs_nobody(
    database: Database, postgres: str, peer: tuple[WebPeer, str]
) -> None:
    """Fault F03, as a worker sees it: every connection cut, none accepted for a while, then all is well."""
    served, url = peer
    key = passed_on(database, url)
    name = urlsplit(database.url).path.removeprefix("/")
    with worker(database, TOWNCLERK_ALLOWED_HOSTS=url) as patient:
        until(lambda: all_done(database))
        with psycopg.connect(postgres, autocommit=True) as server:
            database.close()
            server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")  # type: ignore[arg-type]
            cut = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = %s"
            server.execute(cut, [name])
            until(lambda: any("database_away" in line for line in patient.log))
            server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")  # type: ignore[arg-type]
        second = passed_on(database, url)
        until(lambda: all_done(database))
        assert patient.process.poll() is None
    assert served.applied == {key: 1, second: 1}


def test_a_wrong_setting_stops_it_before_it_begins(database: Database) -> None:
    one = Worker(Database(replace(database.settings)), TOWNCLERK_WORKER_SLOTS="many")
    try:
        assert one.ends() != 0
    finally:
        one.close()
    assert "TOWNCLERK_WORKER_SLOTS" in "".join(one.log)
