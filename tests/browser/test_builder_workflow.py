"""The workflow, the emails and the queues in a browser: how they look, by keyboard alone, and with scripts off."""

from __future__ import annotations

import os
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.clerk import Clerk
from tests.browser.conftest import WAITING, is_sound

LARGEST = ("premises-licence", "housing-repair", "community-grant", "blue-badge")
SPILT = """() => [...document.querySelectorAll('a.diagram__element')].flatMap(one => {
  const box = one.querySelector('.diagram__shape').getBoundingClientRect();
  return [...one.querySelectorAll(':scope > text')].filter(text => {
    const words = text.getBoundingClientRect();
    return words.left < box.left || words.right > box.right || words.top < box.top || words.bottom > box.bottom;
  }).map(text => text.textContent);
})"""
"""The words that a browser's own letters make wider than the box that was drawn for them."""


def look(page: Page, name: str) -> None:
    is_sound(page)
    if folder := os.environ.get("TOWNCLERK_LOOK"):
        width = (page.viewport_size or {})["width"]
        page.screenshot(path=f"{folder}/flow-{name}-{width}.png", full_page=True)


def author(page: Page) -> Page:
    Clerk(page).signs_in("author")
    return page


@pytest.mark.parametrize(("width", "scripts"), [(320, True), (1280, True), (1280, False)])
def test_every_page_of_the_workflow_is_sound(new_page: Callable[..., Page], width: int, scripts: bool) -> None:
    page = author(new_page(width=width, scripts=scripts, height=900))
    for name, address in (
        ("flow", "missed-bin/workflow"),
        ("action", "missed-bin/workflow?at=transition:escalate"),
        ("beside", "missed-bin/workflow?at=transition:send&also=message:on-its-way"),
        ("state", "housing-repair/workflow?at=state:works"),
        ("clock", "missed-bin/workflow?at=clock:promise"),
        ("add-state", "missed-bin/workflow?add=state"),
        ("add-action", "missed-bin/workflow?add=transition"),
        ("add-clock", "missed-bin/workflow?add=clock"),
        ("emails", "missed-bin/emails"),
        ("email", "missed-bin/emails?at=message:on-its-way"),
        ("add-email", "missed-bin/emails?add=message"),
        ("work", "missed-bin/work"),
        ("queue", "missed-bin/work?at=queue:new-reports"),
        ("task", "scaffold-licence/work?at=task:structures"),
        ("add-task", "missed-bin/work?add=task"),
    ):
        page.goto(f"/build/{address}")
        expect(page.locator("#build")).to_be_visible()
        look(page, name)


def test_no_words_of_a_diagram_spill_out_of_their_box(new_page: Callable[..., Page]) -> None:
    page = author(new_page(width=1280))
    for service in LARGEST:
        page.goto(f"/build/{service}/workflow")
        assert page.evaluate(SPILT) == []
        look(page, service)


def test_by_keyboard_a_state_is_found_in_the_diagram_and_given_another_name(new_page: Callable[..., Page]) -> None:
    page = author(new_page(width=1280))
    page.goto("/build/missed-bin/workflow")
    page.locator("#diagram").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')").startswith("New. State")
    while not page.evaluate("document.activeElement.getAttribute('aria-label')").startswith("With crew. State"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#element-title")).to_have_text("State: With crew")
    name = page.get_by_label("What staff read", exact=True).first
    name.fill("Out with a crew")
    name.press("Tab")
    expect(page.locator(".diagram__element[aria-current]")).to_have_attribute(
        "aria-label", re.compile("^Out with a crew. State")
    )
    expect(page.locator("#outline")).to_contain_text("Out with a crew")
    expect(page.locator("#saved")).to_contain_text("all saved")
    page.get_by_role("button", name=re.compile("^Undo")).press("Enter")
    expect(page.locator("#outline")).not_to_contain_text("Out with a crew")


@pytest.mark.parametrize("scripts", [True, False])
def test_what_an_action_does_is_added_moved_and_taken_out_by_keyboard(
    new_page: Callable[..., Page], scripts: bool
) -> None:
    page = author(new_page(width=1280, scripts=scripts))
    page.goto("/build/missed-bin/workflow?at=transition:done")
    effects = page.locator(".tc-effects__one")
    before = effects.count()
    page.get_by_label("Something that happens then").select_option(label="Gives the case to somebody")
    page.get_by_role("button", name=re.compile("^Add ?: ")).press("Enter")
    expect(effects).to_have_count(before + 1)
    chosen = page.get_by_label("To who did this, or to nobody")
    if scripts:  # each change saves by itself, once all that must be said is
        with page.expect_response("**/element"):
            chosen.check()
        expect(page.locator(WAITING)).to_have_count(0)
        expect(page.locator("#problems")).to_contain_text("This is not saved yet")
        with page.expect_response(re.compile(r"/workflow\?")):
            effects.last.get_by_role("combobox").last.select_option("actor")
    else:
        chosen.check()
        effects.last.get_by_role("combobox").last.select_option("actor")
        page.locator(".tc-element").get_by_role("button", name="Save", exact=True).last.press("Enter")
    expect(effects.last).to_contain_text("Gives the case to somebody")
    page.reload()
    expect(effects).to_have_count(before + 1)
    effects.last.get_by_role("button", name="Remove").press("Enter")
    expect(effects).to_have_count(before)
    expect(page.locator(".tc-said")).to_be_visible()


def test_an_answer_goes_where_the_author_writes(new_page: Callable[..., Page]) -> None:
    page = author(new_page(width=1280))
    page.goto("/build/missed-bin/emails?at=message:emptied")
    text = page.get_by_label("Text", exact=True).first
    text.fill("Dear , it is done.")
    text.press("Home")
    for _ in range(5):
        text.press("ArrowRight")
    page.get_by_label("Answer or fact").select_option("case.reference")
    page.get_by_role("button", name="Put it in the text").click()
    expect(text).to_have_value("Dear {case.reference}, it is done.")
    expect(page.locator("#preview mark")).to_have_text(re.compile(r"^[A-Z0-9-]{9,}$"))
    page.get_by_role("button", name=re.compile("^Undo")).click()
