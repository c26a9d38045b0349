"""An office for tests: people in teams, cases of the example, and a browser for each person."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Flask

from runtime import cases, people
from runtime.access import Viewer
from runtime.db import Database
from tests import factories
from tests.runtime import citizens
from tests.runtime.web.browsing import Browser, Page

PASSWORD = "correct horse battery"
TEAMS = {
    "Crew desk": [("missed-bin", "crew-desk")],
    "Supervisors": [("missed-bin", "supervisor")],
    "Others": [("report-it", "officer")],
}
STAFF = {"ada": "Crew desk", "bo": "Crew desk", "cy": "Supervisors", "di": "Others"}


def now() -> datetime:
    return datetime.now(UTC)


class Office:
    """Ada and Bo at the crew desk, Cy their supervisor, Di of another team. Everybody's password is the same."""

    def __init__(self, site: Flask, database: Database, document: dict[str, Any] | None = None) -> None:
        self.site, self.database = site, database
        self.people: dict[str, UUID] = {}
        with database.begin() as session:
            self.version = citizens.publish(session, document)
            citizens.publish(session, factories.document())
            teams = {name: people.create_team(session, name, at=now()) for name in TEAMS}
            for name, held in TEAMS.items():
                for service_id, role in held:
                    people.grant(session, teams[name], service_id, role, at=now())
            for name, team in STAFF.items():
                email = f"{name}@example.org"
                person = people.create(session, name=name.capitalize(), email=email, password=PASSWORD, at=now())
                people.join(session, teams[team], person, at=now())
                self.people[name] = person

    def browser(self) -> Browser:
        return Browser(self.site.test_client())

    def sign_in(self, name: str) -> Browser:
        browser = self.browser()
        page = browser.get("/staff/sign-in")
        browser.send(page.form("/sign-in"), email=f"{name}@example.org", password=PASSWORD)
        assert browser.page is not None
        assert browser.page.status == 303, browser.page.text
        return browser

    def case(self, *, ago: timedelta = timedelta(0), **changes: Any) -> cases.Loaded:
        """A missed recycling bin, sent in that long ago, waiting for the crew desk."""
        at = now() - ago
        missed = changes.pop("missed_on", (at - timedelta(hours=1)).date().isoformat())
        with self.database.begin() as session:
            application = citizens.apply(session, self.version, at, missed_on=missed, **changes)
            receipt = cases.submit(session, application, at=at)
            return cases.load(session, receipt.case_id)

    def load(self, case_id: UUID) -> cases.Loaded:
        with self.database.read() as session:
            return cases.load(session, case_id)

    def viewer(self, name: str) -> Viewer:
        with self.database.read() as session:
            return people.viewer(session, self.people[name])

    def search(self, browser: Browser, text: str) -> Page:
        browser.send(browser.get("/staff").form("/search"), q=text)
        return browser.follow()

    def open(self, browser: Browser, case: cases.Loaded) -> Page:
        return browser.get(f"/staff/cases/{case.case.reference}")
