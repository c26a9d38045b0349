"""Fault F03: PostgreSQL dies by kill -9 while web and worker stand at named places, twenty times and more."""

from __future__ import annotations

import signal
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count

from runtime import references
from tests.faults import lamps
from tests.faults.client import Clerk, Page
from tests.faults.processes import Process, send
from tests.faults.town import Town, check, numbers
from tests.runtime.workers import until

_streets = (f"Database {number} Road" for number in count(1))
AROUND = ",".join(f"{deed}.{side}_commit=stop" for deed in ("submit", "act") for side in ("before", "after"))
BEFORE, AFTER = 1, 2
"""The places that a request comes to, in order. After an action's commit it comes to two."""


def answered(town: Town, press: Callable[[], Page], *, killed_at: int = 0) -> Page:
    """The answer to a request that is paused at each place it comes to, and loses the database at one of them."""
    with ThreadPoolExecutor(1) as hand:
        coming, place = hand.submit(press), 0
        while paused(town.web, coming):
            place += 1
            if place == killed_at:
                town.lose_database()
            go_on(town.web)
        return coming.result()


def paused(process: Process, coming: Future[Page]) -> bool:
    until(lambda: coming.done() or bool(process.stopped))
    return not coming.done()


def go_on(process: Process) -> None:
    for pid in process.stopped:
        send(pid, signal.SIGCONT)


def pressed(town: Town, press: Callable[[], Page]) -> Page:
    """Press until it is no longer refused for now; the database lives."""
    page = answered(town, press)
    while page.status == 503:
        page = answered(town, press)
    return page


def test_while_a_submission_is_written_the_refusal_is_true_and_the_receipt_is_kept(lamps_town: Town) -> None:
    town = lamps_town
    town.web.up(TOWNCLERK_FAILPOINTS=AROUND)
    for _ in range(4):
        one = town.applicant()
        one.fill()
        one.ready()
        page = answered(town, one.press, killed_at=BEFORE)
        assert (page.status, page.heading) == (503, "Sorry, we could not send it just now"), page.text
        assert town.rows("SELECT 1 FROM cases WHERE applicant = :email", email=one.answers["email"]) == []
        warm(town)
        page = answered(town, one.press, killed_at=AFTER)
        assert page.status == 303
        assert one.read() == one.send()
    check(town)
    print(numbers(town))


def test_while_an_action_is_written_it_is_done_once_or_not_at_all(lamps_town: Town) -> None:
    town = lamps_town
    town.web.up(TOWNCLERK_FAILPOINTS=AROUND)
    ada = town.clerk("ada")
    moved = "SELECT 1 FROM events WHERE case_id = :id AND kind = 'moved'"
    for _ in range(4):
        case_id = lamps.submitted(town.database, next(_streets))
        (row,) = town.rows("SELECT reference FROM cases WHERE id = :id", id=case_id)
        press = pressing(ada, references.show(row.reference))
        assert answered(town, press, killed_at=BEFORE).status == 503
        assert town.rows(moved, id=case_id) == []
        warm(town)
        assert answered(town, press, killed_at=AFTER).status == 303
        assert pressed(town, press).status == 303
        assert len(town.rows(moved, id=case_id)) == 1
    check(town)
    print(numbers(town))


def pressing(clerk: Clerk, reference: str) -> Callable[[], Page]:
    form = clerk.open(reference, "send")
    assert form is not None
    return lambda: clerk.client.send(form, crew="North")


def warm(town: Town) -> None:
    """Have the web find out that its connections are gone, as its first callers do."""
    until(lambda: town.web.health() == 200)


def test_while_effects_and_timers_are_carried_out_each_is_applied_once(lamps_town: Town) -> None:
    """The worker stops before a call, after it, and before a timer's commit; nobody starts it again."""
    town = lamps_town
    places = ("effect.before_call", "effect.after_call_before_mark", "timer.before_commit")
    for place in places:
        lamps.sent_to_crew(town.database, next(_streets), town.officers["ada"])
        worker = town.worker(TOWNCLERK_FAILPOINTS=f"{place}=stop", TOWNCLERK_WORKER_SLOTS="1")
        for _ in range(2):
            until(lambda worker=worker: bool(worker.stopped))  # type: ignore[misc]
            town.lose_database()
            go_on(worker)
        while not town.is_settled():
            go_on(worker)
        assert worker.lives
        worker.kill()
    check(town)
    print(numbers(town))
