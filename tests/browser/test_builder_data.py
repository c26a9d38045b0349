"""Conditions, values and decision tables in a real browser: rows and text follow each other, a grid saves itself."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.clerk import Clerk
from tests.browser.conftest import is_sound

AUTHOR = "author"
FEE = "/build/premises-licence/data?at=decision:fee"


def look(page: Page, name: str) -> None:
    is_sound(page)
    if folder := os.environ.get("TOWNCLERK_LOOK"):
        width = page.evaluate("window.innerWidth")
        page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)


def saved(page: Page, doing: Callable[[], object]) -> None:
    """Do something, and wait until the draft has it."""
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.status == 303):
        doing()


@pytest.mark.parametrize("width", [320, 1280])
def test_rows_and_text_follow_each_other(new_page: Callable[..., Page], width: int) -> None:
    page = new_page(width=width, height=900)
    Clerk(page).signs_in(AUTHOR)
    page.goto("/build/missed-bin/data")
    look(page, "data")
    page.locator("summary", has_text="Add a value").click()
    page.locator("#value-name").fill(f"Too late {width}")
    page.get_by_role("button", name="Add a value").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Too late {width}")
    text, rows = page.locator("textarea.tc-expression"), page.locator(".tc-rule__row")
    text.fill("bin == 'refuse' && missed_on < toda")
    expect(page.locator(".tc-rule .govuk-error-message")).to_contain_text("toda")
    look(page, "rule-wrong")
    text.fill("bin == 'refuse' && missed_on < today()")
    expect(page.locator(".tc-rule__said")).to_contain_text("is before today.")
    expect(rows).to_have_count(2)
    look(page, "rule")
    comparison = rows.nth(1).get_by_label("Row 2: how to compare")
    saved(page, lambda: comparison.select_option(label="is on or after"))
    expect(text).to_have_value("bin == 'refuse' && missed_on >= today()")
    page.get_by_role("button", name="Add a row").first.click()
    expect(rows).to_have_count(3)
    rows.nth(2).get_by_label("Row 3: what to look at").select_option("bin")
    choice = rows.nth(2).get_by_label("Row 3: value")
    saved(page, lambda: choice.select_option(label="Recycling"))
    expect(text).to_have_value("bin == 'refuse' && missed_on >= today() && bin == 'recycling'")
    look(page, "rule-three")
    page.reload()
    expect(rows).to_have_count(3)
    rows.nth(0).get_by_role("button", name="Remove row 1").click()
    expect(rows).to_have_count(2)


@pytest.mark.parametrize("width", [320, 1280])
def test_a_grid_saves_itself_and_says_what_is_missing(new_page: Callable[..., Page], width: int) -> None:
    page = new_page(width=width, height=900)
    Clerk(page).signs_in(AUTHOR)
    page.goto(FEE)
    look(page, "grid")
    result = page.get_by_label("Rule 1: pounds")
    result.fill("=rateable_value *")
    saved(page, lambda: result.press("Tab"))
    expect(page.locator("#remarks")).to_contain_text("Gaps and overlaps are shown once")
    look(page, "grid-wrong")
    result.fill(f"1{width}")
    saved(page, lambda: result.press("Tab"))
    page.get_by_role("button", name="Delete rule 2").click()
    expect(page.locator("#remarks")).to_contain_text("No rule fits when")
    look(page, "grid-gap")
    page.get_by_role("button", name="Add a rule for this").first.click()
    expect(page.locator("#remarks")).to_contain_text("Every case has a rule")
    page.locator("#try-in0").select_option("false")
    page.get_by_role("button", name="Try", exact=True).click()
    expect(page.locator("#try")).to_contain_text("Rule 1 counts")
    look(page, "grid-tried")
    page.goto("/build/information-request/data?at=decision:regime")
    page.locator("#r0c0").click()
    look(page, "grid-choice")


def test_a_condition_is_made_without_scripts_and_by_keyboard(new_page: Callable[..., Page]) -> None:
    page = new_page(scripts=False, width=1280)
    Clerk(page).signs_in(AUTHOR)
    page.goto("/build/missed-bin/data")
    page.locator("summary", has_text="Add a value").click()
    page.locator("#value-name").fill("Soon")
    page.get_by_role("button", name="Add a value").click()
    page.get_by_role("button", name="Add a condition").press("Enter")
    row = page.locator(".tc-rule__row").last
    row.get_by_label("what to look at").select_option("missed_on")
    page.get_by_role("button", name="Save", exact=True).last.press("Enter")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    look(page, "rule-plain")
    row.get_by_label("how to compare").select_option(label="is before")
    row.get_by_label("value").fill("2026-03-01")
    page.get_by_role("button", name="Save", exact=True).last.press("Enter")
    expect(page.locator(".tc-rule__said")).to_contain_text("is before 1 March 2026")
