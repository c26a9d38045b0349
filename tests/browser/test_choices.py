"""Choices that ask more, and lists too long to read: with scripts and without, on a phone, by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.browser.citizen import CHECK, Citizen
from tests.browser.conftest import Live
from tests.runtime import citizens

both = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])

TREES = "Alder Ash Aspen Beech Birch Cedar Cherry Elder Elm Fir Hawthorn Hazel Holly Hornbeam Larch Lime Maple Oak Pine"


def service() -> dict[str, Any]:
    question, page = factories.question, factories.page
    trees = [{"value": tree.lower(), "label": tree} for tree in TREES.split()] + [
        {"value": "red_oak", "label": "Red oak"}
    ]
    tell = question("tell", type="radios", label="How can we tell you?", options=[
        {"value": "email", "label": "By email",
         "questions": [question("email", type="email", label="Email address", why="To write to you")]},
        {"value": "phone", "label": "By phone",
         "questions": [question("phone", type="phone", label="Phone number"),
                       question("note", lines=3, required=False, label="When")]},
        {"value": "no", "label": "Do not tell me"},
    ])  # fmt: skip
    tree = question("tree", type="select", label="What tree is it?", options=trees, help="Look at **the leaves**.")
    return factories.document(
        id="trees",
        title="Report a tree",
        form={
            "pages": [
                page("which", tree, title="What tree is it?"),
                page("contact", tell, title="How can we tell you?"),
            ]
        },
        queues=[{"id": "triage", "label": "Triage", "role": "officer", "columns": ["tree"], "order": "due"}],
    )


@pytest.fixture(autouse=True, scope="module")
def published(live: Live) -> None:
    with live.database.begin() as session:
        citizens.publish(session, service())


def begins(new_page: Callable[..., Page], scripts: bool = True, width: int = 320) -> Citizen:
    citizen = Citizen(new_page(scripts=scripts, width=width))
    return citizen.starts("Report a tree").sees("What tree is it?")


def contact(new_page: Callable[..., Page], scripts: bool) -> Citizen:
    citizen = begins(new_page, scripts)
    if scripts:
        types(citizen, "Holly")
    else:
        citizen.box("What tree is it?").select_option("Holly")
    return citizen.goes_on("How can we tell you?")


def types(citizen: Citizen, tree: str) -> None:
    """Types into the list, and leaves it by Tab without choosing."""
    box = citizen.box("What tree is it?")
    box.fill(tree)
    box.press("Tab")
    expect(citizen.page.get_by_role("option")).to_have_count(0)


@both
def test_a_choice_asks_more(new_page: Callable[..., Page], scripts: bool) -> None:
    citizen = contact(new_page, scripts)
    for label in ("Email address", "Phone number", "When"):
        expect(citizen.box(label)).to_be_visible(visible=not scripts)
    citizen.chooses("By phone")
    expect(citizen.box("Email address")).to_be_visible(visible=not scripts)
    citizen.fills("Phone number", "1").fills("When", "Mondays\n  or never").presses("Continue")
    citizen.is_told("Enter a phone number, like 01632 960 001, 07700 900 982 or +44 808 157 0192")
    expect(citizen.box("Phone number")).to_be_visible()
    expect(citizen.box("When")).to_have_value("Mondays\n  or never")
    citizen.fills("Phone number", "01632 960 001").goes_on(CHECK)
    citizen.answered("How can we tell you?", "By phone").answered("What tree is it?", "Holly")
    citizen.changes("Phone number", "How can we tell you?")
    expect(citizen.box("Phone number")).to_be_visible()
    citizen.chooses("Do not tell me").goes_on(CHECK)
    expect(citizen.page.get_by_text("01632")).to_have_count(0)
    citizen.sends()


@pytest.mark.parametrize("width", [320, 1280])
def test_a_long_list_is_one_to_type_into(new_page: Callable[..., Page], width: int) -> None:
    citizen = begins(new_page, width=width)
    # The plain list is a combobox by its role too: only the script's is one to type into.
    box, menu = citizen.page.locator("input").and_(citizen.box("What tree is it?")), citizen.page.get_by_role("option")
    expect(box).to_have_role("combobox")
    box.press_sequentially("oak")
    expect(menu).to_have_text(["Oak", "Red oak"])
    citizen.sees("What tree is it?")
    for key in ("ArrowDown", "ArrowDown", "Enter"):
        citizen.page.keyboard.press(key)
    expect(box).to_have_value("Red oak")
    citizen.goes_on("How can we tell you?")
    citizen.page.go_back()
    citizen.sees("What tree is it?")
    expect(box).to_have_value("Red oak")


def test_what_is_typed_but_no_choice_is_not_taken_for_the_last_one(new_page: Callable[..., Page]) -> None:
    citizen = begins(new_page)
    types(citizen, "Holly")
    citizen.goes_on("How can we tell you?").page.go_back()
    citizen.sees("What tree is it?")
    types(citizen, "Lamp post")
    citizen.presses("Continue")
    citizen.is_told("Select an answer to “What tree is it?”")
    types(citizen, "haz")
    citizen.goes_on("How can we tell you?").chooses("Do not tell me").goes_on(CHECK)
    citizen.answered("What tree is it?", "Hazel")


def test_a_long_list_without_scripts_is_a_plain_one(new_page: Callable[..., Page]) -> None:
    citizen = begins(new_page, scripts=False)
    expect(citizen.box("What tree is it?")).to_have_role("combobox")
    expect(citizen.page.locator("select option")).to_have_count(21)
    citizen.page.get_by_text("Help with this question").click()
    citizen.reads("Look at the leaves.")


def test_only_a_page_with_a_long_list_loads_what_it_needs(new_page: Callable[..., Page]) -> None:
    page = new_page()
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto("/apply/missed-bin", wait_until="networkidle")
    assert not [url for url in fetched if "autocomplete" in url]
