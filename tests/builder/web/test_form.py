"""The form editor by buttons and forms alone, as it works without scripts."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from builder import drafting
from builder.edits import Delete, Edit, Set
from runtime import documents
from runtime.models.base import ORGANISATION
from tests.builder.web.authoring import Desk, now
from tests.runtime.web.browsing import Browser, Page

LIBRARY = Path(__file__).parents[3] / "definitions" / "library"


def at(address: str, **more: str) -> str:
    return f"/build/missed-bin/form?{urlencode({'at': address, **more})}"


def pages(desk: Desk) -> list[str]:
    return [one["id"] for one in desk.document()["form"]["pages"]]


def change(desk: Desk, edit: Edit) -> None:
    with desk.database.begin() as session:
        drafting.change(session, ORGANISATION, "missed-bin", edit, base=None, by=desk.people["ines"], at=now())


def save(browser: Browser, page: Page, address: str, **typed: Any) -> Page:
    form = next(
        form for form in page.forms if form.fields.get("element") == address and form.action.endswith("/element")
    )
    return browser.send(form, **typed)


def test_a_page_is_edited_beside_its_outline_and_preview(desk: Desk) -> None:
    browser = desk.sign_in()
    page = browser.get(at("page:where"))
    assert page.heading == "Page: Where was the bin missed?"
    assert page.links["You can no longer report this"] == at("page:too-late")
    save(browser, page, "page:where", title="Which home was missed?")
    assert browser.follow().heading == "Page: Which home was missed?"
    assert "Changed the title of the page" in browser.page.text
    save(browser, browser.page, "question:property", label="Home")
    assert desk.document()["form"]["pages"][0]["questions"][0]["label"] == "Home"


def test_what_cannot_be_read_is_said_above_the_form_and_stays_typed(desk: Desk) -> None:
    browser = desk.sign_in()
    page = save(browser, browser.get(at("page:where")), "page:where", title="")
    assert page.status == 422
    assert page.title.startswith("Error: ")
    assert "Fill in: heading" in page.text
    assert pages(desk)[0] == "where"


def test_the_preview_is_the_page_as_citizens_see_it(desk: Desk) -> None:
    browser = desk.sign_in()
    shown = browser.get("/build/missed-bin/preview?page=page:which")
    assert shown.heading == "Which bin was missed?"
    assert "script-src 'none'" in shown.response.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in shown.response.headers["Content-Security-Policy"]
    assert shown.response.headers["X-Frame-Options"] == "SAMEORIGIN"
    holding = browser.get(at("page:which")).response.headers
    assert "frame-src 'self'" in holding["Content-Security-Policy"]
    assert holding["X-Frame-Options"] == "DENY"
    assert "There is a problem" in browser.get("/build/missed-bin/preview?page=page:which&errors=1").text
    filled = browser.get("/build/missed-bin/preview?page=page:which&filled=1")
    assert next(form for form in filled.forms if "bin" in form.fields).fields["bin"] == "refuse"
    assert "Ble y collwyd y bin?" in browser.get("/build/missed-bin/preview?page=page:where&language=cy").text
    assert browser.get("/build/missed-bin/preview?page=page:nowhere").status == 404


@pytest.mark.parametrize(("what", "kind", "where"), [("question", "radios", "new"), ("question", "email", "here")])
def test_a_question_is_added_and_is_in_hand(desk: Desk, what: str, kind: str, where: str) -> None:
    browser = desk.sign_in()
    form = browser.get("/build/missed-bin/form/add?at=page:which").form("/form/add")
    browser.send(form, label="Who owns it?", kind=kind, options="Me\nMy landlord", where=where, what=what)
    browser.follow()
    page = browser.follow()
    assert page.heading.endswith("Who owns it?")
    assert pages(desk) == (
        ["where", "which", "owns", "too-late", "contact"]
        if where == "new"
        else ["where", "which", "too-late", "contact"]
    )
    questions = [one for page in desk.document()["form"]["pages"] for one in page.get("questions", ())]
    added = next(one for one in questions if one["label"] == "Who owns it?")
    assert added.get("options", [{}])[0].get("value", "me") == "me"


def test_adding_without_a_kind_or_words_says_so(desk: Desk) -> None:
    browser = desk.sign_in()
    form = browser.get("/build/missed-bin/form/add").form("/form/add")
    assert "Choose what kind of answer it has" in browser.send(form, label="Who?").text
    assert "Write what is asked" in browser.send(form, kind="text").text


def test_a_section_and_a_page_are_added(desk: Desk) -> None:
    browser = desk.sign_in()
    desk.post(browser, "/build/missed-bin/form/add", what="section", label="Children", item="Child")
    assert desk.document()["form"]["sections"] == [
        {"id": "children", "title": "Children", "pages": [], "repeat": {"id": "child", "label": "Child", "max": 10}}
    ]
    browser.follow()
    assert browser.follow().heading == "Section: Children"
    desk.post(browser, "/build/missed-bin/form/add", what="page", label="Read this", at="section:children")
    assert desk.document()["form"]["sections"][0]["pages"] == [{"id": "read", "title": "Read this"}]


def test_a_ready_made_question_has_names_of_its_own(desk: Desk) -> None:
    browser = desk.sign_in()
    for _ in range(2):
        desk.post(browser, "/build/missed-bin/form/ready", ready="contact", at="page:where")
    first, second = desk.document()["form"]["pages"][1:3]
    assert {one["id"] for one in first["questions"]} & {one["id"] for one in second["questions"]} == set()
    desk.post(browser, "/build/missed-bin/form/ready", ready="date-of-birth", at="page:where", where="here")
    assert desk.document()["form"]["pages"][0]["questions"][1]["id"] == "date_of_birth"


def test_parts_are_moved_by_a_step_and_to_anywhere(desk: Desk) -> None:
    browser = desk.sign_in()
    desk.post(browser, "/build/missed-bin/form/move", at="page:contact", to="up")
    assert pages(desk) == ["where", "which", "contact", "too-late"]
    page = browser.get("/build/missed-bin/form/move?at=question:email")
    assert page.heading == "Move “Email address”"
    desk.post(browser, "/build/missed-bin/form/move", at="question:email", to="page:where/questions question:property")
    assert [one["id"] for one in desk.document()["form"]["pages"][0]["questions"]] == ["email", "property"]


def test_a_copy_is_in_hand_and_deleted_again(desk: Desk) -> None:
    browser = desk.sign_in()
    desk.post(browser, "/build/missed-bin/duplicate", at="page:contact")
    browser.follow()
    assert browser.follow().heading == "Page: How can we tell you what happened?"
    assert len(pages(desk)) == 5
    desk.post(browser, "/build/missed-bin/delete", at=f"page:{pages(desk)[-1]}")
    assert len(pages(desk)) == 4


@pytest.mark.parametrize(
    ("hand", "marked"),
    [
        ("page:where", "page:where"),
        ("question:property", "page:where"),  # a page with one question is one line
        ("question:bin", "question:bin"),
        ("option:bin.refuse", "question:bin"),
        ("question:caddy", "question:caddy"),
        ("question:caddy", "page:which"),  # and beneath a choice of such a question nothing has a line of its own
    ],
)
def test_the_outline_marks_where_what_is_in_hand_stands(desk: Desk, hand: str, marked: str) -> None:
    browser = desk.sign_in()
    change(desk, Set("option:bin.refuse/questions", [{"id": "caddy", "type": "text", "label": "Which caddy?"}]))
    if marked == "page:which":
        change(desk, Delete("question:missed_on", clear=True))
    html = browser.get(at(hand)).response.get_data(as_text=True)
    assert re.findall(r'tc-outline__link" href="[^"]*at=([^"&]*)[^"]*" aria-current="true"', html) == [
        marked.replace(":", "%3A")
    ]


def test_deleting_what_is_used_says_where_with_the_ways_out(desk: Desk) -> None:
    browser = desk.sign_in()
    page = desk.post(browser, "/build/missed-bin/delete", at="question:bin")
    assert page.status == 422
    assert "It is used elsewhere: Question: Bin" in page.text
    assert "the columns of the queue New reports" in page.text
    browser.send(page.form("/settle"))
    assert "bin" not in [one["id"] for one in desk.document()["form"]["pages"][1]["questions"]]


def test_a_short_name_is_changed_everywhere(desk: Desk) -> None:
    browser = desk.sign_in()
    page = browser.get("/build/missed-bin/rename?" + urlencode({"at": "question:bin", "back": at("question:bin")}))
    assert "the columns of the queue New reports" in page.text
    refused = browser.send(page.form("/rename"), id="missed_on")
    assert (refused.status, "is taken" in refused.text) == (422, True)
    browser.send(page.form("/rename"), id="container")
    assert browser.follow().heading == "Question: Bin"
    assert desk.document()["queues"][0]["columns"][0] == "container"


def test_choices_are_pasted_in_bulk(desk: Desk) -> None:
    browser = desk.sign_in()
    desk.post(browser, "/build/missed-bin/form/options", at="question:bin", options="Garden waste\nFood", how="after")
    options = desk.document()["form"]["pages"][1]["questions"][0]["options"]
    assert [one["value"] for one in options] == ["refuse", "recycling", "garden_waste", "food"]
    desk.post(browser, "/build/missed-bin/form/options", at="question:bin", options="Rubbish\nGlass", how="instead")
    options = desk.document()["form"]["pages"][1]["questions"][0]["options"]
    assert [one["value"] for one in options] == ["refuse", "glass"]


def test_another_authors_change_of_the_same_thing_is_not_taken_back(desk: Desk) -> None:
    ines, tom = desk.sign_in("ines"), desk.sign_in("tom")
    first, second = ines.get(at("question:bin")), tom.get(at("question:bin"))
    save(ines, first, "question:bin", hint="Look at the lid")
    save(tom, second, "question:bin", label="Which bin?")
    question = desk.document()["form"]["pages"][1]["questions"][0]
    assert (question["label"], question["hint"]) == ("Which bin?", "Look at the lid")


def test_nothing_of_another_service_or_of_nobody(desk: Desk) -> None:
    browser = desk.sign_in()
    assert browser.get("/build/nothing/form").status == 404
    assert browser.get(at("question:nobody")).status == 404
    assert desk.sign_in("di").get(at("page:where")).status == 404


def test_a_question_is_asked_only_of_those_who_make_a_choice(desk: Desk) -> None:
    browser = desk.sign_in()
    page = browser.get(at("question:bin"))
    assert page.links["Add a question to ask only then"].startswith("/build/missed-bin/form/add?at=option%3Abin.")
    page = browser.get("/build/missed-bin/form/add?at=option:bin.recycling")
    browser.send(page.form("/form/add"), label="What colour is the lid?", kind="text", where="under")
    option = desk.document()["form"]["pages"][1]["questions"][0]["options"][1]
    assert [one["label"] for one in option["questions"]] == ["What colour is the lid?"]
    assert browser.follow().heading == "Choice: Recycling"


def test_a_row_that_is_asked_for_keeps_the_page_in_hand(desk: Desk) -> None:
    browser = desk.sign_in()
    page = save(browser, browser.get(at("page:where")), "question:property", **{"add-row": "rules"})
    assert (page.status, page.heading) == (200, "Page: Where was the bin missed?")
    page = save(browser, page, "question:property", **{"rules/n1/require": "true", "rules/n1/message": "No"})
    assert desk.document()["form"]["pages"][0]["questions"][0]["rules"] == [{"require": "true", "message": "No"}]


def test_the_outline_of_a_long_form_shows_what_is_around_what_is_in_hand(desk: Desk) -> None:
    browser = desk.sign_in()
    with desk.database.begin() as session:
        long = json.loads((LIBRARY / "blue-badge" / "service.json").read_text())
        documents.publish(session, long, by="test", at=now())
    page = browser.get("/build/blue-badge/form?at=section:aids")
    assert "What helps {them} to walk?" in page.links
    assert "Which medicine do {they} take?" not in page.links
    assert "Which medicine do {they} take?" in browser.get("/build/blue-badge/form?at=section:medication").links


def test_a_choice_that_is_used_is_taken_out_by_a_way_out(desk: Desk) -> None:
    browser = desk.sign_in()
    page = save(browser, browser.get(at("question:bin")), "question:bin", **{"remove-row": "options:0/0"})
    assert page.status == 422
    assert page.heading == "It is used elsewhere: Choice: Rubbish"
    assert "the working out of the value urgent" in page.text
    browser.send(page.form("/settle"))
    assert [one["value"] for one in desk.document()["form"]["pages"][1]["questions"][0]["options"]] == ["recycling"]


def test_a_form_that_saves_itself_tells_of_what_cannot_be(desk: Desk) -> None:
    ines, tom = desk.sign_in("ines"), desk.sign_in("tom")
    first, second = ines.get(at("question:bin")), tom.get(at("question:bin"))
    save(ines, first, "question:bin", label="Which bin?")
    form = next(form for form in second.forms if form.fields.get("element") == "question:bin")
    answer = tom.client.post(form.action, data=form.fields | {"label": "What bin?"}, headers={"HX-Request": "true"})
    assert answer.status_code == 409
    assert answer.headers["HX-Retarget"] == "#build"
    assert desk.document()["form"]["pages"][1]["questions"][0]["label"] == "Which bin?"
