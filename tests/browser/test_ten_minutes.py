"""The measure of the builder is the clock: a service from an empty page to live, and one changed question, live."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, expect

from tests.browser.author import Author
from tests.browser.conftest import is_sound

MINUTES, ACTIONS = 10, 150
LONDON = ZoneInfo("Europe/London")


def test_report_a_missed_bin_is_live_in_ten_minutes(new_page: Callable[..., Page]) -> None:
    """From an empty page to live with its example green: no import, paste, library start or copied service."""
    page = new_page(width=1280, height=900)
    author = Author(page)
    author.signs_in("author")
    page.goto("/build")
    began = time.monotonic()
    author.opens("Start a new service").types("What will people be able to do?", "Tell us about a missed bin")
    author.presses("Start from nothing")
    the_form(author)
    the_workflow(author)
    author.tab("Check").presses("Write to what “Email address” asks for")
    an_example(author)
    author.tab("Publish")
    author.reads("There are no errors, and its example is as expected")
    is_sound(page)
    author.types("What changes and why", "Residents can tell us by phone at any hour").presses("Publish")
    expect(page.locator("main")).to_contain_text("live")
    minutes = (time.monotonic() - began) / 60
    print(f"\nfrom an empty page to live: {minutes:.1f} minutes, {author.actions} actions")
    page.goto("/")
    page.get_by_role("link", name="Tell us about a missed bin").click()
    page.get_by_role("button", name=re.compile("Start")).or_(page.get_by_role("link", name=re.compile("Start"))).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Where was the bin missed?")
    assert author.actions < ACTIONS
    assert minutes < MINUTES


def the_form(author: Author) -> None:
    author.types("Heading", "Where was the bin missed?").types("Question", "Address")
    author.picks("Kind of question", "Address")
    asks = author.opens("Add a question or page").types("What do you ask?", "Which bin was missed?").ticks("One choice")
    asks.types("Choices, one on each line", "Rubbish\nRecycling\nGarden waste").presses("Add the question")
    author.opens("Add a question or page").types("What do you ask?", "When should it have been collected?")
    author.ticks("Date").presses("Add the question").types("Most", "today")
    author.opens("Add a question or page").unfolds("A page that ends the form")
    author.types("Its heading", "You can no longer report this").presses("Add it")
    author.types("As text", "working_days_between(collected, today()) > 2")
    author.types("Words", "Tell us within 2 working days of the collection day.")
    author.opens("Add a question or page").presses("Email and telephone")


def the_workflow(author: Author) -> None:
    author.tab("Workflow").clicks(drawn(author, "Mark as done")).types("Words on the button", "Send a crew")
    author.unfolds("Put a state in the middle").types("Name of the new state", "With crew")
    author.types("Words on the button that leads on", "Mark collected").presses("Put it in")
    author.clicks(drawn(author, "Send a crew")).unfolds("Send an email then").types("Subject", "Your missed bin")
    author.types("Text", "A crew is coming back. Your reference is {case.reference}.").presses("Write it")
    author.tab("Workflow").opens("Add a state").types("What staff call it", "Not collected")
    author.types("What the applicant reads", "We could not empty your bin").ticks("Yes, a case ends there").presses(
        "Add"
    )
    author.opens("Add an action").types("What stands on its button", "Could not collect")
    author.ticks("Received", "With crew").picks("Where does it lead?", "Not collected").ticks("Officer").presses("Add")
    author.opens("Add a clock").types("What staff call it", "Emptied within 2 working days")
    author.types("How long", "2").picks("Of what", "working days").presses("Add")


def an_example(author: Author) -> None:
    """A resident and the crew played once, and kept."""
    author.tab("Try it").presses("Begin")
    author.types("Address line 1", "1 High Street").types("Town or city", "Anytown").types("Postcode", "AB1 2CD")
    author.presses("Continue").ticks("Rubbish").presses("Continue")
    today = datetime.now(LONDON)
    author.types("Day", str(today.day)).types("Month", str(today.month)).types("Year", str(today.year))
    author.presses("Continue").types("Email address", "ada@example.org").presses("Continue")
    author.presses("Agree and send").opens("See who has it now").opens("Officer")
    author.presses("Send a crew").presses("Mark collected")
    author.unfolds("Keep this as an example").types("What does it show?", "A crew empties the bin").presses("Keep it")


def drawn(author: Author, name: str) -> Locator:
    return author.page.locator("svg").get_by_role("link", name=re.compile(f"^{re.escape(name)}"))


def test_one_changed_question_is_live_in_a_minute(new_page: Callable[..., Page]) -> None:
    page = new_page(width=1280, height=900)
    author = Author(page)
    author.signs_in("author")
    page.goto("/build")
    began = time.monotonic()
    author.opens("Report a missed bin collection")
    author.tab("Form").opens("Which bin was missed?").types("Question", "Which of your bins was missed?")
    author.tab("Publish").reads("Which of your bins was missed?")
    author.types("What changes and why", "People have several bins").presses("Publish")
    expect(page.locator("main")).to_contain_text("version 2")
    seconds = time.monotonic() - began
    print(f"\none changed question, live: {seconds:.0f} seconds, {author.actions} actions")
    assert seconds < 60
