"""Bulk: everything tried first, each case done once or told why not, whoever else is at work and whatever dies."""

from __future__ import annotations

import random
import signal
import threading
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from runtime import bulk, cases, fsck, people
from runtime.access import Viewer
from runtime.bulk import Chosen, Deed, Run
from runtime.db import Database
from runtime.errors import NothingChosen, QueueNotFound, Refused, RunNotFound
from runtime.queues import Filters
from tests.factories import undoable_document
from tests.runtime.citizens import apply, publish
from tests.runtime.workers import until, worker

NOW = datetime.now(UTC)
SEND = Deed("act", {"action": "send"})


class Desk:
    """Ada and Bo at the crew desk, Cy who supervises it, and cases in one queue."""

    def __init__(self, database: Database) -> None:
        self.database = database
        document = undoable_document()
        document["roles"][1]["supervises"] = ["crew-desk"]
        with database.begin() as session:
            self.version = publish(session, document)
            self.people = {name: self._person(session, name) for name in ("ada", "bo", "cy")}

    def _person(self, session: Any, name: str) -> UUID:
        person = people.create(session, name=name.title(), email=f"{name}@example.org", password=None, at=NOW)
        team = people.create_team(session, f"team {name}", at=NOW)
        people.grant(session, team, "missed-bin", "supervisor" if name == "cy" else "crew-desk", at=NOW)
        people.join(session, team, person, at=NOW)
        return person

    def viewer(self, name: str = "ada") -> Viewer:
        with self.database.read() as session:
            return people.viewer(session, self.people[name])

    def cases(self, number: int, ago: timedelta = timedelta(hours=1)) -> list[str]:
        with self.database.begin() as session:
            missed = (NOW - timedelta(days=1)).date().isoformat()
            made = [apply(session, self.version, NOW - ago, missed_on=missed, email=None) for _ in range(number)]
            return [cases.submit(session, each, at=NOW - ago).reference for each in made]

    def begin(self, references: list[str] | None = None, name: str = "ada") -> UUID:
        chosen = Chosen("missed-bin", "new-reports", references or (), None if references else Filters())
        with self.database.begin() as session:
            return bulk.begin(session, self.viewer(name), chosen, at=NOW)

    def run(self, run_id: UUID, name: str = "ada") -> Run:
        with self.database.read() as session:
            return bulk.load(session, run_id, self.viewer(name))

    def tried(self, run_id: UUID, deed: Deed = SEND) -> None:
        with self.database.begin() as session:
            bulk.choose(session, self.run(run_id), deed)
        self.work()
        assert self.run(run_id).state == "checked"

    def confirmed(self, run_id: UUID, deed: Deed = SEND) -> None:
        self.tried(run_id, deed)
        with self.database.begin() as session:
            run = self.run(run_id)
            bulk.confirm(session, run, bulk.mark(session, run), at=NOW)

    def work(self) -> None:
        while bulk.work(self.database):
            pass

    def counts(self, run_id: UUID) -> dict[str, int]:
        with self.database.read() as session:
            return dict(bulk.tally(session, run_id).counts)

    def why(self, run_id: UUID) -> dict[str, int]:
        with self.database.read() as session:
            return {group.why: group.count for group in bulk.groups(session, run_id)}

    def act(self, reference: str, action: str = "send", name: str = "bo", **inputs: Any) -> None:
        with self.database.begin() as session:
            loaded = cases.by_reference(session, reference)
            actor = self.viewer(name).actor("missed-bin")
            cases.act(session, loaded.id, action, inputs, actor, revision=loaded.revision, at=datetime.now(UTC))

    def moves(self) -> Counter[str]:
        """How often each case was moved by somebody."""
        with self.database.read() as session:
            of = "SELECT c.reference FROM events e JOIN cases c ON c.id = e.case_id WHERE e.transition = 'send'"
            return Counter(session.execute(sa.text(of)).scalars())

    def ends(self, run_id: UUID) -> bool:
        return self.run(run_id).state == "done"


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


def test_everything_is_tried_before_anything_is_done(desk: Desk) -> None:
    made = desk.cases(5)
    run_id = desk.begin()
    desk.act(made[0])
    late = desk.cases(1)
    desk.tried(run_id)
    assert desk.counts(run_id) == {"ready": 4, "changed": 1}
    assert desk.why(run_id) == {"With crew": 4, "Changed meanwhile by Bo": 1}
    assert sum(desk.moves().values()) == 1
    with desk.database.begin() as session:
        bulk.confirm(session, desk.run(run_id), bulk.mark(session, desk.run(run_id)), at=NOW)
    desk.work()
    assert desk.run(run_id).state == "done"
    assert desk.counts(run_id) == {"done": 4, "changed": 1}
    assert set(desk.moves().values()) == {1}
    assert late[0].replace("-", "") not in desk.moves()


def test_only_cases_that_one_may_see_are_on_the_list(desk: Desk) -> None:
    mine = desk.cases(2)
    run_id = desk.begin([mine[0], "K7QM-2XRDT", "nonsense"])
    desk.tried(run_id)
    assert desk.counts(run_id) == {"ready": 1}
    with pytest.raises(NothingChosen):
        desk.begin(["K7QM-2XRDT"])
    with pytest.raises(QueueNotFound):
        desk.begin(name="cy")


def test_a_run_is_for_who_began_it_and_for_who_supervises_them(desk: Desk) -> None:
    desk.cases(1)
    run_id = desk.begin()
    assert desk.run(run_id, "cy").name == "Ada"
    with pytest.raises(RunNotFound):
        desk.run(run_id, "bo")


def test_what_may_be_done_is_judged_when_it_is_done(desk: Desk) -> None:
    desk.cases(2)
    run_id = desk.begin()
    desk.confirmed(run_id)
    with desk.database.begin() as session:
        session.execute(sa.text("DELETE FROM grants WHERE role = 'crew-desk'"))
    desk.work()
    assert desk.why(run_id) == {"Whoever began this may no longer work this case": 2}
    assert not desk.moves()


@pytest.mark.parametrize(
    ("deed", "kind"),
    [
        (Deed("assign", {"to": "role:supervisor"}, {"reason": "Leave"}), "assigned"),
        (Deed("priority", {"priority": "high"}), "changed"),
        (Deed("note", {}, {"text": "Strike on Friday"}), "noted"),
        (Deed("act", {"action": "refuse"}, {"reason": "not_out"}), "moved"),
    ],
)
def test_each_kind_of_thing_is_an_event_of_each_case(desk: Desk, deed: Deed, kind: str) -> None:
    made = desk.cases(3)
    run_id = desk.begin(made[:2])
    desk.confirmed(run_id, deed)
    desk.work()
    assert desk.counts(run_id) == {"done": 2}
    with desk.database.begin() as session:
        loaded = [cases.by_reference(session, reference) for reference in made]
        assert [each.case.events[-1].kind for each in loaded] == [kind, kind, "submitted"]
        assert loaded[0].case.events[-1].actor.name == "Ada"
        sealed = session.execute(sa.text("SELECT sealed FROM bulk_runs")).scalar_one()
        assert all(str(value) not in (sealed or "") for value in deed.given.values())
        assert fsck.run(session) == []


def test_stopped_half_way_it_goes_on_from_there(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("runtime.bulk.working.SLICE", 3)
    desk.cases(8)
    run_id = desk.begin()
    desk.confirmed(run_id)
    assert bulk.work(desk.database) == 3
    with desk.database.begin() as session:
        bulk.stop(session, desk.run(run_id), at=NOW)
    assert bulk.work(desk.database) == 0
    assert desk.counts(run_id) == {"done": 3, "ready": 5}
    with desk.database.begin() as session:
        bulk.go_on(session, desk.run(run_id))
    desk.work()
    assert desk.counts(run_id) == {"done": 8}
    assert set(desk.moves().values()) == {1}


def test_what_failed_is_tried_again_as_it_is_now(desk: Desk) -> None:
    made = desk.cases(3)
    run_id = desk.begin()
    desk.confirmed(run_id)
    desk.act(made[0], "move-on")
    with desk.database.begin() as session:
        loaded = cases.by_reference(session, made[1])
        cases.note(session, loaded.id, "Rang.", desk.viewer("bo").actor("missed-bin"), at=NOW)
    desk.work()
    assert desk.why(run_id) == {"Changed meanwhile by Bo": 2, "With crew": 1}, "what the system does after Bo is Bo's"
    with desk.database.begin() as session:
        again = bulk.try_again(session, desk.run(run_id), at=NOW)
    desk.work()
    assert desk.counts(again) == {"ready": 1, "refused": 1}
    assert desk.run(again).of == run_id


def test_all_that_can_still_be_undone_is_undone_and_the_rest_is_told(desk: Desk) -> None:
    made = desk.cases(4)
    run_id = desk.begin()
    desk.confirmed(run_id)
    desk.work()
    desk.act(made[0], "done")
    with desk.database.begin() as session:
        undoing = bulk.undo_all(session, desk.run(run_id), at=NOW)
    desk.work()
    assert desk.counts(undoing) == {"done": 3, "changed": 1}
    with desk.database.begin() as session:
        states = [cases.by_reference(session, reference).case.state for reference in made]
        effects = session.execute(sa.text("SELECT state FROM effects WHERE kind = 'send'")).scalars().all()
        assert fsck.run(session) == []
    assert states == ["collected", "reported", "reported", "reported"]
    assert sorted(effects) == ["waiting", "withdrawn", "withdrawn", "withdrawn"]


def test_a_case_that_somebody_has_hold_of_is_passed_over_and_done_later(desk: Desk) -> None:
    made = desk.cases(3)
    run_id = desk.begin()
    desk.confirmed(run_id)
    with desk.database.begin() as session:
        held = sa.text("SELECT 1 FROM cases WHERE reference = :reference FOR UPDATE")
        session.execute(held, {"reference": made[0].replace("-", "")})
        desk.work()
        assert desk.counts(run_id) == {"done": 2, "ready": 1}
        assert desk.run(run_id).state == "running"
    desk.work()
    assert desk.counts(run_id) == {"done": 3}


def test_many_at_work_at_once_do_each_case_once_and_the_losers_are_told(desk: Desk) -> None:
    """Two workers, and people who act on the same cases by themselves."""
    chance, made = random.Random(11), desk.cases(24)
    run_id = desk.begin()
    desk.confirmed(run_id)
    alone: list[str] = []

    def act_alone() -> None:
        for reference in chance.sample(made, 12):
            try:
                desk.act(reference)
                alone.append(reference.replace("-", ""))
            except Refused:
                continue

    people_at_work = [threading.Thread(target=act_alone)]
    workers = [threading.Thread(target=desk.work) for _ in range(2)]
    for each in (*people_at_work, *workers):
        each.start()
    for each in (*people_at_work, *workers):
        each.join()
    desk.work()
    assert desk.moves() == Counter({reference.replace("-", ""): 1 for reference in made})
    counts = desk.counts(run_id)
    assert counts.get("changed", 0) == len(alone)
    assert counts["done"] == 24 - len(alone)
    assert desk.run(run_id).state == "done"


@pytest.mark.parametrize("place", ["bulk.before_commit", "bulk.after_commit"])
def test_a_worker_killed_half_way_has_done_nothing_twice(desk: Desk, place: str) -> None:
    made = desk.cases(6)
    run_id = desk.begin()
    desk.confirmed(run_id)
    with worker(desk.database, TOWNCLERK_FAILPOINTS=f"{place}=kill") as doomed:
        assert doomed.ends() == -signal.SIGKILL
    assert desk.counts(run_id).get("done", 0) == (0 if place == "bulk.before_commit" else 1)
    with worker(desk.database):
        until(lambda: desk.ends(run_id))
    assert desk.counts(run_id) == {"done": 6}
    assert desk.moves() == Counter({reference.replace("-", ""): 1 for reference in made})


def test_old_runs_are_forgotten(desk: Desk) -> None:
    desk.cases(1)
    run_id = desk.begin()
    with desk.database.begin() as session:
        assert bulk.forget_old(session, at=NOW + timedelta(hours=23)) == 0
        assert bulk.forget_old(session, at=NOW + timedelta(hours=25)) == 1
        assert session.execute(sa.text("SELECT count(*) FROM bulk_items")).scalar_one() == 0
    with pytest.raises(RunNotFound):
        desk.run(run_id)


def test_an_author_who_takes_the_action_away_is_told_of_case_by_case(desk: Desk) -> None:
    desk.cases(1)
    run_id = desk.begin()
    desk.tried(run_id, replace(SEND, what={"action": "gone"}))
    assert desk.why(run_id) == {"This service has no action “gone”": 1}
