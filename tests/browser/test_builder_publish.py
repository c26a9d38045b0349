"""A draft published in a browser: a second person, a day to come, the way back, and a pack that both changed."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from builder import drafting
from builder.drafting import open_draft
from builder.edits import Edit, Set, apply
from builder.packs import Pack, document_hash, packed
from definitions.reading.beside import taken_in
from runtime import people
from runtime.models.base import ORGANISATION
from tests.browser.clerk import Clerk
from tests.browser.conftest import Live, is_sound

BIN = "missed-bin"


def look(page: Page, name: str) -> None:
    is_sound(page)
    if folder := os.environ.get("TOWNCLERK_LOOK"):
        width = (page.viewport_size or {})["width"]
        page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)


def change(live: Live, *edits: Edit) -> None:
    with live.database.begin() as session:
        by = people.find(session, "author@demo.example")
        for edit in edits:
            drafting.change(session, ORGANISATION, BIN, edit, base=None, by=by, at=datetime.now(UTC))


def newer_pack(live: Live, *edits: Edit) -> bytes:
    with live.database.read() as session:
        before = taken_in(open_draft(session, ORGANISATION, BIN).document)
    document = before
    for edit in edits:
        document = apply(document, edit).document
    return packed(Pack(json.dumps(document), grew_from=(document_hash(before),)))


@pytest.mark.parametrize(("width", "scripts"), [(320, True), (1280, False)])
def test_from_a_change_to_the_way_back(live: Live, new_page: Callable[..., Page], width: int, scripts: bool) -> None:
    ines, tom = (new_page(width=width, scripts=scripts, height=900) for _ in range(2))
    Clerk(ines).signs_in("author")
    Clerk(tom).signs_in("author2")
    change(
        live,
        Set("question:bin/label", f"Which of your bins was it, seen at {width}?"),
        Set("message:not-collected/to", {"address": f"bins-{width}@town.example"}),
        Set("/privacy/keep", f"{width // 10} months"),
    )
    ines.goto(f"/build/{BIN}/publish")
    expect(ines.locator("main")).to_contain_text(f"Email goes to bins-{width}@town.example")
    look(ines, "publish")
    if scripts:
        ines.get_by_label("On a day to come").check()
    look(ines, "publish-opened")
    ines.get_by_role("button", name="Ask for approval").click()
    expect(ines.locator(".govuk-error-summary")).to_contain_text("Say what changes and why")
    look(ines, "publish-mistake")
    if scripts:
        expect(ines.locator(".govuk-error-summary")).to_contain_text("Type the day on which it goes live")
        ines.get_by_label("As soon as it is approved").check()
    ines.get_by_label("What changes and why").fill("The bins desk answers for itself")
    ines.get_by_role("button", name="Ask for approval").click()
    expect(ines.locator("main")).to_contain_text("Waiting for a second person")
    look(ines, "publish-asked")
    agrees(tom)
    ines.goto(f"/build/{BIN}/history")
    expect(ines.locator("main")).to_contain_text("agreed by Tom Achebe")
    look(ines, "history")
    goes_back(ines)


def agrees(page: Page) -> None:
    page.goto("/build")
    page.get_by_role("link", name="1 request waits to be published").click()
    look(page, "waiting")
    page.get_by_role("link", name="Report a missed bin collection").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Request to publish")
    look(page, "request")
    page.get_by_role("button", name="Approve, and put it live").click()
    expect(page.locator("main")).to_contain_text("It is live.")
    look(page, "request-live")


def goes_back(page: Page) -> None:
    page.get_by_role("link", name="What changed from version").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("has otherwise than")
    look(page, "compare")
    page.get_by_role("link", name="History", exact=True).click()
    page.get_by_label("Why").fill("The desk was not ready")
    page.get_by_role("button", name="Make it live again").click()
    expect(page.locator("main")).to_contain_text("is live again")
    look(page, "history-again")


@pytest.mark.parametrize(("width", "scripts"), [(320, False), (1280, True)])
def test_a_pack_that_both_changed(live: Live, new_page: Callable[..., Page], width: int, scripts: bool) -> None:
    page = new_page(width=width, scripts=scripts, height=900)
    Clerk(page).signs_in("author")
    page.goto(f"/build/{BIN}/pack")
    look(page, "pack")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the pack").click()
    assert download.value.suggested_filename == f"{BIN}.pack.zip"
    content = newer_pack(
        live,
        Set("question:bin/label", f"Theirs at {width}"),
        Set("page:where/title", f"Where was it, at {width}?"),
        Set("/summary", f"Tell us, at {width}."),
    )
    change(live, Set("question:bin/label", f"Ours at {width}"), Set("/title", f"A missed bin, {width}"))
    page.get_by_role("button", name="Look at it").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Choose a file")
    look(page, "pack-mistake")
    file = {"name": "newer.pack.zip", "mimeType": "application/zip", "buffer": content}
    page.get_by_label("Choose a file").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Take in a pack")
    look(page, "pack-take")
    page.get_by_role("button", name="Take it in").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Choose for each")
    look(page, "pack-choose")
    page.get_by_label("As it is in the pack").check()
    page.get_by_role("button", name="Take it in").click()
    expect(page.locator("main")).to_contain_text("Took in a pack")
    look(page, "pack-taken")
    with live.database.read() as session:
        text = open_draft(session, ORGANISATION, BIN).text
    assert all(words in text for words in (f"Theirs at {width}", f"A missed bin, {width}", f"Tell us, at {width}."))
