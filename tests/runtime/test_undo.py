"""An undo takes back the action and what it promised, in one commit, or does nothing and says why."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from runtime import carry, cases, fsck
from runtime.breaker import Breaker
from runtime.cases import Loaded
from runtime.db import Database
from runtime.errors import ActionRefused, StaleCase
from tests.factories import undoable_document
from tests.runtime.citizens import OFFICER, OTHER, apply, publish

MINUTE = timedelta(minutes=1)
NOW = datetime.now(UTC) + timedelta(hours=6)


def a_case(session: Session, at: datetime = NOW) -> Loaded:
    missed = (at - timedelta(days=1)).date().isoformat()
    application = apply(session, publish(session, undoable_document()), at, missed_on=missed)
    return cases.load(session, cases.submit(session, application, at=at).case_id)


def effects(session: Session) -> list[tuple[str, str, bool]]:
    """Kind, state, and whether it waits for a time to come; but for the acknowledgement."""
    rows = session.execute(
        sa.text("SELECT kind, state, due > now() AS later FROM effects WHERE kind <> 'acknowledge' ORDER BY id")
    )
    return [(row.kind, row.state, row.later) for row in rows]


def timers(session: Session) -> list[tuple[str, str, datetime]]:
    return [
        (r.kind, r.of, r.due) for r in session.execute(sa.text("SELECT * FROM timers WHERE armed ORDER BY kind, of"))
    ]


def test_the_case_and_its_timers_are_as_they_were_and_its_letters_never_go(session: Session) -> None:
    case = a_case(session)
    armed = timers(session)
    acted = cases.act(session, case.id, "move-on", {}, OFFICER, revision=1, at=NOW)
    assert [event.transition for event in acted.events] == ["move-on", "by-itself"]
    assert effects(session) == [("send", "waiting", True)]
    assert timers(session) != armed
    undone = cases.undo(session, case.id, OFFICER, revision=3, key="click", at=NOW + MINUTE)
    loaded = cases.load(session, case.id)
    assert loaded.case == undone.case
    assert (loaded.case.state, loaded.case.priority, loaded.case.assignee) == ("reported", "normal", None)
    assert [event.kind for event in loaded.case.history] == ["submitted", "moved", "moved", "undone"]
    assert effects(session) == [("send", "withdrawn", True)]
    assert timers(session) == armed
    assert cases.undo(session, case.id, OFFICER, revision=3, key="click", at=NOW + MINUTE).repeated


def test_nothing_promised_is_done_before_it_can_no_longer_be_undone(database: Database) -> None:
    with database.begin() as session:
        case = a_case(session)
        cases.act(session, case.id, "send", {}, OFFICER, revision=1, at=NOW)
        due, scheduled, effect = session.execute(
            sa.text(
                "SELECT e.due, j.scheduled_at, e.id FROM effects e JOIN procrastinate_jobs j ON j.id = e.job_id"
                " WHERE e.kind = 'send'"
            )
        ).one()
    assert due == scheduled == NOW + 10 * MINUTE
    carry.carry_out(database, effect, Breaker())
    with database.begin() as session:
        assert effects(session) == [("send", "waiting", True)]
        assert carry.wake_stuck(session) == 0
        cases.undo(session, case.id, OFFICER, revision=2, at=NOW + MINUTE)
        session.execute(sa.text("UPDATE effects SET due = now()"))
    carry.carry_out(database, effect, Breaker())
    with database.begin() as session:
        assert ("send", "withdrawn", False) in effects(session)
        assert fsck.run(session) == []


def test_what_has_begun_is_not_undone(session: Session) -> None:
    case = a_case(session)
    cases.act(session, case.id, "send", {}, OFFICER, revision=1, at=NOW)
    session.execute(sa.text("UPDATE effects SET attempts = 1"))
    with pytest.raises(ActionRefused, match="what it sends has gone"):
        cases.undo(session, case.id, OFFICER, revision=2, at=NOW + MINUTE)
    assert cases.load(session, case.id).revision == 2


def test_others_are_refused_and_what_has_moved_on_is_stale(session: Session) -> None:
    case = a_case(session)
    cases.act(session, case.id, "send", {}, OFFICER, revision=1, at=NOW)
    with pytest.raises(ActionRefused, match="Only Ada Officer"):
        cases.undo(session, case.id, OTHER, revision=2, at=NOW)
    cases.note(session, case.id, "Rang.", OTHER, at=NOW)
    with pytest.raises(StaleCase):
        cases.undo(session, case.id, OFFICER, revision=2, at=NOW)
    with pytest.raises(ActionRefused, match="something has happened since"):
        cases.undo(session, case.id, OFFICER, revision=3, at=NOW)


def test_the_checker_knows_an_undo_and_finds_one_that_could_not_be(database: Database) -> None:
    with database.begin() as session:
        case = a_case(session)
        cases.act(session, case.id, "move-on", {}, OFFICER, revision=1, at=NOW)
        cases.undo(session, case.id, OFFICER, revision=3, at=NOW + MINUTE)
        cases.act(session, case.id, "send", {}, OFFICER, revision=4, at=NOW + 2 * MINUTE)
    with database.begin() as session:
        assert fsck.run(session) == []
        session.execute(sa.text("UPDATE effects SET state = 'waiting', job_id = 0 WHERE state = 'withdrawn'"))
        session.execute(sa.text("UPDATE cases SET priority = 'high'"))
        assert {finding.code for finding in fsck.run(session)} == {"effect", "projection"}
