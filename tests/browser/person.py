"""Somebody at a browser, who finds every page that they reach sound. Methods say what they do and then see."""

from __future__ import annotations

import re
from datetime import date
from typing import Self

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import is_sound

LOOKS = 60


class Person:
    def __init__(self, page: Page) -> None:
        self.page = page

    def goes_to(self, path: str) -> Self:
        self.page.goto(path)
        return self

    def sees(self, heading: str) -> Self:
        """Waits until the page of that heading is there, and looks at it closely."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(re.compile(rf"^\s*{re.escape(heading)}"))
        expect(self.page).to_have_title(re.compile(re.escape(heading)))
        is_sound(self.page)
        return self

    def reads(self, *texts: str) -> Self:
        for text in texts:
            expect(self.page.locator("main")).to_contain_text(text)
        return self

    def box(self, label: str) -> Locator:
        """The input of a label, whether or not it may be left blank."""
        return self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}( \(optional\))?\s*$"))

    def fills(self, label: str, answer: str) -> Self:
        self.box(label).fill(answer)
        return self

    def dates(self, label: str, day: date) -> Self:
        boxes = self.page.get_by_role("group", name=label)
        for name, part in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            boxes.get_by_label(name, exact=True).fill(str(part))
        return self

    def chooses(self, *labels: str) -> Self:
        for label in labels:
            self.page.get_by_label(label, exact=True).check()
        return self

    def presses(self, button: str) -> Self:
        self.page.get_by_role("button", name=re.compile(rf"^\s*{re.escape(button)}\s*…?\s*$")).click()
        return self

    def follows(self, link: str) -> Self:
        self.page.get_by_role("link", name=link, exact=True).click()
        return self

    def is_told(self, *mistakes: str) -> Self:
        """The page came back with exactly these mistakes, said above and beside, each leading to its input."""
        links = self.page.locator(".govuk-error-summary:not([data-offline])").get_by_role("link")
        expect(links).to_have_text(list(mistakes))
        expect(self.page).to_have_title(re.compile("^Error: "))
        is_sound(self.page)
        for link in links.all():
            expect(self.page.locator(str(link.get_attribute("href")))).to_have_count(1)
        return self

    def waits_for_link(self, name: str) -> Self:
        """Looks again until a link is there that a worker has yet to bring: that of a file, once it is scanned."""
        link = self.page.get_by_role("link", name=name).first
        for _ in range(LOOKS):
            if link.count():
                return self
            self.page.wait_for_timeout(250)
            self.page.reload()
        expect(link).to_be_visible()
        return self
