"""A bin reported twice, a colleague who is asked, a letter that is read before it goes: with scripts and without."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.citizen import TODAY
from tests.browser.clerk import Clerk
from tests.browser.conftest import Live, is_sound
from tests.browser.test_missed_bin import reports


@pytest.mark.parametrize(("scripts", "width"), [(True, 1280), (False, 320)], ids=["scripts", "plain-phone"])
def test_two_reports_of_one_bin_become_one_and_everybody_knows(
    new_page: Callable[..., Page], live: Live, scripts: bool, width: int
) -> None:
    place, mail, day = ("ZE1 0AA", "AB9 9ZZ")[scripts], f"twice-{scripts}@example.org", TODAY - timedelta(days=1)
    first = reports(new_page(), postcode=place, email=f"once-{scripts}@example.org", missed_on=day).sends()
    second = reports(new_page(), postcode=place, email=mail, missed_on=day).sends()
    page = new_page(scripts=scripts, width=width)
    clerk = (
        Clerk(page).signs_in("supervisor").opens(second).reads("may be a duplicate", f"{first} Same address and bin")
    )

    clerk.page.get_by_label("Add a note").fill("Is this one bin? Ask ")
    if scripts:
        note = clerk.page.get_by_label("Add a note")
        note.focus()
        page.keyboard.press("End")
        page.keyboard.type("@Car")
        expect(page.get_by_role("option", name="Carys Morgan")).to_be_visible()
        is_sound(page)
        page.keyboard.press("Enter")
        expect(note).to_have_value("Is this one bin? Ask @Carys Morgan ")
        expect(page.locator("[data-kept]")).to_have_text("Kept")
        page.reload()
        expect(page.get_by_label("Add a note")).to_have_value(re.compile("@Carys Morgan"))
    else:
        page.get_by_label("Tell a colleague").select_option(label="Carys Morgan")
    clerk.presses("Add note").reads("Told: Carys Morgan")

    page.get_by_role("link", name=re.compile("^Merge with")).first.click()
    clerk.sees("Link with another case").fills("Why", "The same bin").presses("Save")
    clerk.sees(second).reads(f"You merged it into {first}", "This case was merged into", "Nothing is for you to do")
    assert "we deal with the two together" in live.post.wait("We have put two together", mail)

    clerk.opens(first).follows("Write to the applicant").sees("Write to the applicant")
    clerk.follows("Ask where the bin stands").fills("Subject", "Where is your bin, please?").presses("Preview")
    clerk.sees("Read it once more").reads("Where is your bin, please?", "Your reference is").presses("Send it")
    clerk.sees(first).reads("You wrote to the applicant: “Where is your bin, please?”")
    assert "could not find it" in live.post.wait("Where is your bin, please?", f"once-{scripts}@example.org")
    clerk.follows("Summary").sees(f"Summary of {first}").reads("What was promised", "Merged into this", second)

    carys = Clerk(new_page(scripts=scripts, width=width)).signs_in("crew").reads("Mentions", "New", second)
    carys.page.get_by_role("region", name="Mentions").get_by_role("link", name=second).click()
    carys.sees(second).goes_to(f"/staff/cases/{second}/link?other={first}&as=none").presses("Save")
    carys.sees(second).reads(f"You took it and {first} apart again")
