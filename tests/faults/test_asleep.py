"""Fault F24: a worker sleeps through its lease and wakes again; what the second one did stands."""

from __future__ import annotations

import signal

from tests.faults import lamps
from tests.faults.processes import send
from tests.faults.town import Town, check, numbers
from tests.runtime.workers import until

ENDED = "SELECT state, outcome, ended_at, attempts FROM effects WHERE case_id = :id ORDER BY position"


def test_the_far_end_sees_one_key_and_the_second_result_stands(lamps_town: Town) -> None:
    """It sleeps after each of several calls, before it could mark them as done."""
    town = lamps_town
    for n in range(4):
        case_id = lamps.submitted(town.database, f"Asleep {n} Road")
        letters = len(town.mail.letters)
        sleeper = town.worker(TOWNCLERK_FAILPOINTS="effect.after_call_before_mark=stop", TOWNCLERK_LEASE_SECONDS="1")
        until(lambda sleeper=sleeper: bool(sleeper.stopped))  # type: ignore[misc]
        second = town.worker(TOWNCLERK_LEASE_SECONDS="60")
        town.settle()
        stands = town.rows(ENDED, id=case_id)
        for pid in sleeper.stopped:
            send(pid, signal.SIGCONT)
        sleeper.told(signal.SIGTERM)
        assert sleeper.ends() == 0
        assert town.rows(ENDED, id=case_id) == stands
        assert [(row.state, row.attempts) for row in stands] == [("done", 2)]
        copies = town.mail.letters[letters:]
        assert len(copies) == 2
        assert len({letter["Message-ID"] for letter in copies}) == 1
        second.kill()
    assert "effect.overtaken" in (town.folder / "worker.log").read_text()
    check(town)
    print(numbers(town))


def test_a_timer_that_its_worker_sleeps_on_fires_once_and_holds_up_no_other(lamps_town: Town) -> None:
    town = lamps_town
    fired = "SELECT case_id FROM events WHERE kind = 'moved' AND actor_kind = 'timer'"
    held = lamps.sent_to_crew(town.database, "Held Road", town.officers["ada"])
    sleeper = town.worker(TOWNCLERK_FAILPOINTS="timer.before_commit=stop", TOWNCLERK_WORKER_SLOTS="1")
    until(lambda: bool(sleeper.stopped))
    other = lamps.sent_to_crew(town.database, "Other Road", town.officers["ada"])
    second = town.worker()
    until(lambda: [row.case_id for row in town.rows(fired)] == [other])
    second.kill()
    for pid in sleeper.stopped:
        send(pid, signal.SIGCONT)
    until(lambda: {row.case_id for row in town.rows(fired)} == {other, held})
    town.worker()
    town.settle()
    assert len(town.rows(fired)) == 2
    check(town)
    print(numbers(town))
