"""Takes the pictures of README from a running demo: ``python -m tests.browser.screenshots http://127.0.0.1:8000``."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from builder.demo import PASSWORD
from tests.browser.chromium import ARGUMENTS, ensure

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"


def opened(browser: Browser, url: str, width: int, height: int) -> Page:
    return browser.new_context(base_url=url, viewport={"width": width, "height": height}).new_page()


def keep(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    page.screenshot(path=FOLDER / f"{name}.png")


def citizen(page: Page) -> None:
    page.goto("/apply/missed-bin")
    page.get_by_role("button", name="Start now").click()
    page.get_by_role("button", name="Continue").click()
    page.get_by_text("There is a problem").wait_for()
    keep(page, "question-320")


def caseworker(page: Page) -> None:
    page.goto("/staff/sign-in")
    page.get_by_label("Email address").fill("crew@demo.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("link", name="New reports").click()
    page.get_by_role("heading", name="New reports").wait_for()
    keep(page, "queue-1280")
    page.locator('main a[href*="/staff/cases/"]').first.click()
    page.get_by_role("heading", name="What they told us").wait_for()
    keep(page, "case-1280")


def main(url: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=ensure(), args=ARGUMENTS)
        citizen(opened(browser, url, 320, 900))
        caseworker(opened(browser, url, 1280, 900))
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
