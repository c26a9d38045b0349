"""What was saved is opened by its code and by its link, on any device, until it is over; and by nothing else."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from runtime import applications, cases, files, returning
from runtime.applications import Application
from runtime.crypto import Keys
from runtime.db import Database
from runtime.errors import ApplicationNotFound, ApplicationSent
from runtime.mail import UnfitAddress
from runtime.references import parse_code, show_code
from tests.factories import example_document
from tests.runtime.citizens import ANSWERS, NOW, ROUND, publish
from tests.runtime.peers import MailServer, mail_server

DAY = timedelta(days=1)


def saved(database: Database, **document: Any) -> tuple[Application, str]:
    """An application with all its answers, and the token of the browser that it was begun in."""
    with database.begin() as session:
        version = publish(session, example_document() | document)
        begun, token = applications.begin(session, version.id, language="en", at=NOW)
        return applications.save_page(session, begun, ANSWERS, NOW, lookups={"round": ROUND}), token


def code_of(database: Database, application: Application) -> str:
    with database.begin() as session:
        return returning.keep_code(session, application, NOW)[1]


@pytest.fixture
def post(database: Database) -> Any:
    """A mail server, and a way to have every letter that waits sent through it."""
    with mail_server() as (peer, url):
        mailing = Database(dataclasses.replace(database.settings, smtp_url=url))
        mailing.__dict__["url"] = database.url

        def carry_out(at: Any = NOW) -> MailServer:
            with database.read() as session:
                ids = session.execute(sa.text("SELECT id FROM return_letters WHERE ended_at IS NULL")).scalars().all()
            for letter_id in ids:
                returning.deliver_letter(mailing, letter_id, at=at)
            return peer

        yield carry_out
        mailing.close()


def ask(database: Database, application: Application, address: str = "ada@example.org") -> Application:
    with database.begin() as session:
        return returning.ask_for_link(session, application, address, NOW)


def links(peer: MailServer, number: int = -1) -> list[str]:
    return re.findall(r"/return/([\w-]+)", peer.body(number))


def test_the_code_opens_it_on_another_device_as_often_as_wanted(database: Database) -> None:
    application, token = saved(database)
    code = code_of(database, application)
    assert re.fullmatch(r"(?:[0-9A-HJKMNP-TV-Z]{4} ){3}[0-9A-HJKMNP-TV-Z]{4}", code)
    tokens = {token}
    for typed in (code, code.lower(), code.replace(" ", "-"), code.replace("0", "O").replace("1", "l")):
        with database.begin() as session:
            opened = returning.by_code(session, typed, NOW)
        assert opened.application.answers == ANSWERS
        tokens.add(opened.token)
    assert len(tokens) == 5, "each browser has a token of its own"
    for each in tokens:
        with database.read() as session:
            again = applications.load(session, each, at=NOW)
        assert (again.answers, again.lookups) == (ANSWERS, {"round": ROUND})
        assert show_code(again.ways["code"]) == code
    with database.begin() as session:
        assert returning.keep_code(session, again, NOW)[1] == code, "asked for again, it is the same"


@pytest.mark.parametrize("typed", ["", "x", "0" * 16, "K7QM 2XRD 9FTW 4HNC", "é", "\0", "A" * 100_000])
def test_no_other_code_opens_anything(database: Database, typed: str) -> None:
    application, _ = saved(database)
    code_of(database, application)
    with database.begin() as session, pytest.raises(ApplicationNotFound):
        returning.by_code(session, typed, NOW)
    with database.begin() as session, pytest.raises(ApplicationNotFound):
        returning.by_link(session, typed, NOW)


def test_a_code_is_no_link_and_a_token_is_neither(database: Database) -> None:
    application, token = saved(database)
    code = parse_code(code_of(database, application)) or ""
    for secret, open_ in ((code, returning.by_link), (token, returning.by_link), (token, returning.by_code)):
        with database.begin() as session, pytest.raises(ApplicationNotFound):
            open_(session, secret, NOW)
    with database.begin() as session, pytest.raises(ApplicationNotFound):
        applications.load(session, code)


def test_without_our_own_secret_a_code_opens_nothing(database: Database) -> None:
    application, _ = saved(database)
    code = code_of(database, application)
    with database.begin() as session:
        keys: Keys = session.info["keys"]
        session.info["keys"] = dataclasses.replace(keys, secret=bytes(32))
        with pytest.raises(ApplicationNotFound):
            returning.by_code(session, code, NOW)


def test_a_link_is_mailed_and_opens_it_until_it_is_over(database: Database, post: Callable[..., MailServer]) -> None:
    application, _ = saved(database)
    ask(database, application)
    peer = post()
    assert peer.recipients == [["ada@example.org"]]
    (link,) = links(peer)
    assert "until 23 April 2026" in peer.body()
    for at in (NOW, NOW + 27 * DAY):
        with database.begin() as session:
            opened = returning.by_link(session, link, at)
        assert opened.application.answers == ANSWERS
    with database.begin() as session, pytest.raises(ApplicationNotFound):
        returning.by_link(session, link, NOW + 28 * DAY)


def test_a_mistyped_address_loses_its_link(database: Database, post: Callable[..., MailServer]) -> None:
    application, _ = saved(database)
    application = ask(database, application, "stranger@example.org")
    (stray,) = links(post())
    ask(database, application)
    (mine,) = links(post())
    assert mine != stray
    with database.begin() as session:
        assert returning.by_link(session, mine, NOW).application.id == application.id
        with pytest.raises(ApplicationNotFound):
            returning.by_link(session, stray, NOW)
    with database.begin() as session:
        returning.ask_again(session, "stranger@example.org", NOW)
    assert len(post().letters) == 2, "nothing is saved under the old address"


def test_all_links_of_an_address_are_sent_again_in_one_letter(
    database: Database, post: Callable[..., MailServer]
) -> None:
    for _ in range(2):
        application, _ = saved(database)
        ask(database, application)
    first = {links(post(), n)[0] for n in range(2)}
    with database.begin() as session:
        returning.ask_again(session, "ADA@example.org", NOW)
        returning.ask_again(session, "nobody@example.org", NOW)
    peer = post()
    assert len(peer.letters) == 3
    assert set(links(peer)) == first


def test_an_address_gets_three_letters_an_hour(database: Database, post: Callable[..., MailServer]) -> None:
    application, _ = saved(database)
    for _ in range(5):
        application = ask(database, application)
    assert len(post().letters) == 3
    assert len(post(NOW + 2 * DAY).letters) == 3, "what has waited for more than a day is not sent at all"
    with database.read() as session:
        rows = session.execute(sa.text("SELECT outcome, count(*) FROM return_letters GROUP BY 1")).all()
    assert dict(map(tuple, rows)) == {"sent": 3, "not sent: too many letters to this address": 2}


@pytest.mark.parametrize("address", ["", "x", "a@example.org, b@example.org", "a@example.org\nBcc: b@example.org"])
def test_a_link_goes_to_exactly_one_address(database: Database, address: str) -> None:
    application, _ = saved(database)
    with pytest.raises(UnfitAddress):
        ask(database, application, address)
    with database.begin() as session, pytest.raises(UnfitAddress):
        returning.ask_again(session, address, NOW)


def test_a_warning_comes_once_before_the_end(database: Database, post: Callable[..., MailServer]) -> None:
    application, token = saved(database)
    with database.begin() as session:
        application = applications.load(session, token)
    ask(database, application)
    assert len(post().letters) == 1
    for days, letters in ((20, 1), (21, 2), (22, 2), (27, 2)):
        returning.keep_house(database, at=NOW + days * DAY)
        assert len(post(NOW + days * DAY).letters) == letters, days
    peer = post()
    assert str(peer.letters[-1]["subject"]).startswith("We will delete your saved form on 23 April 2026")
    assert links(peer) == links(peer, 0)
    with database.begin() as session:
        applications.save_page(session, application, {"bin": "refuse"}, NOW + 27 * DAY)
    returning.keep_house(database, at=NOW + 28 * DAY)
    assert len(post(NOW + 28 * DAY).letters) == 2, "saving began the time anew"


def test_it_is_kept_as_long_as_its_author_says_and_then_forgotten_with_its_files(
    database: Database, post: Callable[..., MailServer]
) -> None:
    application, token = saved(database, applications={"keep": "2 weeks"})
    code = code_of(database, application)
    ask(database, application)
    post()
    kept = files.save(database, b"plain words", "a.txt", owner_id=application.id, at=NOW)
    returning.keep_house(database, at=NOW + 14 * DAY - timedelta(seconds=1))
    assert files.read(database, kept["id"])
    returning.keep_house(database, at=NOW + 14 * DAY)
    with database.begin() as session:
        with pytest.raises(ApplicationNotFound):
            applications.load(session, token)
        with pytest.raises(ApplicationNotFound):
            returning.by_code(session, code, NOW)
        left = [session.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar_one()
                for table in ("applications", "ways_back", "return_letters", "files")]  # fmt: skip
    assert left == [0, 0, 0, 0]
    assert [path for path in (database.settings.state / "files").rglob("*") if path.is_file()] == []


def test_files_of_an_application_that_goes_on_are_not_swept(database: Database) -> None:
    application, _ = saved(database)
    kept = files.save(database, b"plain words", "a.txt", owner_id=application.id, at=NOW)
    with database.begin() as session:
        applications.save_page(session, application, {}, NOW + 20 * DAY)
    returning.keep_house(database, at=NOW + 40 * DAY)
    assert files.read(database, kept["id"])


def test_leaving_a_device_keeps_only_what_has_a_way_back(database: Database) -> None:
    unsaved, gone = saved(database)
    application, here = saved(database)
    code = code_of(database, application)
    with database.begin() as session:
        there = returning.by_code(session, code, NOW).token
        for token in (gone, here):
            applications.let_go(session, token)
    with database.begin() as session:
        for token in (gone, here):
            with pytest.raises(ApplicationNotFound):
                applications.load(session, token)
        with pytest.raises(ApplicationNotFound):
            applications.load_for_mail(session, unsaved.id)
        assert applications.load(session, there).answers == ANSWERS
        applications.let_go(session, there)
        with pytest.raises(ApplicationNotFound):
            applications.load(session, there)
        assert returning.by_code(session, code, NOW).application.answers == ANSWERS


def test_what_is_sent_says_so_and_is_not_opened(database: Database, post: Callable[..., MailServer]) -> None:
    application, _ = saved(database)
    code = code_of(database, application)
    ask(database, application)
    with database.begin() as session:
        receipt = cases.submit(session, application, at=NOW)
        opened = returning.by_code(session, code, NOW)
    assert (opened.token, opened.application.submitted_reference) == ("", receipt.reference)
    assert opened.application.answers == {}
    assert post().letters == [], "there is nothing to come back to"
    with database.begin() as session:
        for late in (lambda: returning.keep_code(session, application, NOW),
                     lambda: returning.ask_for_link(session, application, "ada@example.org", NOW)):  # fmt: skip
            with pytest.raises(ApplicationSent):
                late()
