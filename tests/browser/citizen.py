"""A citizen at a browser: fills forms in, checks the answers, sends them, and asks how it is going."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from tests.browser.person import Person

TODAY = datetime.now(ZoneInfo("Europe/London")).date()
CHECK = "Check your answers before sending"
PHOTO = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\nIDATx\x9cc\x00\x01\x00\x00\x05\x00\x01\r\n-\xb4\x00\x00\x00\x00IEND\xaeB`\x82"
)
"""A real picture of one pixel."""


class Citizen(Person):
    """Somebody who wants something of the council."""

    def starts(self, service: str) -> Self:
        """From the list of services to the first page of a form."""
        self.goes_to("/").sees("Services").follows(service).sees(service)
        return self.presses("Start now")

    def lives(self, line: str, town: str, postcode: str) -> Self:
        """Types an address; where one can be looked up, asks to type it first."""
        return (
            self.types_address().fills("Address line 1", line).fills("Town or city", town).fills("Postcode", postcode)
        )

    def types_address(self) -> Self:
        if self.page.get_by_role("button", name="Find address").count():
            self.presses("Enter the address yourself")
            expect(self.box("Address line 1")).to_be_visible()
        return self

    def finds(self, postcode: str, house: str = "") -> Self:
        return self.fills("Postcode", postcode).fills("House number or name", house).presses("Find address")

    def picks(self, address: str) -> Self:
        self.box("Choose the address").select_option(label=address)
        return self

    def attaches(self, label: str, name: str, content: bytes = PHOTO) -> Self:
        kind = "application/pdf" if Path(name).suffix == ".pdf" else "image/png"
        self.box(label).set_input_files({"name": name, "mimeType": kind, "buffer": content})
        return self

    def goes_on(self, heading: str) -> Self:
        return self.presses("Continue").sees(heading)

    def changes(self, answer: str, heading: str) -> Self:
        """Follows the link beside an answer that is to be checked."""
        return self.follows(f"Change {answer}").sees(heading)

    def answered(self, question: str, answer: str) -> Self:
        """Finds an answer beside its question in the list of them."""
        named = self.page.locator("dt", has_text=re.compile(rf"^\s*{re.escape(question)}\s*$"))
        row = self.page.locator(".govuk-summary-list__row").filter(has=named)
        expect(row.locator("dd").first).to_have_text(answer)
        return self

    def sends(self) -> str:
        """Agrees and sends; the reference that is shown."""
        self.presses("Agree and send").sees("We have received it")
        return self.page.locator(".tc-reference").inner_text().strip()

    def acts(self, action: str) -> Self:
        """Opens one of the things that an applicant can do."""
        return self.presses(action).sees(action)

    def progress(self, state: str) -> Self:
        return self.goes_to("/track/case").sees(state)

    def opens_link(self, link: str, state: str) -> Self:
        """A link of a mail, on a device that knows nothing: it shows a button, and the button opens the case."""
        self.page.context.clear_cookies()
        return self.goes_to(link).sees("Check progress").presses("Continue").sees(state)
