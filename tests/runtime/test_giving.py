"""Cases given to people by the rules of queues: in the same unit of work, fairly, with the reason, and again later."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, timedelta
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest

from runtime import applications, cases, documents, fsck, incidents, people, unassigned
from runtime.access import Viewer
from runtime.cases import Loaded
from runtime.db import Database
from runtime.errors import StaleCase
from runtime.models.base import ORGANISATION
from runtime.staffing import abilities
from runtime.staffing.absences import Wish, come_back, go_away
from tests.definitions.check_cases import edited, flow, move, state
from tests.runtime.citizens import NOW

TODAY = date(2026, 3, 26)
LATER = NOW + timedelta(hours=1)
TRIAGE: dict[str, Any] = {"strategy": "least-loaded"}


class Office:
    """A service whose queues have rules, and the people who work it."""

    def __init__(self, database: Database, triage: dict[str, Any], **people_: tuple[str, ...]) -> None:
        self.database = database
        document = edited(
            flow(
                states=(state("drafted", queue="approvals"),),
                transitions=(
                    move("draft", "new", "drafted"),
                    move("send-back", "drafted", "new", "lead"),
                    move("approve", "drafted", "closed", "lead", not_by=["draft"]),
                ),
            ),
            {
                "/roles/-": {"id": "lead", "label": "Team leader", "supervises": ["officer"]},
                "/queues/0/assign": triage,
                "/queues/-": {
                    "id": "approvals", "label": "Approvals", "role": "lead", "assign": {"strategy": "round-robin"},
                },
            },
        )  # fmt: skip
        with database.begin() as session:
            self.version = documents.publish(session, document, by="a test", at=NOW).id
        self.staff = {name: self.hire(name, *roles) for name, roles in people_.items()}

    def hire(self, name: str, *roles: str) -> Viewer:
        with self.database.begin() as session:
            email = f"{name}@council.example"
            person = people.create(session, name=name.capitalize(), email=email, password=None, at=NOW)
            for role in roles:
                team = people.create_team(session, role, at=NOW)
                people.grant(session, team, "report-it", role, at=NOW)
                people.join(session, team, person, at=NOW)
            return people.viewer(session, person)

    def comes_in(self, street: str = "High Street") -> UUID:
        with self.database.begin() as session:
            begun, _ = applications.begin(session, self.version, language="en", at=NOW)
            filled = applications.save_page(session, begun, {"street": street}, NOW)
            return cases.submit(session, filled, at=NOW).case_id

    def case(self, case_id: UUID) -> Loaded:
        with self.database.read() as session:
            return cases.load(session, case_id)

    def holder(self, case_id: UUID) -> str | None:
        assignee = self.case(case_id).case.assignee
        return next((name for name, viewer in self.staff.items() if viewer.assignee == assignee), assignee)

    def does(self, name: str, case_id: UUID, action: str) -> None:
        with self.database.begin() as session:
            actor = self.staff[name].actor("report-it")
            cases.act(session, case_id, action, {}, actor, revision=self.case(case_id).revision, at=LATER)

    def leaves(self, name: str, last: date | None = None) -> UUID:
        person = self.staff[name].person_id
        with self.database.begin() as session:
            wish = Wish(TODAY, last, "Dentist")
            return go_away(session, person, wish, organisation_id=ORGANISATION, able=(), by=person, today=TODAY, at=NOW)

    def incidents(self, case_id: UUID) -> list[tuple[str, str, str | None]]:
        with self.database.read() as session:
            return [(each.owner, each.reason, each.ending) for each in incidents.history(session, case_id)]

    def is_sound(self) -> None:
        with self.database.begin() as session:
            assert fsck.run(session) == []


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
