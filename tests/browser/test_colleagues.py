"""Absence, standing in, why a case is whose, and conflicts of interest, at a browser, in the demo's office."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.citizen import TODAY
from tests.browser.clerk import Clerk
from tests.browser.conftest import is_sound


@pytest.mark.parametrize(("scripts", "width"), [(True, 1280), (False, 320)], ids=["desk", "plain-phone"])
def test_away_with_somebody_standing_in_and_a_team_that_sees_it(
    new_page: Callable[..., Page], scripts: bool, width: int
) -> None:
    cara = Clerk(new_page(scripts=scripts, width=width)).signs_in("tax2").follows("When you are away")
    cara.presses("Save").is_told("Enter the first day")
    away = TODAY + timedelta(days=40)
    cara.dates("First day away", away).dates("Last day away", away - timedelta(days=1)).presses("Save")
    cara.is_told("The last day must be the same as or after the first day")
    cara.dates("Last day away", away + timedelta(days=7)).fills("Why", "An operation")
    cara.page.get_by_label("Who stands in").select_option(label="Ama Boateng")
    cara.presses("Save").reads("given no new cases").reads("Ama Boateng stands in").reads("An operation")
    lead = Clerk(new_page(scripts=scripts, width=width)).signs_in("approver").follows("Your team")
    lead.sees("Your team").reads("Away until").reads("Ama Boateng stands in").reads("Away from")
    lead.follows("Cara Bowen").reads("An operation").follows("Your team").follows("Ben Carter").reads("Paternity leave")
    lead.presses("Hand on").is_told(
        "Select the cases to hand on", "Select who to hand them to", "Enter why you are handing them on"
    )
    cara.page.get_by_role("button", name="End it").click()
    cara.reads("That absence is ended")
    cara.goes_to("/staff/team")
    assert "Paternity leave" not in cara.page.content(), "only whoever looks after somebody reads why they are away"
    cara.goes_to("/staff").opens(_ben_has(new_page)).reads("Ben Carter")
    assert "Paternity leave" not in cara.page.content()


def test_whoever_stands_in_acts_for_the_other_and_whoever_knows_the_applicant_does_not(
    new_page: Callable[..., Page],
) -> None:
    reference = _ben_has(new_page)
    ama = Clerk(new_page(width=1280)).signs_in("officer").reads("You stand in for Ben Carter").opens(reference)
    expect(ama.page.locator(".tc-standing")).to_contain_text("Ben Carter (you stand in)")
    expect(ama.page.locator(".tc-given")).to_contain_text("least work of")
    ama.fills("Add a note", "Rang on his behalf").presses("Add note")
    expect(ama.page.locator(".tc-event").first).to_contain_text("Ama Boateng for Ben Carter wrote a note")
    cara = Clerk(new_page(width=1280)).signs_in("tax2").opens(reference).follows("I know this applicant")
    cara.presses("I must not work on this").is_told("Select what this is about")
    cara.page.get_by_label("This case only").check()
    cara.fills("How you know them", "We are cousins").presses("I must not work on this")
    expect(cara.page.locator(".tc-event").first).to_contain_text("Cara Bowen declared a conflict of interest")
    is_sound(cara.page)
    cara.reads("You cannot take it. You have a conflict of interest.")
    assert cara.page.get_by_role("button", name="Give the discount").count() == 0
    cara.page.get_by_text("Not open to you now").click()
    cara.reads("Somebody else must do “Give the discount”: a conflict of interest was declared")
    lead = Clerk(new_page(width=1280)).signs_in("approver").opens(reference)
    lead.page.get_by_text("Cara Bowen may not work on this").click()
    lead.fills("Why there is no conflict of interest", "A namesake")
    lead.page.get_by_role("button", name="There is no conflict").click()
    lead.reads("found that Cara Bowen has no conflict of interest")


def _ben_has(new_page: Callable[..., Page]) -> str:
    """A case that Ben had before he went away, as whoever looks after him finds it."""
    lead = Clerk(new_page(width=1280)).signs_in("approver").goes_to("/staff/team").follows("Ben Carter")
    return lead.page.locator("form .govuk-checkboxes__item a").first.inner_text()
