"""An author who has a keyboard and nothing else: everything is reached by Tab, typed, and pressed."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Self

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import WAITING

FARTHEST = 500
"""Stops from one end of a page to the other, and then some: what takes more cannot be reached."""
FOCUSED = "e => e === document.activeElement"
BESIDE = "e => document.activeElement.type === 'radio' && document.activeElement.name === e.name"
SHOWN = """() => {
  const here = document.activeElement, box = here.getBoundingClientRect(), style = getComputedStyle(here);
  const drawn = box.width <= 1 || here.matches('input[type=radio], input[type=checkbox]');  // beside it, by its label
  const marked = style.outlineStyle !== 'none' || style.boxShadow !== 'none' || drawn;
  return here.matches(':focus-visible') && marked;
}"""


class Typist:
    """Methods say what is done, and wait until what that asks for is there."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys = page, page.keyboard

    def goes_to(self, address: str) -> Self:
        self.page.goto(address)
        return self.settles()

    def settles(self) -> Self:
        self.page.wait_for_load_state()
        expect(self.page.locator(WAITING)).to_have_count(0)
        return self

    def reaches(self, what: Locator, *, or_beside: bool = False) -> Self:
        """Tabs on until the focus is there, and sees it. ``or_beside``: or on another of the same radios."""
        expect(what).to_be_attached()
        handle = what.element_handle()
        for _ in range(FARTHEST):
            if handle.evaluate(FOCUSED) or (or_beside and handle.evaluate(BESIDE)):
                assert self.page.evaluate(SHOWN), f"nobody sees that the focus is on {what}"
                return self
            self.keys.press("Tab")
        raise AssertionError(f"{what} cannot be reached by Tab on {self.page.url}")

    def presses(self, name: str, role: str = "button", nth: int = 0, within: str = "body") -> Self:
        """A button or link that is called so, or, where there is none, begins so."""
        place = self.page.locator(within)
        whole = place.get_by_role(role, name=name, exact=True)  # type: ignore[arg-type]
        begun = place.get_by_role(role, name=re.compile(rf"^\s*{re.escape(name)}"))  # type: ignore[arg-type]
        expect(begun.first).to_be_visible()
        self.reaches((whole if whole.count() else begun).nth(nth))
        self.keys.press("Enter")
        return self.settles()

    def follows(self, name: str, nth: int = 0, within: str = "body") -> Self:
        return self.presses(name, "link", nth, within)

    def unfolds(self, words: str, nth: int = 0) -> Self:
        self.reaches(self.page.locator("summary", has_text=words).nth(nth))
        self.keys.press("Enter")
        return self.settles()

    def types(self, label: str, words: str, nth: int = 0, within: str = "body") -> Self:
        """Into a box instead of what was in it; and on to the next, so that a page that saves by itself does."""
        named = re.compile(rf"^\s*{re.escape(label)}")
        self.reaches(self.page.locator(within).get_by_role("textbox", name=named).nth(nth))
        self.keys.press("Control+a")
        self.keys.press("Delete")
        self.keys.insert_text(words)
        self.keys.press("Tab")
        return self.settles()

    def dates(self, label: str, day: date) -> Self:
        """Into a box for a date, whose first part is the day or the month, as the browser's country has it."""
        return self._digits(label, day.isoformat(), f"{day:%d%m%Y}", f"{day:%m%d%Y}")

    def times(self, label: str, at: time) -> Self:
        return self._digits(label, f"{at:%H:%M}", f"{at:%I%M%p}", f"{at:%H%M}")

    def _digits(self, label: str, value: str, *ways: str) -> Self:
        box = self.page.get_by_label(label, exact=True)
        self.reaches(box)
        for way in ways:
            for _ in range(4):
                self.keys.press("ArrowLeft")
            self.keys.type(way)
            if box.input_value() == value:
                return self.settles()
        raise AssertionError(f"{label} is {box.input_value()!r}, not {value!r}")

    def ticks(self, label: str, nth: int = 0) -> Self:
        named = re.compile(rf"^\s*{re.escape(label)}")
        self.reaches(self.page.get_by_role("checkbox", name=named).nth(nth))
        self.keys.press("Space")
        return self.settles()

    def chooses(self, label: str, nth: int = 0) -> Self:
        """One of several radios: Tab leads to the one that is chosen, arrows from it to the others."""
        radio = self.page.get_by_role("radio", name=re.compile(rf"^\s*{re.escape(label)}")).nth(nth)
        self.reaches(radio, or_beside=True)
        for _ in range(50):
            if radio.evaluate(FOCUSED):
                break
            self.keys.press("ArrowDown")
            self.settles()
        if not radio.is_checked():
            self.keys.press("Space")
        assert radio.is_checked(), label
        return self.settles()

    def picks(self, label: str, option: str, nth: int = 0, within: str = "body") -> Self:
        """An option of a list, found by its first letters."""
        named = re.compile(rf"^\s*{re.escape(label)}")
        box = self.page.locator(within).get_by_role("combobox", name=named).nth(nth)
        self.reaches(box)
        self.keys.type(option)
        chosen = box.evaluate("e => e.selectedOptions[0]?.label.trim()")
        assert chosen.startswith(option), f"{chosen!r} is chosen, not {option!r}"
        self.keys.press("Tab")
        return self.settles()

    def reads(self, *words: str) -> Self:
        for text in words:
            expect(self.page.locator("main")).to_contain_text(text)
        return self

    def said(self, words: str) -> Self:
        expect(self.page.locator(".tc-said")).to_contain_text(words)
        return self

    def gives(self, label: str, name: str, content: bytes) -> Self:
        """A file: chosen in the window that the system opens, which is no part of the page."""
        box = self.page.get_by_label(label, exact=True)
        self.reaches(box)
        box.set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": content})
        return self.settles()
