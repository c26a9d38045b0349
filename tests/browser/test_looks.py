"""Every page of the tours, looked at in every way, and what a screen reader says of it held to its transcript."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from runtime import frontend
from tests.browser import looking, tour
from tests.browser.citizen import Citizen
from tests.browser.clerk import Clerk
from tests.browser.conftest import LARGEST_PAGE, Live
from tests.browser.reader import RENEW, TRANSCRIPTS, heard

LARGEST_FIRST = 55_000
"""Bytes of everything that a first visit fetches besides the page: styles, scripts, pictures, as they travel."""


class Weighed:
    """What a browser receives, as it travels: of pages, and of everything else."""

    def __init__(self, page: Page) -> None:
        self.pages: dict[str, float] = {}
        self.others: dict[str, float] = {}
        self._kinds: dict[str, tuple[str, str]] = {}
        network = page.context.new_cdp_session(page)
        network.on("Network.responseReceived", self._received)
        network.on("Network.loadingFinished", self._finished)
        network.send("Network.enable")

    def _received(self, event: dict[str, Any]) -> None:
        self._kinds[event["requestId"]] = (event["type"], event["response"]["url"])

    def _finished(self, event: dict[str, Any]) -> None:
        kind, url = self._kinds.get(event["requestId"], ("", ""))
        to = self.pages if kind in ("Document", "XHR") else self.others
        to[url] = max(to.get(url, 0), event["encodedDataLength"])


@pytest.fixture(scope="module")
def prepared(live: Live) -> Live:
    tour.prepare(live.database)
    return live


@pytest.fixture(scope="module")
def sheet() -> tuple[str, str]:
    files: Any = frontend.manifest()["files"]
    made = files["townclerk.rtl.css"]
    return f"/static/vendor/{made['file']}", made["integrity"]


def told(name: str, page: Page) -> Iterator[str]:
    """How what is heard differs from the transcript of that page; a new transcript when they are to be renewed."""
    said, file = heard(page, whole=name == "services"), TRANSCRIPTS / f"{name}.txt"
    if name == "services":  # which there are is not for this test to say
        said = re.sub(r"(?<=\nlist\n).*?(?=end of list\n)", "SERVICES\n", said, count=1, flags=re.DOTALL)
    if os.environ.get(RENEW):
        file.write_text(said)
    elif not file.exists():
        yield f"there is no transcript {file.name}: make transcripts"
    elif file.read_text() != said:
        yield f"{file.name} says something else (make transcripts, then read what changed):\n{said}"


def look(name: str, page: Page, sheet: tuple[str, str]) -> list[str]:
    found = [*told(name, page), *looking.by_keyboard(page), *looking.without_colours(page)]
    found += [*looking.with_little_motion(page), *looking.at_every_size(page), *looking.mirrored(page, sheet)]
    page.set_viewport_size(dict(zip(("width", "height"), looking.PHONE, strict=True)))  # type: ignore[arg-type]
    return [f"{name}: {what}" for what in found]


@pytest.mark.parametrize("walk", tour.CITIZENS, ids=lambda walk: walk.__name__)
def test_every_page_of_a_citizen(
    new_page: Callable[..., Page], prepared: Live, sheet: tuple[str, str], walk: Callable[[Citizen], Iterator[str]]
) -> None:
    page = new_page()
    weighed, found = Weighed(page), []
    for name in walk(Citizen(page)):
        found += look(name, page, sheet)
    found += [f"{url} weighs {size}" for url, size in weighed.pages.items() if size >= LARGEST_PAGE]
    assert found == []
    first = {url: size for url, size in weighed.others.items() if not url.endswith(sheet[0])}
    assert 0 < sum(first.values()) < LARGEST_FIRST, first


@pytest.mark.parametrize("walk", tour.STAFF, ids=lambda walk: walk.__name__)
def test_every_page_of_the_office(
    new_page: Callable[..., Page], prepared: Live, sheet: tuple[str, str], walk: Callable[[Clerk], Iterator[str]]
) -> None:
    page, found = new_page(), []
    for name in walk(Clerk(page)):
        found += look(name, page, sheet)
    assert found == []


def test_a_second_visit_fetches_nothing_but_the_page(new_page: Callable[..., Page], prepared: Live) -> None:
    page = new_page()
    for path in ("/", "/apply/lost-bin"):
        page.goto(path, wait_until="networkidle")  # leaving earlier would leave the icon half fetched
    weighed = Weighed(page)
    for path in ("/", "/apply/lost-bin", "/track", "/nowhere", "/staff/sign-in"):
        page.goto(path, wait_until="networkidle")
    assert len(weighed.pages) == 5
    assert {url: size for url, size in weighed.others.items() if size} == {}


def test_no_transcript_is_of_a_page_that_is_no_more() -> None:
    """A tour that yields another name leaves its transcript behind."""
    source = Path(tour.__file__).read_text()
    left = [file.stem for file in TRANSCRIPTS.glob("*.txt") if not file.stem.startswith("kind-")]
    assert [name for name in left if f'"{name}"' not in source] == []
