"""What holds for every page: small, usable by keyboard, at 400 % zoom, in forced colours, in Welsh, and when lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser.citizen import CHECK, Citizen
from tests.browser.clerk import Clerk
from tests.browser.conftest import LARGEST_PAGE, is_sound

SERVICE = "Report a missed bin collection"
LARGEST_ASSETS = 300_000
"""Bytes of all styles and scripts together, before compression; fetched once."""
both = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])


@pytest.mark.parametrize("path", ["/", "/apply/missed-bin", "/track", "/staff/sign-in", "/nowhere"])
def test_a_first_load_is_light(new_page: Callable[..., Page], path: str) -> None:
    """The page itself is small, and whatever comes with it need never be fetched again."""
    page = new_page()
    fetched: list[Response] = []
    page.on("response", lambda response: fetched.append(response))
    page.goto(path, wait_until="networkidle")
    is_sound(page)
    document, *others = fetched
    assert document.request.resource_type == "document"
    assert len(document.body()) < LARGEST_PAGE
    for other in others:
        assert "immutable" in other.headers["cache-control"], other.url
    assert sum(len(other.body()) for other in others) < LARGEST_ASSETS


def test_a_whole_journey_by_keyboard_alone(new_page: Callable[..., Page]) -> None:
    page = new_page(width=1280)
    keys, citizen = page.keyboard, Citizen(page)
    page.goto("/")

    def tab_to(words: str) -> None:
        for _ in range(40):
            keys.press("Tab")
            here = page.evaluate(
                "(e => (e.labels?.[0]?.innerText || e.innerText || e.value || '').trim())(document.activeElement)"
            )
            if here.startswith(words):
                return
        raise AssertionError(f"no Tab leads to {words!r}")

    def types(**answers: str) -> None:
        for label, answer in answers.items():
            tab_to(label.replace("_", " "))
            keys.type(answer)

    tab_to("Skip to main content")
    keys.press("Enter")
    tab_to(SERVICE)
    keys.press("Enter")
    citizen.sees(SERVICE)
    tab_to("Start now")
    keys.press("Enter")
    citizen.sees("Where was the bin missed?")
    types(Postcode="AB1 2CD")
    keys.press("Enter")
    citizen.reads("25 addresses have the postcode AB1 2CD")
    tab_to("Choose the address")
    keys.type("3 High")
    tab_to("Continue")
    keys.press("Enter")
    citizen.sees("Which bin was missed?")
    tab_to("Rubbish")
    keys.press("Space")
    tab_to("Continue")
    keys.press("Enter")
    citizen.sees("Does somebody carry your bin out for you?")
    tab_to("Yes")
    keys.press("ArrowDown")
    expect(page.get_by_label("No", exact=True)).to_be_checked()
    tab_to("Continue")
    keys.press("Space")
    citizen.sees("How can we tell you what happened?")
    types(Full_name="Ada Lovelace", Email_address="keys@example.org")
    keys.press("Enter")
    citizen.sees(CHECK)
    tab_to("Agree and send")
    keys.press("Enter")
    citizen.sees("We have received it")


def test_mistakes_take_the_focus_and_lead_to_their_inputs(new_page: Callable[..., Page]) -> None:
    page = new_page()
    citizen = Citizen(page).starts(SERVICE).sees("Where was the bin missed?").presses("Continue")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    page.get_by_role("link", name="Enter a postcode to find the address").click()
    expect(citizen.box("Postcode")).to_be_focused()
    citizen.lives("1 High Street", "Anytown", "AB1 2CD").goes_on("Which bin was missed?")
    expect(page.get_by_role("heading", level=1)).to_be_focused()


def test_a_box_made_larger_by_hand_breaks_nothing(new_page: Callable[..., Page]) -> None:
    page = new_page(width=1280)
    citizen = Citizen(page).starts("Ask us for information").sees("What is the information about?")
    citizen.chooses("The environment").goes_on("What do you want to know?")
    box = citizen.box("The information that you ask for")
    box.evaluate("box => { box.style.height = '300px' }")
    box.fill("Air")
    citizen.presses("Continue").is_told("The information that you ask for must be 10 characters or more")


@both
@pytest.mark.parametrize("path", ["/", "/apply/information-request", "/track", "/staff/sign-in"])
def test_pages_fit_at_400_percent(new_page: Callable[..., Page], path: str, scripts: bool) -> None:
    page = new_page(scripts=scripts, width=320, height=256)
    page.goto(path)
    is_sound(page)


def test_a_form_can_be_used_at_400_percent(new_page: Callable[..., Page]) -> None:
    citizen = Citizen(new_page(width=320, height=256)).starts("Get a Council Tax single person discount")
    citizen.sees("What do you want to do?").chooses("Tell us that I no longer live alone")
    citizen.goes_on("What is your Council Tax account number?").fills("Council Tax account number", "10000003")
    citizen.goes_on("When did another adult move in?").presses("Continue")
    citizen.is_told("Enter date another adult moved in")


def test_forced_colours_keep_every_edge(new_page: Callable[..., Page]) -> None:
    page = new_page()
    page.emulate_media(forced_colors="active")
    citizen = Citizen(page).starts(SERVICE).sees("Where was the bin missed?").presses("Continue")
    citizen.is_told("Enter a postcode to find the address, or choose to enter the address yourself")
    for selector in (".govuk-error-summary", ".govuk-button:not(.govuk-visually-hidden)", ".govuk-input"):
        edge = page.locator(selector).first.evaluate(
            "e => { const s = getComputedStyle(e); return [s.borderTopStyle, s.borderTopColor, s.backgroundColor] }"
        )
        assert edge[0] == "solid", selector
        assert edge[1] != edge[2], selector


@both
def test_a_whole_journey_in_welsh(new_page: Callable[..., Page], scripts: bool) -> None:
    page = new_page(scripts=scripts)
    citizen = Citizen(page).goes_to("/").presses("Cymraeg").sees("Gwasanaethau")
    expect(page.locator("html")).to_have_attribute("lang", "cy")
    page.get_by_role("link", name="Rhoi gwybod").first.click()
    citizen.presses("Dechrau nawr")
    citizen.fills("Cod post", "AB1 2CD")
    citizen.presses("English").sees("Where was the bin missed?")
    expect(citizen.box("Postcode")).to_have_value("AB1 2CD")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    citizen.presses("Cymraeg")
    expect(page.locator("html")).to_have_attribute("lang", "cy")
    citizen.presses("Parhau").reads("Mae gan 25 cyfeiriad y cod post AB1 2CD").presses("Parhau")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Mae yna broblem")
    is_sound(page)
    for word in ("Enter", "Continue", "There is"):
        expect(page.locator("main")).not_to_contain_text(word)


@both
def test_lost_people_are_told_where_to_go(new_page: Callable[..., Page], scripts: bool) -> None:
    page = new_page(scripts=scripts)
    for path, heading in (
        ("/nowhere", "Page not found"),
        ("/apply/missed-bin/help", SERVICE),
        ("/apply/missed-bin/sent", SERVICE),
        ("/track/case", "Check progress"),
        ("/track/not-a-link-of-ours", "Check progress"),
        ("/staff/cases/K7QM-2XRDT", "Sign in"),
    ):
        Citizen(page).goes_to(path).sees(heading)
    Citizen(page).goes_to("/track/not-a-link-of-ours").presses("Continue").sees("This link does not work any more")
    clerk = Clerk(page).signs_in("crew").goes_to("/staff/cases/K7QM-2XRDT")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    is_sound(clerk.page)
