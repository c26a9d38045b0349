"""Fault F02: the worker dies by kill -9 around each effect and before a timer's commit, twenty times and more."""

from __future__ import annotations

import signal
from itertools import count

import pytest
import sqlalchemy as sa

from tests.faults import lamps
from tests.faults.town import Town, check, found, numbers
from tests.runtime.workers import until

_streets = (f"Worker {number} Road" for number in count(1))
ONE_AT_A_TIME = {"TOWNCLERK_WORKER_SLOTS": "1"}


def cases(town: Town, number: int) -> None:
    for _ in range(number):
        lamps.sent_to_crew(town.database, next(_streets), town.officers["ada"])


def dies(town: Town, place: str) -> None:
    doomed = town.worker(TOWNCLERK_FAILPOINTS=f"{place}=kill", **ONE_AT_A_TIME)
    assert doomed.ends() == -signal.SIGKILL
    doomed.kills += 1


def recovered(town: Town, expected: dict[str, int]) -> None:
    """One worker that nobody hinders does all that is left, and then everything holds."""
    kind = town.rows("SELECT kind, attempts FROM effects WHERE attempts > 0 AND state = 'waiting'")
    print("begun and not ended:", sorted(map(tuple, kind)))
    honest = town.worker()
    assert dict(town.settle()) == expected
    honest.kill()
    check(town)
    print(numbers(town))


def test_killed_before_the_call_each_effect_is_done_once(lamps_town: Town) -> None:
    """Seven deaths over two letters, a webhook and what a timer promises; no call was ever made by the dead."""
    cases(lamps_town, 3)
    for _ in range(7):
        dies(lamps_town, "effect.before_call")
    assert (lamps_town.hooks.calls, lamps_town.mail.letters) == ([], [])
    recovered(lamps_town, {"acknowledge": 3, "send": 3, "webhook": 6})


def test_killed_between_the_call_and_the_mark_the_far_end_sees_the_same_key_again(lamps_town: Town) -> None:
    town = lamps_town
    cases(town, 3)
    before = len(town.hooks.calls) + len(town.mail.letters)
    for _ in range(7):
        dies(town, "effect.after_call_before_mark")
    assert len(town.hooks.calls) + len(town.mail.letters) == before + 7
    recovered(town, {"acknowledge": 6, "send": 6, "webhook": 12})
    assert len(town.hooks.calls) + len(town.mail.letters) >= before + 3 * 4 + 7


@pytest.mark.parametrize("place", ["timer.before_commit", "act.before_commit", "act.after_commit"])
def test_killed_around_a_timers_commit_it_fires_once(lamps_town: Town, place: str) -> None:
    town = lamps_town
    fired = "SELECT count(*) FROM events WHERE actor_kind = 'timer' AND kind = 'moved'"
    before = town.rows(fired)[0][0]
    cases(town, 3)
    for deaths in range(1, 4):
        dies(town, place)
        assert town.rows(fired)[0][0] == before + (deaths if place == "act.after_commit" else 0)
    number = before + 3
    recovered(town, {"acknowledge": number, "send": number, "webhook": 2 * number})
    assert town.rows(fired)[0][0] == before + 3
    assert town.rows("SELECT max(n) FROM (SELECT count(*) AS n FROM events GROUP BY case_id) per")[0][0] == 3


def test_while_the_lease_of_the_dead_lasts_the_checker_accuses_nobody(lamps_town: Town) -> None:
    """Its job was given back and found the effect taken, so there is none until the lease ends; then there is."""
    town = lamps_town
    lamps.submitted(town.database, next(_streets))
    doomed = town.worker(TOWNCLERK_FAILPOINTS="effect.before_call=kill", TOWNCLERK_LEASE_SECONDS="600")
    assert doomed.ends() == -signal.SIGKILL
    doomed.kills += 1
    assert found(town) == []
    honest = town.worker()
    until(lambda: town.rows("SELECT 1 FROM procrastinate_jobs WHERE status IN ('todo', 'doing')") == [])
    assert found(town) == []
    with town.database.begin() as session:
        session.execute(sa.text("UPDATE effects SET leased_until = now() WHERE state = 'waiting'"))
    town.settle()
    honest.kill()
    check(town)


@pytest.mark.parametrize("how", ["raise", "hang"])
def test_what_never_comes_to_an_end_is_an_incident_until_a_person_takes_it_up(lamps_town: Town, how: str) -> None:
    """Fault F17: tries are counted before they begin, and after five a person is asked."""
    town = lamps_town
    open_ones = "SELECT kind, reason FROM incidents WHERE closed_at IS NULL"
    case_id = lamps.submitted(town.database, next(_streets))
    place = "effect.after_call_before_mark" if how == "raise" else "effect.before_call"
    with_defect = town.worker(TOWNCLERK_FAILPOINTS=f"{place}={how}", TOWNCLERK_LEASE_SECONDS="1")
    until(lambda: len(town.rows(open_ones)) == 1)
    assert town.rows("SELECT state, attempts FROM effects WHERE case_id = :id", id=case_id) == [("parked", 5)]
    with_defect.kill()
    honest = town.worker()
    town.settle()
    honest.kill()
    check(town, defects=True)
    copies = [letter["Message-ID"] for letter in town.mail.letters if lamps.address(street_of(town)) in letter["To"]]
    assert len(copies) == (6 if how == "raise" else 1)
    assert len(set(copies)) == 1


def street_of(town: Town) -> str:
    (row,) = town.rows("SELECT applicant FROM cases ORDER BY id DESC LIMIT 1")
    return str(row.applicant).partition("@")[0]
