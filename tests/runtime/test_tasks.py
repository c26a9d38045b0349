"""Tasks of cases in the database: one of two wins, lists show what is asked of whom, letters go out, fsck knows all."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from definitions.facts import Actor
from definitions.step import case_names
from runtime import cases, fsck, ticks
from runtime.cases import events
from runtime.cases.replay import moment_of
from runtime.db import Database
from runtime.errors import ActionRefused, AssignmentRefused, BadInputs, NotYourRole
from runtime.queues.asked import asked, counted
from tests.definitions.consulting import TASKS
from tests.runtime.asking import NOW, OFFICER, asked_case, committed, somebody
from tests.runtime.noise import carry_all, effects, incidents, rows
from tests.runtime.peers import MailServer, mail_server

LATER = NOW + timedelta(hours=1)
ROAD = Actor("staff", "01890000-0000-7000-8000-000000000004", "Hugh Road", frozenset({"highways"}))
OTHER = Actor("staff", "01890000-0000-7000-8000-000000000005", "Hana Road", frozenset({"highways"}))
BRIDGE = Actor("staff", "01890000-0000-7000-8000-000000000006", "Sue Bridge", frozenset({"structures"}))
LISTED = {"place": "The mill", "listed": True}
OBJECT = {"opinion": "object", "why": "Too narrow for a pram"}


def found(session: Session) -> list[str]:
    return [str(finding) for finding in fsck.run(session)]


def test_answers_lie_beside_the_chain_and_the_case_folds_to_the_same(session: Session) -> None:
    loaded = asked_case(session, "Bridge Street", LISTED)
    acted = cases.do_task(session, loaded.id, "highways", OBJECT, ROAD, at=LATER)
    again = cases.load(session, loaded.id)
    assert again.case == acted.case
    assert again.case.tasks["highways"].answers == OBJECT
    assert "pram" not in session.execute(sa.text("SELECT string_agg(data::text, '') FROM events")).scalar_one()
    assert events.first_break(again.entries) is None
    assert found(session) == []


def test_a_sensitive_answer_is_sealed_and_in_no_list(session: Session) -> None:
    secret = {"id": "view", "type": "text", "label": "View", "sensitive": True, "seen_by": ["officer"]}
    tasks = [{"id": "highways", "label": "Road", "by": "highways", "in": ["asking"], "due": "1 week", "ask": [secret]}]
    ways = [{"id": "consult", "label": "Consult", "from": ["new"], "to": "asking", "by": ["officer"]},
            {"id": "end", "label": "End", "from": ["asking", "voting"], "to": "closed", "by": ["officer"]},
            {"id": "vote", "label": "Vote", "from": ["asking"], "to": "voting", "by": ["officer"]}]  # fmt: skip
    loaded = asked_case(session, tasks=tasks, transitions=ways)
    cases.do_task(session, loaded.id, "highways", {"view": "He hit her"}, ROAD, at=LATER)
    kept = session.execute(sa.text("SELECT string_agg(values::text, '') FROM event_values")).scalar_one()
    assert "He hit her" not in kept
    assert cases.load(session, loaded.id).case.tasks["highways"].answers == {"view": "He hit her"}
    assert found(session) == []


def test_a_repeat_does_nothing_and_what_is_wrong_is_told(session: Session) -> None:
    loaded = asked_case(session)
    first = cases.do_task(session, loaded.id, "highways", OBJECT, ROAD, key="k", at=LATER)
    assert cases.do_task(session, loaded.id, "highways", OBJECT, ROAD, key="k", at=LATER).revision == first.revision
    with pytest.raises(BadInputs):
        cases.do_task(session, loaded.id, "structures", {}, BRIDGE, at=LATER)
    with pytest.raises(NotYourRole):
        cases.do_task(session, loaded.id, "structures", {"opinion": "support"}, ROAD, at=LATER)
    with pytest.raises(ActionRefused) as late:
        cases.do_task(session, loaded.id, "highways", OBJECT, OTHER, at=LATER)
    assert "Hugh Road did “Effect on the road”" in late.value.message


def test_of_two_at_once_one_answers_and_others_answer_theirs_meanwhile(database: Database) -> None:
    barrier, ids = Barrier(3), [committed(database, f"Pair {n}") for n in range(20)]
    ids += [committed(database, "Bridge Street") for _ in range(10)]

    def each(actor: Actor, key: str) -> list[str]:
        return [one(actor, key, case_id) for case_id in ids]

    def one(actor: Actor, key: str, case_id: UUID) -> str:
        barrier.wait(30)
        try:
            with database.begin() as session:
                cases.do_task(session, case_id, key, {"opinion": "support"}, actor, at=LATER)
        except ActionRefused as refused:
            return refused.message
        return "done"

    tried = ((ROAD, "highways"), (OTHER, "highways"), (BRIDGE, "structures"))
    with ThreadPoolExecutor(3) as hands:
        road, other, bridge = (f.result() for f in [hands.submit(each, *who) for who in tried])
    for mine, theirs in zip(road, other, strict=True):
        assert (mine == "done") != (theirs == "done")
        assert "did “Effect on the road”" in (mine if theirs == "done" else theirs)
    assert bridge[20:] == ["done"] * 10
    assert set(bridge[:20]) == {"“Structures” has not been asked on this case"}
    with database.read() as session:
        assert found(session) == []


def test_lists_show_what_is_asked_of_each_by_what_is_due(session: Session) -> None:
    hugh, sue, stranger = (somebody(session, *who) for who in (("Hugh", "highways"), ("Sue", "structures"), ("Stan",)))
    both = somebody(session, "Both", "highways", "structures", "officer")
    first, second = asked_case(session), asked_case(session, "High Street", LISTED)
    assert [(row.key, row.reference) for row in asked(session, sue).rows] == [("structures", first.reference)]
    assert len(asked(session, hugh).rows) == 2
    assert [row.key for row in asked(session, both).rows] == ["structures", "visit.1", "highways", "highways"]
    assert asked(session, stranger).rows == ()
    assert asked(session, sue, role=("report-it", "highways")).rows == ()
    assert counted(session, both) == {
        None: 4, ("report-it", "highways"): 2, ("report-it", "structures"): 1, ("report-it", "officer"): 1,
    }  # fmt: skip
    assert [row.label for row in asked(session, both, role=("report-it", "officer")).rows] == ["Visit to The mill"]
    cases.do_task(session, second.id, "highways", OBJECT, hugh.actor("report-it"), at=LATER)
    assert [row.reference for row in asked(session, hugh).rows] == [first.reference]


def test_pages_of_a_list_hold_each_task_once(session: Session) -> None:
    hugh = somebody(session, "Hugh", "highways")
    ids = {asked_case(session, f"{n} Street").id for n in range(5)}
    seen, after = [], None
    while True:
        page = asked(session, hugh, after=after, limit=2)
        seen += [row.case_id for row in page.rows]
        if (after := page.after) is None:
            break
    assert (len(seen), set(seen)) == (5, ids)
    assert len(asked(session, hugh, after="nonsense").rows) == 5


def test_what_somebody_takes_leaves_the_list_of_others_and_stays_in_that_of_the_role(session: Session) -> None:
    hugh, hana = somebody(session, "Hugh", "highways"), somebody(session, "Hana", "highways")
    loaded = asked_case(session)
    cases.give_task(session, loaded.id, "highways", hugh.assignee, hugh.actor("report-it"), at=LATER)
    assert [row.holder_name for row in asked(session, hugh).rows] == ["Hugh"]
    assert asked(session, hana).rows == ()
    assert [row.holder_name for row in asked(session, hana, role=("report-it", "highways")).rows] == ["Hugh"]
    with pytest.raises(AssignmentRefused, match="for Structures to do"):
        cases.give_task(session, loaded.id, "structures", hugh.assignee, hugh.actor("report-it"), at=LATER)
    assert found(session) == []


def test_a_vote_leaves_the_list_of_who_voted_and_ends_with_the_last(session: Session) -> None:
    members = [somebody(session, name, "member") for name in ("Ann", "Bob", "Cyd", "Dee")]
    loaded = asked_case(session, "High Street")
    cases.do_task(session, loaded.id, "highways", OBJECT, ROAD, at=LATER)
    cases.act(session, loaded.id, "go-on", {}, OFFICER, revision=None, at=LATER)
    for who in members[:3]:
        cases.do_task(session, loaded.id, "panel", {}, who.actor("report-it"), choice="yes", at=LATER)
    assert asked(session, members[0]).rows == ()
    assert asked(session, members[0], role=("report-it", "member")).rows[0].voted
    assert [row.key for row in asked(session, members[3]).rows] == ["panel"]
    acted = cases.do_task(session, loaded.id, "panel", {}, members[3].actor("report-it"), choice="no", at=LATER)
    assert acted.case.state == "closed"
    assert counted(session, members[3]) == {None: 0}
    assert found(session) == []


def test_fsck_finds_a_list_that_lies_and_a_task_that_nobody_asked(session: Session) -> None:
    asked_case(session)
    session.execute(sa.text("UPDATE tasks SET role = 'officer' WHERE key = 'highways'"))
    session.execute(sa.text("DELETE FROM tasks WHERE key = 'structures'"))
    session.execute(sa.text("DELETE FROM timers WHERE kind = 'late' AND of = 'structures'"))
    told = found(session)
    for part in ("the task highways is listed", "the task structures is listed", "the late of structures"):
        assert any(part in finding for finding in told), told


@pytest.fixture
def post(database: Database) -> Iterator[tuple[MailServer, Database]]:
    with mail_server() as (peer, url):
        sender = Database(replace(database.settings, smtp_url=url, retry_seconds=0))
        yield peer, sender
        sender.close()


def test_whoever_is_asked_is_written_to_and_reminded_unless_they_have_answered(
    post: tuple[MailServer, Database],
) -> None:
    peer, sender = post
    with sender.begin() as session:
        hugh, _ = somebody(session, "Hugh", "highways"), somebody(session, "Hana", "highways")
    case_id = committed(sender)
    carry_all(sender)
    assert [i[2] for i in incidents(sender)] == [
        "Nobody has the role structures, so nobody was asked. Give the role to a team."
    ]
    assert sorted(peer.recipients) == [["hana@council.test"], ["hugh@council.test"]]
    assert peer.letters[0]["Subject"] == "Effect on the road: please answer by 13 April 2026"
    reference = rows(sender, "SELECT reference FROM cases")[0][0]
    assert f"/staff/cases/{reference[:4]}-{reference[4:]}/tasks/highways" in peer.body()
    with sender.begin() as session:
        cases.give_task(session, case_id, "highways", hugh.assignee, hugh.actor("report-it"), at=LATER)
    assert ticks.fire_due(sender, at=NOW + timedelta(days=14)) == 2
    carry_all(sender)
    assert peer.recipients[2:] == [["hugh@council.test"]]
    assert peer.letters[2]["Subject"] == "Reminder: Effect on the road, due 13 April 2026"
    with sender.begin() as session:
        cases.do_task(session, case_id, "highways", OBJECT, ROAD, at=NOW + timedelta(days=15))
    assert ticks.fire_due(sender, at=NOW + timedelta(days=30)) == 0
    assert ("remind", "done", "sent") in effects(sender)
    with sender.read() as session:
        assert found(session) == []


def test_an_undone_action_takes_its_tasks_and_their_letters_back(post: tuple[MailServer, Database]) -> None:
    peer, sender = post
    ways: list[dict[str, Any]] = [
        {"id": "consult", "label": "Consult", "from": ["new"], "to": "asking", "by": ["officer"], "undo": "10 minutes"},
        {"id": "go-on", "label": "Go on", "from": ["asking"], "to": "voting", "by": ["officer"]},
        {"id": "end", "label": "End", "from": ["voting"], "to": "closed", "by": ["officer"]},
    ]
    keep = [task for task in TASKS if task["id"] in ("highways", "structures")]
    case_id = committed(sender, transitions=ways, tasks=[task | {"not_by": []} for task in keep])
    with sender.begin() as session:
        loaded = cases.load(session, case_id)
        assert set(loaded.case.tasks) == {"highways", "structures"}
        back = cases.undo(session, case_id, OFFICER, revision=loaded.revision, at=NOW + timedelta(minutes=5)).case
        assert (back.tasks, back.state) == ({}, "new")
        assert session.execute(sa.text("SELECT count(*) FROM tasks")).scalar_one() == 0
        assert found(session) == []
    carry_all(sender)
    assert peer.letters == []


def test_guards_over_tasks_move_the_case_in_the_same_unit_of_work(session: Session) -> None:
    loaded = asked_case(session, "High Street")
    names = case_names(loaded.service, loaded.case, moment_of(loaded, LATER))
    assert names["case"]["open_tasks"] == 1
    with pytest.raises(ActionRefused, match="Waiting for Highways"):
        cases.act(session, loaded.id, "go-on", {}, OFFICER, revision=loaded.revision, at=LATER)
