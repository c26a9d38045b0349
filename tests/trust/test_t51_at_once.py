"""Threat 51: fifty at once, of which exactly one succeeds: taking, answering, undoing, confirming, one key."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from threading import Barrier
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from definitions.facts import Actor
from runtime import bulk, cases, fsck, people
from runtime.cases import Acted
from runtime.db import Database
from runtime.errors import ActionRefused, Refused, StaleCase
from tests.faults.pairs import document, filed
from tests.runtime import asking
from tests.runtime.citizens import apply, publish

FIFTY = 50
NOW = datetime.now(UTC)


def person(n: int) -> Actor:
    roles = frozenset({"crew-desk", "highways", "member"})
    return Actor("staff", f"01890000-0000-7000-8000-0000000002{n:02}", f"Officer {n}", roles)


def fifty(database: Database, does: Callable[[Session, int], object]) -> list[object]:
    """Fifty do it at the same moment, each with a connection and a unit of work of their own, as far as there are."""
    together = Barrier(FIFTY)

    def one(n: int) -> object:
        together.wait(60)
        try:
            with database.begin() as session:
                return does(session, n)
        except Refused as refused:
            return refused

    with ThreadPoolExecutor(FIFTY) as hands:
        return list(hands.map(one, range(FIFTY)))


def the_one(came: list[object], refusal: type[Refused]) -> Acted:
    done = [each for each in came if isinstance(each, Acted)]
    assert len(done) == 1, came
    assert all(isinstance(each, refusal) for each in came if each is not done[0])
    return done[0]


@pytest.fixture
def case_id(database: Database) -> UUID:
    with database.begin() as session:
        return filed(session, publish(session, document()), NOW)


def test_t51_of_fifty_who_take_a_case_one_has_it(database: Database, case_id: UUID) -> None:
    came = fifty(database, lambda s, n: cases.take(s, case_id, person(n), revision=1, at=NOW))
    done = the_one(came, StaleCase)
    assert done.events[0].data["assignee"] == done.case.assignee
    for each in came:
        if isinstance(each, StaleCase):
            (event,) = each.facts["events"]  # type: ignore[misc]
            assert event.actor == done.events[0].actor or event.actor.id == done.events[0].actor.id
    sound(database)


def test_t51_of_fifty_answers_to_a_task_one_counts(database: Database) -> None:
    asked = asking.committed(database, "High Street")
    said = {"opinion": "support"}
    came = fifty(database, lambda s, n: cases.do_task(s, asked, "highways", said, person(n), at=asking.NOW))
    the_one(came, ActionRefused)
    sound(database)


def test_t51_of_fifty_votes_of_one_member_one_is_counted(database: Database) -> None:
    asked = asking.committed(database, "High Street")
    with database.begin() as session:
        cases.do_task(session, asked, "highways", {"opinion": "support"}, person(1), at=asking.NOW)
        cases.act(session, asked, "go-on", {}, asking.OFFICER, revision=None, at=asking.NOW)
    fifty(database, lambda s, n: cases.do_task(s, asked, "panel", {}, person(2), choice="yes", at=asking.NOW))
    with database.read() as session:
        assert list(cases.load(session, asked).case.tasks["panel"].votes) == [person(2).id]
        assert cases.load(session, asked).case.state == "voting", "one member is no quorum"
    sound(database)


def test_t51_of_fifty_who_undo_and_of_fifty_with_one_key_one_does_it(database: Database, case_id: UUID) -> None:
    acted = fifty(database, lambda s, n: cases.act(s, case_id, "send", {}, person(1), revision=1, key="k", at=NOW))
    assert sorted(isinstance(each, Acted) and each.repeated for each in acted) == [False] + [True] * (FIFTY - 1)
    came = fifty(database, lambda s, n: cases.undo(s, case_id, person(1), revision=2, at=NOW))
    the_one(came, StaleCase)
    with database.read() as session:
        assert [e.kind for e in cases.load(session, case_id).case.history] == ["submitted", "moved", "undone"]
        assert session.execute(sa.text("SELECT count(*) FROM effects WHERE kind = 'send'")).scalar_one() == 1
    sound(database)


def test_t51_of_fifty_who_send_one_application_one_case_comes(database: Database) -> None:
    with database.begin() as session:
        filled = apply(session, publish(session, document()), NOW, missed_on=NOW.date().isoformat())
    came = fifty(database, lambda s, n: cases.submit(s, filled, at=NOW, key="a key"))
    assert len({each.reference for each in came if isinstance(each, cases.Receipt)}) == 1, came
    assert not [each for each in came if isinstance(each, Refused)]
    with database.read() as session:
        assert session.execute(sa.text("SELECT count(*) FROM cases")).scalar_one() == 1
    sound(database)


def test_t51_of_fifty_who_confirm_a_run_each_case_is_moved_once(database: Database, case_id: UUID) -> None:
    with database.begin() as session:
        who = people.create(session, name="Cy", email="cy@example.org", password=None, at=NOW)
        team = people.create_team(session, "Crew desk", at=NOW)
        people.grant(session, team, "missed-bin", "crew-desk", at=NOW)
        people.join(session, team, who, at=NOW)
        viewer = people.viewer(session, who)
        reference = cases.load(session, case_id).reference
        run_id = bulk.begin(session, viewer, bulk.Chosen("missed-bin", "new-reports", [reference]), at=NOW)
        bulk.choose(session, bulk.load(session, run_id, viewer), bulk.Deed("act", {"action": "send"}))
    while bulk.work(database):
        continue
    with database.read() as session:
        run = bulk.load(session, run_id, viewer)
        mark = bulk.mark(session, run)
    came = fifty(database, lambda s, n: bulk.confirm(s, run, mark, at=NOW))
    assert not [each for each in came if isinstance(each, Acted)]
    with ThreadPoolExecutor(4) as workers:
        list(workers.map(partial(lambda _: bulk.work(database)), range(4)))
    while bulk.work(database):
        continue
    with database.read() as session:
        moves = [e.transition for e in cases.load(session, case_id).case.history if e.kind == "moved"]
        assert moves == ["send"]
    sound(database)


def sound(database: Database) -> None:
    with database.snapshot() as session:
        assert [str(finding) for finding in fsck.run(session)] == []
