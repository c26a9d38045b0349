"""Cases given to people by the rules of queues: in the same unit of work, fairly, with the reason, and again later."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from threading import Barrier
from uuid import UUID

import pytest

from runtime import cases, unassigned
from runtime.db import Database
from runtime.errors import StaleCase
from runtime.staffing import abilities
from runtime.staffing.absences import come_back
from tests.runtime.citizens import NOW
from tests.runtime.offices import LATER, TRIAGE, Office


def test_a_case_goes_to_whoever_has_least_and_keeps_why(database: Database) -> None:
    office = Office(database, TRIAGE, ada=("officer",), ben=("officer",), cai=("lead", "officer"))
    office.leaves("ben", date(2026, 4, 3))
    first, second = office.comes_in(), office.comes_in()
    assert (office.holder(first), office.holder(second)) == ("ada", "cai")
    given = office.case(second).case.events[-1]
    assert (given.kind, given.actor.kind, given.number) == ("assigned", "system", 2)
    assert given.data["strategy"] == "least-loaded"
    assert (given.data["why"], given.data["among"]) == ("least-work", 2)
    ben = str(office.staff["ben"].person_id)
    assert given.data["considered"] == [{"person": ben, "why": [{"code": "away", "until": "2026-04-03"}]}]
    (entry,) = [one for one in office.case(second).entries if one.event.kind == "assigned"]
    assert "considered" not in entry.event.data, "who is away can be erased: the chain only commits to it"
    assert set(entry.values) == {"considered"}
    office.is_sound()


def test_an_action_hands_over_within_the_same_unit_of_work_and_never_to_whoever_drafted(database: Database) -> None:
    office = Office(database, {"strategy": "previous", "otherwise": "round-robin"}, ada=("officer", "lead"))
    case_id = office.comes_in()
    office.does("ada", case_id, "draft")
    assert office.holder(case_id) is None, "it is not left with whoever may not go on with it"
    assert office.incidents(case_id) == [
        ("lead", "Nobody may have this case: Ada did “Draft” before.", None),
    ]
    office.staff["cai"] = office.hire("cai", "lead")
    assert unassigned.give_again(database, at=LATER) == 1
    assert office.holder(case_id) == "cai"
    assert office.incidents(case_id)[0][2] == "it was given to Cai"
    office.does("cai", case_id, "send-back")
    assert office.holder(case_id) == "ada", "she had it before"
    assert office.case(case_id).case.events[-1].data["why"] == "had-it"
    office.is_sound()


def test_a_case_that_nobody_may_have_waits_and_says_why_until_somebody_may(database: Database) -> None:
    office = Office(database, TRIAGE | {"skills": ["welsh"], "at_most": 1}, ada=("officer",), ben=("officer",))
    away = office.leaves("ben")
    case_id = office.comes_in()
    assert office.holder(case_id) is None
    assert office.case(case_id).case.state == "new"
    why = (
        "Nobody may have this case: Ada does not have the skill “welsh”; Ben is away; "
        "Ben does not have the skill “welsh”."
    )
    assert office.incidents(case_id) == [("lead", why, None)]
    with database.begin() as session:
        abilities.add(session, office.staff["ben"].person_id, "skill", "welsh", at=NOW)
    assert unassigned.give_again(database, at=LATER) == 0
    assert office.incidents(case_id) == [("lead", why.replace("; Ben does not have the skill “welsh”", ""), None)]
    with database.begin() as session:
        come_back(session, away, office.staff["ben"].person_id, at=NOW)
        cases.note(session, case_id, "He is back", office.staff["ada"].actor("report-it"), at=LATER)
    assert office.holder(case_id) == "ben", "any event of the case tries again"
    assert [ending for *_, ending in office.incidents(case_id)] == ["it was given to Ben"]
    second = office.comes_in()
    assert "Ben has an open case" in office.incidents(second)[0][1]
    office.does("ben", case_id, "close")
    assert unassigned.give_again(database, at=LATER) == 1
    assert office.holder(second) == "ben"
    office.is_sound()


def test_what_a_person_decides_is_not_given_away_again(database: Database) -> None:
    office = Office(database, TRIAGE, ada=("officer",), ben=("officer",))
    case_id = office.comes_in()
    actor = office.staff["ben"].actor("report-it")
    with database.begin() as session:
        cases.hand_on(session, case_id, None, actor, revision=2, reason="Whoever likes", at=LATER)
    with database.begin() as session:
        cases.note(session, case_id, "Nobody yet", actor, at=LATER)
    assert office.holder(case_id) is None
    assert office.incidents(case_id) == []


@pytest.mark.parametrize("strategy", ["round-robin", "least-loaded"])
def test_two_workers_at_once_give_everybody_the_same(database: Database, strategy: str) -> None:
    """Everybody reads the loads and turns that the others have just written: none is given two before all have one."""
    office = Office(database, {"strategy": strategy}, ada=("officer",), ben=("officer",), cai=("officer",))
    workers, rounds = 4, 6
    barrier = Barrier(workers)

    def work(_: int) -> list[UUID]:
        found = []
        for _ in range(rounds):
            barrier.wait(30)
            found.append(office.comes_in())
        return found

    with ThreadPoolExecutor(workers) as hands:
        made = [case_id for found in hands.map(work, range(workers)) for case_id in found]
    assert Counter(office.holder(case_id) for case_id in made) == dict.fromkeys(office.staff, workers * rounds // 3)
    with database.read() as session:
        order = session.connection().exec_driver_sql(
            "SELECT person_id, number FROM turns WHERE queue = 'triage' ORDER BY number"
        )
        assert len(order.all()) == 3
    office.is_sound()


def test_those_who_act_and_those_who_give_wait_for_one_another_in_one_order(database: Database) -> None:
    """A note takes the case first and then its people; an action must do the same, or each would wait for the other."""
    office = Office(database, TRIAGE, ada=("officer", "lead"), ben=("lead",), cai=("lead",))
    ids = [office.comes_in() for _ in range(6)]
    barrier = Barrier(2)

    def drafts() -> None:
        for case_id in ids:
            barrier.wait(30)
            with suppress(StaleCase):
                office.does("ada", case_id, "draft")

    def notes() -> None:
        for case_id in ids:
            barrier.wait(30)
            with database.begin() as session:
                cases.note(session, case_id, "Seen", office.staff["ben"].actor("report-it"), at=LATER)

    with ThreadPoolExecutor(2) as hands:
        for both in (hands.submit(drafts), hands.submit(notes)):
            both.result()
    assert {office.case(case_id).case.events[-1].kind for case_id in ids} <= {"assigned", "noted"}
    office.is_sound()
