"""A council's calendar in versions: what was counted by one stays so, until its cases are counted again and say so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import psycopg
import pytest
import sqlalchemy as sa

from definitions import council
from definitions.calendars import Moment
from definitions.clocks import dues, explain
from runtime import applications, calendars, cases, documents, fsck, recounting
from runtime.cases import Loaded
from runtime.db import Database
from runtime.errors import CalendarRefused, StaleCalendar
from tests.runtime import noise
from tests.runtime.noise import NOW, act, rows

CLOSED = NOW.date() + timedelta(days=1)


def close(database: Database, day: date = CLOSED, why: str = "Flooded", at: datetime = NOW) -> calendars.Edition:
    with database.begin() as session:
        return calendars.amend(session, lambda d: council.closed(d, [day], why), by="Kim", reason=why, at=at)


def submitted(database: Database) -> UUID:
    """A case whose clock counts two working days."""
    document = noise.noise()
    document["workflow"]["clocks"][0]["length"] = "2 working days"
    with database.begin() as session:
        version = documents.publish(session, document, by="a test", at=NOW)
        application, _ = applications.begin(session, version.id, language="en", at=NOW)
        given = {"street": "High Street", "caller": {"full": "Ada"}, "email": "ada@example.org"}
        application = applications.save_page(session, application, given, NOW)
        return cases.submit(session, application, at=NOW).case_id


def loaded(database: Database, case_id: UUID) -> Loaded:
    with database.read() as session:
        return cases.load(session, case_id)


def due(database: Database, case_id: UUID) -> datetime:
    found = loaded(database, case_id)
    [one] = [d for d in dues(found.service, found.case, Moment(NOW, found.service.calendar)) if d.clock.id == "promise"]
    return one.due


def recounted(database: Database, reason: str = "Flooded", *, confirm: bool = True) -> recounting.Recount:
    with database.begin() as session:
        asked = recounting.ask(session, by="Kim", reason=reason, at=NOW + timedelta(hours=1))
    work(database)
    if confirm:
        with database.begin() as session:
            assert recounting.confirm(session, asked, at=NOW)
        work(database)
    with database.read() as session:
        found = recounting.latest(session)
    assert found is not None
    return found


def work(database: Database) -> None:
    while recounting.go_on(database, at=NOW + timedelta(hours=1)):
        pass


@pytest.fixture
def first(database: Database) -> calendars.Edition:
    """A calendar before anything is closed."""
    with database.begin() as session:
        return calendars.adopt(session, database.settings, at=NOW)


def test_a_case_is_counted_by_the_calendar_it_was_sent_under_and_later_ones_by_theirs(
    database: Database, first: calendars.Edition
) -> None:
    before = submitted(database)
    was = due(database, before)
    made = close(database)
    assert (made.number, made.made_by, made.reason) == (2, "Kim", "Flooded")
    after = submitted(database)
    documents.forget()  # as another process, or a later day, would read it
    assert due(database, before) == was
    assert due(database, after) == was + timedelta(days=1)
    assert rows(database, "SELECT data->>'calendar' AS c FROM events ORDER BY at, case_id")[0].c.startswith("england/")
    act(database, before, "tell", NOW + timedelta(hours=2))
    assert due(database, before) == was, "an action does not count it anew either"
    with database.read() as session:
        assert fsck.run(session) == []


def test_a_dry_run_lists_what_would_move_and_changes_nothing(database: Database, first: calendars.Edition) -> None:
    case_id = submitted(database)
    was = due(database, case_id)
    close(database)
    done = recounted(database, confirm=False)
    assert (done.state, done.seen, done.total, done.moved, done.percent) == ("ready", 1, 1, 1, 100)
    with database.read() as session:
        [move] = recounting.moves(session, done.id)
    assert (move.case_id, move.clock, move.was, move.due) == (case_id, "promise", was, was + timedelta(days=1))
    assert due(database, case_id) == was
    assert loaded(database, case_id).revision == 1


def test_counting_again_is_an_event_of_each_case_with_its_reason(database: Database, first: calendars.Edition) -> None:
    case_id, closed_case = submitted(database), submitted(database)
    act(database, closed_case, "close", NOW + timedelta(minutes=1))
    was = due(database, case_id)
    close(database)
    done = recounted(database)
    assert (done.state, done.seen, done.moved) == ("done", 1, 1)
    now = loaded(database, case_id)
    event = now.case.events[-1]
    moved = [{"clock": "promise", "was": was.isoformat(), "due": (was + timedelta(days=1)).isoformat()}]
    assert (event.kind, event.data["moved"], event.data["reason"]) == ("recounted", moved, "Flooded")
    assert due(database, case_id) == was + timedelta(days=1)
    assert now.due_at == was + timedelta(days=1)
    [timer] = rows(database, "SELECT due FROM timers WHERE kind = 'breach'")
    assert timer.due == was + timedelta(days=1)
    assert loaded(database, closed_case).case.events[-1].kind != "recounted", "what is closed stays as it was"
    found = dues(now.service, now.case, Moment(NOW, now.service.calendar))
    assert "Flooded skipped" in " ".join(explain(found[0], "en"))
    assert any(line.startswith("counted again on") for line in explain(found[0], "en"))
    act(database, case_id, "tell", NOW + timedelta(hours=2))
    with database.read() as session:
        assert fsck.run(session) == [], "each event is judged by the calendar of its time"
    assert recounted(database, "Again").moved == 0


def test_a_recount_of_a_calendar_that_has_changed_since_is_not_confirmed(
    database: Database, first: calendars.Edition
) -> None:
    submitted(database)
    close(database)
    done = recounted(database, confirm=False)
    close(database, CLOSED + timedelta(days=1))
    with database.begin() as session:
        assert not recounting.confirm(session, done.id, at=NOW)
        recounting.stop(session, done.id, at=NOW)
    work(database)
    assert {row.kind for row in rows(database, "SELECT kind FROM events")} == {"submitted"}


def test_a_case_that_cannot_be_counted_holds_up_no_other(database: Database, first: calendars.Edition) -> None:
    bad, good = submitted(database), submitted(database)
    close(database)
    with psycopg.connect(database.owner_url) as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute("UPDATE events SET transition = 'x', data = '{\"calendar\": 5}' WHERE case_id = %s", (bad,))
        owner.execute("DELETE FROM event_values WHERE event_id IN (SELECT id FROM events WHERE case_id = %s)", (bad,))
    done = recounted(database)
    assert (done.state, done.seen) == ("done", 2)
    assert loaded(database, good).case.events[-1].kind == "recounted"


def test_the_settings_closures_are_taken_over_once(database: Database) -> None:
    settings = replace(database.settings, calendar_closures=(CLOSED,))
    with database.begin() as session:
        made = calendars.adopt(session, settings, at=NOW)
        assert made.document["closures"] == {CLOSED.isoformat(): ""}
        assert calendars.adopt(session, settings, at=NOW) == made, "nothing new, no new version"
        calendars.amend(session, lambda d: council.as_usual(d, [CLOSED]), by="Kim", reason="Open after all", at=NOW)
        assert calendars.adopt(session, settings, at=NOW).document["closures"] == {}


def test_bank_holidays_stay_as_they_were_known_when_the_library_learns_better(
    database: Database, first: calendars.Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    extra = NOW.date() + timedelta(days=1)
    case_id = submitted(database)
    was = due(database, case_id)
    known = calendars.bank_holidays
    monkeypatch.setattr(
        calendars, "bank_holidays", lambda n, y: known(n, y) | ({extra: "Coronation"} if y == extra.year else {})
    )
    with database.begin() as session:
        newer = calendars.adopt(session, database.settings, at=NOW)
    assert newer.number == 2
    documents.forget()
    assert due(database, case_id) == was
    assert due(database, submitted(database)) == was + timedelta(days=1)


def test_a_change_says_why_and_two_at_once_are_told(database: Database, first: calendars.Edition) -> None:
    with database.begin() as session, pytest.raises(CalendarRefused, match="Say why"):
        calendars.amend(session, lambda d: council.closed(d, [CLOSED], ""), by="Kim", reason=" ", at=NOW)
    close(database)
    with database.begin() as session, pytest.raises(StaleCalendar):
        calendars.amend(session, dict, by="Lee", reason="Late", at=NOW, seen=first.number)
    week = dict.fromkeys(council.WEEKDAYS, ())
    with database.begin() as session, pytest.raises(CalendarRefused, match="an hour a week"):
        calendars.amend(session, lambda d: {**d, "hours": week}, by="Kim", reason="Holiday", at=NOW)


def test_a_version_is_for_ever(database: Database, first: calendars.Edition) -> None:
    with database.begin() as session, pytest.raises(sa.exc.ProgrammingError, match="permission denied"):
        session.execute(sa.text("UPDATE calendars SET reason = 'x'"))


def test_every_event_is_as_it_was_when_there_was_no_calendar_yet(database: Database) -> None:
    """An installation that never made one goes by the library and its settings."""
    case_id = submitted(database)
    was = due(database, case_id)
    close(database)
    documents.forget()
    assert due(database, case_id) == was
    with database.read() as session:
        assert fsck.run(session) == []
    assert loaded(database, case_id).counts_as_then
