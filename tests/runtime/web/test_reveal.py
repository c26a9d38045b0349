"""A choice that asks more: all of it on the page, and only what stands under the choice made is read."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from runtime import cases
from runtime.db import Database
from tests import factories
from tests.runtime.web.applicants import Applicant, publish, reference_on
from tests.runtime.web.offices import Office

CHECK = "Check your answers before sending"


def service(**changes: Any) -> dict[str, Any]:
    question, page = factories.question, factories.page
    note = question("note", lines=4, required=False, help="Say **when** you are in.")
    email = question("email", type="email", label="Email address", why="To write to you")
    options = [
        {"value": "email", "label": "By email", "questions": [email]},
        {"value": "phone", "label": "By phone", "questions": [question("phone", type="phone", label="Number"), note]},
        {"value": "no", "label": "Do not tell me"},
    ]
    tell = question("tell", type="radios", label="How can we tell you?", options=options) | changes
    return factories.document(form={"pages": [factories.page(), page("contact", tell, question("name"))]})


@pytest.fixture
def caller(site: Flask, database: Database) -> Applicant:
    publish(database, service())
    applicant = Applicant(site, "report-it")
    applicant.start()
    applicant.answer("where", street="High Street")
    return applicant


def test_all_is_on_the_page_and_beneath_its_choice(caller: Applicant) -> None:
    page = caller.open("contact")
    for words in ("Email address", "Number", "Note (optional)", "Help with this question", "Why we ask this"):
        assert words in page.text
    assert "Say when you are in." in page.text
    body = page.response.text
    assert body.index('value="email"') < body.index('id="conditional-tell"') < body.index('name="email"')
    assert body.index('name="email"') < body.index('value="phone"') < body.index('name="phone"')
    assert page.form("contact").fields["asked"] == "tell email phone note name"


def test_only_the_chosen_branch_is_read(caller: Applicant) -> None:
    page = caller.answer("contact", tell="phone", email="not an address", phone="01632 960 001", name="Ada")
    assert page.status == 303
    page = caller.browser.follow()
    assert page.heading == CHECK
    assert "01632 960001" in page.text
    assert "not an address" not in page.text
    assert "Email address" not in page.text


def test_what_is_wrong_under_a_choice_is_said_there(caller: Applicant) -> None:
    page = caller.answer("contact", tell="email", email="nobody", name="Ada")
    assert page.status == 422
    assert page.links["Enter an email address in the correct format, like name@example.com"] == "#email"
    body = page.response.text
    assert "govuk-radios__conditional--hidden" not in body.split('id="conditional-tell"')[0].rsplit("<div", 1)[1]
    missing = caller.answer("contact", tell="phone", name="Ada")
    assert missing.links["Enter number"] == "#phone"


def test_nothing_is_asked_when_nothing_is_chosen(caller: Applicant) -> None:
    page = caller.answer("contact", name="Ada")
    assert page.status == 422
    assert "Enter an email" not in page.text
    assert "#tell" in page.links.values()


def test_lines_typed_under_a_choice_come_back_as_they_were(caller: Applicant) -> None:
    typed = "On Monday\r\n  after noon\r\nor never"
    page = caller.answer("contact", tell="phone", phone="1", note=typed, name="Ada")
    assert page.status == 422
    assert page.form("contact").fields["note"].replace("\n", "\r\n").replace("\r\r", "\r") == typed
    caller.answer("contact", tell="phone", phone="01632 960 001", note=typed, name="Ada")
    again = caller.open("contact")
    assert again.form("contact").fields["note"].strip("\n") == "On Monday\n  after noon\nor never"


def test_another_choice_takes_back_what_was_under_the_first(caller: Applicant) -> None:
    caller.answer("contact", tell="email", email="ada@example.org", name="Ada")
    assert "ada@example.org" in caller.browser.follow().text
    caller.answer("contact", tell="no", name="Ada")
    assert "ada@example.org" not in caller.browser.follow().text


def test_an_answer_is_changed_where_it_stands(caller: Applicant) -> None:
    caller.answer("contact", tell="email", email="ada@example.org", name="Ada")
    page = caller.browser.follow()
    assert page.links["Email address"].endswith("/contact?change=1#email")


def test_a_browser_cannot_slip_an_answer_under_a_choice_that_is_not_made(caller: Applicant, database: Database) -> None:
    caller.answer("contact", tell="no", asked="tell email phone note name", email="ada@example.org", name="Ada")
    page = caller.browser.follow()
    caller.browser.send(page.form("/check"))
    with database.begin() as session:
        case = cases.by_reference(session, reference_on(caller.browser.follow())).case
    assert case.answers == {"street": "High Street", "tell": "no", "name": "Ada"}


def test_several_choices_ask_several_things(site: Flask, database: Database) -> None:
    publish(database, service(type="checkboxes"))
    applicant = Applicant(site, "report-it")
    applicant.start()
    applicant.answer("where", street="High Street")
    page = applicant.answer("contact", tell=["email", "phone"], name="Ada")
    assert {"#email", "#phone"} <= set(page.links.values())
    applicant.answer("contact", tell=["email", "phone"], email="a@example.org", phone="01632 960 001", name="Ada")
    assert applicant.browser.follow().heading == CHECK


def test_what_staff_are_asked_may_reveal_more(site: Flask, database: Database) -> None:
    made = factories.example_document()
    why = next(way for way in made["workflow"]["transitions"] if way["id"] == "refuse")["ask"][0]
    why["options"][0]["questions"] = [factories.question("wrong", label="What was in it?")]
    office = Office(site, database, made)
    ada, case = office.sign_in("ada"), office.case()
    page = ada.get(f"/staff/cases/{case.case.reference}/do/refuse")
    assert "What was in it?" in page.text
    page = ada.send(page.form("/do/refuse"), reason="contaminated")
    assert "#wrong" in page.links.values()
    ada.send(page.form("/do/refuse"), reason="contaminated", wrong="Bricks")
    assert office.load(case.id).case.asked == {"reason": "contaminated", "wrong": "Bricks"}
    other = office.case()
    form = ada.get(f"/staff/cases/{other.case.reference}/do/refuse").form("/do/refuse")
    ada.send(form, reason="not_out", wrong="Bricks")
    assert office.load(other.id).case.asked == {"reason": "not_out"}


def test_an_item_of_a_list_may_reveal_more(site: Flask, database: Database) -> None:
    made = service()
    contact = made["form"]["pages"].pop()
    section = {"id": "people", "title": "People", "pages": [contact],
               "repeat": {"id": "people", "label": "Person", "max": 3}}  # fmt: skip
    made["form"] = {"pages": made["form"]["pages"], "sections": [section], "task_list": False}
    publish(database, made)
    caller = Applicant(site, "report-it")
    caller.start()
    caller.answer("where", street="High Street")
    page = caller.browser.follow()
    form = next(form for form in page.forms if "/people" in form.action)
    if "asked" not in form.fields:
        caller.browser.send(form, do="add")
        page = caller.browser.follow()
        form = page.form("/contact")
    page = caller.browser.send(form, tell="email", email="nobody", phone="1", name="Ada")
    assert page.status == 422
    assert "#email" in page.links.values()
    assert "#phone" not in page.links.values()
    assert caller.browser.send(page.form("/contact"), tell="no", name="Ada").status == 303
