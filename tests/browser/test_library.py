"""The library's long services at a browser: an example of each, given page by page, with scripts and without."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from definitions.read import read_service
from tests.browser.conftest import ROOT, Live
from tests.browser.player import Player, example_of

both = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
EXAMPLES = [
    ("school-travel", "One child of two is too near: the family's income is asked, and the officer asks more"),
    ("premises-licence", "A pub pays, nobody objects in 28 days, and the licence is granted"),
    ("adult-social-care", "Three people help, and one of them may decide"),
    ("adult-social-care", "A nurse refers somebody who leaves hospital, with a plan of last week"),
]


@both
@pytest.mark.parametrize(("service_id", "name"), EXAMPLES, ids=[f"{one}-{n}" for n, (one, _) in enumerate(EXAMPLES)])
def test_an_example_is_given_at_a_browser(
    new_page: Callable[..., Page], live: Live, service_id: str, name: str, scripts: bool
) -> None:
    service = read_service((ROOT / "definitions" / "library" / service_id / "service.json").read_text())
    told = next(each for each in service.document["examples"] if each["name"] == name)
    player = Player(new_page(scripts=scripts), service, example_of(service, name), closely=scripts)
    assert player.plays() == told["expect"]["pages"]
    assert len(player.sends()) == 10
