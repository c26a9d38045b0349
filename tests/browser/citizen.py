"""A citizen at a browser: fills forms in as people do, and finds every page that they reach sound."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import is_sound

PHOTO = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\nIDATx\x9cc\x00\x01\x00\x00\x05\x00\x01\r\n-\xb4\x00\x00\x00\x00IEND\xaeB`\x82"
)
"""A real picture of one pixel."""


class Citizen:
    """Somebody with a browser. Methods say what they do and what they then see."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def sees(self, heading: str) -> Citizen:
        """Waits until the page of that heading is there, and looks at it closely."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(re.compile(rf"^\s*{re.escape(heading)}"))
        expect(self.page).to_have_title(re.compile(re.escape(heading)))
        is_sound(self.page)
        return self

    def reads(self, *texts: str) -> Citizen:
        for text in texts:
            expect(self.page.locator("main")).to_contain_text(text)
        return self

    def starts(self, service: str) -> Citizen:
        """From the list of services to the first page of a form."""
        self.page.goto("/")
        self.sees("Services")
        self.page.get_by_role("link", name=service).click()
        self.sees(service)
        self.presses("Start now")
        return self

    def fills(self, **answers: str) -> Citizen:
        """Types answers, by the label of the input with spaces as underscores: ``fills(Full_name="Ada")``."""
        for label, answer in answers.items():
            self.page.get_by_label(label.replace("_", " "), exact=True).fill(answer)
        return self

    def chooses(self, *labels: str) -> Citizen:
        for label in labels:
            self.page.get_by_label(label, exact=True).check()
        return self

    def dates(self, label: str, day: date) -> Citizen:
        boxes = self.page.get_by_role("group", name=label)
        for name, part in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            boxes.get_by_label(name, exact=True).fill(str(part))
        return self

    def lives(self, line: str, town: str, postcode: str) -> Citizen:
        return self.fills(Address_line_1=line, Town_or_city=town, Postcode=postcode)

    def attaches(self, label: str, name: str, content: bytes = PHOTO) -> Citizen:
        kind = "application/pdf" if Path(name).suffix == ".pdf" else "image/png"
        self.page.get_by_label(label).set_input_files({"name": name, "mimeType": kind, "buffer": content})
        return self

    def presses(self, button: str) -> Citizen:
        self.page.get_by_role("button", name=button, exact=True).click()
        return self

    def goes_on(self, heading: str) -> Citizen:
        return self.presses("Continue").sees(heading)

    def is_told(self, *mistakes: str) -> Citizen:
        """The page came back with exactly these mistakes, said above and beside, each leading to its input."""
        links = self.summary.get_by_role("link")
        expect(links).to_have_text(list(mistakes))
        expect(self.page).to_have_title(re.compile("^Error: "))
        is_sound(self.page)
        for link in links.all():
            target = self.page.locator(str(link.get_attribute("href")))
            expect(target).to_have_count(1)
        return self

    def changes(self, answer: str, heading: str) -> Citizen:
        """Follows the link beside an answer that is to be checked."""
        self.page.get_by_role("link", name=f"Change {answer}", exact=True).click()
        return self.sees(heading)

    def answered(self, question: str, answer: str) -> Citizen:
        """Finds an answer beside its question in the list of them."""
        row = self.page.locator(".govuk-summary-list__row").filter(
            has=self.page.locator("dt", has_text=re.compile(rf"^\s*{re.escape(question)}\s*$"))
        )
        expect(row.locator("dd").first).to_have_text(answer)
        return self

    def sends(self) -> str:
        """Agrees and sends; the reference that is shown."""
        self.presses("Agree and send")
        self.sees("We have received it")
        return self.reference

    def progress(self, state: str) -> Citizen:
        """From the confirmation, or from anywhere: the page that says where it stands."""
        self.page.goto("/track/case")
        return self.sees(state)

    def acts(self, action: str, heading: str | None = None) -> Citizen:
        """Opens one of the things that the applicant can do."""
        self.page.get_by_role("button", name=action, exact=True).click()
        return self.sees(heading or action)

    @property
    def summary(self) -> Locator:
        return self.page.locator(".govuk-error-summary:not([data-offline])")

    @property
    def reference(self) -> str:
        return self.page.locator(".tc-reference").inner_text().strip()
