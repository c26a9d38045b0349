"""Citizens go through a form one page at a time, send it once, and lose nothing on the way."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from runtime.db import Database
from tests.runtime.web.applicants import ADDRESS, Applicant, day, publish, reference_on, several, yesterday
from tests.runtime.web.browsing import Browser


@pytest.fixture
def applicant(site: Flask, database: Database) -> Applicant:
    publish(database)
    return Applicant(site)


@pytest.fixture
def caller(site: Flask, database: Database) -> Applicant:
    publish(database, several())
    return Applicant(site, "report-it")


def count(database: Database, table: str) -> int:
    with database.engine.connect() as connection:
        return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())


def test_a_site_without_services_says_so(site: Flask) -> None:
    page = Browser(site.test_client()).get("/")
    assert page.status == 200
    assert "There are no online services here yet" in page.text


def test_services_are_listed_by_what_they_do(applicant: Applicant) -> None:
    page = applicant.browser.get("/")
    assert page.links["Report a missed bin collection"] == "/apply/missed-bin"
    assert "Tell us if we did not empty your bin." in page.text


def test_the_start_page_says_what_is_coming(applicant: Applicant) -> None:
    page = applicant.browser.get("/apply/missed-bin")
    for words in ("It takes about 2 minutes.", "Which bin was missed?", "24 months", "run by Anytown Council"):
        assert words in page.text
    assert "You can no longer report this" not in page.text


def test_nothing_is_written_before_the_first_page_is_saved(applicant: Applicant, database: Database) -> None:
    assert applicant.start().heading == "Where was the bin missed?"
    assert count(database, "applications") == 0
    applicant.answer("where", **ADDRESS)
    assert count(database, "applications") == 1


def test_a_missed_bin_is_reported(applicant: Applicant, database: Database) -> None:
    page = applicant.fill()
    assert page.heading == "Check your answers before sending"
    assert "1 High Street Anytown AB1 2CD" in page.text
    applicant.browser.send(page.form("/check"))
    page = applicant.browser.follow()
    assert page.heading == "We have received it"
    assert re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{5}", reference_on(page))
    assert "To check progress later you need this reference and one of your answers: Postcode." in page.text
    assert re.search(r"Emptied within 2 working days: by \d+ \w+ \d{4}\.", page.text)
    assert count(database, "cases") == 1


def test_a_mistake_is_said_at_the_top_and_at_its_input(applicant: Applicant) -> None:
    applicant.start()
    page = applicant.answer("where", **ADDRESS | {"property-town": "", "property-line_1": "<i>1</i>"})
    assert page.status == 422
    assert page.title.startswith("Error: Where was the bin missed?")
    assert page.links["Enter town or city"] == "#property-town"
    body = page.response.text
    assert 'value="&lt;i&gt;1&lt;/i&gt;"' in body
    assert 'id="property-town-error"' in body


def test_a_rule_of_the_service_is_said_in_its_own_words(applicant: Applicant) -> None:
    applicant.start()
    applicant.answer("where", **ADDRESS)
    page = applicant.answer("which", **{"bin": "refuse", **day(yesterday()), "missed_on-year": "2090"})
    assert page.links["The collection day must be in the past"] == "#missed_on-day"
    assert 'value="2090"' in page.response.text


def test_an_answer_is_changed_from_the_check_and_leads_back_to_it(applicant: Applicant) -> None:
    page = applicant.fill()
    link = next(href for href in page.links.values() if href.startswith("/apply/missed-bin/which?change=1"))
    page = applicant.browser.get(link.split("#")[0])
    assert page.links["Back"] == "/apply/missed-bin/check"
    applicant.browser.send(page.form("which?change=1"), bin="refuse")
    page = applicant.browser.follow()
    assert page.heading == "Check your answers before sending"
    assert "Rubbish" in page.text


def test_a_change_that_opens_a_page_asks_it_first(caller: Applicant) -> None:
    caller.start()
    caller.answer("where", street="High Street")
    caller.answer("kind", kind="none")
    page = caller.browser.follow()
    assert page.heading == "There is nothing to report"
    assert "Come back when something is wrong with High Street." in page.text
    assert page.links["Change your answers"] == "/apply/report-it/kind"
    page = caller.browser.get("/apply/report-it/kind?change=1")
    caller.browser.send(page.form("kind?change=1"), kind="hole")
    assert caller.browser.follow().heading == "How deep is it?"


def test_a_recommended_question_is_asked_for_once_more(caller: Applicant) -> None:
    caller.start()
    caller.answer("where", street="High Street")
    caller.answer("kind", kind="hole")
    page = caller.answer("deep")
    assert "You have not answered: Depth in mm." in page.text
    assert caller.browser.send(page.form("deep")).status == 303
    assert caller.browser.follow().heading == "Check your answers before sending"


@pytest.mark.parametrize("page_id", ["which", "contact", "check", "sent", "too-late"])
def test_pages_cannot_be_skipped(applicant: Applicant, page_id: str) -> None:
    applicant.start()
    page = applicant.open(page_id)
    assert page.status == 303
    assert applicant.browser.follow().heading in ("Where was the bin missed?", "Report a missed bin collection")


def test_a_page_that_is_not_there_is_not_found(applicant: Applicant) -> None:
    assert applicant.open("nowhere").status == 404
    assert applicant.browser.get("/apply/nothing").status == 404


def test_answers_that_were_not_asked_are_dropped(applicant: Applicant) -> None:
    applicant.start()
    page = applicant.open("where")
    more = {"bin": "refuse", "asked": "property bin email", "email": "x@example.org"}
    applicant.browser.send(page.form("where"), **ADDRESS, **more)
    page = applicant.open("which")
    assert "checked" not in page.response.text


def test_sending_twice_makes_one_case(applicant: Applicant, database: Database) -> None:
    form = applicant.fill().form("/check")
    applicant.browser.send(form)
    first = reference_on(applicant.browser.follow())
    applicant.browser.send(form)
    assert reference_on(applicant.browser.follow()) == first
    assert count(database, "cases") == 1
    assert applicant.open("where").response.headers["Location"] == "/apply/missed-bin/sent"


def test_two_tabs_keep_both_answers(applicant: Applicant) -> None:
    applicant.start()
    applicant.answer("where", **ADDRESS)
    here, there = applicant.open("which"), applicant.open("contact")
    assert there.status == 303
    applicant.browser.send(here.form("which"), bin="refuse", **day(yesterday()))
    first, second = applicant.open("where"), applicant.open("contact")
    applicant.browser.send(second.form("contact"), email="ada@example.org")
    applicant.browser.send(first.form("where"), **{"property-line_1": "2 High Street"})
    page = applicant.open("check")
    assert "ada@example.org" in page.text
    assert "2 High Street" in page.text


def test_what_is_sent_is_what_was_shown(applicant: Applicant, database: Database) -> None:
    stale = applicant.fill().form("/check")
    applicant.answer("contact", email="bo@example.org")
    page = applicant.browser.send(stale)
    assert page.status == 409
    assert "Your answers changed since this page was shown" in page.text
    assert count(database, "cases") == 0
    assert applicant.browser.send(page.form("/check")).status == 303
    assert count(database, "cases") == 1


def test_a_page_from_before_a_second_application_does_not_send_it(applicant: Applicant, database: Database) -> None:
    stale = applicant.fill().form("/check")
    applicant.browser.send(stale)
    applicant.fill()
    assert applicant.browser.send(stale).status == 409
    assert count(database, "cases") == 1
