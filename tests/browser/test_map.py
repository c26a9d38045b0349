"""A place can be pointed at on a map, by mouse and by keyboard, and typed as well, without scripts too."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.browser.citizen import CHECK, PHOTO, Citizen
from tests.browser.conftest import Live
from tests.runtime import citizens
from tests.runtime.peers import WebPeer, answer, web_peer

TITLE = "Report a hole in the road"
HEADING = "Where is the hole?"


@pytest.fixture(scope="module")
def tiles() -> Iterator[WebPeer]:
    """Somebody who has pictures of a map, and pages that show them."""
    with web_peer() as (peer, url):
        peer.every = answer(200, PHOTO, Content_Type="image/png")
        given = {"TOWNCLERK_TILES": f"{url}/{{z}}/{{x}}/{{y}}.png", "TOWNCLERK_TILES_ATTRIBUTION": "© Anytown"}
        given["TOWNCLERK_MAP_VIEW"] = "51.508098,-0.128,15"
        os.environ.update(given)
        yield peer
        for name in given:
            del os.environ[name]


@pytest.fixture(scope="module")
def live(tiles: WebPeer, live: Live) -> Live:
    place = factories.question("place", type="map-point", label="Place")
    pages = [factories.page("where", place, title=HEADING), factories.page("street", factories.question())]
    with live.database.begin() as session:
        citizens.publish(session, factories.document(id="road-hole", title=TITLE, form={"pages": pages}))
    return live


def test_a_place_is_pointed_at_by_mouse_and_by_keyboard(new_page: Callable[..., Page], tiles: WebPeer) -> None:
    page = new_page(width=1280, height=1200)
    citizen = Citizen(page).starts(TITLE)
    map = page.get_by_role("application", name="Map to point at")
    expect(map).to_be_visible()
    expect(map.locator("img.leaflet-tile-loaded").first).to_be_visible()
    citizen.sees(HEADING).reads("© Anytown")
    assert any("/15/16372/10896" in path for path in tiles.paths)
    box = citizen.box("Grid reference or coordinates")
    page.get_by_role("button", name="Use the place under the cross").click()
    expect(page.get_by_role("status").last).to_have_text("Chosen: 51.508098, -0.128000")
    map.focus()
    page.keyboard.press("ArrowDown")
    expect(map.locator(".leaflet-pan-anim")).to_have_count(0)
    page.get_by_role("button", name="Use the place under the cross").press("Enter")
    expect(box).not_to_have_value("51.508098, -0.128000")
    map.click(position={"x": 40, "y": 200})
    pointed = box.input_value()
    assert pointed.startswith("51.5")
    citizen.fills("Describe where it is", "By the steps").goes_on("Street")
    citizen.fills("Street", "Mill Lane").goes_on(CHECK)
    citizen.reads("By the steps", "Grid reference TQ").changes("Place", HEADING)
    expect(page.locator(".tc-map__marker")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_a_place_is_typed_on_a_phone(new_page: Callable[..., Page], scripts: bool) -> None:
    page = new_page(scripts=scripts)
    citizen = Citizen(page).starts(TITLE).sees(HEADING).presses("Continue")
    citizen.is_told("Describe where it is, or give a grid reference or coordinates, for “Place”")
    expect(page.get_by_role("application")).to_have_count(1 if scripts else 0)
    citizen.fills("Grid reference or coordinates", "TQ 3").presses("Continue")
    citizen.is_told("Enter a grid reference like TQ 30013 80457, or latitude and longitude like 51.508, -0.128")
    citizen.fills("Grid reference or coordinates", "TQ 30013 80457").goes_on("Street").fills("Street", "x")
    citizen.goes_on(CHECK).reads("Grid reference TQ 30013 80457")


def test_pictures_come_from_there_and_nowhere_else(new_page: Callable[..., Page], live: Live) -> None:
    page = new_page()
    reply = page.goto("/apply/road-hole")
    policy = reply.headers["content-security-policy"] if reply else ""
    (pictures,) = [part for part in policy.split(";") if part.strip().startswith("img-src")]
    assert pictures.split()[1:3] == ["'self'", "data:"]
    assert pictures.split()[3].startswith("http://127.0.0.1:")
