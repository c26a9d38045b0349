"""A request for information: the law confirmed, the requester asked, the draft approved by another, and a review."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.browser.citizen import CHECK, Citizen
from tests.browser.clerk import Clerk
from tests.browser.conftest import Live

SERVICE = "Ask us for information"
both = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])


def asks(page: Page, email: str, *, about: str = "Anything else the council does") -> Citizen:
    """Everything up to the check of the answers."""
    citizen = Citizen(page).starts(SERVICE).sees("What is the information about?").chooses(about)
    if about.startswith("Me"):
        citizen.goes_on("Whose information is it?").chooses("No")
    citizen.goes_on("What do you want to know?")
    citizen.fills("The information that you ask for", "How many potholes did you mend in 2025?")
    citizen.goes_on("Where do we send the answer?").fills("Full name", "Nia Evans").fills("Email address", email)
    return citizen.goes_on(CHECK)


@both
def test_the_form_says_what_is_wrong_and_keeps_what_was_typed(new_page: Callable[..., Page], scripts: bool) -> None:
    citizen = Citizen(new_page(scripts=scripts)).starts(SERVICE).sees("What is the information about?")
    citizen.presses("Continue").is_told("Select an answer to “What is the information about?”")
    citizen.chooses("Me, or somebody I act for").goes_on("Whose information is it?")
    citizen.chooses("Yes").presses("Continue")
    citizen.fills("Whose information do you want?", "Rhys Evans")
    citizen.attaches("A photo of your passport or driving licence", "passport.png", b"this is only text")
    citizen.presses("Continue")
    expect(citizen.page.locator(".govuk-error-summary")).to_contain_text("passport or driving licence")
    expect(citizen.page.get_by_label("Whose information do you want?")).to_have_value("Rhys Evans")
    citizen.attaches("A photo of your passport or driving licence", "passport.png")
    citizen.goes_on("What do you want to know?").fills("The information that you ask for", "Mine")
    citizen.dates("From when", date(2025, 3, 2)).dates("Until when", date(2025, 3, 1)).presses("Continue")
    citizen.is_told(
        "The information that you ask for must be 10 characters or more",
        "Until when must be the same as or after from when",
    )
    citizen.fills("The information that you ask for", "My housing file\nwith every note").dates(
        "Until when", date(2025, 4, 1)
    )
    citizen.goes_on("Where do we send the answer?").fills("Full name", "Nia Evans").fills(
        "Email address", "nia@example.org"
    )
    citizen.goes_on(CHECK).answered("The information that you ask for", "My housing filewith every note")
    citizen.answered("From when", "2 March 2025")
    expect(citizen.page.locator("main")).to_contain_text("passport.png")


@both
def test_the_clock_waits_while_the_requester_shows_who_they_are_and_says_what_they_mean(
    new_page: Callable[..., Page], live: Live, scripts: bool
) -> None:
    email = f"sar-{scripts}@example.org"
    citizen = asks(new_page(scripts=scripts), email, about="Me, or somebody I act for")
    reference = citizen.sends()
    officer = Clerk(new_page(scripts=scripts, width=1280)).signs_in("officer").opens(reference).is_now("New")
    officer.acts("Confirm the law and start").chooses("UK GDPR, right of access")
    officer.presses("Confirm the law and start").is_now("Waiting for identity")
    citizen.opens_link(live.post.link("We need to know who you are", email), "We need to know who you are")
    citizen.reads("paused while we wait").acts("Show us who you are").presses("Send")
    expect(citizen.page.locator(".govuk-error-summary")).to_contain_text("passport or driving licence")
    citizen.attaches("A photo of your passport or driving licence", "licence.png").presses("Send")
    citizen.sees("We are looking for the information").reads("Thank you: we have received it")
    officer.opens(reference).is_now("Searching").acts("Ask for clarification")
    officer.fills("What do you need to know?", "Which house?").presses("Ask for clarification")
    officer.is_now("Waiting for clarification")
    citizen.opens_link(live.post.link("A question about your request", email), "We have asked you a question")
    citizen.acts("Answer our question").fills("Your answer", "The one in Mill Lane").presses("Send")
    citizen.sees("We are looking for the information").reads("The one in Mill Lane")
    officer.opens(reference).is_now("Searching").reads("The one in Mill Lane", "licence.png")


def test_somebody_else_approves_the_draft_and_the_requester_asks_for_a_review(
    new_page: Callable[..., Page], live: Live
) -> None:
    email = "foi@example.org"
    citizen = asks(new_page(), email)
    reference = citizen.sends()
    officer = Clerk(new_page(width=1280)).signs_in("officer").opens(reference)
    officer.acts("Confirm the law and start").chooses("Freedom of Information Act 2000")
    officer.presses("Confirm the law and start").is_now("Searching")
    officer.acts("Take more time").fills("Why is more time needed?", "The files are in the cellar")
    officer.presses("Take more time").is_now("Searching")
    assert "The files are in the cellar" in live.post.wait("We need more time", email)
    officer.acts("Send the draft for approval").chooses("Release all of it")
    officer.fills("The answer", "We mended 1,204 of them.").presses("Send the draft for approval").is_now("Drafted")
    approver = Clerk(new_page(width=1280)).signs_in("approver").queue("To approve").reads(reference)
    approver.opens(reference).reads("The officer does not propose to refuse")
    approver.presses("Approve and release").is_now("Released")
    assert "We mended 1,204 of them." in live.post.wait("Our answer to your request", email)
    citizen.opens_link(live.post.link("Our answer to your request", email), "We have sent you the information")
    citizen.acts("Ask for a review").fills("Why are you not content with our answer?", "1,204 of how many?")
    citizen.presses("Send").sees("We are reviewing our answer")
    reviewer = Clerk(new_page(width=1280)).signs_in("monitoring").opens(reference).is_now("Internal review")
    reviewer.acts("Change the answer").fills("The new answer", "1,204 of 1,310.").presses("Change the answer")
    reviewer.is_now("Answer overturned")
    assert "1,204 of 1,310." in live.post.wait("We have changed our answer", email)


@both
def test_a_request_is_found_by_its_reference_and_taken_back(new_page: Callable[..., Page], scripts: bool) -> None:
    email = f"back-{scripts}@example.org"
    citizen = asks(new_page(scripts=scripts), email, about="The environment")
    reference = citizen.sends()
    citizen.page.context.clear_cookies()
    citizen.page.goto("/track")
    citizen.sees("Check progress").presses("Continue")
    citizen.is_told("Enter your reference number", "Enter something you told us")
    citizen.fills("Reference number", reference.lower()).fills("Something you told us", "nobody@example.org")
    citizen.presses("Continue").is_told(
        "We cannot find anything with that reference and answer. Check both and try again."
    )
    citizen.fills("Reference number", reference.lower().replace("-", " ")).fills("Something you told us", email.upper())
    citizen.presses("Continue").sees("We have your request").acts("Take the request back").presses("Confirm")
    citizen.sees("You took your request back").reads("This is finished")
