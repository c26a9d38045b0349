"""The office: queues and cases as clerks use them, with scripts and without, at a desk and on a telephone."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from builder.demo import PASSWORD
from tests.browser.citizen import TODAY
from tests.browser.clerk import Clerk
from tests.browser.conftest import Live, is_sound
from tests.browser.test_missed_bin import reports

both = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])


@pytest.mark.parametrize(("scripts", "width"), [(True, 1280), (False, 320)], ids=["desk", "plain-phone"])
def test_every_page_of_the_office_is_sound(new_page: Callable[..., Page], scripts: bool, width: int) -> None:
    page = new_page(scripts=scripts, width=width)
    clerk = Clerk(page).goes_to("/staff").sees("Sign in").fills("Email address", "crew@demo.example")
    clerk.fills("Password", "not it").presses("Sign in").is_told("Email address or password is not right")
    clerk.signs_in("crew").queue("New reports").queue("With crews")
    clerk.goes_to("/staff/incidents").sees("Incidents").goes_to("/staff/account").sees("Your account").reads(
        "Carys Morgan"
    )
    clerk.goes_to("/staff/search").sees("Find a case").goes_to("/staff").queue("New reports")
    page.locator(".tc-rows__reference a").first.click()
    expect(page.locator(".tc-state")).to_have_text("New")
    is_sound(page)
    for summary in page.locator("main summary").all():
        summary.click()
    is_sound(page)
    clerk.acts("Could not collect").presses("Could not collect")
    clerk.is_told("Select an answer to “Why could it not be collected?”")
    clerk.presses("Sign out").sees("Sign in")


@both
def test_a_queue_is_filtered_and_worked_one_case_after_the_other(new_page: Callable[..., Page], scripts: bool) -> None:
    page = new_page(scripts=scripts, width=1280)
    clerk = Clerk(page).signs_in("officer").queue("To check")
    everything = page.locator("table.tc-rows tbody tr").count()
    page.get_by_role("navigation", name="Which cases to show").get_by_role("link").nth(1).click()
    expect(page.locator(".tc-filter--on").first).not_to_have_text("All")
    is_sound(page)
    assert page.locator("table.tc-rows tbody tr").count() <= everything
    clerk.queue("New requests").presses("Next case")
    expect(page.locator(".tc-standing")).to_contain_text("You")
    first = page.url
    clerk.acts("Confirm the law and start").chooses("Freedom of Information Act 2000")
    clerk.presses("Confirm the law and start").is_now("Searching")
    clerk.presses("Next case in New requests").is_now("New")
    assert page.url != first
    clerk.presses("Add note").reads("Enter a note")
    clerk.fills("Add a note", "Rang them <b>twice</b>").presses("Add note").reads("Rang them <b>twice</b>")


@both
def test_a_case_is_taken_handed_on_and_taken_over(new_page: Callable[..., Page], scripts: bool) -> None:
    citizen = reports(new_page(), postcode="ZE1 0AA", email="handed@example.org", missed_on=TODAY - timedelta(days=1))
    reference = citizen.sends()
    carys = Clerk(new_page(scripts=scripts, width=1280)).signs_in("crew").opens(reference).presses("Take this case")
    carys.reads("You").follows("Hand it on").sees("Hand it on").presses("Hand it on")
    expect(carys.page.locator(".govuk-error-summary")).to_be_visible()
    is_sound(carys.page)
    to = carys.page.get_by_label("To", exact=True)
    to.select_option(to.get_by_role("option", name="Tom Hughes").get_attribute("value"))
    carys.fills("Why", "You know the street").presses("Hand it on")
    expect(carys.page.locator(".tc-standing")).to_contain_text("Tom Hughes")
    tom = Clerk(new_page(scripts=scripts, width=1280)).signs_in("supervisor").reads(reference).opens(reference)
    tom.reads("You know the street").page.goto("/staff")
    carys.presses("Take it over")
    expect(carys.page.locator(".tc-standing")).to_contain_text("You")


@both
def test_somebody_else_acted_first_and_what_was_typed_is_kept(new_page: Callable[..., Page], scripts: bool) -> None:
    citizen = reports(new_page(), postcode="ZE1 0AA", email="first@example.org", missed_on=TODAY - timedelta(days=1))
    reference = citizen.sends()
    carys = Clerk(new_page(scripts=scripts, width=1280)).signs_in("crew").opens(reference).acts("Could not collect")
    tom = Clerk(new_page(scripts=scripts, width=1280)).signs_in("supervisor").opens(reference)
    tom.presses("Send a crew").is_now("With crew")
    carys.chooses("The road was blocked").fills("What should the resident know?", "A lorry stood there")
    carys.presses("Could not collect").sees("Somebody else acted first").reads("Tom Hughes", "With crew")
    expect(carys.page.get_by_label("The road was blocked")).to_be_checked()
    expect(carys.box("What should the resident know?")).to_have_value("A lorry stood there")
    tom.presses("Mark collected").is_now("Collected")
    carys.presses("Could not collect").reads("is not open any more", "A lorry stood there")
    is_sound(carys.page)


def test_what_is_not_open_says_why(new_page: Callable[..., Page]) -> None:
    clerk = Clerk(new_page(width=1280)).signs_in("crew").queue("New reports")
    clerk.page.locator(".tc-rows__reference a").first.click()
    clerk.is_now("New").goes_to(f"{clerk.page.url}/do/done").sees("Mark collected")
    clerk.reads("This cannot be done now", "cannot be done while the case is “New”")


@both
def test_a_letter_that_cannot_be_delivered_is_an_incident_that_can_be_tried_again(
    new_page: Callable[..., Page], live: Live, scripts: bool
) -> None:
    email, other = f"nobody-{scripts}@example.org", f"no-one-{scripts}@example.org"
    live.post.refused |= {email, other}
    reports(new_page(), postcode="AB1 2CD", email=other).sends()
    reference = reports(new_page(), postcode="AB1 2CD", email=email).sends()
    clerk = Clerk(new_page(scripts=scripts, width=1280)).signs_in("crew").goes_to("/staff/incidents").sees("Incidents")
    until = time.monotonic() + 30
    while not clerk.page.get_by_role("link", name=re.compile("See the [0-9]")).count() and time.monotonic() < until:
        clerk.page.reload()
    clerk.reads("They have not been told, and may be waiting to hear from us")
    is_sound(clerk.page)
    clerk.page.get_by_role("link", name=re.compile("See the [0-9]")).click()
    is_sound(clerk.page)
    clerk.follows(reference).sees(reference).reads("The mail server refused this address")
    live.post.refused.discard(email)
    clerk.page.go_back()
    clerk.page.get_by_role("checkbox", name=reference).check()
    clerk.presses("Try the chosen again").reads("1 incident: tried again")
    assert "A crew is coming back" in live.post.wait("Your missed bin", email)


@both
def test_a_session_that_ended_asks_to_sign_in_and_then_sends_what_was_typed(
    new_page: Callable[..., Page], scripts: bool
) -> None:
    page = new_page(scripts=scripts, width=1280)
    clerk = Clerk(page).signs_in("crew").queue("New reports")
    page.locator(".tc-rows__reference a").first.click()
    clerk.is_now("New").fills("Add a note", "Do not lose this")
    page.context.clear_cookies(name="townclerk-staff")
    clerk.presses("Add note").sees("Sign in").reads("What you typed is kept")
    clerk.fills("Email address", "crew@demo.example").fills("Password", PASSWORD).presses("Sign in")
    clerk.sees("You are signed in again").presses("Send what I typed").reads("Do not lose this")
    expect(page.locator(".tc-timeline")).to_contain_text("Do not lose this")


WHY = "A neighbour has not seen her since Sunday"


def test_what_is_hidden_is_shown_on_request_and_an_emergency_rings_an_alarm(
    new_page: Callable[..., Page],
) -> None:
    seren = Clerk(new_page(width=1280)).signs_in("contact").queue("Contacts")
    seren.page.locator("tbody th a").nth(1).click()
    reference = seren.page.locator("h1").inner_text().split()[0]
    row = seren.page.locator(".govuk-summary-list__row", has_text="What makes daily life hard?")
    expect(row).to_contain_text("Hidden. Shown to Contact officer")
    is_sound(seren.page)
    row.get_by_role("button", name="Show").click()
    expect(row).not_to_contain_text("Hidden")
    is_sound(seren.page)

    ama = Clerk(new_page(width=1280)).signs_in("officer")
    ama.page.get_by_label("Find a case by reference or applicant").fill(reference)
    ama.presses("Find").reads("Nothing found").follows("Open a case in an emergency")
    ama.fills("Reference of the case", reference).chooses("Somebody may come to harm").fills("What has happened", WHY)
    ama.presses("Open it and tell them").sees(reference).reads("Open to you until")
    is_sound(ama.page)

    jon = Clerk(new_page(width=1280)).signs_in("safeguarding").goes_to("/staff/incidents")
    alarm = jon.page.locator(".tc-incident-card", has_text=reference)
    expect(alarm).to_contain_text("Ama Boateng opened this case without a role in the service")
    jon.opens(reference).follows("Who has looked at this case").reads(WHY, "What makes daily life hard?")
    is_sound(jon.page)
    jon.goes_to("/staff/incidents")
    alarm.get_by_text("Acknowledge", exact=True).first.click()
    alarm.get_by_label("What you make of it").fill("Right to look")
    alarm.get_by_role("button", name="Acknowledge").click()
    jon.reads("It is acknowledged").goes_to("/staff/incidents/closed").reads("Seen: Right to look")


def test_an_answer_is_put_right_and_what_would_be_lost_is_named_first(
    new_page: Callable[..., Page],
) -> None:
    seren = Clerk(new_page(scripts=False, width=1280)).signs_in("contact").queue("Contacts")
    seren.page.locator("tbody th a").first.click()
    seren.page.get_by_role("link", name="Correct Your email address").click()
    seren.sees("Correct an answer").fills("Your email address", "ada@example.com")
    seren.fills("Why it is corrected", "She rang").presses("Correct it").reads("corrected the answer to")
    seren.page.get_by_role("link", name="Correct Are you in hospital?").click()
    seren.sees("Correct an answer").chooses("Yes").fills("Why it is corrected", "She rang").presses("Correct it")
    seren.reads("the form would also have asked for", "which only the applicant can answer")
    is_sound(seren.page)
