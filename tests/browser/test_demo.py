"""The demo as `make run` starts it, from nothing: what a person tries first works there too."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, expect

from tests.browser.citizen import Citizen
from tests.browser.screenshots import demo


def test_a_demo_takes_files(browser: Browser) -> None:
    """Its cases have files too; a web process that comes of the one that made them must not wait for its threads."""
    with demo() as url:
        context = browser.new_context(base_url=url, viewport={"width": 320, "height": 720})
        citizen = Citizen(context.new_page()).starts("Ask us for information")
        citizen.chooses("Me, or somebody I act for").goes_on("Whose information is it?").chooses("Yes")
        citizen.presses("Continue").fills("Whose information do you want?", "Rhys Evans")
        citizen.attaches("A photo of your passport or driving licence", "passport.png").presses("Continue")
        expect(citizen.page.get_by_role("heading", level=1)).to_have_text(re.compile("What do you want to know?"))
        context.close()
