"""What is typed saves itself while its author goes on: what they press then comes after it, and nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from builder import drafting
from builder.demo import PASSWORD
from builder.edits import Edit, Set
from runtime import people
from runtime.models.base import ORGANISATION
from tests.browser.clerk import Clerk
from tests.browser.conftest import Live

FORM = "/build/missed-bin/form?at=question:bin"


@contextmanager
def held(page: Page) -> Iterator[None]:
    """What is saved is on its way until this ends."""
    waiting: list[Route] = []
    page.route("**/element", lambda route: waiting.append(route))
    with page.expect_request("**/element"):
        yield
    for one in waiting:
        one.continue_()
    page.unroute("**/element")


def label(page: Page) -> Locator:
    return page.get_by_label("Question", exact=True)


def over(page: Page, button: Locator) -> None:
    """The mouse as a hand moves it, without waiting for what is on its way."""
    box = button.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def change(live: Live, edit: Edit) -> None:
    with live.database.begin() as session:
        tom = people.find(session, "author2@demo.example")
        drafting.change(session, ORGANISATION, "missed-bin", edit, base=None, by=tom, at=datetime.now(UTC))


@pytest.fixture
def author(new_page: Callable[..., Page]) -> Page:
    page = new_page(width=1280, height=900)
    Clerk(page).signs_in("author")
    page.goto(FORM)
    types(page, "As it was")
    types(page, "The first words")
    expect(page.locator("#steps button").first).to_have_attribute("title", re.compile("As it was"))
    return page


def types(page: Page, words: str) -> None:
    label(page).fill(words)
    with page.expect_response("**/element"):
        label(page).blur()


def test_undo_takes_back_what_is_still_being_saved(author: Page) -> None:
    undo, redo = author.locator("#steps button").all()
    with held(author):
        label(author).fill("The second words")
        over(author, undo)
        author.mouse.down()
        author.mouse.up()
    expect(author.locator(".tc-said")).to_contain_text("Undone")
    expect(label(author)).to_have_value("The first words")
    redo.click()
    expect(label(author)).to_have_value("The second words")


def test_a_button_that_is_pressed_down_while_something_is_saved_has_been_pressed(author: Page) -> None:
    with held(author):
        label(author).fill("The second words")
        over(author, author.locator("#steps button").first)
        author.mouse.down()
    expect(author.locator("#steps button").first).to_have_attribute("title", re.compile("The first words"))
    author.mouse.up()
    expect(label(author)).to_have_value("The first words")


def test_the_focus_stays_on_undo_while_something_is_saved(author: Page) -> None:
    undo = author.locator("#steps button").first
    with held(author):
        label(author).fill("The second words")
        author.evaluate("document.querySelector('#steps button').focus()")
    expect(undo).to_have_attribute("title", re.compile("The first words"))
    expect(undo).to_be_focused()


def test_what_cannot_be_saved_is_looked_at_before_anything_is_undone(author: Page, live: Live) -> None:
    with held(author):
        label(author).fill("The second words")
        over(author, author.locator("#steps button").first)
        author.mouse.down()
        author.mouse.up()
        change(live, Set("question:bin/label", "The words of Tom"))
    expect(author.get_by_role("heading", level=1)).to_have_text("Tom Achebe has changed the same thing")
    expect(author.locator("main")).to_contain_text("The second words")
    expect(author.locator("main")).to_contain_text("The words of Tom")
    expect(author.locator(".tc-said")).to_have_count(0)


def test_whoever_was_signed_out_sends_what_they_typed_after_signing_in_again(author: Page) -> None:
    author.context.clear_cookies(name=re.compile("townclerk-staff"))
    label(author).fill("The second words")
    label(author).blur()
    expect(author.get_by_role("heading", level=1)).to_have_text("Sign in")
    expect(author.locator("main")).to_contain_text("What you typed is kept: sign in to send it.")
    author.get_by_label("Email address").fill("author@demo.example")
    author.get_by_label("Password", exact=True).fill(PASSWORD)
    author.get_by_role("button", name="Sign in").click()
    author.get_by_role("button", name="Send what I typed").click()
    expect(label(author)).to_have_value("The second words")


@pytest.mark.parametrize("button", [False, True], ids=["saved by itself", "by a button"])
def test_what_cannot_be_sent_is_said_and_stays_typed(author: Page, button: bool) -> None:
    author.evaluate("document.querySelectorAll('[name=csrf_token]').forEach((one) => { one.value = 'x' })")
    label(author).fill("The second words")
    label(author).blur()
    said = author.locator("main [role=alert]")
    expect(said).to_contain_text("This page was open for too long")
    expect(said).to_contain_text("What you typed is still here")
    expect(author.locator("#saved")).to_have_text("Not saved")
    if button:
        author.route("**/duplicate", lambda route: route.fulfill(status=413, body="<html>Too large</html>"))
        author.get_by_role("button", name="Duplicate").click()
        expect(said).to_contain_text("We could not reach the service")
    expect(label(author)).to_have_value("The second words")


def test_what_is_saved_after_all_is_no_problem_any_more(author: Page) -> None:
    author.route("**/element", lambda route: route.fulfill(status=413, body="<html>Too large</html>"), times=1)
    label(author).fill("The second words")
    label(author).blur()
    expect(author.locator("main [role=alert]")).to_be_focused()
    label(author).fill("The third words")
    label(author).blur()
    expect(author.locator("#saved")).to_contain_text("all saved")
    expect(author.locator("main [role=alert]")).to_have_count(0)


def test_what_others_changed_in_the_same_form_is_shown_once_nobody_types(author: Page, live: Live) -> None:
    hint, why = (author.locator(f"[id='question:bin/{name}']") for name in ("hint", "why"))
    with held(author):
        label(author).fill("The second words")
        author.evaluate("document.getElementById('question:bin/hint').focus()")
        author.keyboard.type("What I was ty")
        change(live, Set("question:bin/why", f"To send the crew that Tom knows, {author.url[-3:]}"))
    expect(author.locator(".htmx-request")).to_have_count(0)
    expect(hint).to_have_value("What I was ty")
    author.keyboard.type("ping")
    hint.blur()
    expect(why).to_have_value(re.compile("that Tom knows"))
    expect(hint).to_have_value("What I was typing")
    expect(label(author)).to_have_value("The second words")


def test_whoever_has_gone_on_while_it_was_saved_presses_what_is_there(author: Page) -> None:
    with held(author):
        label(author).fill("The second words")
        over(author, author.get_by_role("link", name="Add a question or page"))
        author.mouse.down()
        author.mouse.up()
    author.get_by_role("button", name=re.compile("^Email and telephone")).click()
    expect(author.locator(".tc-said")).to_contain_text("Added")


def test_a_button_that_comes_anew_with_what_is_saved_has_been_pressed(author: Page, live: Live) -> None:
    change(live, Set("page:too-early/when", "collection_day = today()"))
    author.goto("/build/missed-bin/form?at=page:too-early")
    mend = author.get_by_role("button", name=re.compile("^Write collection_day =="))
    with held(author):
        author.get_by_label("Heading", exact=True).first.fill("The second words")
        over(author, mend.first)
        author.mouse.down()
        author.mouse.up()
    expect(author.locator(".tc-said")).to_contain_text("Changed")
    expect(mend).to_have_count(0)


def test_a_link_that_comes_anew_while_it_is_pressed_down_has_been_pressed(author: Page) -> None:
    other = author.locator("#outline a[href$='page%3Awhere']")
    with held(author):
        label(author).fill("The second words")
        over(author, other)
        author.mouse.down()
    expect(author.locator("#steps button").first).to_have_attribute("title", re.compile("The first words"))
    author.mouse.up()
    expect(author.get_by_label("Heading", exact=True).first).to_have_value("Where was the bin missed?")


def test_a_link_waits_for_what_is_still_being_saved(author: Page) -> None:
    other = author.locator("#outline a[href$='page%3Awhere']")
    with held(author):
        label(author).fill("The second words")
        over(author, other)
        author.mouse.down()
        author.mouse.up()
    expect(author.get_by_label("Heading", exact=True).first).to_have_value("Where was the bin missed?")
    expect(author.locator("#steps button").first).to_have_attribute("title", re.compile("The first words"))
