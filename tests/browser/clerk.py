"""A member of staff at a browser, in the demo's office."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from builder.demo import PASSWORD
from tests.browser.conftest import is_sound


class Clerk:
    """Somebody who works cases. Methods say what they do and what they then see."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def signs_in(self, name: str) -> Clerk:
        self.page.goto("/staff")
        self.sees("Sign in")
        self.page.get_by_label("Email address").fill(f"{name}@demo.example")
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        return self.presses("Sign in").sees("My work")

    def sees(self, heading: str) -> Clerk:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(re.compile(rf"^\s*{re.escape(heading)}"))
        expect(self.page).to_have_title(re.compile(re.escape(heading)))
        is_sound(self.page)
        return self

    def reads(self, *texts: str) -> Clerk:
        for text in texts:
            expect(self.page.locator("main")).to_contain_text(text)
        return self

    def presses(self, button: str) -> Clerk:
        self.page.get_by_role("button", name=re.compile(rf"^{re.escape(button)}\s*…?$")).click()
        return self

    def opens(self, reference: str) -> Clerk:
        """Finds a case by its reference, as it is read out on the telephone."""
        box = self.page.get_by_label("Find a case by reference or applicant")
        box.fill(reference.lower())
        box.press("Enter")
        self.sees("Cases like").page.get_by_role("link", name=reference).click()
        return self.sees(reference)

    def queue(self, label: str) -> Clerk:
        self.page.goto("/staff")
        self.page.get_by_role("link", name=label, exact=True).click()
        return self.sees(label)

    def fills(self, **answers: str) -> Clerk:
        for label, answer in answers.items():
            self.page.get_by_label(re.compile(rf"^{re.escape(label.replace('_', ' '))}\??$")).fill(answer)
        return self

    def chooses(self, *labels: str) -> Clerk:
        for label in labels:
            self.page.get_by_label(label, exact=True).check()
        return self

    def acts(self, action: str) -> Clerk:
        """Opens the form of an action; with scripting it opens in its place on the case's page."""
        self.presses(action)
        expect(self.page.locator("form.tc-ask")).to_be_visible()
        is_sound(self.page)
        return self

    def is_now(self, state: str) -> Clerk:
        expect(self.page.locator(".tc-state")).to_have_text(state)
        is_sound(self.page)
        return self
