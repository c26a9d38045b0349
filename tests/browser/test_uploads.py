"""Files sent from a phone: one after another, seen on their way, stopped, removed, and caught by the scanner."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from runtime.plugins.scanner.demo import EICAR
from tests import factories
from tests.browser.citizen import CHECK, Citizen
from tests.browser.conftest import Live, is_sound
from tests.runtime import citizens
from tests.runtime.sendable import PDF, jpeg, png

SERVICE = "Show us the damage"
WHAT = "What is damaged?"
both = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])


def document() -> dict[str, Any]:
    photos = factories.question(
        "photos", type="file", label="Photos or documents", accept=["jpg", "png", "heic", "pdf"], max_files=3
    )
    bill = factories.question("bill", type="file", label="The bill", accept=["pdf"], required=False)
    return factories.document(
        id="show-damage", title=SERVICE, summary="Send photos of what is damaged.", languages=["en", "cy"],
        form={"pages": [
            factories.page("what", factories.question(label="Street"), photos, title=WHAT),
            factories.page("bill", bill, title="The bill"),
        ]},
    )  # fmt: skip


@pytest.fixture(scope="module")
def damage(live: Live) -> Live:
    with live.database.begin() as session:
        citizens.publish(session, document())
    return live


def chooses(page: Page, *files: tuple[str, bytes], label: str = "Photos or documents") -> None:
    kinds = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}
    page.get_by_label(re.compile(rf"^\s*{label}")).set_input_files(
        [{"name": name, "mimeType": kinds[name.rpartition(".")[2]], "buffer": content} for name, content in files]
    )


def listed(page: Page, *names: str) -> None:
    expect(page.locator(".tc-files__name")).to_have_text([f"Uploaded: {name}" for name in names])


@both
def test_photos_are_added_one_after_another_and_removed_by_name(
    new_page: Callable[..., Page], damage: Live, scripts: bool
) -> None:
    page = new_page(scripts=scripts)
    citizen = Citizen(page).starts(SERVICE).sees(WHAT).fills("Street", "High Street")
    chooses(page, ("front.png", png()))
    citizen.presses("Upload").sees(WHAT)
    listed(page, "front.png")
    expect(page.get_by_label("Street")).to_have_value("High Street")
    chooses(page, ("side.jpg", jpeg()), ("back.pdf", PDF))
    citizen.presses("Add another file").sees(WHAT)
    listed(page, "front.png", "side.jpg", "back.pdf")
    citizen.reads("all there can be")
    page.get_by_role("button", name="Remove side.jpg").click()
    citizen.sees(WHAT)
    listed(page, "front.png", "back.pdf")
    citizen.goes_on("The bill").goes_on(CHECK)
    citizen.answered("Photos or documents", "front.pngback.pdf")
    citizen.sends()


@both
def test_what_is_wrong_is_said_and_the_good_ones_stay(
    new_page: Callable[..., Page], damage: Live, scripts: bool
) -> None:
    page = new_page(scripts=scripts)
    citizen = Citizen(page).starts(SERVICE).sees(WHAT)
    chooses(page, ("front.png", png()), ("side.jpg", b"no picture"))
    citizen.presses("Continue").is_told("Enter street", "Photos or documents must be JPG, PNG, HEIC or PDF")
    listed(page, "front.png")


def line_of(page: Page) -> Callable[[int], object]:
    """Sets how many bytes a second the page sends; -1 for as fast as may be."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    as_is = {"offline": False, "latency": 0, "downloadThroughput": -1}
    return lambda upload: session.send("Network.emulateNetworkConditions", as_is | {"uploadThroughput": upload})


def test_a_large_file_is_seen_on_its_way_and_can_be_stopped(new_page: Callable[..., Page], damage: Live) -> None:
    page = new_page()
    citizen = Citizen(page).starts(SERVICE).sees(WHAT).fills("Street", "High Street")
    large = PDF.replace(b"%%EOF", b"%" + os.urandom(1_500_000).replace(b"PK", b"KP") + b"\n%%EOF")
    chooses(page, ("large.pdf", large))
    slow = line_of(page)
    slow(60_000)
    citizen.presses("Upload")
    bar = page.get_by_role("progressbar")
    expect(bar).to_be_visible()
    expect(page.locator("[data-much]")).to_have_text(re.compile(r"^[1-9]\d?%$"))
    expect(page.get_by_role("button", name="Cancel")).to_be_focused()
    is_sound(page)
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator("[data-cancelled]")).to_have_text("The upload was cancelled. Nothing was sent.")
    expect(bar).to_have_count(0)
    listed(page)
    slow(-1)
    citizen.presses("Upload").sees(WHAT)
    listed(page, "large.pdf")
    expect(page.get_by_label("Street")).to_have_value("High Street")
    expect(page.locator("[data-cancelled]")).to_have_count(0)


def test_a_line_that_breaks_is_told_and_the_file_can_be_sent_again(new_page: Callable[..., Page], damage: Live) -> None:
    page = new_page()
    citizen = Citizen(page).starts(SERVICE).sees(WHAT).fills("Street", "High Street")
    chooses(page, ("front.png", png()))
    page.route(
        "**/show-damage/what", lambda route: route.abort() if route.request.method == "POST" else route.fallback()
    )
    citizen.presses("Upload")
    expect(page.locator("[data-offline]")).to_be_visible()
    expect(page.get_by_role("progressbar")).to_have_count(0)
    page.unroute("**/show-damage/what")
    citizen.presses("Upload").sees(WHAT)
    listed(page, "front.png")


def test_t25_a_file_with_a_virus_is_told_while_still_in_the_form(new_page: Callable[..., Page], damage: Live) -> None:
    page = new_page()
    citizen = Citizen(page).starts(SERVICE).sees(WHAT).fills("Street", "High Street")
    chooses(page, ("bad.pdf", PDF.replace(b"%%EOF", b"%" + EICAR + b"\n%%EOF")), ("good.png", png()))
    citizen.goes_on("The bill")

    def told() -> bool:
        page.goto("/apply/show-damage/what")
        return page.locator(".govuk-error-summary").is_visible()

    for _ in range(100):
        if told():
            break
        page.wait_for_timeout(200)
    citizen.is_told("A virus was found in bad.pdf: remove it, and choose another file if you can")
    page.get_by_role("button", name="Remove bad.pdf").click()
    citizen.sees(WHAT)
    listed(page, "good.png")
    citizen.goes_on("The bill").goes_on(CHECK).sends()


def test_the_keyboard_alone_sends_the_form_and_not_a_files_button(new_page: Callable[..., Page], damage: Live) -> None:
    page = new_page(scripts=False)
    citizen = Citizen(page).starts(SERVICE).sees(WHAT)
    chooses(page, ("front.png", png()))
    citizen.presses("Upload").sees(WHAT)
    page.get_by_label("Street").fill("High Street")
    page.get_by_label("Street").press("Enter")
    citizen.sees("The bill")
