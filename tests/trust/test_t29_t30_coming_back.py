"""Threats 19, 29, 30, 31 and 46 of what is saved half-way: who is told what, how often, and what opens it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from runtime import references, returning
from runtime.app import create_site
from runtime.db import Database
from runtime.mail import delivered
from runtime.web import limits
from tests.conftest import KEYS, STATE
from tests.runtime.web.applicants import ADDRESS, Applicant, publish
from tests.runtime.web.browsing import Browser, Page
from tests.runtime.web.test_coming_back import code_on, leaves, link_in

ADA = "ada@example.org"


@pytest.fixture
def saved(site: Flask, database: Database) -> tuple[str, str]:
    """Ada's address is saved half-way: the code, and the path of the link."""
    publish(database)
    applicant = Applicant(site)
    applicant.start()
    page = leaves(applicant, "where", **ADDRESS)
    applicant.browser.send(page.form("/later/link"), email=ADA)
    send_letters(database)
    return code_on(page), link_in(letters(database)[0])


def send_letters(database: Database) -> None:
    with database.read() as session:
        waiting = session.execute(sa.text("SELECT id FROM return_letters WHERE ended_at IS NULL")).scalars().all()
    for letter_id in waiting:
        returning.deliver_letter(database, letter_id)


def letters(database: Database) -> list[str]:
    with database.read() as session:
        return [letter.body for letter in delivered(session)]


def stored(database: Database) -> dict[str, list[tuple[object, ...]]]:
    with psycopg.connect(database.owner_url) as owner:
        names = owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        return {name: sorted(owner.execute(f'SELECT * FROM "{name}"').fetchall(), key=str) for (name,) in names}


def browser_at(site: Flask, n: int) -> Browser:
    browser = Browser(site.test_client())
    browser.client.environ_base["REMOTE_ADDR"] = f"192.0.2.{n}"
    return browser


def alike(page: Page, *typed: str) -> tuple[object, ...]:
    """All that a reply tells, but for marks that differ each time, and what was typed there."""
    body = re.sub(r'(nonce|name="(?:csrf_token|place)" value)="[^"]*"', "", page.response.text)
    for each in typed:
        body = body.replace(each, "")
    headers = {name: value for name, value in page.response.headers if name not in ("Set-Cookie", "Date")}
    for name in ("Content-Security-Policy", "Content-Length"):
        headers.pop(name, None)
    return page.status, body, tuple(sorted(headers.items()))


def watched(database: Database) -> list[str]:
    """Statements as they are sent, whoever sends them in a unit of work."""
    statements: list[str] = []
    sa.event.listen(database.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    return statements


def test_t29_a_scanner_that_opens_every_link_opens_nothing(
    site: Flask, database: Database, saved: tuple[str, str]
) -> None:
    _, path = saved
    before = stored(database)
    scanner = browser_at(site, 1)
    for _ in range(50):
        page = scanner.get(path)
        assert page.status == 200
        assert "High Street" not in page.response.text
    assert scanner.client.head(path).status_code == 200
    assert stored(database) == before
    assert "High Street" not in scanner.get("/apply/missed-bin/where").response.text
    for n in range(3):
        person = browser_at(site, n)
        person.send(person.get(path).form(path))
        assert "High Street" in person.get("/apply/missed-bin/where").response.text, "it is reusable"


def test_t29_a_link_that_never_was_looks_like_one_that_is_over(
    site: Flask, database: Database, saved: tuple[str, str]
) -> None:
    _, path = saved
    seen, wrong = [], path[:-1] + ("A" if path[-1] != "A" else "B")
    for n, (each, days) in enumerate(((path, 29), (wrong, 0), (wrong, 29))):
        with time_machine.travel(datetime.now(UTC) + timedelta(days=days), tick=False):
            person = browser_at(site, n)
            shown = person.get(each)
            seen.append((alike(shown, each), alike(person.send(shown.form(each)), each)))
    assert len(set(seen)) == 1
    assert seen[0][1][0] == 404


def test_t30_no_address_is_told_from_another(site: Flask, database: Database, saved: tuple[str, str]) -> None:
    seen, statements = [], watched(database)
    for n, email in enumerate((ADA, "nobody@example.org")):
        browser = browser_at(site, n)
        form = browser.get("/return").form("/again")
        statements.clear()
        page = browser.send(form, email=email)
        work = tuple(statements)
        seen.append((alike(page, email), alike(browser.follow(), email), work))
    assert seen[0] == seen[1]
    assert seen[0][2], "the work was watched"
    assert ADA not in str(stored(database)["return_letters"])


def test_t30_no_code_that_opens_nothing_is_told_from_another(
    site: Flask, database: Database, saved: tuple[str, str]
) -> None:
    code, _ = saved
    unknown = references.show_code(references.new_code())
    mistyped = code[:-1] + ("0" if code[-1] != "0" else "1")
    seen, work, statements = [], [], watched(database)
    over = datetime.now(UTC) + timedelta(days=29)
    for n, typed in enumerate((code, unknown, mistyped)):
        with time_machine.travel(over, tick=False):
            browser = browser_at(site, n)
            form = browser.get("/return").form("/return")
            statements.clear()
            seen.append(alike(browser.send(form, code=typed), typed))
            work.append(tuple(statements))
    assert len(set(seen)) == 1
    assert seen[0][0] == 422
    assert work[0] == work[1], "one that is over takes the work of one that never was"


def test_t30_guesses_of_codes_are_few_and_a_code_of_ones_own_buys_no_more(site: Flask, saved: tuple[str, str]) -> None:
    code, _ = saved
    thief, guesses = browser_at(site, 1), 0
    for _ in range(10):
        page = thief.send(thief.get("/return").form("/return"), code=references.new_code())
        guesses += page.status == 422
        if page.status == 429:
            assert int(page.response.headers["Retry-After"]) > 0
        thief.send(thief.get("/return").form("/return"), code=code)
    assert guesses == 5


@pytest.mark.parametrize("ask", ["known", "unknown"])
def test_t19_no_address_is_written_to_more_than_three_times_an_hour(
    site: Flask, database: Database, saved: tuple[str, str], ask: str
) -> None:
    address = ADA if ask == "known" else "nobody@example.org"
    statuses = []
    for n in range(12):
        browser = browser_at(site, n // 6)
        statuses.append(browser.send(browser.get("/return").form("/again"), email=address).status)
    send_letters(database)
    assert len(letters(database)) == (3 if ask == "known" else 1), "the one that was asked for, and no more than three"
    assert statuses == [303] * 12
    asked = [browser_at(site, 9) for _ in range(11)]
    assert [b.send(b.get("/return").form("/again"), email=address).status for b in asked] == [303] * 10 + [429]


def test_t19_a_letter_carries_nobodys_words_but_ours(site: Flask, database: Database) -> None:
    publish(database)
    applicant = Applicant(site)
    applicant.start()
    page = leaves(applicant, "where", **{**ADDRESS, "property-line_1": "Buy now at evil.example"})
    applicant.browser.send(page.form("/later/link"), email="victim@example.org")
    send_letters(database)
    (letter,) = letters(database)
    assert "evil" not in letter


@pytest.fixture
def uncounted(site: Flask, database: Database, saved: tuple[str, str]) -> Iterator[str]:
    """Somebody's code, and counters that are away."""
    nowhere = dataclasses.replace(database.settings, database_url="postgresql://127.0.0.1:1/none", **KEYS, state=STATE)
    with Database(nowhere) as lost:
        kept = site.extensions[limits._KEY]
        limits.install(site, lost)
        yield saved[0]
        site.extensions[limits._KEY] = kept


def test_t31_where_nobody_can_count_no_code_opens_anything(site: Flask, uncounted: str) -> None:
    browser = browser_at(site, 1)
    page = browser.send(browser.get("/return").form("/return"), code=uncounted)
    assert page.status == 503
    assert "High Street" not in browser.get("/apply/missed-bin/where").response.text


def test_t46_the_links_of_letters_name_the_configured_host(site: Flask, database: Database) -> None:
    publish(database)
    applicant = Applicant(site)
    applicant.browser.client.environ_base |= {"HTTP_X_FORWARDED_HOST": "evil.example", "HTTP_FORWARDED": "host=evil"}
    applicant.start()
    page = leaves(applicant, "where", **ADDRESS)
    assert "evil" not in page.response.text
    applicant.browser.send(page.form("/later/link"), email=ADA)
    send_letters(database)
    (letter,) = letters(database)
    assert f"{database.settings.base_url}/return/" in letter
    assert "evil" not in letter
    council = dataclasses.replace(
        database.settings, mode="production", base_url="https://council.example", trusted_hosts=("council.example",)
    )
    told = create_site(council, database).test_client().get("/return/x", base_url="https://council.example")
    assert told.status_code == 200
