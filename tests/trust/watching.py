"""A real browser that is watched: whatever runs, asks or appears that no page of ours would bring is written down."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.faults.processes import Web

INTRUDERS = (
    "script:not([nonce]), iframe, object, embed, base, portal, marquee, math, video, meta[http-equiv=refresh],"
    " template:not(#offline, #uploading), main img, main style, main link, [onerror], [onload], [onclick], [onfocus],"
    " [ontoggle], [onbegin], [onmouseover], [hx-get*=evil], [hx-post*=evil], [data-hx-get], [hx-on\\:load], [hx-ext],"
    " [hx-push-url*=evil], [hx-get*=sign-out], a[href^='javascript'], form[action*=evil], [style]:not(.tc-choosing *)"
)


class Watch:
    """A browser's context, and everything that went on in it that should not."""

    def __init__(self, context: BrowserContext, web: Web) -> None:
        self.context, self.port, self.wrong = context, web.port, list[str]()
        self.page: Page = context.new_page()
        self.page.on("dialog", lambda dialog: (self.wrong.append(f"dialog {dialog.message}"), dialog.dismiss())[0])
        self.page.on("console", lambda line: self.wrong.append(line.text) if line.type == "error" else None)
        self.page.on("request", lambda request: self._asked(request.url))

    def _asked(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme != "data" and parts.netloc != f"127.0.0.1:{self.port}":
            self.wrong.append(f"request to {url}")
        if parts.path.endswith("sign-out"):
            self.wrong.append("signed out")

    def opens(self, path: str) -> None:
        answer = self.page.goto(f"http://127.0.0.1:{self.port}{path}")
        assert answer is not None
        assert answer.status in (200, 409, 422), (path, answer.status)
        self.looks()

    def looks(self) -> None:
        found = self.page.locator(INTRUDERS).evaluate_all("all => all.map(e => e.outerHTML.slice(0, 200))")
        assert found == [], (self.page.url, found)
        expected = "the server responded with a status of 4"
        assert [each for each in self.wrong if expected not in each] == [], self.page.url


@pytest.fixture
def watch(browser: Browser, web: Web) -> Iterator[Watch]:
    context = browser.new_context(locale="en-GB")
    context.set_default_timeout(15_000)
    yield Watch(context, web)
    context.close()
