"""Progress: opened by a reference and a second fact or by a link, told in public words, acted on by its applicant."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from flask import Flask

from definitions.facts import APPLICANT, Actor
from runtime import cases, references
from runtime.db import Database
from runtime.web.public import tracking
from tests.factories import example_document
from tests.runtime import citizens
from tests.runtime.web.applicants import Applicant, answerable, publish
from tests.runtime.web.browsing import Browser, Page

OFFICER = Actor("staff", "01890000-0000-7000-8000-000000000001", "Ada Officer", frozenset({"crew-desk"}))


@pytest.fixture
def applicant(site: Flask, database: Database) -> Applicant:
    publish(database, answerable())
    return Applicant(site)


@pytest.fixture
def stranger(site: Flask) -> Browser:
    return Browser(site.test_client())


def find(browser: Browser, reference: str, fact: str) -> Page:
    page = browser.get("/track")
    return browser.send(page.form("/track"), reference=reference, fact=fact)


def staff(database: Database, reference: str, action: str, **inputs: object) -> UUID:
    with database.begin() as session:
        loaded = cases.by_reference(session, reference)
        cases.act(session, loaded.id, action, inputs, OFFICER, revision=loaded.revision, at=datetime.now(UTC))
        return loaded.id


def main(page: Page) -> str:
    return re.sub(r"csrf_token.*?>", "", re.search(r"<main.*</main>", page.response.text, re.S)[0])  # type: ignore[index]


@pytest.mark.parametrize("typed", ["AB1 2CD", "ab12cd", " aB1-2cd "])
def test_a_reference_and_a_second_fact_open_the_progress(applicant: Applicant, stranger: Browser, typed: str) -> None:
    reference = applicant.send()
    assert find(stranger, reference.lower().replace("-", " "), typed).status == 303
    page = stranger.follow()
    assert page.heading == "We have your report"
    assert reference in page.text
    assert re.search(r"Emptied within 2 working days By \d+|Emptied within 2 working days by \d+", page.text)
    assert "2 working days from" in page.text, "the clock explains itself"
    for secret in ("1 High Street", "ada@example.org", "AB1 2CD"):
        assert secret not in page.response.text


def test_a_wrong_reference_and_a_wrong_fact_are_told_alike(applicant: Applicant, site: Flask) -> None:
    reference = applicant.send()
    other = references.show(references.new_reference())
    tries = [(reference, "ZZ9 9ZZ"), (other, "AB1 2CD"), ("nonsense", "AB1 2CD"), (reference, "Anytown")]
    pages = [find(Browser(site.test_client()), *each) for each in tries]
    assert {page.status for page in pages} == {422}
    plain = {main(page).replace(given, "…") for page, (given, _) in zip(pages, tries, strict=True)}
    assert len(plain) == 1
    assert "We cannot find anything with that reference and answer." in pages[0].text


def test_the_sixth_guess_is_too_many(applicant: Applicant, stranger: Browser) -> None:
    reference = applicant.send()
    for _ in range(5):
        assert find(stranger, reference, "ZZ9 9ZZ").status == 422
    page = find(stranger, reference, "AB1 2CD")
    assert page.status == 429
    assert page.response.headers["Retry-After"] == "900"
    assert "Wait 15 minutes" in page.text


def test_a_reference_is_guarded_from_many_addresses(applicant: Applicant, site: Flask) -> None:
    reference = applicant.send()
    for n in range(6):
        client = site.test_client()
        client.environ_base["REMOTE_ADDR"] = f"192.0.2.{n}"
        page = find(Browser(client), reference, "ZZ9 9ZZ")
    assert page.status == 429


def test_a_right_answer_clears_the_count_and_spoofed_addresses_do_not(applicant: Applicant, stranger: Browser) -> None:
    reference = applicant.send()
    for _ in range(4):
        find(stranger, reference, "ZZ9 9ZZ")
    assert find(stranger, reference, "AB1 2CD").status == 303
    for n in range(5):
        stranger.client.environ_base["HTTP_X_FORWARDED_FOR"] = f"192.0.2.{n}"
        find(stranger, reference, "ZZ9 9ZZ")
    assert find(stranger, reference, "AB1 2CD").status == 429


def test_missing_words_are_asked_for_and_are_no_guess(stranger: Browser) -> None:
    for _ in range(6):
        page = find(stranger, "", "")
    assert page.status == 422
    assert page.links["Enter your reference number"] == "#reference"
    assert page.links["Enter something you told us"] == "#fact"


def token_of(database: Database, reference: str) -> str:
    with database.read() as session:
        return database.keys.track_token(cases.by_reference(session, reference).id)


def test_programs_that_read_mail_open_nothing(applicant: Applicant, stranger: Browser, database: Database) -> None:
    path = f"/track/{token_of(database, applicant.send())}"
    for _ in range(3):
        page = stranger.get(path)
    assert page.status == 200
    assert "We have your report" not in page.text
    assert stranger.get("/track/case").status == 303
    stranger.send(page.form(path))
    assert stranger.follow().heading == "We have your report"


def test_a_link_that_opens_nothing_says_so(stranger: Browser, database: Database) -> None:
    page = stranger.get("/track/" + "x" * 43)
    assert page.status == 200, "a GET tells nobody whether a link is good"
    page = stranger.send(page.form("x"))
    assert page.status == 404
    assert page.heading == "This link does not work any more"


def test_the_progress_page_closes_by_itself(applicant: Applicant) -> None:
    applicant.send()
    assert applicant.browser.get("/track/case").status == 200
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=2, minutes=1)):
        assert applicant.browser.get("/track/case").response.headers["Location"] == "/track"


def test_an_applicant_takes_it_back_once(applicant: Applicant) -> None:
    applicant.send()
    page = applicant.browser.get("/track/case")
    page = applicant.browser.get(page.links["Take it back"])
    form = page.form("/withdraw")
    applicant.browser.send(form)
    page = applicant.browser.follow()
    assert page.heading == "You took it back"
    assert "This is finished." in page.text
    applicant.browser.send(form)
    assert applicant.browser.follow().text.count("You took it back") == page.text.count("You took it back")
    page = applicant.browser.get("/track/case/withdraw")
    assert page.status == 409
    assert page.heading == "This is no longer needed"


def test_an_applicant_answers_what_was_asked(applicant: Applicant, database: Database) -> None:
    reference = applicant.send()
    staff(database, reference, "ask", question="nobody's business")
    page = applicant.browser.get("/track/case")
    assert page.heading == "We need to know more"
    assert "nobody's business" not in page.response.text
    page = applicant.browser.get(page.links["Tell us more"])
    page = applicant.browser.send(page.form("/answer"))
    assert page.status == 422
    assert page.links["Enter an answer to “What colour is the bin?”"] == "#colour"
    applicant.browser.send(page.form("/answer"), colour="Green <b>")
    page = applicant.browser.follow()
    assert page.heading == "We have your report"
    assert "What colour is the bin? Green <b>" in page.text
    assert "Thank you: we have received it." in page.text
    assert "Thank you" not in applicant.browser.get("/track/case").text


def test_a_late_answer_is_given_back(applicant: Applicant, database: Database) -> None:
    reference = applicant.send()
    staff(database, reference, "ask", question="?")
    form = applicant.browser.get("/track/case/answer").form("/answer")
    with database.begin() as session:
        loaded = cases.by_reference(session, reference)
        cases.act(session, loaded.id, "answer", {"colour": "Blue"}, APPLICANT, revision=None, at=datetime.now(UTC))
    page = applicant.browser.send(form, colour="A long story")
    assert page.status == 409
    assert "A long story" in page.text


@pytest.mark.parametrize("action", ["send", "escalate", "dispatch", "nothing"])
def test_actions_of_others_are_not_there(applicant: Applicant, action: str) -> None:
    applicant.send()
    page = applicant.browser.get("/track/case")
    assert applicant.browser.get(f"/track/case/{action}").status == 404
    token = next(form for form in page.forms if "csrf_token" in form.fields).fields["csrf_token"]
    assert applicant.browser.client.post(f"/track/case/{action}", data={"csrf_token": token}).status_code == 404


def test_without_a_case_there_is_nothing_to_act_on(stranger: Browser, database: Database) -> None:
    for path in ("/track/case", "/track/case/withdraw", "/apply/nothing/sent"):
        assert stranger.get(path).status == 303


def test_what_was_typed_for_an_action_outlives_the_session(applicant: Applicant, database: Database) -> None:
    staff(database, applicant.send(), "ask", question="?")
    form = applicant.browser.get("/track/case/answer").form("/answer")
    page = applicant.browser.send(form, csrf_token="old", colour="A long story")
    assert page.status == 400
    assert 'value="A long story"' in page.response.text
    applicant.browser.client.delete_cookie("townclerk")
    page = applicant.browser.send(form, colour="A long story")
    assert page.status == 400
    assert "A long story" in page.text


@pytest.mark.parametrize(
    ("asked", "answer", "written", "wrong"),
    [
        ({"type": "month"}, "2026-02", ["2026-02", "February 2026", "chwefror 2026", "2/2026"], ["March 2026", "2026"]),
        ({"type": "vehicle-registration"}, "AB12CDE", ["ab12 cde", "AB12-CDE"], ["AB12"]),
        ({"type": "date"}, "2026-02-07", ["7 Feb 2026", "07/02/2026"], ["2 7 2026"]),
    ],
)
def test_a_second_fact_is_known_as_people_write_it(
    database: Database, asked: dict[str, str], answer: str, written: list[str], wrong: list[str]
) -> None:
    document = example_document()
    document["examples"] = []
    document["applicant"]["track"] = ["known"]
    document["form"]["pages"][0]["questions"].append({"id": "known", "label": "Known", **asked})
    with database.begin() as session:
        version = citizens.publish(session, document)
        receipt = cases.submit(session, citizens.apply(session, version, known=answer), at=citizens.NOW)
        for fact in written:
            assert tracking.match(session, receipt.reference, fact) == receipt.case_id
        assert [fact for fact in wrong if tracking.match(session, receipt.reference, fact)] == []
