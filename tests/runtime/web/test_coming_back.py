"""Somebody leaves a form half-way, on one device, and finishes it on another; nobody else gets in."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from runtime import returning
from runtime.db import Database
from runtime.mail import delivered
from tests.runtime.web.applicants import ADDRESS, Applicant, day, publish, several, yesterday
from tests.runtime.web.browsing import Browser, Page

PDF = b"%PDF-1.4\n%%EOF\n"
SAVED = "Your answers are saved"


def code_on(page: Page) -> str:
    assert page.heading.endswith(SAVED)
    found = re.search(r"\b(?:[0-9A-Z]{4} ){3}[0-9A-Z]{4}\b", page.text.split("Write down this code")[1])
    assert found
    return found[0]


def leaves(applicant: Applicant, page_id: str, **inputs: object) -> Page:
    """Press Save and come back later: the page that tells how."""
    applicant.answer(page_id, later="1", **inputs)
    return applicant.browser.follow()


def returns(site: Flask, code: str) -> Applicant:
    """The same person at another device, with the code."""
    applicant = Applicant(site)
    applicant.browser.send(applicant.browser.get("/return").form("/return"), code=code)
    return applicant


def carried_out(database: Database) -> list[str]:
    """The letters that waited, sent: their texts, the newest first."""
    with database.read() as session:
        waiting = session.execute(sa.text("SELECT id FROM return_letters WHERE ended_at IS NULL")).scalars().all()
    for letter_id in waiting:
        returning.deliver_letter(database, letter_id)
    with database.read() as session:
        return [letter.body for letter in delivered(session)]


def link_in(letter: str) -> str:
    found = re.search(r"http://127.0.0.1:8000(/return/\S+)", letter)
    assert found
    return found[1]


def test_a_form_is_left_on_one_device_and_finished_on_another(site: Flask, database: Database) -> None:
    publish(database)
    there = Applicant(site)
    there.start()
    there.answer("where", **ADDRESS)
    code = code_on(leaves(there, "which", bin="recycling"))
    here = returns(site, code.lower())
    here.browser.follow()
    page = here.browser.follow()
    assert page.heading == "Which bin was missed?"
    assert "Welcome back" in page.text
    assert re.search(r'value="recycling"\s+checked', page.response.text)
    here.answer("which", bin="recycling", **day(yesterday()))
    here.answer("contact", email="ada@example.org")
    assert "Welcome back" not in here.browser.follow().text
    here.browser.send(here.open("check").form("/check"))
    reference = re.search(r"Your reference number (\S+)", here.browser.follow().text)
    assert reference
    again = returns(site, code)
    assert again.browser.page is not None
    assert again.browser.page.heading == "You have already sent this"
    assert reference[1] in again.browser.page.text


def test_what_is_good_is_kept_and_what_is_not_is_named_and_shown_again(site: Flask, database: Database) -> None:
    publish(database)
    applicant = Applicant(site)
    applicant.start()
    bad = {**ADDRESS, "property-postcode": "nonsense"}
    assert "what you entered for: Address" in leaves(applicant, "where", **bad).text
    page = applicant.open("where")
    assert "You left this page before it was finished" in page.text
    assert page.form("where").fields["property-line_1"] == "1 High Street"
    assert page.form("where").fields["property-postcode"] == "nonsense"
    applicant.browser.send(page.form("where"), **ADDRESS)
    assert "before it was finished" not in applicant.open("where").text
    page = leaves(applicant, "which", bin="refuse", **{"missed_on-day": "31", "missed_on-month": "2"})
    assert "what you entered for: Collection day" in page.text
    assert "what you entered" not in applicant.open("later").text, "it is said once"
    here = returns(site, code_on(page))
    page = here.open("which")
    assert re.search(r'value="refuse"\s+checked', page.response.text)
    assert page.form("which").fields["missed_on-day"] == "31"
    here.answer("which", bin="recycling", **day(yesterday()))
    assert here.open("which").form("which").fields["missed_on-day"] == str(yesterday().day)


def test_blanks_are_no_mistakes_and_stay_to_be_asked(site: Flask, database: Database) -> None:
    publish(database)
    applicant = Applicant(site)
    applicant.start()
    assert "not right yet" not in leaves(applicant, "where").text
    applicant.answer("where", **ADDRESS)
    applicant.answer("which", bin="recycling", **day(yesterday()))
    leaves(applicant, "contact")
    applicant.browser.get("/apply/missed-bin/check")
    assert applicant.browser.follow().heading == "How can we tell you what happened?", "optional, and not asked yet"


def test_a_file_comes_back_too(site: Flask, database: Database) -> None:
    publish(database, several())
    applicant = Applicant(site, "report-it")
    applicant.start()
    applicant.answer("where", street="High Street")
    applicant.answer("kind", kind="hole")
    code = code_on(leaves(applicant, "deep", photo=(BytesIO(PDF), "hole.pdf")))
    here = returns(site, code)
    here.browser.get("/apply/report-it/deep")
    assert here.browser.page is not None
    assert "hole.pdf" in here.browser.page.text


def test_the_link_opens_by_a_button_and_goes_to_the_address_that_is_typed(site: Flask, database: Database) -> None:
    publish(database)
    applicant = Applicant(site)
    page = applicant.fill()
    applicant.browser.send(page.form("/later"))
    page = applicant.browser.follow()
    assert page.form("/later/link").fields["email"] == "ada@example.org", "as answered"
    wrong = applicant.browser.send(page.form("/later/link"), email="ada")
    assert wrong.status == 422
    assert "Enter an email address" in wrong.text
    applicant.browser.send(wrong.form("/later/link"), email="bo@example.org")
    page = applicant.browser.follow()
    assert "We are sending the link to bo@example.org" in page.text
    assert "We are sending" not in applicant.open("later").text
    (letter, *_) = carried_out(database)
    assert "Report a missed bin collection" in letter
    for _ in range(2):
        here = Browser(site.test_client())
        page = here.get(link_in(letter))
        assert page.heading == "Continue where you left off"
        here.send(page.form(link_in(letter)))
        assert here.follow().heading == "Check your answers before sending"


def test_a_link_is_sent_again(site: Flask, database: Database) -> None:
    publish(database)
    applicant = Applicant(site)
    page = applicant.fill()
    applicant.browser.send(page.form("/later"))
    applicant.browser.send(applicant.browser.follow().form("/later/link"))
    first = link_in(carried_out(database)[0])
    here = Browser(site.test_client())
    here.send(here.get("/return").form("/again"), email="ADA@example.org")
    assert here.follow().heading == "Check your email"
    letters = carried_out(database)
    assert len(letters) == 2
    assert link_in(letters[0]) == first


def test_answers_on_this_device_are_not_lost_unasked(site: Flask, database: Database) -> None:
    publish(database)
    there = Applicant(site)
    there.start()
    code = code_on(leaves(there, "where", **ADDRESS))
    here = Applicant(site)
    here.start()
    here.answer("where", **{**ADDRESS, "property-line_1": "2 Low Road"})
    asked = here.browser.send(here.browser.get("/return").form("/return"), code=code)
    assert asked.heading == "This device has other answers"
    assert "2 Low Road" in here.open("where").response.text
    here.browser.send(asked.form("/return"), replace="1")
    here.browser.follow()
    assert "1 High Street" in here.open("where").response.text
    # What has a way back of its own is not lost.
    mine = code_on(leaves(here, "where"))
    assert mine == code
    assert returns(site, code).browser.page.status == 303  # type: ignore[union-attr]


def test_clearing_the_device_keeps_what_was_saved(site: Flask, database: Database) -> None:
    publish(database)
    applicant = Applicant(site)
    applicant.start()
    code = code_on(leaves(applicant, "where", **ADDRESS))
    page = applicant.open("later")
    applicant.browser.send(page.form("/leave"))
    assert "unless you saved them" in applicant.browser.follow().text
    assert "1 High Street" not in applicant.open("where").response.text, "not open on this device"
    here = returns(site, code)
    assert "1 High Street" in here.open("where").response.text
    here.browser.send(here.browser.get("/apply/missed-bin").form("/apply/missed-bin"), discard="1")
    assert returns(site, code).browser.page.status == 422, "deleted at the applicant's wish"  # type: ignore[union-attr]


def test_the_start_page_takes_a_code_and_says_how_long(site: Flask, database: Database) -> None:
    document = several() | {"applications": {"keep": "2 months"}}
    publish(database, document)
    applicant = Applicant(site, "report-it")
    applicant.start()
    code = code_on(leaves(applicant, "where", street="High Street"))
    here = Browser(site.test_client())
    page = here.get("/apply/report-it")
    assert "deleted after 2 months" in page.text
    here.send(page.form("/return"), code=code)
    here.follow()
    assert here.follow().heading == "What is it?"
    listed = here.get("/")
    assert listed.links["Continue an application you saved"] == "/return"


def test_it_is_over_when_it_was_said_to_be(site: Flask, database: Database) -> None:
    publish(database)
    applicant = Applicant(site)
    applicant.start()
    page = leaves(applicant, "where", **ADDRESS)
    code, until = code_on(page), re.search(r"until (\d+ \w+ \d{4})", page.text)
    assert until
    end = datetime.now(UTC) + timedelta(days=28)
    assert until[1] in (f"{end:%-d %B %Y}", f"{end + timedelta(hours=1):%-d %B %Y}")
    with time_machine.travel(end + timedelta(minutes=1), tick=False):
        assert returns(site, code).browser.page.status == 422  # type: ignore[union-attr]


@pytest.mark.parametrize("path", ["/later", "/later/link"])
def test_without_anything_saved_there_is_nothing_to_come_back_to(site: Flask, database: Database, path: str) -> None:
    publish(database)
    applicant = Applicant(site)
    page = applicant.browser.get("/apply/missed-bin")
    token = page.form("/apply/missed-bin").fields["csrf_token"]
    reply = applicant.browser.client.post(f"/apply/missed-bin{path}", data={"csrf_token": token})
    assert reply.headers["Location"] == "/apply/missed-bin"
    assert applicant.browser.get("/apply/missed-bin/later").status == 303


def test_all_of_it_in_welsh(site: Flask, database: Database) -> None:
    publish(database)
    applicant = Applicant(site)
    page = applicant.fill()
    applicant.browser.client.post("/language/cy", data={"csrf_token": page.form("/check").fields["csrf_token"]})
    applicant.browser.send(applicant.open("check").form("/later"))
    page = applicant.browser.follow()
    assert page.heading.endswith("Mae eich atebion wedi’u cadw")
    applicant.browser.send(page.form("/later/link"))
    applicant.answer("contact", later="1")
    assert "Cadw" in applicant.browser.get("/return").text + applicant.open("later").text
    assert "Parhau o’r lle" in applicant.browser.get("/return/x").heading
