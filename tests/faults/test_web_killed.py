"""Fault F01: the web process dies around a submission and around an action, by kill -9, twenty times and more."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from runtime import references
from tests.faults import lamps
from tests.faults.client import Clerk, Client, Cut, Page
from tests.faults.town import Town, check, numbers
from tests.runtime.workers import until

KILLS = 5


@dataclass
class Deed:
    """Something that somebody does with one button: ``press`` it once, or ``finish`` it by pressing until it is done.

    ``written`` says how much of it is in the database: no row, or one.
    """

    press: Callable[[], Page]
    finish: Callable[[], object]
    written: Callable[[], int]


def submissions(town: Town, count: int) -> list[Deed]:
    return [submission(town) for _ in range(count)]


def submission(town: Town) -> Deed:
    one = town.applicant()
    one.fill()
    one.ready()
    mine = "SELECT id FROM cases WHERE applicant = :email"
    return Deed(one.press, one.send, lambda: len(town.rows(mine, email=one.answers["email"])))


def actions(town: Town, count: int) -> list[Deed]:
    ada = town.clerk("ada")
    return [action(town, ada, f"Lamp {os.urandom(4).hex()} Row") for _ in range(count)]


def action(town: Town, clerk: Clerk, street: str) -> Deed:
    case_id = lamps.submitted(town.database, street)
    (row,) = town.rows("SELECT reference FROM cases WHERE id = :id", id=case_id)
    form = clerk.open(references.show(row.reference), "send")
    assert form is not None

    def finish() -> None:
        assert clerk.carry(form, crew="North")

    moved = "SELECT id FROM events WHERE case_id = :id AND kind = 'moved'"
    return Deed(lambda: clerk.client.send(form, crew="North"), finish, lambda: len(town.rows(moved, id=case_id)))


PLACES = [
    pytest.param(submissions, "submit.before_commit", 0, id="submit-before"),
    pytest.param(submissions, "submit.after_commit", 1, id="submit-after"),
    pytest.param(actions, "act.before_commit", 0, id="act-before"),
    pytest.param(actions, "act.after_commit", 1, id="act-after"),
]


@pytest.mark.parametrize(("deeds", "place", "left"), PLACES)
def test_killed_there_all_of_it_is_written_or_nothing_and_pressing_again_does_it_once(
    lamps_town: Town, deeds: Callable[[Town, int], list[Deed]], place: str, left: int
) -> None:
    town = lamps_town
    town.web.kill()
    town.web.up(TOWNCLERK_FAILPOINTS=f"{place}=kill")
    asked = deeds(town, KILLS)
    for deed in asked:
        town.web.up(TOWNCLERK_FAILPOINTS=f"{place}=kill")
        inside = town.web.inside
        with pytest.raises(Cut):
            deed.press()
        town.web.dies(inside)
        assert deed.written() == left
    town.web.kill()
    town.web.up()
    for deed in asked:
        deed.finish()
        deed.finish()
        assert deed.written() == 1
    check(town)
    print(numbers(town))


@pytest.mark.parametrize("side", ["before", "after"])
def test_a_defect_there_is_no_half_measure_either(lamps_town: Town, side: str) -> None:
    town = lamps_town
    town.web.kill()
    town.web.up(TOWNCLERK_FAILPOINTS=f"submit.{side}_commit=raise,act.{side}_commit=raise")
    asked = [*submissions(town, 1), *actions(town, 1)]
    for deed in asked:
        assert deed.press().status == 500
        assert deed.written() == (side == "after")
    town.web.kill()
    town.web.up()
    for deed in asked:
        deed.finish()
        assert deed.written() == 1
    check(town, defects=True)


@pytest.mark.parametrize("side", ["before", "after"])
def test_one_that_hangs_there_holds_up_nobody_once_it_is_killed(lamps_town: Town, side: str) -> None:
    town = lamps_town
    town.web.kill()
    town.web.up(TOWNCLERK_FAILPOINTS=f"submit.{side}_commit=hang,act.{side}_commit=hang")
    asked = [*submissions(town, 1), *actions(town, 1)]
    before, Client.patience = Client.patience, 2.0
    try:
        for deed in asked:
            with pytest.raises(Cut):
                deed.press()
            until(lambda deed=deed: deed.written() == (side == "after"))  # type: ignore[misc]
    finally:
        Client.patience = before
    assert town.web.health() == 200, "others are still served"
    town.web.kill()
    town.web.up()
    for deed in asked:
        deed.finish()
        assert deed.written() == 1
    check(town, defects=True)


def test_whoever_looks_after_the_web_processes_is_killed_and_they_end_too(lamps_town: Town) -> None:
    """Left behind, they would share the port with those begun next, and answer with yesterday's code."""
    town = lamps_town
    town.web.up()
    left = town.web.inside
    town.web.told(signal.SIGKILL)
    assert town.web.ends() == -signal.SIGKILL
    until(lambda: town.web.health() is None)
    town.web.dies(left)
    town.web.up()
    assert not set(left) & set(town.web.inside)
