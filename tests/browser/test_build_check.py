"""What is wrong with a draft as an author works on it: said beside the input, counted, and mended by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.clerk import Clerk
from tests.browser.conftest import is_sound

FORM = "/build/missed-bin/form?at=page:too-early"
GOOD = "collection_day == today()"


@pytest.mark.parametrize(("scripts", "width"), [(True, 1280), (False, 320)], ids=["scripts", "plain-phone"])
def test_a_slip_is_told_beside_its_input_and_mended_by_keyboard(
    new_page: Callable[..., Page], scripts: bool, width: int
) -> None:
    page = new_page(scripts=scripts, width=width)
    author = Clerk(page).signs_in("author").goes_to(FORM)
    condition = page.locator("[data-of='page:too-early/when']")
    expect(condition).to_be_hidden()
    box = page.locator("form.tc-element textarea[name=when]").first
    box.fill("collection_day = today()")
    if scripts:
        box.press("Tab")
    else:
        page.locator("form.tc-element .tc-save").first.click()
    expect(condition).to_contain_text("To compare, write == (two equals signs)")
    is_sound(page)
    mend = page.locator("#problems").get_by_role("button", name=f"Write {GOOD}")
    mend.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-of='page:too-early/when']")).to_be_hidden()
    expect(page.locator("form.tc-element textarea[name=when]").first).to_have_value(GOOD)
    is_sound(page)
    author.goes_to("/build/missed-bin/check").sees("Check")


@pytest.mark.parametrize(("scripts", "width"), [(True, 1280), (False, 320)], ids=["scripts", "plain-phone"])
def test_problems_and_paths_are_sound_pages(new_page: Callable[..., Page], scripts: bool, width: int) -> None:
    page = new_page(scripts=scripts, width=width)
    author = Clerk(page).signs_in("author").goes_to("/build/single-person-discount/paths").sees("Possible paths")
    for summary in page.locator("main details:not([open]) > summary").all():
        if summary.is_visible():
            summary.focus()
            page.keyboard.press("Enter")
    is_sound(page)
    page.get_by_label("Paths that end with").select_option(index=1)
    author.presses("Show").sees("Possible paths").follows("Problems").sees("Check")
    checked: Any = page.locator(".tc-problem")
    assert checked.count() or "Nothing is wrong" in page.locator("main").inner_text()
