"""On paper: what somebody keeps is on it, and what only a screen can use is not."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser import tour
from tests.browser.citizen import Citizen
from tests.browser.conftest import Live

SCREEN_ONLY = (
    ".tc-header__tools",
    ".govuk-back-link",
    ".govuk-button",
    ".tc-footer",
    ".tc-banner",
    ".tc-leave",
    "[data-print]",
)


def on_paper(page: Page) -> None:
    page.emulate_media(media="print")
    for selector in SCREEN_ONLY:
        for each in page.locator(selector).all():
            expect(each).to_be_hidden()


def test_what_was_sent_and_how_to_come_back_can_be_printed(new_page: Callable[..., Page], live: Live) -> None:
    tour.prepare(live.database)
    page = new_page(width=800)
    seen = []
    for name in tour.form(Citizen(page)):
        if name in ("sent", "later"):
            seen.append(name)
            on_paper(page)
            wanted = (".tc-reference", "dd:has-text('1 High Street')") if name == "sent" else (".tc-code",)
            for selector in wanted:
                expect(page.locator(selector).first).to_be_visible()
            ink = page.locator("h1").evaluate("e => getComputedStyle(e).color")
            assert ink in ("rgb(0, 0, 0)", "rgb(11, 12, 12)"), "white words on a coloured box would not be printed"
            page.emulate_media(media="screen")
    assert seen == ["later", "sent"]
