"""Threats 1 to 4 and 64: what a citizen can open, guess, skip or keep that is not theirs, and for how long."""

from __future__ import annotations

import itertools
import re
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from runtime import cases, references
from runtime.db import Database
from runtime.web import access_rules
from runtime.web.public import tracking
from tests.runtime.web.applicants import ADDRESS, Applicant, answerable, day, publish, yesterday
from tests.runtime.web.browsing import Browser, Page


@pytest.fixture
def applicant(site: Flask, database: Database) -> Applicant:
    publish(database, answerable())
    return Applicant(site)


def find(browser: Browser, reference: str, fact: str, address: str = "127.0.0.1") -> Page:
    browser.client.environ_base["REMOTE_ADDR"] = address
    return browser.send(browser.get("/track").form("/track"), reference=reference, fact=fact)


def test_t01_no_address_of_a_citizens_page_names_anything_of_theirs(site: Flask) -> None:
    """What a citizen may open, their own browser holds; an address of theirs names a service, an action, a place in a
    form, or the number of a file on a page: what stands in that place, an item of theirs too, only their own browser
    opens."""
    named = {name for rule, who in access_rules.declared(site) if who == "applicant" for name in rule.arguments}
    assert named == {"service_id", "address", "action", "number"}


def test_t01_a_copied_reference_opens_nothing(applicant: Applicant, site: Flask) -> None:
    reference = applicant.send()
    stranger = Browser(site.test_client())
    for rule, who in access_rules.declared(site):
        if who in ("public", "applicant") and "GET" in (rule.methods or ()):
            path = re.sub(r"<(\w+:)?\w+>", "missed-bin" if "service" in rule.rule else reference, rule.rule)
            assert "High Street" not in stranger.client.get(path).text, path


def test_t02_a_wrong_reference_and_a_wrong_fact_are_alike_in_body_status_and_work(
    applicant: Applicant, site: Flask, database: Database
) -> None:
    reference, seen, statements = applicant.send(), [], list[str]()
    sa.event.listen(database.reading_engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    free = references.show(references.new_reference())
    find(Browser(site.test_client()), reference, "ZZ9 9ZZ")  # a process asks for a calendar once, whoever needs it
    for n, tried in enumerate((reference, free)):
        browser = Browser(site.test_client())
        browser.client.environ_base["REMOTE_ADDR"] = f"192.0.2.{n}"
        form = browser.get("/track").form("/track")
        statements.clear()
        page = browser.send(form, reference=tried, fact="ZZ9 9ZZ")
        body = re.sub(r'(nonce|value)="[^"]*"', "", page.response.text).replace(tried, "")
        headers = {n for n, _ in page.response.headers}
        seen.append((page.status, body, len(page.response.data), headers, tuple(statements)))
    assert seen[0] == seen[1]


def test_t02_the_sixth_try_is_refused_by_reference_and_by_address(applicant: Applicant, site: Flask) -> None:
    reference = applicant.send()
    one = [find(Browser(site.test_client()), reference, "no", f"192.0.2.{n}").status for n in range(6)]
    assert one == [422] * 5 + [429]
    others = [references.show(references.new_reference()) for _ in range(6)]
    assert [find(Browser(site.test_client()), each, "no", "198.51.100.1").status for each in others] == one


def test_t02_a_case_of_ones_own_buys_no_more_guesses(applicant: Applicant, site: Flask) -> None:
    own, thief, guesses = applicant.send(), Browser(site.test_client()), 0
    for _ in range(20):
        guesses += find(thief, references.show(references.new_reference()), "AB1 2CD").status == 422
        find(thief, own, "AB1 2CD")
    assert guesses == 5


def test_t02_references_are_not_in_any_order() -> None:
    made = [references.new_reference() for _ in range(100_000)]
    assert len(set(made)) == len(made)
    numbers = [[references.ALPHABET.index(letter) for letter in each[:8]] for each in made]
    for place in range(8):
        column = [number[place] for number in numbers]
        assert 14.5 < sum(column) / len(column) < 16.5
        same = sum(a == b for a, b in itertools.pairwise(column)) / len(column)
        assert 0.025 < same < 0.038, "a thirty-second, as chance has it"


def test_t03_what_was_not_asked_is_not_kept(applicant: Applicant, database: Database) -> None:
    """A page's form with every other question's answer, and every fact of the case, added by hand."""
    applicant.start()
    more = {
        "bin": "refuse", "email": "eve@example.org", "urgent": "true", "reference": "K7QM-2XRDT", "state": "collected",
        "case.priority": "high", "round": "{}", "last_collected": "2026-01-01", "service_id": "x", "answers": "{}",
        "property-uprn": "1", "asked": "property bin email urgent", "colour": "green", "organisation_id": "1",
    }  # fmt: skip
    applicant.answer("where", **ADDRESS, **more)
    applicant.answer("which", bin="recycling", **day(yesterday()), email="eve@example.org")
    applicant.answer("contact", email="ada@example.org", bin="refuse")
    applicant.browser.send(applicant.open("check").form("/check"), email="eve@example.org", bin="refuse")
    reference = applicant.browser.follow().text.split("Your reference number ")[1].split()[0]
    with database.read() as session:
        case = cases.by_reference(session, reference).case
    assert set(case.answers) == {"property", "bin", "missed_on", "email"}
    assert (case.answers["bin"], case.answers["email"]) == ("recycling", "ada@example.org")
    assert (case.values, case.priority) == ({"urgent": False}, "normal")


def test_t04_no_order_of_requests_sends_what_is_not_answered(applicant: Applicant, database: Database) -> None:
    applicant.start()
    csrf = applicant.open("where").form("where").fields["csrf_token"]
    client = applicant.browser.client
    for path in ("which", "contact", "check", "sent"):
        assert client.get(f"{applicant.root}/{path}").status_code == 303
    for path, typed in (("contact", {"email": "a@b.example"}), ("check", {"key": "x"}), ("check", {}), ("sent", {})):
        client.post(f"{applicant.root}/{path}", data={"csrf_token": csrf, **typed})
    applicant.answer("where", **ADDRESS)
    client.post(f"{applicant.root}/check", data={"csrf_token": csrf, "key": "x"})
    with database.read() as session:
        assert session.execute(sa.text("SELECT count(*) FROM cases")).scalar_one() == 0


def test_t64_nothing_stays_open_on_a_borrowed_computer(applicant: Applicant) -> None:
    """Answers, progress and the page that says it was sent: shut after two hours, whatever the browser keeps."""
    applicant.send()
    later = datetime.now(UTC) + tracking.OPEN_FOR + timedelta(minutes=1)
    for moment, open_ in ((later - timedelta(minutes=5), True), (later, False), (later + timedelta(days=1), False)):
        with time_machine.travel(moment, tick=False):
            for path in ("/apply/missed-bin/sent", "/track/case"):
                reply = applicant.browser.client.get(path)
                assert (reply.status_code == 200) is open_, (path, moment)
                assert ("AB1 2CD" in reply.text) is (open_ and path.endswith("sent"))
