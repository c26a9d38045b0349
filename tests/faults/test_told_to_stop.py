"""Fault F28: web and worker are told to stop while busy; they finish what they have begun, and nothing is lost."""

from __future__ import annotations

import signal
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler
from itertools import count

from tests.faults import lamps
from tests.faults.client import Applicant
from tests.faults.town import Town, check, numbers
from tests.runtime.workers import until

STOPS = 4
AT_ONCE = 8
DRAINED_WITHIN = 30.0


def test_the_web_finishes_what_it_has_begun_and_nobody_loses_a_case(lamps_town: Town) -> None:
    town, enough = lamps_town, threading.Event()
    town.web.up()
    longest = 0.0
    with ThreadPoolExecutor(AT_ONCE) as hands:
        busy = [hands.submit(sending, town, enough) for _ in range(AT_ONCE)]
        try:
            for n in range(1, STOPS + 1):
                until(lambda n=n: acknowledged(town) >= n * AT_ONCE or failed(busy))  # type: ignore[misc]
                begun = time.monotonic()
                town.web.told(signal.SIGTERM)
                assert town.web.ends() == 0, town.web.log.read_text()[-2000:]
                longest = max(longest, time.monotonic() - begun)
                town.web.up()
        finally:
            enough.set()
        for future in busy:
            future.result()
    assert longest < DRAINED_WITHIN
    assert acknowledged(town) == len(town.applicants) == town.rows("SELECT count(*) FROM cases")[0][0]
    cut, closed = (sum(getattr(one, what) for one in town.applicants) for what in ("cuts", "closed"))
    check(town)
    print(
        numbers(
            town,
            [
                ("told to stop", STOPS),
                ("longest to drain", round(longest, 2)),
                ("of the cut, never begun", f"{closed} of {cut}"),
            ],
        )
    )


_lock = threading.Lock()


def sending(town: Town, enough: threading.Event) -> None:
    """One person after another sends a form, until there was enough of it."""
    while not enough.is_set():
        with _lock:
            one: Applicant = town.applicant()
        one.fill()
        one.send()


def acknowledged(town: Town) -> int:
    return sum(bool(one.shown) for one in town.applicants)


def failed(busy: list[Future[None]]) -> bool:
    return any(future.done() for future in busy)


def test_the_worker_finishes_what_it_has_begun_and_leaves_the_rest_to_the_next(lamps_town: Town) -> None:
    """Of slow calls, those under way come to their end and are marked; none of them is made again."""
    town, streets = lamps_town, count(1)
    town.hooks.every = lambda handler: slowly(town, handler)
    before = len(town.hooks.calls)
    try:
        for _ in range(3):
            for _ in range(12):
                lamps.sent_to_crew(town.database, f"Slow {next(streets)} Road", town.officers["ada"])
            worker, seen = town.worker(TOWNCLERK_LEASE_SECONDS="60"), len(town.hooks.calls)
            until(lambda seen=seen: len(town.hooks.calls) > seen + 4)  # type: ignore[misc]
            begun = time.monotonic()
            worker.told(signal.SIGTERM)
            assert worker.ends() == 0
            assert time.monotonic() - begun < DRAINED_WITHIN
            assert town.rows("SELECT 1 FROM effects WHERE lease IS NOT NULL") == []
            assert town.rows("SELECT 1 FROM procrastinate_jobs WHERE status = 'doing'") == []
    finally:
        town.hooks.every = None
    town.worker()
    town.settle()
    assert len(town.hooks.calls) - before == 2 * 36 == len(town.hooks.applied)
    check(town)
    print(numbers(town))


def slowly(town: Town, handler: BaseHTTPRequestHandler) -> None:
    threading.Event().wait(0.3)
    town.hooks.accept(handler)
