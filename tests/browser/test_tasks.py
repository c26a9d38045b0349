"""A consultee's day, an organisation outside that answers by its mail, and a panel that votes, in the demo's office."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.citizen import Citizen
from tests.browser.clerk import Clerk
from tests.browser.conftest import Live, is_sound


def test_consultees_answer_and_the_officer_sees_for_whom_the_case_waits(
    new_page: Callable[..., Page], live: Live
) -> None:
    page = new_page(scripts=False, width=320)
    hugh = Clerk(page).signs_in("highways").reads("Asked of you", "Effect on pavement and road")
    hugh.follows("All that is asked of your roles").sees("Asked of you")
    rows = page.locator("tbody tr").count()
    page.get_by_role("link", name="Effect on pavement and road").first.click()
    reference = page.locator(".govuk-caption-m a").inner_text().strip()
    is_sound(page)
    hugh.presses("I will answer this").reads("Highways: Gethin Rowe")
    hugh.presses("Send your answer").is_told("Select an answer to “What do you say?”")
    page.get_by_label("No objection", exact=True).check()
    hugh.presses("Send your answer").sees("Asked of you").reads(f"has been recorded on {reference}")
    assert page.locator("tbody tr").count() == rows - 1
    mei = Clerk(new_page(width=1280)).signs_in("licensing").opens(reference)
    mei.reads("Asked of others", "What others said", "Gethin Rowe answered “Effect on pavement and road”")


def test_an_organisation_outside_answers_by_the_link_in_its_mail(new_page: Callable[..., Page], live: Live) -> None:
    text = live.post.wait("Closing the road", "traffic.management@police.example")
    link = re.search(r"http://\S+(/asked/\S+)", text)
    assert link
    page = new_page(scripts=False, width=320)
    police = Citizen(page).goes_to(link[1]).sees("You are asked about a case").presses("Continue")
    police.sees("Closing the road").reads("The road would be closed from", "The case", "What happens to the traffic?")
    assert "Sam Poles" not in page.content()
    police.presses("Send your answer").is_told("Select an answer to “Can the road be closed then?”")
    page.get_by_label("No", exact=True).check()
    page.get_by_label("What should we know?").fill("There is a fair that week")
    police.presses("Send your answer").sees("We have your answer")


def test_a_panel_votes_and_where_it_is_level_the_chair_decides(new_page: Callable[..., Page]) -> None:
    page = new_page(width=1280)
    olu = Clerk(page).signs_in("committee").goes_to("/staff/tasks")
    votes = page.get_by_role("link", name="Vote of the panel")
    for n in range(votes.count()):
        votes.nth(n).click()
        if "3 of 5 have voted" in page.content():
            break
        olu.goes_to("/staff/tasks")
    reference = page.locator(".govuk-caption-m a").inner_text().strip()
    is_sound(page)
    olu.chooses("Award all of it").presses("Vote").sees("Asked of you")
    huw = Clerk(new_page(scripts=False, width=320)).signs_in("travel").goes_to("/staff/tasks")
    huw.goes_to(f"/staff/cases/{reference}/tasks/panel").sees("Vote of the panel").chooses("Abstain").presses("Vote")
    lena = Clerk(new_page(width=1280)).signs_in("grants").opens(reference).is_now("Awarded")
    lena.reads("Award all of it: 2, Award half of it: 2, Abstained: 1", "The vote on “Vote of the panel” ended")
    expect(lena.page.locator(".tc-tasks")).to_contain_text("Award all of it")
