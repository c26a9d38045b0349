"""The Blue Badge from the first page to the decision: for oneself by a benefit, for another by an assessment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page

from definitions.read import read_service
from tests.browser.citizen import TODAY, Citizen
from tests.browser.clerk import Clerk
from tests.browser.conftest import ROOT, Live
from tests.browser.player import Player, example_of

SERVICE = "Apply for a Blue Badge"
SELF = (
    "PIP with 8 points for moving around: the proof is checked, the fee paid, "
    "and the badge is sent and used until it is over"
)
OTHER = "A journey upsets them, and nobody has seen them fall"
both = pytest.mark.parametrize(("scripts", "width"), [(True, 320), (False, 1280)], ids=["scripts", "plain"])


def player(page: Page, name: str, email: str) -> Player:
    """Somebody who gives that example's answers, on pages that are all looked at closely."""
    service = read_service((ROOT / "definitions" / "library" / "blue-badge" / "service.json").read_text())
    told = {**example_of(service, name), "email": email}
    playing = Player(page, service, told, closely=True)
    expected = next(each for each in service.document["examples"] if each["name"] == name)["expect"]["pages"]
    assert playing.plays() == expected
    return playing


@both
def test_somebody_with_pip_proves_it_pays_and_has_a_badge(
    new_page: Callable[..., Page], live: Live, scripts: bool, width: int
) -> None:
    email = f"self-{scripts}@example.org"
    citizen = player(new_page(scripts=scripts, width=width), SELF, email)
    citizen.reads("Points for moving around", "8 points").answered("Registration number", "AB12 CDE")
    reference = citizen.sends()
    citizen.reads("We are checking your proof", "We now check the proof that you sent")
    officer = Clerk(new_page(scripts=scripts, width=width)).signs_in("badges").queue("Proof to check")
    officer.reads("Ada King").opens(reference).is_now("Proof to check").reads("letter.pdf")
    officer.presses("Approve").is_now("Waiting for the fee")
    assert "Please pay £10 within 8 weeks" in live.post.wait("You can have a Blue Badge", email)
    citizen.progress("You can have a Blue Badge: please pay the fee")
    officer.acts("Fee is paid").fills("Number of the receipt", "R1").presses("Fee is paid").is_now("Ordered")
    officer.acts("Badge is sent").fills("Number of the badge", "ABC123")
    officer.fills("Day", str(TODAY.day)).fills("Month", str(TODAY.month)).fills("Year", str(TODAY.year + 4))
    officer.presses("Badge is sent").reads("A badge lasts for 3 years at most")
    officer.fills("Year", str(TODAY.year + 2)).presses("Badge is sent").is_now("Issued")
    assert "on your progress page" in live.post.wait("The Blue Badge is on its way", email)
    citizen.progress("The badge is in use").acts("Ask for a new badge").chooses("It was stolen")
    citizen.fills("Crime number from the police", "CN 42").presses("Send").sees("A new badge is being made")


@both
def test_a_carer_asks_for_somebody_whose_walking_is_assessed_refused_and_reviewed(
    new_page: Callable[..., Page], live: Live, scripts: bool, width: int
) -> None:
    email = f"other-{scripts}@example.org"
    citizen = player(new_page(scripts=scripts, width=width), OTHER, email)
    citizen.answered("Full name of the person", "Grace Hill").answered("Do they fall?", "Yes")
    reference = citizen.sends()
    citizen.reads("We may ask you to come and see a mobility assessor")
    officer = Clerk(new_page(scripts=scripts, width=width)).signs_in("badges").queue("To sort")
    officer.reads("Grace Hill").opens(reference).presses("To desk assessment").is_now("Desk assessment")
    officer.acts("Book an assessment")
    day = TODAY + timedelta(days=14)
    officer.fills("Day", str(day.day)).fills("Month", str(day.month)).fills("Year", str(day.year))
    officer.fills("Time", "10:30").fills("Place", "Room 2").presses("Book an assessment").is_now("Assessment booked")
    assert "Please come with the person to Room 2" in live.post.wait("come and see us", email)
    assessor = Clerk(new_page(scripts=scripts, width=width)).signs_in("assessor").queue("Assessments")
    assessor.reads("Grace Hill", "Room 2").opens(reference).acts("Report on the assessment")
    assessor.fills("What did you find?", "Walks well").chooses("Give none").presses("Report on the assessment")
    assessor.is_now("Assessed")
    officer.opens(reference).reads("The assessor advises to give none").acts("Refuse")
    officer.chooses("Walking is not hard enough under the rules").fills("Say it in your own words", "You walk well")
    officer.presses("Refuse").is_now("Refused")
    told = live.post.wait("We cannot give a Blue Badge", email)
    assert "Walking is not hard enough" in told
    assert "You walk well" in told
    citizen.progress("We cannot give a Blue Badge").acts("Ask for a review")
    citizen.fills("What did we get wrong?", "It was a good day").presses("Send").sees("Another officer is looking")
    reviewer = Clerk(new_page(scripts=scripts, width=width)).signs_in("reviewer").queue("Refused, and reviews")
    reviewer.reads("Grace Hill").opens(reference).is_now("Review").reads("It was a good day")
    reviewer.presses("Overturn").is_now("Waiting for the fee")
    citizen.progress("You can have a Blue Badge: please pay the fee")


@both
@pytest.mark.parametrize("whose", ["Myself", "Someone else"])
def test_the_words_are_of_whoever_the_badge_is_for(
    new_page: Callable[..., Page], scripts: bool, width: int, whose: str
) -> None:
    they, them = ("you", "you") if whose == "Myself" else ("they", "them")
    citizen = Citizen(new_page(scripts=scripts, width=width)).starts(SERVICE).chooses(whose)
    citizen.goes_on(f"Where do {they} live?").chooses("Wales").goes_on(f"Do {they} have a badge now?").chooses("Yes")
    citizen.fills("Number of the badge", "ABC123").presses("Continue").is_told("Enter month in which it ends")
    citizen.chooses("No").goes_on(f"When were {they} born?").dates("Date of birth", TODAY - timedelta(days=20000))
    citizen.goes_on(f"Do {they} get one of these?").chooses("None of these")
    citizen.goes_on("What is the main reason for the badge?").chooses(f"Walking is very hard for {them}")
    citizen.goes_on(f"What makes walking hard for {them}?").reads("for at least the next 12 months")
    citizen.chooses("None of these").goes_on("We cannot give a badge for this")
    citizen.reads(f"{they} cannot get a Blue Badge", f"{they.capitalize()} can apply again")
