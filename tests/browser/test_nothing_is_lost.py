"""What people do to forms: pressing twice, going back, reloading, two tabs, long absences. Never a lost answer, never
two cases."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import text

from tests.browser.citizen import CHECK, Citizen
from tests.browser.conftest import Live

SERVICE = "Report a missed bin collection"
SENT = "We have received it"
CONTACT = "How can we tell you what happened?"
both = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])


def checked(page: Page, email: str) -> Citizen:
    """A report that is ready to be sent."""
    citizen = Citizen(page).starts(SERVICE).sees("Where was the bin missed?")
    citizen.lives("1 High Street", "Anytown", "AB1 2CD").goes_on("Which bin was missed?").chooses("Rubbish")
    citizen.goes_on("Does somebody carry your bin out for you?").chooses("No").goes_on(CONTACT)
    return citizen.fills("Full name", "Ada Lovelace").fills("Email address", email).goes_on(CHECK)


def cases(live: Live) -> int:
    with live.database.read() as session:
        return int(session.execute(text("SELECT count(*) FROM cases")).scalar_one())


@both
def test_pressing_send_twice_makes_one_case(new_page: Callable[..., Page], live: Live, scripts: bool) -> None:
    page, email = new_page(scripts=scripts), f"twice-{scripts}@example.org"
    citizen, before = checked(page, email), cases(live)
    page.get_by_role("button", name="Agree and send").dblclick()
    citizen.sees(SENT)
    assert cases(live) == before + 1


@both
def test_two_presses_at_once_from_two_tabs_make_one_case(
    new_page: Callable[..., Page], live: Live, scripts: bool
) -> None:
    page, email = new_page(scripts=scripts), f"tabs-{scripts}@example.org"
    citizen, before = checked(page, email), cases(live)
    other = page.context.new_page()
    other.goto(page.url)
    reference = citizen.sends()
    other.get_by_role("button", name="Agree and send").click()
    expect(other.get_by_role("heading", level=1)).to_have_text(SENT)
    expect(other.locator(".tc-reference")).to_have_text(reference)
    assert cases(live) == before + 1


@both
def test_back_and_reload_after_sending_show_what_was_sent(
    new_page: Callable[..., Page], live: Live, scripts: bool
) -> None:
    page, email = new_page(scripts=scripts), f"reload-{scripts}@example.org"
    citizen, before = checked(page, email), cases(live)
    reference = citizen.sends()
    page.reload()
    citizen.sees(SENT).reads(reference)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    if page.url.endswith("/check"):
        citizen.presses("Agree and send")
    citizen.sees(SENT).reads(reference)
    citizen.goes_to("/apply/missed-bin/contact").sees(SENT)
    assert cases(live) == before + 1


@both
def test_the_back_button_finds_every_answer(new_page: Callable[..., Page], scripts: bool) -> None:
    page = new_page(scripts=scripts)
    citizen = checked(page, "back@example.org")
    page.go_back()
    citizen.sees(CONTACT)
    expect(citizen.box("Full name")).to_have_value("Ada Lovelace")
    page.go_back()
    citizen.sees("Does somebody carry your bin out for you?")
    expect(page.get_by_label("No", exact=True)).to_be_checked()
    page.go_back()
    citizen.sees("Which bin was missed?")
    page.go_forward()
    citizen.sees("Does somebody carry your bin out for you?").goes_on(CONTACT).goes_on(CHECK)


@both
def test_two_tabs_keep_the_answers_of_both(new_page: Callable[..., Page], scripts: bool) -> None:
    page = new_page(scripts=scripts)
    citizen = checked(page, "both@example.org")
    other = Citizen(page.context.new_page())
    other.page.goto(page.url)
    other.page.get_by_role("link", name="Change Full name").click()
    citizen.changes("Which bin was missed?", "Which bin was missed?")
    other.fills("Full name", "Ada King").page.get_by_role("button", name="Continue", exact=True).click()
    expect(other.page.get_by_role("heading", level=1)).to_have_text(CHECK)
    citizen.chooses("Garden waste").goes_on(CHECK)
    citizen.answered("Which bin was missed?", "Garden waste").answered("Full name", "Ada King")


@both
def test_what_was_checked_is_what_is_sent(new_page: Callable[..., Page], live: Live, scripts: bool) -> None:
    page, email = new_page(scripts=scripts), f"changed-{scripts}@example.org"
    citizen, before = checked(page, email), cases(live)
    other = page.context.new_page()
    other.goto("/apply/missed-bin/contact?change=1")
    other.get_by_label("Full name").fill("Ada King")
    other.get_by_role("button", name="Continue", exact=True).click()
    expect(other.get_by_role("heading", level=1)).to_have_text(CHECK)
    citizen.presses("Agree and send").reads("Your answers changed since this page was shown")
    citizen.sees(CHECK).answered("Full name", "Ada King")
    assert cases(live) == before
    citizen.sends()
    assert cases(live) == before + 1


@both
def test_a_session_that_ended_keeps_what_was_typed(new_page: Callable[..., Page], scripts: bool) -> None:
    page = new_page(scripts=scripts)
    citizen = Citizen(page).starts(SERVICE).sees("Where was the bin missed?")
    citizen.lives("7 Mill Lane", "Anytown", "AB1 2CD")
    page.context.clear_cookies()
    citizen.presses("Continue").reads("We kept what you entered on this page")
    expect(citizen.box("Address line 1")).to_have_value("7 Mill Lane")
    citizen.sees("Where was the bin missed?").goes_on("Which bin was missed?")


@both
def test_leaving_clears_the_device(new_page: Callable[..., Page], scripts: bool) -> None:
    page = new_page(scripts=scripts)
    citizen = checked(page, "left@example.org").presses("Leave and clear this device").sees("This device is clear")
    page.go_back()
    expect(page.locator("main")).not_to_contain_text("Ada Lovelace")
    citizen.goes_to("/apply/missed-bin/check").sees(SERVICE)
    expect(page.get_by_role("button", name="Start now")).to_be_visible()


def test_when_the_network_fails_it_says_so_and_keeps_what_was_typed(new_page: Callable[..., Page]) -> None:
    page = new_page()
    citizen = Citizen(page).starts(SERVICE).sees("Where was the bin missed?").lives("7 Mill Lane", "Anytown", "AB1 2CD")
    page.route("**/apply/**", lambda route: route.abort())
    citizen.presses("Continue")
    expect(page.locator("[data-offline]")).to_be_focused()
    expect(citizen.box("Address line 1")).to_have_value("7 Mill Lane")
    page.unroute("**/apply/**")
    citizen.box("Postcode").press("Enter")  # the button itself takes no second press within a second
    citizen.sees("Which bin was missed?")
