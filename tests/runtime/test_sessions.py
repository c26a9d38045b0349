"""Staff sessions: when a key opens one, and everything that stops it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from runtime import people, sessions

AT = datetime(2026, 3, 26, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def ada(session):
    return people.create(session, name="Ada Clerk", email="ada@example.org", password=None, at=AT)


def test_a_key_opens_its_own_session_only(session, ada):
    token = sessions.begin(session, ada, device="Firefox", at=AT)
    signed_in = sessions.resolve(session, token, at=AT)
    assert signed_in is not None
    assert (signed_in.viewer.person_id, signed_in.viewer.name) == (ada, "Ada Clerk")
    assert sessions.resolve(session, token + "x", at=AT) is None
    assert sessions.resolve(session, "", at=AT) is None


@pytest.fixture
def token(database):
    with database.begin() as session:
        ada = people.create(session, name="Ada Clerk", email="ada@example.org", password=None, at=AT)
        return sessions.begin(session, ada, device="Firefox", at=AT)


def test_half_an_hour_without_a_sign_of_life_ends_it(database, token):
    assert sessions.visit(database, token, at=AT + 29 * MINUTE)
    assert sessions.visit(database, token, at=AT + 58 * MINUTE), "being used keeps it open"
    assert sessions.visit(database, token, at=AT + 89 * MINUTE) is None


def test_eight_hours_end_it_however_busy_it_is(database, token):
    for quarter in range(1, 32):
        assert sessions.visit(database, token, at=AT + quarter * 15 * MINUTE), quarter
    assert sessions.visit(database, token, at=AT + timedelta(hours=8)) is None


def test_a_look_writes_nothing_down_within_the_minute(database, token):
    assert sessions.visit(database, token, at=AT + MINUTE).seen_at == AT
    assert sessions.visit(database, token, at=AT + 2 * MINUTE).seen_at == AT
    assert sessions.visit(database, token, at=AT + 2 * MINUTE).seen_at == AT + 2 * MINUTE


def test_a_renewed_session_has_a_new_key_and_the_old_hours(session, ada):
    old = sessions.begin(session, ada, device="Firefox", at=AT)
    signed_in = sessions.resolve(session, old, at=AT)
    new = sessions.renew(session, signed_in, at=AT + MINUTE)
    assert new != old
    assert sessions.resolve(session, old, at=AT + MINUTE) is None
    again = sessions.resolve(session, new, at=AT + MINUTE)
    assert again.signed_in_at == AT
    assert again.id != signed_in.id


def test_signing_out_kills_the_key_for_every_copy_of_it(session, ada):
    token, other = (sessions.begin(session, ada, device=name, at=AT) for name in ("Firefox", "Safari"))
    sessions.end(session, token, at=AT)
    assert sessions.resolve(session, token, at=AT) is None
    assert [s.device for s in sessions.open_sessions(session, ada, at=AT)] == ["Safari"]
    assert sessions.resolve(session, other, at=AT)


def test_a_person_ends_their_other_sessions_but_nobody_elses(session, ada):
    bob = people.create(session, name="Bob", email="bob@example.org", password=None, at=AT)
    here, there, his = (sessions.begin(session, who, device="Firefox", at=AT) for who in (ada, ada, bob))
    signed_in = sessions.resolve(session, here, at=AT)
    sessions.end_one(session, ada, sessions.resolve(session, his, at=AT).id, at=AT)
    assert sessions.resolve(session, his, at=AT)
    sessions.end_others(session, signed_in, at=AT)
    assert sessions.resolve(session, there, at=AT) is None
    assert sessions.resolve(session, here, at=AT)
    assert sessions.resolve(session, his, at=AT)


def test_the_table_holds_no_key_that_opens_anything(session, ada):
    token = sessions.begin(session, ada, device="Firefox", at=AT)
    rows = session.connection().exec_driver_sql("SELECT * FROM staff_sessions").all()
    assert token not in repr(rows)
