"""The door: the same no for every wrong pair, few tries, and nobody outruns the count."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from runtime import passwords, people, sessions, sign_in

AT = datetime(2026, 3, 26, 9, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"


@pytest.fixture
def ada(database):
    with database.begin() as session:
        return people.create(session, name="Ada Clerk", email="ada@example.org", password=PASSWORD, at=AT)


def attempt(email="ada@example.org", password=PASSWORD, address="192.0.2.1"):
    return sign_in.Attempt(email, password, address, "Firefox", b"pepper" * 8)


def fail(database, at=AT, **what):
    with pytest.raises(sign_in.SignInRefused):
        sign_in.sign_in(database, attempt(**({"password": "wrong"} | what)), at=at)


def test_the_right_pair_opens_a_session(database, ada):
    token = sign_in.sign_in(database, attempt(email=" ADA@example.org"), at=AT)
    with database.begin() as session:
        assert sessions.resolve(session, token, at=AT).viewer.person_id == ada


@pytest.mark.parametrize(
    "wrong",
    [{"password": "wrong"}, {"password": ""}, {"email": "bob@example.org"}, {"email": "@"}, {"email": "x" * 5000}],
)
def test_every_wrong_pair_is_the_same_no_and_the_same_work(database, ada, monkeypatch, wrong):
    worked = []
    matches = passwords.matches
    monkeypatch.setattr(passwords, "matches", lambda kept, typed: worked.append(kept) or matches(kept, typed))
    with pytest.raises(sign_in.SignInRefused) as refused:
        sign_in.sign_in(database, attempt(**wrong), at=AT)
    assert (str(refused.value), len(worked)) == ("", 1)


def test_somebody_who_left_is_nobody(database, ada):
    with database.begin() as session:
        people.leave(session, ada, at=AT)
    fail(database, password=PASSWORD)


@pytest.mark.parametrize("email", ["ada@example.org", "bob@example.org"])
def test_the_sixth_try_waits_whether_or_not_there_is_such_an_account(database, ada, email):
    for minute in range(5):
        fail(database, email=email, address=f"192.0.2.{minute}", at=AT + timedelta(minutes=minute))
    with pytest.raises(sign_in.TooManyAttempts) as refused:
        sign_in.sign_in(database, attempt(email=email), at=AT + timedelta(minutes=5))
    assert refused.value.wait == timedelta(minutes=10)


def test_waiting_is_enough_even_for_someone_who_kept_trying(database, ada):
    for _ in range(5):
        fail(database)
    for minute in range(1, 15):
        with pytest.raises(sign_in.TooManyAttempts):
            sign_in.sign_in(database, attempt(), at=AT + timedelta(minutes=minute))
    assert sign_in.sign_in(database, attempt(), at=AT + timedelta(minutes=15))


def test_getting_in_forgives_ones_own_failures_but_not_those_against_others(database, ada, monkeypatch):
    monkeypatch.setattr(sign_in, "PER_ADDRESS", 6)
    for _ in range(4):
        fail(database)
        fail(database, email="bob@example.org", address="192.0.2.9")
    assert sign_in.sign_in(database, attempt(), at=AT)
    fail(database)
    for number in range(2):
        fail(database, email=f"carol{number}@example.org", address="192.0.2.9")
    with pytest.raises(sign_in.TooManyAttempts):
        sign_in.sign_in(database, attempt(address="192.0.2.9"), at=AT)


def test_a_burst_cannot_outrun_the_count(database, ada):
    def one(_):
        try:
            sign_in.sign_in(database, attempt(password="wrong"), at=AT)
        except (sign_in.SignInRefused, sign_in.TooManyAttempts) as refused:
            return type(refused)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(one, range(24)))
    assert answers.count(sign_in.SignInRefused) <= 5


def test_what_is_written_down_names_nobody(database, ada):
    fail(database, email="someone@example.org")
    with database.begin() as session:
        rows = session.connection().exec_driver_sql("SELECT * FROM sign_in_attempts").all()
    assert "someone" not in repr(rows)
    assert "192.0.2" not in repr(rows)
