"""Half-filled forms lose no answer and tell a thief nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from runtime import applications, cases, crypto
from runtime.db import Database
from runtime.errors import ApplicationNotFound
from tests.runtime.citizens import ANSWERS, NOW, ROUND, apply, publish


def begun(session: Session) -> tuple[applications.Application, str]:
    return applications.begin(session, publish(session).id, language="en", at=NOW)


def test_answers_are_kept_as_they_were_given(session: Session) -> None:
    application, token = begun(session)
    assert applications.load(session, token) == application
    saved = applications.save_page(session, application, ANSWERS | {"email": None}, NOW, lookups={"round": ROUND})
    again = applications.load(session, token, at=NOW)
    assert again == saved
    assert again.answers == ANSWERS | {"email": None}
    assert again.lookups == {"round": ROUND}
    assert again.revision == 1


def test_the_language_is_changed_with_a_page_or_without(session: Session) -> None:
    application, token = begun(session)
    assert applications.save_page(session, application, {}, NOW, language="cy").language == "cy"
    assert applications.load(session, token).language == "cy"


def test_two_tabs_keep_both_pages(session: Session) -> None:
    first, token = begun(session)
    second = applications.load(session, token)
    applications.save_page(session, first, {"bin": "refuse", "missed_on": "2026-03-25"}, NOW)
    merged = applications.save_page(session, second, {"email": "ada@example.org"}, NOW)
    expected = {"bin": "refuse", "missed_on": "2026-03-25", "email": "ada@example.org"}
    assert merged.answers == applications.load(session, token).answers == expected
    assert merged.revision == 2


def test_tabs_that_save_at_the_same_moment_lose_nothing(database: Database) -> None:
    with database.begin() as session:
        application, token = begun(session)
    ready = Barrier(8)

    def save(number: int) -> None:
        ready.wait()
        for turn in range(5):
            with database.begin() as session:
                applications.save_page(session, application, {f"q{number}_{turn}": number}, NOW)

    threads = [Thread(target=save, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as session:
        saved = applications.load(session, token)
    assert saved.answers == {f"q{n}_{turn}": n for n in range(8) for turn in range(5)}
    assert saved.revision == 40


@pytest.mark.parametrize("token", ["", "x", "é", "A" * 43, "A" * 100_000, "\x00", "=="])
def test_no_other_token_opens_anything(session: Session, token: str) -> None:
    begun(session)
    with pytest.raises(ApplicationNotFound):
        applications.load(session, token)
    applications.discard(session, token)


def test_a_stolen_database_shows_nothing(database: Database) -> None:
    canary = "canary@example.org"
    with database.begin() as session:
        application, token = begun(session)
        applications.save_page(session, application, {"email": canary, "bin": "refuse"}, NOW)
    with psycopg.connect(database.owner_url) as owner:
        stored = str(owner.execute("SELECT * FROM applications").fetchall())
    for secret in (canary, "canary", "refuse", "email", "bin", token):
        assert secret not in stored
    # The longest and the shortest answer look alike.
    with database.read() as session:
        sealed = session.execute(sa.text("SELECT sealed FROM applications")).scalar_one()
    assert len({len(value) for value in sealed.values()}) == 1


def test_an_answer_cannot_be_moved_to_another_place(database: Database) -> None:
    with database.begin() as session:
        application, token = begun(session)
        applications.save_page(session, application, {"a": 1, "b": 2}, NOW)
        one, two = session.execute(sa.text("SELECT sealed FROM applications")).scalar_one().items()
        swapped = sa.text("UPDATE applications SET sealed = jsonb_build_object(CAST(:a AS text), CAST(:y AS text))")
        session.execute(swapped, {"a": one[0], "y": two[1]})
        with pytest.raises(crypto.SealBroken):
            applications.load(session, token)


def test_the_mail_job_opens_it_by_the_installations_key(session: Session) -> None:
    application, _ = begun(session)
    saved = applications.save_page(session, application, {"email": "ada@example.org"}, NOW)
    assert applications.load_for_mail(session, application.id) == saved
    stolen = crypto.Keys(secret=crypto.keys(session).secret, installation=bytes(32))
    session.info["keys"] = stolen
    with pytest.raises(crypto.SealBroken):
        applications.load_for_mail(session, application.id)


def test_what_is_discarded_is_gone(session: Session) -> None:
    application, token = begun(session)
    applications.discard(session, token)
    with pytest.raises(ApplicationNotFound):
        applications.load(session, token)
    with pytest.raises(ApplicationNotFound):
        applications.save_page(session, application, {"bin": "refuse"}, NOW)
    with pytest.raises(ApplicationNotFound):
        cases.submit(session, application_with_answers(application), at=NOW)


def application_with_answers(application: applications.Application) -> applications.Application:
    return replace(application, answers=ANSWERS, lookups={"round": ROUND})


def test_answers_are_kept_as_long_as_promised(session: Session) -> None:
    application, token = begun(session)
    over = NOW + timedelta(days=28)
    assert applications.load(session, token, at=over - timedelta(seconds=1))
    with pytest.raises(ApplicationNotFound):
        applications.load(session, token, at=over)
    # Saving begins the time anew.
    applications.save_page(session, application, {}, NOW + timedelta(days=1))
    assert applications.expire(session, at=over) == 0
    assert applications.expire(session, at=over + timedelta(days=1)) == 1
    with pytest.raises(ApplicationNotFound):
        applications.load(session, token)


def test_many_who_send_the_same_form_at_once_make_one_case(database: Database) -> None:
    with database.begin() as session:
        application = apply(session, publish(session))
    ready, receipts = Barrier(8), []

    def send() -> None:
        ready.wait()
        with database.begin() as session:
            receipts.append(cases.submit(session, application, at=NOW, key="one"))

    threads = [Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(receipts) == 8
    assert len(set(receipts)) == 1
    with database.read() as session:
        assert session.execute(sa.text("SELECT count(*) FROM cases")).scalar_one() == 1
        assert session.execute(sa.text("SELECT count(*) FROM procrastinate_jobs")).scalar_one() == 1
