"""The form editor in a browser: by keyboard alone, with scripts off, saving by itself, dragging, and how it looks."""

from __future__ import annotations

import os
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.clerk import Clerk
from tests.browser.conftest import is_sound

FORM = "/build/missed-bin/form"


def look(page: Page, name: str) -> None:
    is_sound(page)
    if folder := os.environ.get("TOWNCLERK_LOOK"):
        width = (page.viewport_size or {})["width"]
        page.screenshot(path=f"{folder}/form-{name}-{width}.png", full_page=True)


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def undo(page: Page, times: int) -> None:
    for _ in range(times):
        button = page.locator("#steps button").first
        words = button.get_attribute("title") or ""
        button.click()
        expect(page.locator(".tc-said")).to_contain_text(f"Undone: {words}")
        expect(button).not_to_have_attribute("title", words)


@pytest.mark.parametrize(("width", "scripts"), [(320, True), (1280, True), (1280, False)])
def test_every_page_of_the_form_editor_is_sound(new_page: Callable[..., Page], width: int, scripts: bool) -> None:
    page = new_page(width=width, scripts=scripts, height=900)
    Clerk(page).signs_in("author")
    page.goto(FORM)
    look(page, "page")
    for name, address in (
        ("question", f"{FORM}?at=question:bin&width=phone&errors=1"),
        ("add", f"{FORM}/add?at=page:where"),
        ("move", f"{FORM}/move?at=question:bin"),
        ("rename", "/build/missed-bin/rename?at=question:bin"),
    ):
        page.goto(address)
        if name == "question":
            for summary in page.locator("main summary").all():
                if summary.is_visible():
                    summary.click()
        look(page, name)
    page.goto(f"{FORM}?at=question:bin")
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("It is used elsewhere")
    look(page, "delete")
    page.get_by_role("link", name="Keep it").click()
    page.get_by_label("Question", exact=True).first.fill("")
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    look(page, "problem")


def test_what_is_typed_is_saved_by_itself_and_undone(new_page: Callable[..., Page]) -> None:
    page = new_page(width=1280, height=900)
    Clerk(page).signs_in("author")
    page.goto(f"{FORM}?at=question:email")
    label = page.get_by_label("Question", exact=True)
    before = label.input_value()
    label.fill("Where shall we write?")
    hint = page.get_by_label("Hint", exact=True)
    hint.focus()
    expect(page.locator("#outline, #preview iframe").first).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Undo.*Changed the label"))).to_be_enabled()
    expect(hint).to_be_focused()
    expect(page.frame_locator(".tc-preview").get_by_text("Where shall we write?").first).to_be_visible()
    hint.fill("By email")
    label.focus()
    expect(page.frame_locator(".tc-preview").get_by_text("By email")).to_be_visible()
    label.fill(before)
    hint.focus()
    expect(page.get_by_role("button", name=re.compile("^Undo.*the label.*Where shall we write"))).to_be_visible()
    undo(page, 3)
    expect(page.get_by_label("Hint", exact=True)).to_have_value("")
    expect(page.get_by_label("Question", exact=True)).to_have_value(before)


def test_a_page_is_dragged_to_another_place(new_page: Callable[..., Page]) -> None:
    page = new_page(width=1280, height=1600)
    Clerk(page).signs_in("author")
    page.goto(FORM)
    items = page.locator("#outline > ul > li")
    last = items.last.get_attribute("data-part")
    items.last.locator("> a").drag_to(items.first.locator("> a"))
    expect(items.first).to_have_attribute("data-part", last or "")
    undo(page, 1)
    expect(items.last).to_have_attribute("data-part", last or "")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_a_question_is_added_moved_copied_and_deleted_by_keyboard(new_page: Callable[..., Page], scripts: bool) -> None:
    page = new_page(width=1280, height=900, scripts=scripts)
    Clerk(page).signs_in("author")
    page.goto(FORM)
    count = page.locator("#outline > ul > li").count()

    def press(role: str, name: str, key: str = "Enter") -> None:
        found = page.get_by_role(role, name=name, exact=True).first  # type: ignore[arg-type]
        found.focus()
        found.press(key)

    press("link", "Add a question or page")
    page.get_by_label("What do you ask?").focus()
    page.keyboard.type("How many bags?")
    page.get_by_label("Whole number").focus()
    page.keyboard.press("Space")
    press("button", "Add the question")
    expect(page.get_by_role("heading", level=1)).to_have_text("Page: How many bags?")
    press("button", "Move down")
    expect(page.locator(".tc-said")).to_contain_text("Moved")
    press("button", "Duplicate")
    expect(page.locator("#outline > ul > li")).to_have_count(count + 2)
    press("button", "Delete")
    expect(page.locator("#outline > ul > li")).to_have_count(count + 1)
    page.get_by_role("link", name="How many bags?").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Page: How many bags?")
    press("button", "Delete")
    expect(page.locator("#outline > ul > li")).to_have_count(count)


def test_a_choice_is_added_and_another_kind_is_chosen_while_typing(new_page: Callable[..., Page]) -> None:
    page = new_page(width=1280, height=900)
    Clerk(page).signs_in("author")
    page.goto(f"{FORM}?at=question:bin")
    choices = page.get_by_label("Choice", exact=True)
    count = choices.count()
    page.get_by_role("button", name="Add another choice").click()
    expect(choices).to_have_count(count + 1)
    choices.last.fill("Old batteries")
    choices.first.focus()
    expect(page.frame_locator(".tc-preview").get_by_text("Old batteries")).to_be_visible()
    choices.last.fill("Batteries")
    choices.first.focus()
    expect(page.frame_locator(".tc-preview").get_by_text("Batteries")).to_be_visible()
    expect(choices).to_have_count(count + 1)
    page.get_by_label("Kind of question").select_option("checkboxes")
    expect(page.get_by_label("The choice that rules out the others")).to_be_attached()
    undo(page, 3)
    expect(choices).to_have_count(count)
