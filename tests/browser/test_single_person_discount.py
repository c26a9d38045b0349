"""A Council Tax discount: decided at once where the account says enough, by an officer with evidence where not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page

from tests.browser.citizen import CHECK, TODAY, Citizen
from tests.browser.clerk import Clerk
from tests.browser.conftest import Live

SERVICE = "Get a Council Tax single person discount"
both = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])


def applies(page: Page, account: str, email: str) -> Citizen:
    """Everything up to the check of the answers, for somebody who has always lived alone."""
    citizen = Citizen(page).starts(SERVICE).sees("What do you want to do?").chooses("Get the discount")
    citizen.goes_on("What is your Council Tax account number?").fills("Council Tax account number", account)
    citizen.goes_on("Why are you the only adult?").chooses("I have always lived here alone")
    citizen.goes_on("When did you become the only adult?")
    citizen.dates("Date you became the only adult", TODAY - timedelta(days=10))
    citizen.goes_on("Do you have another home?").chooses("No")
    citizen.goes_on("How can we reach you?").fills("Full name", "Lowri Hughes").fills("Email address", email)
    citizen.goes_on("Declaration").reads("I will tell you within 21 days if it changes").chooses("I declare this")
    return citizen.goes_on(CHECK)


@both
def test_the_discount_is_given_at_once_and_ends_when_another_adult_moves_in(
    new_page: Callable[..., Page], live: Live, scripts: bool
) -> None:
    email = f"alone-{scripts}@example.org"
    citizen = applies(new_page(scripts=scripts), "10000001", email)
    citizen.sends()
    citizen.reads("You have the discount", "We will send you a new bill")
    assert "You get 25% off" in live.post.wait("You have the single person discount", email)
    citizen.progress("You have the discount").acts("Tell us that another adult moved in").presses("Send")
    citizen.is_told("Enter date another adult moved in")
    citizen.dates("Date another adult moved in", TODAY + timedelta(days=3)).presses("Send")
    citizen.is_told("Date another adult moved in must be today or in the past")
    citizen.dates("Date another adult moved in", TODAY).presses("Send").sees("Your discount has ended")
    assert "Thank you for telling us" in live.post.wait("Your discount has ended", email)


@both
def test_an_officer_asks_for_evidence_and_gives_the_discount(
    new_page: Callable[..., Page], live: Live, scripts: bool
) -> None:
    email = f"evidence-{scripts}@example.org"
    citizen = applies(new_page(scripts=scripts), "10000002", email)
    reference = citizen.sends()
    citizen.reads("An officer is looking at it", "An officer will look at this by")
    officer = Clerk(new_page(scripts=scripts, width=1280)).signs_in("officer").queue("To check")
    officer.opens(reference).is_now("To check").reads("The resident asked for the discount")
    officer.acts("Ask for evidence").presses("Ask for evidence").reads("Enter an answer to “What do you need?”")
    officer.fills("What do you need?", "A tenancy agreement").presses("Ask for evidence")
    officer.is_now("Waiting for evidence")
    citizen.page.goto(live.post.link("We need evidence from you", email))
    citizen.sees("Check progress").presses("Continue").sees("We need evidence from you")
    citizen.acts("Send evidence").attaches("Your evidence", "tenancy.pdf", b"not a PDF at all").presses("Send")
    citizen.sees("Send evidence").reads("There is a problem").attaches("Your evidence", "tenancy.png")
    citizen.fills("Anything else we should know", "It is in my name").presses("Send")
    citizen.sees("An officer is looking at it").reads("It is in my name", "tenancy.png")
    officer.opens(reference).is_now("To check").reads("tenancy.png", "It is in my name").waits_for_link("tenancy.png")
    with officer.page.expect_download() as download:
        officer.page.get_by_role("link", name="tenancy.png").first.click()
    assert download.value.suggested_filename == f"{reference}-evidence-file.png"
    officer.presses("Give the discount").is_now("Awarded")
    citizen.progress("You have the discount")


@both
def test_answers_lead_to_the_pages_that_they_ask_for(new_page: Callable[..., Page], scripts: bool) -> None:
    citizen = Citizen(new_page(scripts=scripts)).starts(SERVICE).sees("What do you want to do?")
    citizen.chooses("Get the discount").goes_on("What is your Council Tax account number?")
    citizen.fills("Council Tax account number", "1234").presses("Continue")
    citizen.is_told("Council Tax account number must be 8 digits and start with 1 or 9")
    citizen.fills("Council Tax account number", "  10000002 ").goes_on("Why are you the only adult?")
    citizen.chooses("Somebody died").goes_on("Tell us once about a death").reads("We are sorry")
    citizen.presses("Change your answers").sees("Why are you the only adult?").chooses("Somebody moved out").goes_on(
        "Who moved out?"
    )
    citizen.follows("Back").sees("Why are you the only adult?").chooses("The other adults do not count")
    citizen.goes_on("Who are the other adults?").chooses("Full-time students", "Carers")
    citizen.goes_on("When did you become the only adult?")
    citizen.dates("Date you became the only adult", TODAY - timedelta(days=30))
    citizen.goes_on("Why did you not tell us sooner?").reads("You must tell us within 21 days")
