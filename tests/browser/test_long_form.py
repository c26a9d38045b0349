"""A long form at a browser: its task list, and a list of children that grows, shrinks and is put back."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.citizen import CHECK, Citizen
from tests.browser.conftest import Live
from tests.runtime import citizens
from tests.runtime.web.families import family

both = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
SERVICE = "Ask for school travel"


class Parent(Citizen):
    def child(self, name: str, years: int, school: str = "") -> Parent:
        """The pages of one child, from its first to the list of all."""
        self.fills("First name", name).goes_on(f"How old is {name}?").fills("Age", str(years))
        if years < 5:
            self.goes_on("A seat").chooses("No")
        self.goes_on(f"Journeys of {name}")
        if school:
            self.chooses("Yes").goes_on("Which school?").fills("School", school).goes_on(f"Journeys of {name}")
        self.chooses("No").goes_on("Your children")
        return self

    def task(self, title: str, state: str) -> Parent:
        expect(self.page.get_by_role("listitem").filter(has_text=re.compile(rf"^\s*{title}"))).to_contain_text(state)
        return self


@both
def test_a_parent_fills_in_a_long_form(new_page: Callable[..., Page], live: Live, scripts: bool) -> None:
    with live.database.begin() as session:
        citizens.publish(session, family())
    parent = Parent(new_page(scripts=scripts))
    parent.starts(SERVICE).sees("Your application")
    parent.task("Your children", "Complete “About you” first").task("About you", "Not yet started")
    parent.follows("About you").sees("What is your name?").fills("Full name", "Ada King")
    parent.goes_on("Where do you live?").chooses("Yes").goes_on("About you").answered("Full name", "Ada King")
    parent.presses("Continue").sees("Your application").task("About you", "Completed")
    parent.follows("Your children").sees("Your children").goes_on("Child 1")
    parent.child("Byron", 9, "Hill School")
    parent.presses("Continue").is_told("Select yes if you need to add another")
    parent.chooses("Yes").goes_on("Child 2")
    parent.child("Anne", 3)
    parent.presses("Remove Byron").sees("Your children").reads("Byron has been removed.", "You have added 1.")
    parent.presses("Undo: put Byron back").sees("Your children").reads("Byron is back.", "You have added 2.")
    parent.follows("Change Anne").sees("Anne").follows("Change Age").sees("How old is Anne?").fills("Age", "6")
    parent.goes_on("Anne").presses("Continue").sees("Your children").chooses("No").goes_on("Your application")
    parent.follows("What you ask for").sees("Passes for 2 children").fills("Which pass?", "Bus")
    parent.goes_on("Anything else?").goes_on("Your application").task("What you ask for", "Completed")
    parent.follows("Check your answers and send").sees(CHECK).answered("School", "Hill School")
    parent.reads("Anne", "Byron")
    assert len(parent.sends()) == 10
