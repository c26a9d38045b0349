"""A draft walked through in a browser: the form, each role, the clock; kept, it is an example."""

from __future__ import annotations

from tests.builder.web.authoring import Desk
from tests.runtime.web.browsing import Browser, Page

TRY = "/build/missed-bin/try"
ADDRESS = {
    "property-line_1": "1 High Street", "property-town": "Anytown", "property-postcode": "AB1 2CD",
}  # fmt: skip


def begun(desk: Desk, at: str = "2026-03-26") -> Browser:
    browser = desk.sign_in()
    browser.send(browser.get(TRY).form(TRY), date=at, time="09:00")
    browser.follow()
    browser.follow()
    return browser


def page_of(browser: Browser) -> Page:
    assert browser.page is not None
    return browser.page


def answer(browser: Browser, **typed: str) -> Page:
    """Fill in the page in hand, and follow where it leads."""
    form = next(form for form in page_of(browser).forms if "/apply/" in form.action)
    page = browser.send(form, **typed)
    while page.status == 303:
        page = browser.follow()
    return page


def filled_in(browser: Browser) -> Page:
    answer(browser, **ADDRESS)
    answer(browser, bin="refuse", **{"missed_on-day": "25", "missed_on-month": "3", "missed_on-year": "2026"})
    return answer(browser, email="ada@example.org")


def test_it_begins_when_its_author_says(desk: Desk) -> None:
    page = page_of(begun(desk))
    assert page.heading == "Where was the bin missed?"
    assert "It is 9am on Thursday 26 March 2026" in page.text


def test_the_form_is_played_page_by_page_to_the_check_and_sent(desk: Desk) -> None:
    browser = begun(desk)
    assert answer(browser).status == 422
    page = filled_in(browser)
    assert page.heading == "Check your answers"
    page = answer(browser)
    assert "State With crew" not in page.text
    assert "State New" in page.text
    print(page.text)
