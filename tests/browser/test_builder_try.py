"""A draft walked through in a browser, on a phone and on a desk, with and without scripts; kept, it is an example."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.citizen import Citizen
from tests.browser.clerk import Clerk
from tests.browser.conftest import is_sound

AUTHOR = "author"


def look(page: Page, name: str) -> None:
    is_sound(page)
    if folder := os.environ.get("TOWNCLERK_LOOK"):
        width = (page.viewport_size or {})["width"]
        page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)


@pytest.mark.parametrize(("width", "scripts"), [(320, True), (1280, True), (1280, False)])
def test_the_citizen_then_the_crew_desk_then_an_example(
    new_page: Callable[..., Page], width: int, scripts: bool
) -> None:
    page = new_page(width=width, scripts=scripts, height=900)
    name = f"A report that nobody works, seen at {width} {'with' if scripts else 'without'} scripts"
    Clerk(page).signs_in(AUTHOR)
    page.goto("/build/missed-bin/try")
    look(page, "try-start")
    page.get_by_label("On", exact=True).fill("2026-03-26")
    page.get_by_label("At", exact=True).fill("09:00")
    page.get_by_role("button", name="Begin", exact=True).click()
    the_form(page)
    look(page, "try-sent")
    page.get_by_role("button", name="See who has it now").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("We have your report")
    look(page, "try-citizen")
    page.get_by_role("link", name="Crew desk", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Crew desk")
    look(page, "try-desk")
    page.get_by_role("button", name="Could not collect").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Could not collect")
    page.locator(".tc-walk__hand").get_by_role("button", name="Could not collect").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    look(page, "try-ask")
    page.get_by_role("link", name="Back", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Crew desk")
    page.locator(".tc-walk-bar").get_by_role("button", name="1 working day on").click()
    expect(page.locator(".tc-walk-bar")).to_contain_text("Friday 27 March 2026")
    page.locator(".tc-walk-bar").get_by_role("button", name="To what comes next").click()
    expect(page.locator(".tc-walk__behind")).to_contain_text("What has happened")
    look(page, "try-later")
    page.get_by_text("Keep this as an example").click()
    page.get_by_label("What does it show?").fill(name)
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Examples")
    expect(page.locator("main")).to_contain_text("Kept the example")
    look(page, "examples")
    page.get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Example")
    look(page, "example")
    page.get_by_role("link", name="Examples", exact=True).first.click()
    page.get_by_role("button", name="Make one for every path").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("An example for every path")
    look(page, "examples-offered")


def the_form(page: Page) -> None:
    """Every page of it, one with a mistake."""
    hand = page.locator(".tc-walk__hand")
    expect(page.get_by_role("heading", level=1)).to_have_text("Where was the bin missed?")
    hand.get_by_role("button", name="Continue").last.click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    look(page, "try-mistake")
    Citizen(page).lives("1 High Street", "Anytown", "ZE1 0AA")
    go_on(page, "Which bin was missed?")
    hand.get_by_label("Rubbish").check()
    go_on(page, "When should it have been collected?")
    for label, part in (("Day", "25"), ("Month", "3"), ("Year", "2026")):
        hand.get_by_label(label, exact=True).fill(part)
    go_on(page, "Does somebody carry your bin out for you?")
    hand.get_by_label("No", exact=True).check()
    go_on(page, "How can we tell you what happened?")
    hand.get_by_label("Full name").fill("Ada Lovelace")
    hand.get_by_label("Email address").fill("ada@example.org")
    go_on(page, "Check your answers before sending")
    look(page, "try-check")
    hand.get_by_role("button", name="Agree and send").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("We have received it")


def go_on(page: Page, heading: str) -> None:
    page.locator(".tc-walk__hand").get_by_role("button", name="Continue").last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
