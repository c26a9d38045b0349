"""Nothing that a citizen sees is left in English for somebody who chose Welsh: every kind of page there is."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from markupsafe import escape

from definitions.questions import KINDS
from runtime import cases
from runtime.db import Database
from runtime.mail import delivered
from runtime.web import asking
from runtime.web.fragments import Kept
from tests import every_kind
from tests.runtime import citizens
from tests.runtime.noise import carry_all
from tests.runtime.web.applicants import ADDRESS, Applicant, answerable, day, publish, several, yesterday
from tests.runtime.web.browsing import Page
from tests.runtime.web.families import family
from tests.runtime.web.marked import WelshBrowser, mark_ours, marked, translated, unmarked
from tests.runtime.web.test_coming_back import carried_out

NAUGHTY = ("", "x", "99", "31", "-1", "1,5", "12345678901234567890", "\x01")
"""What is wrong for one kind or another."""


@pytest.fixture(autouse=True)
def _marked(monkeypatch: pytest.MonkeyPatch) -> None:
    mark_ours(monkeypatch)
    monkeypatch.setattr(asking, "_questions", Kept())
    monkeypatch.setattr(asking, "_contents", Kept())


@pytest.fixture
def citizen(site: Flask, database: Database) -> Callable[..., Applicant]:
    def begin(document: dict[str, Any], *typed: str) -> Applicant:
        publish(database, translated(document))
        applicant = Applicant(site, document["id"])
        applicant.browser = WelshBrowser(site.test_client(), *typed)
        return applicant

    return begin


def inputs_of(page: Page, name: str) -> list[str]:
    return [field for field in page._inputs if field == name or field.startswith(f"{name}-")]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_question_of_each_kind_and_all_its_mistakes(citizen: Callable[..., Applicant], kind: str) -> None:
    applicant, name = citizen(every_kind.document(kind), *NAUGHTY[1:]), every_kind.name_of(kind)
    applicant.start()
    page = applicant.open(kind)
    assert page.heading == marked(f"A question: {kind.replace('-', ' ')}")
    for wrong in NAUGHTY:
        form = applicant.open(kind).form(kind)
        fields = {field: wrong for field in {*form.fields, name, *inputs_of(page, name)} if field.startswith(name)}
        page = applicant.browser.send(form, **fields)
    assert len(applicant.browser.seen) >= len(NAUGHTY) - 2  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "upload",
    [(b"", "empty.pdf"), (b"nonsense", "cv.pdf"), (b"MZ", "virus.exe")],
)
def test_a_file_that_cannot_be_taken(citizen: Callable[..., Applicant], upload: tuple[bytes, str]) -> None:
    applicant = citizen(every_kind.document("file"), upload[1])
    applicant.start()
    form = applicant.open("file").form("file")
    page = applicant.browser.send(form, q_file=(BytesIO(upload[0]), upload[1]))
    assert page.status == 422


def test_from_the_list_of_services_to_what_was_sent(citizen: Callable[..., Applicant]) -> None:
    applicant = citizen(answerable(), "ada@example.org", "1 High Street", "Anytown")
    browser = applicant.browser
    browser.get("/")
    applicant.start()
    applicant.answer("where")
    applicant.answer("where", **ADDRESS)
    browser.get("/apply/missed-bin")
    page = applicant.open("which")
    browser.send(page.form("which"), bin="recycling", **day(yesterday()), csrf_token="old")
    applicant.answer("which", bin="recycling", **day(yesterday()))
    applicant.answer("contact", email="ada@example.org")
    page = browser.follow()
    browser.send(page.form("/check"), key="old")
    page = applicant.open("check")
    browser.send(page.form("/check"))
    browser.follow()
    page = browser.get("/track/case")
    assert page.heading == marked("We have your report")
    page = browser.get("/track/case/withdraw")
    browser.send(page.form("withdraw"))
    page = browser.follow()
    browser.get("/track/case/withdraw")
    browser.send(page.form("/leave"))
    browser.follow()


def test_what_the_office_asks_of_an_applicant(citizen: Callable[..., Applicant], database: Database) -> None:
    applicant = citizen(answerable(), "ada@example.org", "1 High Street", "Anytown", "Which one is it?", "A long story")
    applicant.browser.send(applicant.fill().form("/check"))
    applicant.browser.follow()
    with database.begin() as session:
        found = cases.load(session, _only_case(database))
        inputs = {"question": "Which one is it?"}
        cases.act(session, found.id, "ask", inputs, citizens.OFFICER, revision=None, at=found.case.submitted_at)
    applicant.browser.get("/track/case")
    page = applicant.browser.get("/track/case/answer")
    page = applicant.browser.send(page.form("answer"))
    assert page.status == 422
    page = applicant.browser.send(page.form("answer"), colour="A long story", csrf_token="old")
    page = applicant.browser.send(page.form("answer"), colour="A long story")
    applicant.browser.follow()


def _only_case(database: Database) -> Any:
    with database.read() as session:
        return session.connection().exec_driver_sql("SELECT id FROM cases").scalar_one()


def test_a_stop_a_reminder_and_a_session_that_ended(citizen: Callable[..., Applicant]) -> None:
    applicant = citizen(several(), "1 High Street")
    applicant.start()
    applicant.answer("where", street="1 High Street")
    applicant.answer("kind", kind="none")
    applicant.browser.follow()
    applicant.answer("kind", kind="hole")
    page = applicant.answer("deep", depth="")
    assert "govuk-notification-banner" in page.response.text
    applicant.open("check")
    applicant.browser.send(applicant.browser.get(applicant.root).form(applicant.root), discard="1")


def test_a_long_form_with_its_lists(citizen: Callable[..., Applicant]) -> None:
    applicant = citizen(family(), "Ada", "Bo", "St Mary")
    applicant.start()
    for address in ("tasks", "about-you", "family", "asking"):
        applicant.open(address)
    applicant.answer("who", full_name="Ada")
    applicant.answer("live", here="yes")
    applicant.browser.follow()

    def press(address: str, **inputs: Any) -> Page:
        form = applicant.open(address).form(address)
        return applicant.browser.send(form, **inputs)

    press("family")
    reply = press("family", more="yes")
    item = reply.response.headers["Location"].removeprefix(f"{applicant.root}/").rpartition("/")[0]
    applicant.answer(f"{item}/child", first_name="")
    applicant.answer(f"{item}/child", first_name="Bo")
    applicant.answer(f"{item}/age", years="3")
    applicant.answer(f"{item}/small", seat="yes")
    for address in (f"{item}/trips", item, "family", "tasks"):
        applicant.open(address)
    press(f"{item}/trips", more="no")
    applicant.open(item)
    press("family", more="no")
    applicant.open("tasks")


def test_saving_and_coming_back(citizen: Callable[..., Applicant]) -> None:
    applicant = citizen(answerable(), "1 High Street", "Anytown", "ada@example.org")
    browser = applicant.browser
    applicant.start()
    applicant.answer("where", later="1", **ADDRESS)
    page = browser.follow()
    for form in page.forms:
        if form.action.endswith("later/link"):
            browser.send(form, email="nonsense")
            browser.send(form, email="ada@example.org")
            browser.follow()
    for path in ("/return", "/return/again", "/return/no-such-link"):
        browser.get(path)
    page = browser.get("/return")
    for form in page.forms:
        if form.action.startswith("/return"):
            browser.send(form, code="nonsense", email="nonsense")
            browser.send(form, code="", email="")
    dead = next(form for form in browser.get("/return/no-such-link").forms if form.action.startswith("/return/"))
    assert browser.send(dead).status == 404


def test_the_ways_to_a_case(citizen: Callable[..., Applicant]) -> None:
    browser = citizen(answerable(), "nonsense").browser
    page = browser.get("/track")
    browser.send(page.form("/track"))
    for _ in range(7):
        page = browser.send(page.form("/track"), reference="nonsense", fact="nonsense") if page.forms else page
    link = browser.get("/track/no-such-link")
    assert browser.send(link.form("no-such-link")).status == 404


@pytest.mark.parametrize(("path", "status"), [("/nowhere", 404), ("/apply/none", 404)])
def test_what_is_not_there(citizen: Callable[..., Applicant], path: str, status: int) -> None:
    assert citizen(several()).browser.get(path).status == status


def test_the_finder_finds_english() -> None:
    assert unmarked("<p>⟦Da iawn ⟦30 Mai⟧⟧ AB1 2CD</p>") == []
    assert unmarked("<p>⟦Da⟧ left <b>behind</b></p>") == ["left  behind"]
    assert unmarked('<p lang="en">English</p><a aria-label="Close this"></a>') == ["Close this"]
    assert unmarked("<p>Ada wrote</p>", "Ada") == ["wrote"]


def test_every_letter_to_an_applicant(citizen: Callable[..., Applicant], database: Database) -> None:
    applicant = citizen(answerable(), "ada@example.org", "1 High Street", "Anytown")
    page = applicant.fill()
    applicant.answer("contact", email="ada@example.org", later="1")
    page = applicant.browser.follow()
    applicant.browser.send(page.form("later/link"), email="ada@example.org")
    carried_out(database)
    applicant.browser.send(applicant.open("check").form("/check"))
    with database.begin() as session:
        found = cases.load(session, _only_case(database))
        cases.act(session, found.id, "send", {}, citizens.OFFICER, revision=None, at=found.case.submitted_at)
    carry_all(database)
    with database.read() as session:
        letters = delivered(session)
    assert len(letters) == 3, [letter.subject for letter in letters]
    for letter in letters:
        for written in (letter.subject, letter.body):
            assert _words_outside(written) == [], written


def _words_outside(text: str) -> list[str]:
    return unmarked(f"<p>{escape(text)}</p>")
