"""A member of staff at a browser, in the demo's office."""

from __future__ import annotations

from typing import Self

from playwright.sync_api import expect

from builder.demo import PASSWORD
from tests.browser.conftest import is_sound
from tests.browser.person import Person


class Clerk(Person):
    """Somebody who works cases."""

    def signs_in(self, name: str) -> Self:
        self.goes_to("/staff").sees("Sign in").fills("Email address", f"{name}@demo.example")
        self.fills("Password", PASSWORD)
        return self.presses("Sign in").sees("My work")

    def opens(self, reference: str) -> Self:
        """Finds a case by its reference, as it is read out on the telephone."""
        box = self.page.get_by_label("Find a case by reference or applicant")
        box.fill(reference.lower())
        box.press("Enter")
        return self.sees(reference)

    def queue(self, label: str) -> Self:
        return self.goes_to("/staff").follows(label).sees(label)

    def acts(self, action: str) -> Self:
        """Opens the form of an action; with scripting it opens in its place on the case's page."""
        self.presses(action)
        expect(self.page.locator("form.tc-ask")).to_be_visible()
        is_sound(self.page)
        return self

    def is_now(self, state: str) -> Self:
        expect(self.page.locator(".tc-state")).to_have_text(state)
        is_sound(self.page)
        return self
