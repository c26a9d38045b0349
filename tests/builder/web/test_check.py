"""What is wrong with a draft, in one place and beside the thing, and mended by a button."""

from __future__ import annotations

import re
from html import unescape

import pytest

from builder import drafting
from builder.drafting import open_draft
from builder.edits import Edit, Set, Several, Unset
from builder.web.painting.problems_shown import by_address, of_element
from builder.web.painting.work import Work
from runtime import people
from runtime.models.base import ORGANISATION
from tests.builder.web.authoring import Desk, now
from tests.runtime.web.browsing import Page

CHECK = "/build/missed-bin/check"


def change(desk: Desk, *edits: Edit) -> None:
    with desk.database.begin() as session:
        drafting.change(
            session, ORGANISATION, "missed-bin", Several(edits), base=None, by=desk.people["ines"], at=now()
        )


def offered(page: Page) -> list[tuple[str, str]]:
    """The buttons that mend something: their words and what they send."""
    body = page.response.get_data(as_text=True)
    found = re.findall(r'name="edit" value="([^"]*)">([^<]*)<', body)
    return [(unescape(words), unescape(edit)) for edit, words in found]


def press(desk: Desk, words: str) -> Page:
    browser = desk.sign_in()
    page = browser.get(CHECK)
    edit = dict(offered(page))[words]
    browser.send(page.form("/check/fix"), edit=edit)
    return browser.follow()


def test_a_service_that_is_live_has_nothing_that_must_be_put_right(desk: Desk):
    page = desk.sign_in().get(CHECK)
    assert page.heading == "Check"
    assert "Nothing stands in the way of publishing." in page.text
    assert page.links["Check"] == CHECK


def test_problems_stand_under_the_thing_they_are_of_worst_first(desk: Desk):
    change(desk, Set("page:contact/when", "bin = 'refuse'"), Unset("/privacy"), Set("clock:promise/length", "1 day"))
    page = desk.sign_in().get(CHECK)
    assert "1 thing must be put right before this can be published." in page.text
    assert page.text.index("Page How can we tell you") < page.text.index("The service")
    assert "To compare, write ==" in page.text
    assert page.links["How can we tell you what happened"] == "/build/missed-bin/form?at=page:contact"
    assert "transition" not in page.text


def test_a_button_mends_it_and_undo_brings_it_back(desk: Desk):
    change(desk, Set("page:contact/when", "bin = 'refuse'"))
    before = desk.text()
    page = press(desk, "Write bin == 'refuse'")
    assert "Nothing stands in the way of publishing." in page.text
    assert desk.document()["form"]["pages"][3]["when"] == "bin == 'refuse'"
    browser = desk.sign_in()
    browser.send(browser.get(CHECK).form("/undo"))
    assert desk.text() == before


def test_a_fix_for_what_somebody_has_changed_meanwhile_is_a_conflict_and_not_done(desk: Desk):
    change(desk, Set("page:contact/when", "bin = 'refuse'"))
    browser = desk.sign_in()
    page = browser.get(CHECK)
    change(desk, Set("page:contact/when", "bin == 'recycling'"))
    answer = browser.send(page.form("/check/fix"), edit=dict(offered(page))["Write bin == 'refuse'"])
    assert answer.status == 409
    assert desk.document()["form"]["pages"][3]["when"] == "bin == 'recycling'"


@pytest.mark.parametrize("sent", ["", "nonsense", '{"do": "nothing"}', "[]"])
def test_what_is_no_edit_is_refused(desk: Desk, sent: str):
    browser = desk.sign_in()
    assert desk.post(browser, f"{CHECK}/fix", edit=sent).status == 400


def test_only_authors_see_what_is_wrong(desk: Desk):
    assert desk.sign_in("di").get(CHECK).status == 404
    assert desk.sign_in().get("/build/no-such/check").status == 404


def test_a_panel_shows_what_is_wrong_with_the_element_in_hand(desk: Desk):
    change(desk, Set("page:contact/when", "bin = 'refuse'"), Set("transition:send/when", "bin == 'x'"))
    work = opened(desk)
    assert [one.code for one in of_element(work, "page:contact")] == ["expression.syntax"]
    assert [one.code for one in of_element(work, "transition:send")] == ["expression.unknown-option"]
    assert of_element(work, "page:which") == []
    assert [one.error for one in of_element(work, "")] == [True, True, False, False, False]
    said = "To compare, write == (two equals signs). An expression that cannot be read can never be answered."
    assert by_address(work)["page:contact/when"] == said


def test_the_form_says_it_beside_the_input_and_mends_it_there(desk: Desk):
    change(desk, Set("page:contact/when", "bin = 'refuse'"))
    browser = desk.sign_in()
    page = browser.get("/build/missed-bin/form?at=page:contact")
    body = page.response.get_data(as_text=True)
    said = re.findall(r'data-of="page:contact/when"(?! hidden)>([^<]*)<', body)
    assert said == ["To compare, write == (two equals signs). An expression that cannot be read can never be answered."]
    browser.send(page.form("/check/fix"), edit=dict(offered(page))["Write bin == 'refuse'"])
    page = browser.follow()
    assert page.path.startswith("/build/missed-bin/form?at=page:contact")
    assert 'data-of="page:contact/when" hidden' in page.response.get_data(as_text=True)


def opened(desk: Desk) -> Work:
    with desk.database.read() as session:
        found = open_draft(session, ORGANISATION, "missed-bin")
        return Work(found, people.viewer(session, desk.people["ines"]), now())


def test_what_is_only_worth_a_look_is_not_called_a_problem(desk: Desk) -> None:
    browser = desk.sign_in()
    desk.post(browser, "/build/new", title="Order a bin")
    page = browser.get("/build/order-bin/workflow")
    assert "To put right" not in page.text
    assert "Worth a look" in page.text
    assert "Nothing to put right here. See 1 thing worth a look" in browser.get("/build/order-bin/form").text
