"""Pictures of the running product for the documentation: ``python -m tests.browser.screenshots`` draws them anew."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.author import Author
from tests.browser.chromium import ARGUMENTS, ensure
from tests.browser.citizen import CHECK, TODAY, Citizen
from tests.browser.clerk import Clerk
from tests.browser.conftest import ROOT, answering, free_port

FOLDER = ROOT / "docs" / "screenshots"
TALLEST = {1280: 1050, 320: 1600}
"""Pixels, by width: what is lower is left out."""
MOST_BYTES = 150_000
BIN = "Report a missed bin collection"


@contextmanager
def demo() -> Iterator[str]:
    """The demo in a directory of its own, with a database of its own."""
    port = free_port()
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)  # for root, PostgreSQL runs as a user of its own
        command = [sys.executable, "-P", "-m", "builder.cli", "demo", "--port", str(port)]
        environ = os.environ | {"PYTHONPATH": str(ROOT), "TOWNCLERK_STATE": f"{place}/state"}
        running = subprocess.Popen(command, cwd=place, env=environ, stdout=subprocess.DEVNULL)
        try:
            answering(f"http://127.0.0.1:{port}/healthz", running)
            yield f"http://127.0.0.1:{port}"
        finally:
            running.send_signal(signal.SIGINT)
            running.wait(40)


def draw(page: Page, name: str) -> None:
    """The whole page, or its upper part when it is very tall."""
    size = page.viewport_size or {"width": 1280, "height": 800}
    page.evaluate("document.activeElement.blur()")
    page.evaluate("scrollTo(0, 0)")
    tall = int(page.evaluate("document.documentElement.scrollHeight"))
    path = FOLDER / f"{name}-{size['width']}.png"
    clip = {"x": 0, "y": 0, "width": size["width"], "height": min(tall, TALLEST[size["width"]])}
    page.screenshot(path=path, full_page=True, clip=clip)
    with Image.open(path) as picture:  # few colours are enough for words, and a third of the bytes
        picture.convert("RGB").quantize(128).save(path, optimize=True)
    assert path.stat().st_size < MOST_BYTES, f"{path.name} has {path.stat().st_size} bytes"
    print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1000} kB")


def citizens_pages(page: Page) -> str:
    """A missed bin, from the list of services to where it stands. The reference, for the office."""
    citizen = Citizen(page).goes_to("/").sees("Services")
    draw(page, "services")
    citizen.starts(BIN).sees("Where was the bin missed?").presses("Continue")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    draw(page, "mistakes")
    citizen.lives("1 High Street", "Anytown", "ZE1 0AA").goes_on("Which bin was missed?").chooses("Rubbish")
    draw(page, "question")
    citizen.goes_on("When should it have been collected?").dates("Collection day", TODAY - timedelta(days=1))
    citizen.goes_on("Does somebody carry your bin out for you?").chooses("No")
    citizen.goes_on("How can we tell you what happened?").fills("Full name", "Ada Lovelace")
    citizen.fills("Email address", "ada@example.org").goes_on(CHECK)
    draw(page, "check")
    reference = citizen.sends()
    draw(page, "sent")
    citizen.progress("We have your report")
    draw(page, "progress")
    return reference


def long_form_pages(page: Page) -> None:
    """The task list of a long form, and a list of children in it."""
    citizen = Citizen(page).starts("Apply for help with travel to school").chooses("Yes").goes_on("Your application")
    citizen.follows("About you").sees("Who are you?").fills("Full name", "Ada Lovelace").chooses("I am a parent")
    citizen.goes_on("Where do the children live?").lives("1 High Street", "Anytown", "ZE1 0AA")
    citizen.goes_on("How can we reach you?").fills("Email address", "ada@example.org").goes_on("About you")
    citizen.presses("Continue").sees("Your application")
    draw(page, "tasks")
    citizen.follows("The children").sees("The children").goes_on("Child 1").fills("Child's full name", "Byron King")
    citizen.dates("Date of birth", TODAY - timedelta(days=3000)).goes_on("Which school does Byron King go to?")
    page.goto(page.url.rpartition("/children/")[0] + "/children")
    citizen.sees("The children")
    draw(page, "items")


def office_pages(page: Page, reference: str) -> None:
    clerk = Clerk(page).signs_in("crew")
    draw(page, "my-work")
    clerk.queue("New reports")
    draw(page, "queue")
    clerk.opens(reference).presses("Take this case").reads("You took it")
    draw(page, "case")
    clerk.queue("New reports")
    page.get_by_role("button", name=re.compile("^All .* here$")).click()
    clerk.reads("what do you want to do?").chooses("Send a crew").presses("Continue").sees("Send a crew")
    expect(page.locator(".tc-run__said")).to_contain_text("will move", timeout=30_000)
    draw(page, "bulk")
    clerk.presses("Do nothing").sees("New reports")


def builder_pages(page: Page) -> None:
    author = Author(page)
    author.signs_in("author")
    page.goto("/build")
    draw(page, "building")
    page.goto("/build/missed-bin/form?at=question:bin")
    page.locator("#preview iframe").scroll_into_view_if_needed()
    page.frame_locator("#preview iframe").get_by_role("heading", name="Which bin was missed?").wait_for()
    draw(page, "form-editor")
    page.goto("/build/premises-licence/workflow?at=state:received")
    draw(page, "workflow")
    page.goto("/build/missed-bin/try")
    author.opens("An address on no known round is asked for the day, and a person sends the crew")
    draw(page, "try")
    page.goto("/build/missed-bin/publish")
    draw(page, "publish")


def draw_all(browser: Browser, url: str) -> None:
    for width in TALLEST:
        settings = {"base_url": url, "viewport": {"width": width, "height": 800}, "locale": "en-GB"}
        visitor, office = browser.new_context(**settings), browser.new_context(**settings)
        reference = citizens_pages(visitor.new_page())
        long_form_pages(visitor.new_page())
        office_pages(office.new_page(), reference)
        builder_pages(browser.new_context(**settings).new_page())


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with demo() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=ensure(), args=ARGUMENTS)
        draw_all(browser, url)
        browser.close()


if __name__ == "__main__":
    main()
