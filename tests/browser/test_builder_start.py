"""Beginning a service, its settings, translation, comments, finding: how the pages look, and what scripts add."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.clerk import Clerk
from tests.browser.conftest import is_sound

BIN = "/build/missed-bin"
LIST = (
    "1. Your name\n2. Which bin was missed? (Look at its lid)\n  - Rubbish\n  - Recycling\n3. Email address (optional)"
)


def look(page: Page, name: str) -> None:
    is_sound(page)
    if folder := os.environ.get("TOWNCLERK_LOOK"):
        width = (page.viewport_size or {})["width"]
        page.screenshot(path=f"{folder}/start-{name}-{width}.png", full_page=True)


def open_all(page: Page) -> None:
    for summary in page.locator("main summary").all():
        if summary.is_visible():
            summary.click()


@pytest.mark.parametrize(("width", "scripts"), [(320, True), (1280, False)])
def test_every_page_of_beginning_is_sound(new_page: Callable[..., Page], width: int, scripts: bool) -> None:
    page = new_page(width=width, scripts=scripts, height=900)
    Clerk(page).signs_in("author")
    for name, address in (
        ("services", "/build"), ("none", "/build?q=zebra"), ("new", "/build/new"), ("library", "/build/new/library"),
        ("look", "/build/new/library/missed-bin"), ("own", "/build/new/own"), ("copy", f"{BIN}/copy"),
        ("document", "/build/new/document"), ("settings", f"{BIN}/settings"), ("find-all", "/build/find?q=bins&to=x"),
    ):  # fmt: skip
        page.goto(address)
        look(page, name)
    page.goto("/build/new")
    page.get_by_role("button", name="Start from nothing").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    look(page, "new-error")
    page.goto("/build/new/document")
    page.get_by_label("Or paste it here").fill('{\n  "format": 1,\n  "id": 5\n}')
    page.get_by_role("button", name="Start with this").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Line")
    look(page, "document-error")
    page.goto("/build/new/questions")
    page.get_by_label("What will people be able to do?").fill(f"Report a thing {width}")
    page.get_by_label("The questions").fill(LIST)
    page.get_by_role("button", name="Show what it becomes").click()
    expect(page.get_by_label("What Your name asks for")).to_have_value("name")
    look(page, "questions")
    page.get_by_role("button", name="Make the service").click()
    expect(page.locator(".tc-said")).to_contain_text("with 3 pages")
    page.goto(f"/build/report-thing-{width}/discard")
    look(page, "discard")
    page.get_by_role("button", name="Discard it").click()
    expect(page.locator(".tc-said")).to_contain_text("is discarded")


@pytest.mark.parametrize(("width", "scripts"), [(320, False), (1280, True)])
def test_every_page_beside_the_editor_is_sound(new_page: Callable[..., Page], width: int, scripts: bool) -> None:
    page = new_page(width=width, scripts=scripts, height=900)
    Clerk(page).signs_in("author")
    page.goto(f"{BIN}/comments")
    page.get_by_label("Say something about the whole service").fill("Is this ready?")
    page.get_by_role("button", name="Comment").last.click()
    expect(page.locator(".tc-said")).to_contain_text("Your comment is there")
    page.goto(f"{BIN}/comments?about=queue:with-crews&back={BIN}/work%3Fat%3Dqueue:with-crews")
    look(page, "comment")
    page.get_by_label("Say something about “Queue: With crews”").fill("Who works this?")
    page.get_by_role("button", name="Comment", exact=True).last.click()
    page.goto(f"{BIN}/work?at=queue:with-crews")
    open_all(page)
    look(page, "panel")
    for name, address in (
        ("comments", f"{BIN}/comments"), ("translate", f"{BIN}/translate"), ("links", f"{BIN}/translate/links"),
        ("find", f"{BIN}/find?q=bin&to=caddy&whole=yes"), ("no-language", "/build/blue-badge/translate"),
    ):  # fmt: skip
        page.goto(address)
        look(page, name)
    page.goto(f"{BIN}/translate/links")
    page.get_by_label("Who will translate?").fill("Siân Evans")
    page.get_by_role("button", name="Make a link").click()
    link = page.get_by_label("Link", exact=True).input_value()
    look(page, "link-made")
    page.goto(link)
    look(page, "translator")
    page.goto(f"{link[:-3]}xxx")
    look(page, "translator-dead")


def test_a_text_saves_itself_where_scripts_run_and_nothing_else_is_painted_anew(new_page: Callable[..., Page]) -> None:
    page = new_page(width=1280, height=900)
    Clerk(page).signs_in("author")
    page.goto(f"{BIN}/translate")
    first, second = (page.get_by_role("textbox", name="Welsh for", exact=False).nth(n) for n in (0, 1))
    first.fill("Bin coll")
    second.focus()
    page.keyboard.type("Yn dechrau: ")
    expect(page.locator("#saved")).to_contain_text("Changed since it was published")
    expect(second).to_have_value(second.input_value())
    assert "Yn dechrau" in second.input_value()
    with page.expect_response("**/translate*"):
        second.blur()
    page.reload()
    expect(page.get_by_role("textbox", name="Welsh for", exact=False).nth(0)).to_have_value("Bin coll")


def test_what_a_colleague_changes_is_told_while_the_page_is_open(new_page: Callable[..., Page]) -> None:
    mine, theirs = new_page(width=1280, height=900), new_page(width=1280, height=900)
    for page in (mine, theirs):
        Clerk(page).signs_in("author")
    mine.clock.install()
    mine.goto(f"{BIN}/emails")
    theirs.goto(f"{BIN}/settings")
    expect(mine.locator("#others")).to_be_attached()
    with mine.expect_response("**/presence*") as heard:
        mine.clock.run_for(21_000)
    assert heard.value.status == 200
