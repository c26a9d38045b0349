"""A real browser against the real product: web process, worker and mail server, each on its own loopback port."""

from __future__ import annotations

import hashlib
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen
from weakref import WeakKeyDictionary

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import Browser, BrowserContext, Page, Response, expect, sync_playwright

from builder import demo
from runtime import documents
from runtime.config import Settings
from runtime.db import Database
from tests.browser.chromium import ARGUMENTS, ensure
from tests.conftest import KEYS, STATE, WORKER, Server, copied, make_template, named

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
STARTED_WITHIN = 60
expect.set_options(timeout=15_000)  # as long as anything else may take: other tests run beside these
WAITING = ".htmx-request, .htmx-swapping, .htmx-settling"
"""What htmx marks while it fetches and puts in place."""
LARGEST_PAGE = 60_000
"""Bytes of any page, before compression: what a first load costs that nothing can have cached."""


LARGEST_BUILT = 200_000
"""The same of a page of the builder, which holds every property of an element."""


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@dataclass
class Postbox:
    """A real SMTP server that keeps what it is sent, but for addresses that it refuses for good."""

    mails: list[EmailMessage] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if address in self.refused:
            return "550 There is nobody of that name here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        self.mails.append(BytesParser(policy=default).parsebytes(envelope.content))  # type: ignore[arg-type]
        return "250 Taken"

    def wait(self, subject: str, to: str, *, within: float = 30) -> str:
        """The text of the newest mail to somebody with that in its subject; the worker sends soon after the commit."""
        until, pause = time.monotonic() + within, threading.Event()
        while time.monotonic() < until:
            found = [mail for mail in self.mails if subject in str(mail["subject"]) and to in str(mail["to"])]
            if found:
                text = found[-1].get_body(("plain",))
                assert text is not None
                return str(text.get_content())
            pause.wait(0.05)
        raise AssertionError(f"no mail about {subject!r} to {to}")

    def link(self, subject: str, to: str) -> str:
        """The address of the progress page in that mail."""
        found = re.search(r"http://\S+/track/\S+", self.wait(subject, to))
        assert found, "the mail has no link"
        return found[0]


@dataclass(frozen=True)
class Live:
    """The product as it runs: where it is, its database, and the mail it sends."""

    url: str
    database: Database
    post: Postbox


@pytest.fixture(scope="module")
def demo_url(postgres: str) -> Iterator[str]:
    """A database for a module, with the library's services and the demo's people and cases: a copy, for filling one
    takes longer than most modules."""
    modules.append(f"test_demo_{WORKER}_{len(modules)}_{os.getpid()}")
    documents.forget()
    with copied(postgres, modules[-1], filled) as url:
        yield url


modules: list[str] = []


def run() -> int:
    """The process that all workers of a run have in common."""
    return os.getpid() if WORKER == "main" else os.getppid()


def filled(server: Server, url: str) -> str:
    """The name of a database that is filled, once a day and run: what it holds is dated."""
    name = f"test_demo_{datetime.now(UTC):%Y%m%d}_{run()}"
    if server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
        half = f"test_demo_half_{run()}"
        server.execute(f"DROP DATABASE IF EXISTS {half}")
        server.execute(f"CREATE DATABASE {half} TEMPLATE {make_template(server, url)} STRATEGY file_copy")
        with Database(Settings(mode="demo", database_url=named(url, half), state=STATE, **KEYS)) as database:
            demo.fill(database, say=lambda line: None)
        server.execute(f"ALTER DATABASE {half} RENAME TO {name}")
    return name


@pytest.fixture(scope="module")
def live(demo_url: str) -> Iterator[Live]:
    """One web process and one worker for a module, and a mail server."""
    port, post = free_port(), Postbox()
    mail = Controller(post, hostname="127.0.0.1", port=free_port())
    mail.start()
    url = f"http://127.0.0.1:{port}"
    environ = os.environ | {
        "TOWNCLERK_MODE": "demo",
        "DATABASE_URL": demo_url,
        "TOWNCLERK_STATE": str(STATE),
        "TOWNCLERK_BASE_URL": url,
        "TOWNCLERK_PORT": str(port),
        "TOWNCLERK_SECRET_KEY": KEYS["secret_key"],
        "TOWNCLERK_INSTALLATION_KEY": KEYS["installation_key"],
        "TOWNCLERK_SMTP_URL": f"smtp://127.0.0.1:{mail.port}",
        "TOWNCLERK_LOG_LEVEL": "warning",
    }
    database = Database(Settings.from_environ(environ))
    running = [
        subprocess.Popen([sys.executable, "-P", "-m", "builder.cli", command], env=environ, cwd=ROOT)
        for command in ("serve", "worker")
    ]
    try:
        answering(f"{url}/healthz", running[0])
        yield Live(url, database, post)
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(40)
        mail.stop()
        database.close()


def answering(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTED_WITHIN
    while time.monotonic() < until and process.poll() is None:
        try:
            with urlopen(url):
                return
        except URLError:
            time.sleep(0.1)
    raise AssertionError(f"nothing answers at {url}")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=ensure(), args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(browser: Browser, live: Live) -> Iterator[Callable[..., Page]]:
    """Opens a page as somebody new, on a phone unless told otherwise: ``new_page(scripts=False, width=1280)``."""
    contexts: list[BrowserContext] = []

    def open_page(*, scripts: bool = True, width: int = 320, height: int = 720) -> Page:
        context = browser.new_context(
            base_url=live.url, java_script_enabled=scripts, viewport={"width": width, "height": height}, locale="en-GB"
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        if scripts:
            # Nobody acts in the milliseconds between what they asked for and its coming: it might go from under them.
            page.add_locator_handler(page.locator(WAITING).first, lambda: None)
        if not scripts:
            twin = browser.new_context(viewport={"width": width, "height": height}, locale="en-GB")
            contexts.append(twin)
            twins[page] = twin.new_page()
        page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("response", weigh)
        return page

    def weigh(response: Response) -> None:
        if "text/html" in response.headers.get("content-type", ""):
            size = int(response.headers.get("content-length", LARGEST_PAGE))
            if size >= (LARGEST_BUILT if "/build" in response.url else LARGEST_PAGE):
                complaints.append(f"{response.url} has {size} bytes")

    complaints: list[str] = []
    yield open_page
    for context in contexts:
        context.close()
    # What a browser says of a 4xx, and of a network that a test has cut.
    expected = ("the server responded with a status of 4", "Response Status Error Code 4", "net::ERR_FAILED")
    expected += ("htmx:afterRequest", "htmx:sendError")
    assert [line for line in complaints if not any(known in line for known in expected)] == []


twins: WeakKeyDictionary[Page, Page] = WeakKeyDictionary()
"""For a page that may run no script, one that may: axe is a script."""


SAYING = r"value|href|src|action|nonce|title|content|d|points|x\d?|y\d?|hx-[a-z-]+|data-[a-z-]+"
"""Attributes of which it does not matter what they say."""


def is_new(page: Page) -> bool:
    """Whether no page of this width and build was looked at in this run: axe sees how a page is built and styled, and
    whether its words are there, not what they say."""
    built = re.sub(r"<script\b.*?</script>", "", page.content(), flags=re.DOTALL)
    built = re.sub(r">[^<]*\S[^<]*<", ">words<", built)
    built = re.sub(rf'\b({SAYING})="[^"]+"', r"\1", built)
    built = re.sub(r"\d+|-[a-z0-9]{20,}", "0", built)
    width = (page.viewport_size or {}).get("width")
    looked_at = STATE / "looked-at" / str(run())
    looked_at.mkdir(parents=True, exist_ok=True)
    try:
        (looked_at / hashlib.sha256(f"{width} {built}".encode()).hexdigest()).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def twin_of(page: Page) -> Page:
    """The page itself; or its twin, which is shown what it shows, without the scripts of ours."""
    twin = twins.get(page)
    if twin is None:
        return page
    html = re.sub(r"<script\b.*?</script>", "", page.content(), flags=re.DOTALL)
    twin.route(page.url, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"), times=1)
    twin.goto(page.url)
    return twin


def is_sound(page: Page) -> None:
    """The page passes axe for WCAG 2.2 AA, has one h1, fits its width and repeats no id."""
    headings, overflow, ids = page.evaluate(BUILD)
    assert headings == 1, f"{page.url} has {headings} h1"
    assert overflow <= 0, f"{page.url} is {overflow} pixels too wide"
    assert len(ids) == len(set(ids)), f"{page.url} repeats an id"
    if is_new(page):
        found = [one for one in axe(twin_of(page)) if not is_meant(*one)]
        assert found == [], f"{page.url}: {found}"


BUILD = """() => {
  const page = document.documentElement;
  const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
  return [document.querySelectorAll('h1').length, page.scrollWidth - page.clientWidth, ids];
}"""


def axe(page: Page) -> list[tuple[str, list[str]]]:
    """What axe finds: each violation with the elements that it is in."""
    page.evaluate(AXE.read_text() + "; undefined")
    found = page.evaluate(
        "(tags) => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})"
        ".then(result => result.violations.map(v => [v.id + ': ' + v.help, ...v.nodes.map(n => n.html)]))",
        STANDARD,
    )
    return [(violation, nodes) for violation, *nodes in found]


def is_meant(violation: str, nodes: list[str]) -> bool:
    """Back stands before the main landmark, as everywhere in this design system: the skip link passes over it. And the
    design system says of a radio whether what it reveals is open: screen readers do tell it, and it is kept."""
    back = violation.startswith("region:") and all("govuk-back-link" in node for node in nodes)
    reveals = all("govuk-radios__input" in node and "aria-expanded" in node for node in nodes)
    return back or (violation.startswith("aria-allowed-attr:") and reveals)
