"""Somebody leaves a form on one device and finishes it on another, with what they had added; or finds it changed."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.browser.citizen import CHECK, Citizen
from tests.browser.conftest import Live
from tests.runtime.web.applicants import publish

SERVICE = "Ask us for information"
KNOW = "What do you want to know?"
SAVED = "Your answers are saved"
both = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])


def leaves(page: Page) -> Citizen:
    """Half a request for somebody's own information, with a photo, and an answer that is not good yet."""
    citizen = Citizen(page).starts(SERVICE).sees("What is the information about?")
    citizen.chooses("Me, or somebody I act for").goes_on("Whose information is it?").chooses("Yes").presses("Continue")
    citizen.fills("Whose information do you want?", "Rhys Evans")
    citizen.attaches("A photo of your passport or driving licence", "passport.png").goes_on(KNOW)
    citizen.fills("The information that you ask for", "Mine").presses("Save and come back later").sees(SAVED)
    return citizen.reads("not right yet", "The information that you ask for")


def code_of(citizen: Citizen) -> str:
    return re.sub(r"\s+", " ", citizen.page.locator(".tc-code").inner_text()).strip()


def finishes(citizen: Citizen, email: str) -> None:
    citizen.sees(KNOW).reads("Welcome back", "before it was finished")
    expect(citizen.box("The information that you ask for")).to_have_value("Mine")
    citizen.fills("The information that you ask for", "Everything that you hold about me")
    citizen.goes_on("Where do we send the answer?").fills("Full name", "Nia Evans").fills("Email address", email)
    citizen.goes_on(CHECK).answered("Whose information do you want?", "Rhys Evans").reads("passport.png")
    citizen.sends()


@both
def test_a_code_opens_it_on_another_device(new_page: Callable[..., Page], scripts: bool) -> None:
    citizen = leaves(new_page(scripts=scripts))
    code = code_of(citizen)
    citizen.presses("Leave and clear this device").sees("This device is clear")
    there = Citizen(new_page(scripts=scripts, width=1280)).goes_to("/").follows("Continue an application you saved")
    there.sees("Continue an application you saved").presses("Continue").is_told("Enter your code")
    there.fills("Your code", code.replace("0", "1")).presses("Continue") if "0" in code else None
    there.fills("Your code", code.lower()).presses("Continue")
    finishes(there, f"code-{scripts}@example.org")
    late = Citizen(new_page(scripts=scripts)).goes_to("/return").fills("Your code", code).presses("Continue")
    late.sees("You have already sent this")


@both
def test_a_link_opens_it_on_another_device(new_page: Callable[..., Page], live: Live, scripts: bool) -> None:
    email = f"link-{scripts}@example.org"
    citizen = leaves(new_page(scripts=scripts))
    citizen.fills("Email address", "nobody").presses("Email me the link")
    citizen.is_told("Enter an email address, like name@example.com")
    citizen.fills("Email address", email).presses("Email me the link").reads(f"We are sending the link to {email}")
    letter = live.post.wait("Continue where you left off", email)
    found = re.search(r"http://\S+/return/\S+", letter)
    assert found
    there = Citizen(new_page(scripts=scripts)).goes_to("/return").fills("Email address", email)
    there.presses("Send my link again").sees("Check your email")
    assert found[0] in live.post.wait("Your link to continue", email)
    there.goes_to(found[0]).sees("Continue where you left off").presses("Continue")
    finishes(there, email)
    there.page.context.clear_cookies()
    there.goes_to(found[0] + "x").sees("Continue where you left off").presses("Continue")
    there.sees("This link opens nothing any more")


@both
def test_a_form_that_was_changed_meanwhile_says_so(new_page: Callable[..., Page], live: Live, scripts: bool) -> None:
    service_id = f"changed-{'a' if scripts else 'b'}"
    first = factories.document(id=service_id, title=f"Changed {scripts}", form={"pages": [
        factories.page("where", factories.question("street")), factories.page("last", factories.question("colour")),
    ]})  # fmt: skip
    publish(live.database, first)
    citizen = Citizen(new_page(scripts=scripts)).goes_to(f"/apply/{service_id}").presses("Start now")
    citizen.fills("Street", "High Street").goes_on("Last")
    second = first | {"applications": {"republished": "move"}, "form": {"pages": [
        factories.page("where", factories.question("street"), factories.question("number")),
        factories.page("last", factories.question("colour", label="Which colour?")),
    ]}}  # fmt: skip
    publish(live.database, second)
    citizen.fills("Colour", "red").presses("Continue").sees("Last").reads("changed while you had it open")
    expect(citizen.page.get_by_label("Which colour?")).to_have_value("red")
    citizen.presses("Continue").sees("Where")
    citizen.fills("Number", "7").presses("Continue")
    citizen.sees(CHECK).answered("Which colour?", "red")
    citizen.sends()
