"""A missed bin, from the kerb to the crew: reported, tracked, worked and collected."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.citizen import CHECK, TODAY, Citizen
from tests.browser.clerk import Clerk
from tests.browser.conftest import Live

SERVICE = "Report a missed bin collection"
both = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])


def reports(page: Page, *, postcode: str, email: str, missed_on: date | None = None) -> Citizen:
    """Everything up to the check of the answers."""
    citizen = Citizen(page).starts(SERVICE)
    citizen.sees("Where was the bin missed?").lives("1 High Street", "Anytown", postcode)
    citizen.goes_on("Which bin was missed?").chooses("Rubbish")
    if missed_on:
        citizen.goes_on("When should it have been collected?").dates("Collection day", missed_on)
    citizen.goes_on("Does somebody carry your bin out for you?").chooses("No")
    citizen.goes_on("How can we tell you what happened?")
    citizen.fills("Full name", "Ada Lovelace").fills("Email address", email)
    return citizen.goes_on(CHECK)


@both
def test_a_missed_bin_is_reported_and_a_crew_sent_at_once(
    new_page: Callable[..., Page], live: Live, scripts: bool
) -> None:
    page, email = new_page(scripts=scripts), f"ada-{scripts}@example.org"
    citizen = Citizen(page).starts(SERVICE).sees("Where was the bin missed?")
    citizen.presses("Continue")
    citizen.is_told("Enter a postcode to find the address, or choose to enter the address yourself")
    citizen.finds("AB1").is_told("Enter a full UK postcode")
    citizen.finds("ab12cd").reads("25 addresses have the postcode AB1 2CD").sees("Where was the bin missed?")
    citizen.picks("1 High Street, Anytown").goes_on("Which bin was missed?")
    citizen.presses("Continue").is_told("Select an answer to “Which bin was missed?”")
    citizen.chooses("Rubbish").goes_on("Does somebody carry your bin out for you?")
    citizen.chooses("Yes").presses("Continue")
    expect(page.get_by_label("Where does the crew find your bin?")).to_be_visible()
    citizen.fills("Where does the crew find your bin?", "By the side gate")
    citizen.goes_on("How can we tell you what happened?")
    citizen.fills("Full name", "Ada Lovelace").presses("Continue").reads("You have not answered: Email address")
    citizen.fills("Email address", "ada@example").presses("Continue")
    citizen.is_told("Enter an email address in the correct format, like name@example.com")
    citizen.fills("Email address", email).goes_on(CHECK)
    citizen.answered("Address", "1 High StreetAnytownAB1 2CD").answered("Which bin was missed?", "Rubbish")
    citizen.changes("Full name", "How can we tell you what happened?").fills("Full name", "Ada King")
    citizen.goes_on(CHECK).answered("Full name", "Ada King")
    assert page.url.endswith("/apply/missed-bin/check")
    reference = citizen.sends()
    citizen.reads("A crew is coming back", "Leave it out, with the lid closed", email, "Postcode")
    assert reference in live.post.wait("Your missed bin", email)
    citizen.progress("A crew is coming back").reads(reference, "Emptied within 2 working days")


def test_an_unknown_round_is_for_the_crew_desk(new_page: Callable[..., Page], live: Live) -> None:
    email = "grace@example.org"
    citizen = reports(new_page(), postcode="ZE1 0AA", email=email, missed_on=TODAY - timedelta(days=1))
    reference = citizen.sends()
    citizen.reads("We have your report")
    clerk = Clerk(new_page(width=1280)).signs_in("crew").queue("New reports")
    clerk.reads(reference).opens(reference).is_now("New")
    clerk.reads("1 High Street", "Collection day", "Rubbish")
    clerk.presses("Send a crew").is_now("With crew")
    assert reference in live.post.wait("Your missed bin", email)
    clerk.presses("Mark collected").is_now("Collected").reads("This case is finished")
    assert "A crew has emptied your bin" in live.post.wait("Your bin has been emptied", email)
    citizen.progress("Your bin has been emptied").reads("This is finished")
