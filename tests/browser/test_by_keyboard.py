"""Each operation of the builder by keyboard alone, with scripts and without."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Response

from builder.demo import PASSWORD
from tests.browser.conftest import Live
from tests.browser.operations import JOURNEYS
from tests.browser.operations.journey import ONLY_PLAIN, Desk, view_of
from tests.browser.typist import Typist


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
@pytest.mark.parametrize("name", sorted(JOURNEYS))
def test_each_operation_is_done_by_keyboard(
    new_page: Callable[..., Page], live: Live, name: str, scripts: bool
) -> None:
    done: set[str] = set()

    def typist(who: str) -> Typist:
        page = new_page(width=1280, height=900, scripts=scripts)
        page.context.on("response", lambda response: done.add(taken(response)))
        return signed_in(Typist(page), who)

    journey = JOURNEYS[name]
    mark = "seeing" if scripts else "plain"
    journey.run(Desk(typist("author"), live, scripts, mark, colleague=lambda: typist("author2")))
    asked = journey.views - ONLY_PLAIN.keys() if scripts else journey.views
    assert asked <= done, sorted(asked - done)


def taken(response: Response) -> str:
    """The view that took what was posted, if it did."""
    posted = response.request.method == "POST" and response.status < 400
    return view_of(urlsplit(response.url).path) if posted else ""


def signed_in(typist: Typist, name: str) -> Typist:
    typist.goes_to("/staff").types("Email address", f"{name}@demo.example").types("Password", PASSWORD)
    return typist.presses("Sign in")
