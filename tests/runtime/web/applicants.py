"""An applicant for tests: a service to apply to, and a browser that answers its pages."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import Flask

from runtime.db import Database
from tests import factories
from tests.runtime import citizens
from tests.runtime.web.browsing import Browser, Page

ADDRESS = {"property-line_1": "1 High Street", "property-town": "Anytown", "property-postcode": "AB1 2CD"}


def yesterday() -> date:
    return datetime.now(UTC).date() - timedelta(days=1)


def day(of: date) -> dict[str, str]:
    return {"missed_on-day": str(of.day), "missed_on-month": str(of.month), "missed_on-year": str(of.year)}


def answerable() -> dict[str, Any]:
    """The example, with what an applicant can do on the progress page: take it back, and answer a question."""
    document = factories.example_document()
    document["workflow"]["states"] += [
        {"id": "asking", "label": "Waiting for an answer", "public": "We need to know more"},
        {"id": "withdrawn", "label": "Withdrawn", "public": "You took it back", "final": True},
    ]
    document["workflow"]["transitions"] += [
        {"id": "withdraw", "label": "Take it back", "from": ["reported"], "to": "withdrawn", "by": ["applicant"]},
        {"id": "ask", "label": "Ask", "from": ["reported"], "to": "asking", "by": ["crew-desk"],
         "ask": [{"id": "question", "type": "text", "label": "Secret of the office"}]},
        {"id": "answer", "label": "Tell us more", "from": ["asking"], "to": "reported", "by": ["applicant"],
         "ask": [{"id": "colour", "type": "text", "label": "What colour is the bin?", "max": 20},
                 {"id": "photo", "type": "file", "label": "A photo", "required": False}]},
    ]  # fmt: skip
    document["workflow"]["clocks"][0]["runs_in"].append("asking")
    document.pop("examples")
    return document


def several() -> dict[str, Any]:
    """A small service with a condition, a stop page, a recommended question, a file, and Welsh."""
    question, page = factories.question, factories.page
    return factories.document(
        languages=["en", "cy"],
        applicant={"track": ["street"]},
        form={
            "pages": [
                page("where", question(), title="Street"),
                page("kind", question("kind", type="radios", label="Kind", options=[
                    {"value": "hole", "label": "A hole"}, {"value": "none", "label": "Nothing"},
                ]), title="What is it?"),
                page("no", title="There is nothing to report", kind="stop", when="kind == 'none'", questions=[],
                     content=[{"text": "Come back when **something** is wrong with {street}."}]),
                page("deep", question("depth", type="integer", label="Depth in mm", required="recommended"),
                     question("photo", type="file", label="Photo", required=False, accept=["png", "pdf"], max_mb=1),
                     title="How deep is it?", when="kind == 'hole'"),
            ]
        },
        translations={"cy": {"where.title": {"text": "Stryd", "of": "00000000"}}},
    )  # fmt: skip


class Applicant:
    """One citizen with one browser."""

    def __init__(self, site: Flask, service_id: str = "missed-bin") -> None:
        self.browser = Browser(site.test_client())
        self.root = f"/apply/{service_id}"

    def start(self) -> Page:
        page = self.browser.get(self.root)
        self.browser.send(page.form(self.root))
        return self.browser.follow()

    def open(self, page_id: str) -> Page:
        return self.browser.get(f"{self.root}/{page_id}")

    def answer(self, page_id: str, **inputs: Any) -> Page:
        """Fill in a page and press Continue: what came of it, before any redirect."""
        page = self.open(page_id)
        assert page.status == 200, (page.status, page.response.headers.get("Location"))
        return self.browser.send(page.form(page_id), **inputs)

    def fill(self) -> Page:
        """Answer every page of the example: the check of the answers."""
        self.start()
        self.answer("where", **ADDRESS)
        self.answer("which", bin="recycling", **day(yesterday()))
        self.answer("contact", email="ada@example.org")
        return self.browser.follow()

    def send(self) -> str:
        """All of it, sent: the reference."""
        page = self.fill()
        self.browser.send(page.form("/check"))
        return reference_on(self.browser.follow())


def reference_on(page: Page) -> str:
    words = page.text.split("Your reference number ")[1]
    return words.split()[0]


def publish(database: Database, document: dict[str, Any] | None = None) -> None:
    with database.begin() as session:
        citizens.publish(session, document)
