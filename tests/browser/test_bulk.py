"""One thing done to many cases, and undone, at a browser: with scripts at a desk, and without on a telephone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from builder import demo
from runtime import cases, people
from tests.browser.citizen import TODAY
from tests.browser.clerk import Clerk
from tests.browser.conftest import Live, is_sound
from tests.factories import undoable_document
from tests.runtime import citizens

MANY = 53


@pytest.fixture(scope="module")
def queue(live: Live) -> str:
    """More cases than a page shows, for somebody who has only these."""
    at, missed = datetime.now(UTC), (TODAY - timedelta(days=1)).isoformat()
    with live.database.begin() as session:
        version = citizens.publish(session, undoable_document() | {"id": "many-bins", "title": "Report many bins"})
        for _ in range(MANY):
            cases.submit(session, citizens.apply(session, version, at, missed_on=missed, email=None), at=at)
        for name in ("many", "others"):
            team = people.create_team(session, f"Team {name}", at=at)
            people.grant(session, team, "many-bins", "crew-desk", at=at)
            email = f"{name}@demo.example"
            person = people.create(session, name=f"Mair {name}", email=email, password=demo.PASSWORD, at=at)
            people.join(session, team, person, at=at)
    return "/staff/queues/many-bins/new-reports"


def finished(page: Page, words: str, *, scripts: bool) -> None:
    """Waits as a person would: with scripts the page keeps up by itself, without one looks again."""
    said = page.locator(".tc-run__said")
    for _ in range(60):
        if scripts or re.search(words, said.inner_text()):
            break
        page.wait_for_timeout(250)
        page.get_by_role("link", name="See how far it is now").click()
    expect(said).to_contain_text(re.compile(words), timeout=30_000)
    is_sound(page)


@pytest.mark.parametrize(("scripts", "width"), [(False, 320), (True, 1280)], ids=["plain-phone", "desk"])
def test_many_cases_are_chosen_tried_done_and_undone(
    new_page: Callable[..., Page], queue: str, scripts: bool, width: int
) -> None:
    page = new_page(scripts=scripts, width=width)
    clerk = Clerk(page).signs_in("many").goes_to(queue).sees("New reports")
    clerk.presses("All that match").sees(f"{MANY} cases: what do you want to do?").chooses("Send a crew")
    clerk.presses("Continue").sees(f"Send a crew: {MANY} cases")
    finished(page, f"^{MANY} will move", scripts=scripts)
    taken = page.locator(".tc-run__cases a").first.text_content() or ""
    other = Clerk(new_page(width=1280)).signs_in("others").opens(taken)
    other.fills("Add a note", "Rang").presses("Add note").reads("wrote a note")
    clerk.presses(f"Send a crew: {MANY} cases")
    finished(page, f"Finished: {MANY - 1} moved, 1 did not", scripts=scripts)
    clerk.reads("1: Changed meanwhile by Mair others", taken)
    if scripts:
        expect(page.get_by_role("status").filter(has_text="Finished")).to_have_count(1)
    clerk.goes_to("/staff").sees("My work").reads("Under way", f"Send a crew: {MANY} cases")
    page.get_by_role("link", name=f"Send a crew: {MANY} cases").first.click()
    clerk.presses("Undo all that can still be undone").sees(f"Undo: {MANY - 1} cases")
    finished(page, f"Finished: {MANY - 1} were undone", scripts=scripts)


def test_a_few_are_ticked_by_keyboard_and_handed_on(new_page: Callable[..., Page], queue: str) -> None:
    page = new_page(width=1280)
    clerk = Clerk(page).signs_in("many").goes_to(queue).sees("New reports")
    for box in page.get_by_role("checkbox").all()[:2]:
        box.focus()
        page.keyboard.press("Space")
    page.get_by_role("button", name="Those ticked").press("Enter")
    clerk.sees("2 cases: what do you want to do?").chooses("Hand them on").presses("Continue").sees("Hand them on")
    clerk.presses("See what would happen").is_told("Select who to hand them to", "Enter why you are handing them on")
    page.get_by_label("To", exact=True).select_option(label="Anyone in Waste supervisor")
    clerk.fills("Why", "They know the street").presses("See what would happen").sees("Hand on: 2 cases")
    clerk.reads("2 will be handed on").presses("Do nothing").sees("New reports").reads("Nothing was done")


def test_one_action_is_undone_from_the_banner(new_page: Callable[..., Page], queue: str) -> None:
    page = new_page(width=320)
    clerk = Clerk(page).signs_in("many").goes_to(queue)
    page.locator(".tc-rows__reference a").first.click()
    clerk.is_now("New").presses("Send a crew").is_now("With crew").reads("10 minutes left")
    page.locator("#done").get_by_role("button", name="Undo").click()
    clerk.is_now("New").reads("You undid “Send a crew”", "Undone")
