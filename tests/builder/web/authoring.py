"""Authors for tests: people who may build, each with a browser, and a service that is live."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy.orm import Session

from builder.drafting import open_draft
from runtime import documents, people
from runtime.access import COUNCIL
from runtime.db import Database
from runtime.models.base import ORGANISATION
from tests import factories
from tests.runtime.web.browsing import Browser, Form, Page

PASSWORD = "correct horse battery"


def now() -> datetime:
    return datetime.now(UTC)


class Desk:
    """Ines and Tom build services; Di works cases and builds none. Live: the example, "missed-bin"."""

    def __init__(self, site: Flask, database: Database) -> None:
        self.site, self.database = site, database
        self.people: dict[str, UUID] = {}
        with database.begin() as session:
            documents.publish(session, factories.example_document(), by="test", at=now())
            authors = people.create_team(session, "Service design", at=now())
            others = people.create_team(session, "Others", at=now())
            people.grant(session, authors, COUNCIL, "author", at=now())
            people.grant(session, others, "missed-bin", "crew-desk", at=now())
            for name, team in (("ines", authors), ("tom", authors), ("di", others)):
                self.people[name] = self.hire(session, name)
                people.join(session, team, self.people[name], at=now())

    @staticmethod
    def hire(session: Session, name: str) -> UUID:
        email = f"{name}@example.org"
        return people.create(session, name=name.capitalize(), email=email, password=PASSWORD, at=now())

    def sign_in(self, name: str = "ines") -> Browser:
        browser = Browser(self.site.test_client())
        page = browser.get("/staff/sign-in")
        browser.send(page.form("/sign-in"), email=f"{name}@example.org", password=PASSWORD)
        assert browser.page is not None
        assert browser.page.status == 303, browser.page.text
        return browser

    def document(self, service_id: str = "missed-bin") -> dict[str, Any]:
        with self.database.read() as session:
            return open_draft(session, ORGANISATION, service_id).document

    def text(self, service_id: str = "missed-bin") -> str:
        with self.database.read() as session:
            return open_draft(session, ORGANISATION, service_id).text

    def post(self, browser: Browser, path: str, **fields: Any) -> Page:
        """Send a form to an address of the builder, with the token that its pages carry: what comes back."""
        token = browser.get("/build").form("/sign-out").fields["csrf_token"]
        return browser.send(Form(path, "post", {"csrf_token": token}), **fields)
