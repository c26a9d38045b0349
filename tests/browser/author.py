"""An author at the builder, who counts what they do: a click, a drag, or one field filled, is one."""

from __future__ import annotations

import re
from typing import Self

from playwright.sync_api import Locator, Page, expect

from tests.browser.clerk import Clerk
from tests.browser.conftest import WAITING


class Author(Clerk):
    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.actions = 0

    def clicks(self, what: Locator) -> Self:
        """One click that leads on: waits until what it asked for is there."""
        self.actions += 1
        what.click()
        self.settled()
        return self

    def settled(self) -> None:
        """Until what was asked for is there: htmx marks what waits."""
        self.page.wait_for_load_state()
        expect(self.page.locator(WAITING)).to_have_count(0)

    def opens(self, link: str | re.Pattern[str]) -> Self:
        named = {"name": link, "exact": isinstance(link, str)}
        return self.clicks(self.page.get_by_role("link", **named).or_(self.page.get_by_role("button", **named)).first)

    def tab(self, name: str) -> Self:
        return self.clicks(self.page.locator(".tc-build-tabs").get_by_role("link", name=re.compile(rf"^{name}")))

    def unfolds(self, words: str) -> Self:
        return self.clicks(self.page.locator("summary", has_text=words))

    def presses(self, button: str) -> Self:
        """The button that says so; where none says just that, the first that begins with it."""
        place = self.page.locator("main")
        whole = place.get_by_role("button", name=button, exact=True)
        begun = place.get_by_role("button", name=re.compile(rf"^\s*{re.escape(button)}"))
        return self.clicks((whole if whole.count() else begun).first)

    def types(self, label: str, words: str, nth: int = 0) -> Self:
        """One field filled; a page that saves by itself has saved it when the next thing is done."""
        self.actions += 1
        box = self.page.get_by_role("textbox", name=re.compile(rf"^\s*{re.escape(label)}")).nth(nth)
        box.fill(words)
        box.blur()
        self.settled()
        return self

    def picks(self, label: str, option: str, nth: int = 0) -> Self:
        self.actions += 1
        self.page.get_by_role("combobox", name=re.compile(rf"^\s*{re.escape(label)}")).nth(nth).select_option(
            label=option
        )
        self.settled()
        return self

    def ticks(self, *labels: str) -> Self:
        for label in labels:
            self.actions += 1
            named = re.compile(rf"^\s*{re.escape(label)}")
            box = self.page.get_by_role("checkbox", name=named).or_(self.page.get_by_role("radio", name=named))
            box.first.check()
            self.settled()
        return self
