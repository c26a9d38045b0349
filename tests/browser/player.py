"""An applicant who gives a service's own example at a browser: page by page, whatever the route asks next."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from playwright.sync_api import Page, expect

from definitions.form import Question
from definitions.questions import KINDS
from definitions.service import Service
from runtime.web.spots import Spot, find
from tests.browser.citizen import CHECK, PHOTO, Citizen
from tests.browser.conftest import is_sound

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MOST_PAGES = 120
LETTER = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def example_of(service: Service, name: str) -> Mapping[str, Any]:
    """The answers of that example, with every day moved as far as today is from when it was told."""
    told = next(each for each in service.document["examples"] if each["name"] == name)
    later = datetime.now(UTC).date() - date.fromisoformat(told["at"][:10])
    return dict(_moved(told["answers"], later).items())


def _moved(value: Any, later: timedelta) -> Any:
    if isinstance(value, dict) and value.keys() == {"earliest", "latest"}:
        return value  # a whole month or year: moved by some days it would be none
    if isinstance(value, dict):
        return {name: _moved(part, later) for name, part in value.items()}
    if isinstance(value, list):
        return [_moved(part, later) for part in value]
    if isinstance(value, str) and _DAY.fullmatch(value):
        return (date.fromisoformat(value) + later).isoformat()
    return value


class Player(Citizen):
    """Knows a service and one set of answers, and sees from each address what is asked there."""

    def __init__(self, page: Page, service: Service, answers: Mapping[str, Any], *, closely: bool) -> None:
        super().__init__(page)
        self.service, self.answers, self.closely = service, answers, closely
        self.numbers: dict[tuple[Any, ...], dict[str, int]] = {}
        self.pages: list[str] = []

    def plays(self) -> list[str]:
        """From the start to the check of all answers: the pages that were asked, in order."""
        self.goes_to(f"/apply/{self.service.id}").presses("Start now")
        for _ in range(MOST_PAGES):
            address = self._address()
            if address == "check":
                self.sees(CHECK)
                return self.pages
            self._looks()
            self._goes_on(address)
        raise AssertionError(f"still at {self.page.url} after {MOST_PAGES} pages")

    def _address(self) -> str:
        expect(self.page.locator("h1")).to_be_visible()
        return self.page.url.partition(f"/apply/{self.service.id}/")[2].partition("?")[0].partition("#")[0]

    def _looks(self) -> None:
        if self.closely:
            is_sound(self.page)

    def _goes_on(self, address: str) -> None:
        before = self.page.url
        if address == "tasks":
            open_ = self.page.locator(".govuk-task-list__item--with-link:not(:has-text('Completed')) a")
            open_.first.click()
        else:
            spot = find(self.service.form, address)
            assert spot is not None, address
            if spot.page is not None:
                self._fills(spot)
            elif spot.section and spot.section.repeat and not spot.is_item:
                self._adds_or_not(spot)
            self.page.get_by_role("button", name="Continue", exact=True).click()
        expect(self.page).not_to_have_url(before)
        expect(self.page.locator(".govuk-error-summary:not([data-offline])")).to_have_count(0)

    def _within(self, spot: Spot) -> Mapping[str, Any]:
        """The answers of the item that the spot is in; a key not met before is that of the next item."""
        answers, above = self.answers, ()
        for list_id, key in spot.path:
            numbers = self.numbers.setdefault((*above, list_id), {})
            number = numbers.setdefault(key, len(numbers))
            answers, above = answers[list_id][number], (*above, list_id, key)
        return answers

    def _adds_or_not(self, spot: Spot) -> None:
        assert spot.section is not None
        assert spot.section.repeat is not None
        wanted = len(self._within(spot).get(spot.section.repeat.id, ()))
        there = self.page.locator(".govuk-summary-card").count()
        more = self.page.locator("input[name=more][type=radio]")
        if more.count():
            self.page.locator(f"input[name=more][value={'yes' if there < wanted else 'no'}]").check()

    def _fills(self, spot: Spot) -> None:
        answers = self._within(spot)
        assert spot.page is not None
        self.pages.append(self._place(spot))
        for question in spot.page.questions:
            if answers.get(question.id) is not None:
                self._answers(question, answers[question.id])

    def _place(self, spot: Spot) -> str:
        """As an example names the page: "children.2.child"."""
        above: tuple[str, ...] = ()
        parts: list[str] = []
        for list_id, key in spot.path:
            parts += [list_id, str(self.numbers[(*above, list_id)][key] + 1)]
            above = (*above, list_id, key)
        assert spot.page is not None
        return ".".join([*parts, spot.page.id])

    def _answers(self, question: Question, value: Any) -> None:
        if question.kind == "file":
            file = {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": LETTER}
            if "pdf" not in question.settings.get("accept", ("pdf",)):
                file = {"name": "photo.png", "mimeType": "image/png", "buffer": PHOTO}
            self.page.locator(f'input[type=file][name="{question.id}"]').set_input_files(file)
            return
        if question.kind == "address":
            self.types_address()
        for name, filled in KINDS[question.kind].fill(question, value).items():
            for text in [filled] if isinstance(filled, str) else filled:
                self._puts(name, text)

    def _puts(self, name: str, text: str) -> None:
        found = self.page.locator(f'form#asking [name="{name}"]')
        kind = found.first.get_attribute("type") if found.count() else None
        if kind in ("radio", "checkbox"):
            self.page.locator(f'form#asking [name="{name}"][value="{text}"]').check()
        elif found.count() and kind != "hidden" and text:
            tag = found.first.evaluate("e => e.tagName")
            found.first.select_option(text) if tag == "SELECT" else found.first.fill(text)
