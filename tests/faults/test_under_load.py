"""Faults F01 to F03 together: eight people send forms, two work the cases, and everything is killed at random."""

from __future__ import annotations

import contextlib
import random
import threading
import time
from collections import Counter, deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from itertools import chain

from tests.faults import lamps
from tests.faults.client import Clerk
from tests.faults.processes import Worker
from tests.faults.town import Town, check, found, numbers
from tests.runtime.workers import until

PEOPLE = 8
CLERKS = ("ada", "bo")
KILLS = 20
"""Of web, of worker and of PostgreSQL, each."""
FEWEST, LONGEST = 5, 60.0
"""After so many seconds a slow machine has to bear no more, once there were at least so many kills of each."""
GETTING_ON = 20.0
"""Seconds within which, after each three kills, somebody gets something done, on all but the slowest machine."""


@dataclass
class Storm:
    """Who is at it, and until when."""

    town: Town
    over: threading.Event = field(default_factory=threading.Event)
    open_cases: deque[str] = field(default_factory=deque)
    done: list[tuple[str, str]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def apply(self) -> None:
        while not self.over.is_set():
            with self.lock:
                one = self.town.applicant()
            one.fill()
            reference = one.send()
            one.send()
            self.open_cases.append(reference)

    def work(self, name: str) -> None:
        clerk: Clerk = self.town.clerk(name)
        while not self.over.is_set():
            if not self.open_cases:
                self.over.wait(0.1)
                continue
            reference = self.open_cases.popleft()
            if clerk.do(reference, "send", crew="North"):
                self.done.append((reference, "send"))
            if clerk.do(reference, "close"):
                self.done.append((reference, "close"))


def test_killed_at_random_under_load_nothing_is_lost_and_nothing_done_twice(lamps_town: Town) -> None:
    town, chance = lamps_town, random.Random(20)
    storm = Storm(town)
    for n in range(5):
        lamps.submitted(town.database, f"Early {n} Road", ago=timedelta(days=1))
    town.web.up()
    workers = [town.worker() for _ in range(2)]
    with ThreadPoolExecutor(PEOPLE + len(CLERKS)) as hands:
        busy = [hands.submit(storm.apply) for _ in range(PEOPLE)] + [hands.submit(storm.work, name) for name in CLERKS]
        try:
            kills = killed_at_random(town, workers, chance, busy)
        finally:
            town.postgres.start()
            town.web.up()
            storm.over.set()
        for future in busy:
            future.result()
    ended = time.monotonic()
    for worker in workers:
        if not worker.lives:
            worker.start()
    town.database.close()
    promised = town.settle()
    settled = round(time.monotonic() - ended, 1)
    assert min(kills.values()) >= FEWEST, kills
    assert acknowledged(town) == len(town.applicants) >= PEOPLE
    for reference, action in storm.done:
        assert moves(town, reference, action) == 1, (reference, action)
    check(town)
    print(
        numbers(town, [("acted", len(storm.done)), ("promised", dict(promised)), ("settled after", round(settled, 1))])
    )


def killed_at_random(
    town: Town, workers: list[Worker], chance: random.Random, busy: list[Future[None]]
) -> dict[str, int]:
    """Kill now one, now another, each as often; start again what died, as its supervisor would. Says how many died."""
    rounds = [chance.sample(("web", "worker", "database"), 3) for _ in range(KILLS)]
    kills, ends, pause = Counter[str](), time.monotonic() + LONGEST, threading.Event()
    for kind in chain.from_iterable(rounds):
        enough = time.monotonic() > ends and kills.total() >= 3 * FEWEST
        if enough or any(future.done() for future in busy):
            break
        pause.wait(chance.uniform(0.05, 0.6))
        if kind == "database":
            town.postgres.kill()
            pause.wait(chance.uniform(0, 0.3))
            town.postgres.start()
        elif kind == "web":
            chance.choice((town.web.kill, town.web.kill_inside))()
        else:
            chance.choice(workers).kill()
        kills[kind] += 1
        for process in (town.web, *workers):
            if not process.lives:
                process.start()
        if kills.total() % 3 == 0:
            town.database.close()
            assert found(town) == [], "the checker accuses nobody while others are at work"
            with contextlib.suppress(AssertionError):  # so slow a machine shall not stop the storm
                until(partial(more_shown_than, town, acknowledged(town)), patience=GETTING_ON)
    return dict(kills)


def acknowledged(town: Town) -> int:
    return sum(bool(one.shown) for one in town.applicants)


def more_shown_than(town: Town, before: int) -> bool:
    return acknowledged(town) > before


def moves(town: Town, reference: str, action: str) -> int:
    query = """SELECT count(*) FROM events e JOIN cases c ON c.id = e.case_id
               WHERE c.reference = :reference AND e.transition = :action"""
    return int(town.rows(query, reference=reference.replace("-", ""), action=action)[0][0])
