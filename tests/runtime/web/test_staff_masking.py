"""What only some roles may read is nowhere on the pages of the others: in no answer, title, label or value."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from runtime import applications, cases, people
from runtime.db import Database
from tests import factories
from tests.runtime import citizens
from tests.runtime.web.offices import Office, now

CANARY = "canary-7316"


def document() -> dict[str, Any]:
    """A service with one answer for its doctor's eyes, which other texts would give away if they could."""
    secret = factories.question(
        "illness", label="Your illness", sensitive=True, seen_by=["doctor"], hint="Only the doctor sees it"
    )
    told = factories.page("told", factories.question("since", label="Since when do you have {illness}?"))
    told["title"] = "About {illness}"
    states = [
        {"id": "new", "label": "New", "public": "We have it", "queue": "triage"},
        {"id": "seen", "label": "Seen", "public": "The doctor has seen it", "queue": "triage"},
        {"id": "closed", "label": "Closed", "public": "It is done", "final": True},
    ]
    verdict = factories.question("verdict", sensitive=True, seen_by=["doctor"], label="What is it?")
    transitions = [
        {"id": "see", "label": "See", "from": ["new"], "to": "seen", "by": ["doctor"], "ask": [verdict]},
        {
            "id": "close", "label": "Close", "from": ["new", "seen"], "to": "closed", "by": ["officer", "doctor"],
            "ask": [factories.question("why", label="Why close {illness}?")],
        },
    ]  # fmt: skip
    return factories.document(
        roles=[{"id": "officer", "label": "Officer"}, {"id": "doctor", "label": "Doctor"}],
        form={"pages": [factories.page("ill", secret), told]},
        queues=[{"id": "triage", "label": "Triage", "role": "officer", "columns": ["since", "grave"], "order": "due"}],
        values=[{"id": "grave", "type": "text", "value": "illness"}],
        workflow={"initial": "new", "states": states, "transitions": transitions},
    )


@pytest.fixture
def clinic(site: Flask, database: Database) -> tuple[Office, cases.Loaded]:
    office = Office(site, database)
    with database.begin() as session:
        version = citizens.publish(session, document())
        doctors = people.create_team(session, "Doctors", at=now())
        people.grant(session, doctors, "report-it", "doctor", at=now())
        people.join(session, doctors, office.people["cy"], at=now())
        application, _ = applications.begin(session, version.id, language="en", at=now())
        given = {"illness": CANARY, "since": "Monday"}
        applications.save_page(session, application, {"illness": CANARY}, now())
        receipt = cases.submit(session, applications.save_page(session, application, given, now()), at=now())
        return office, cases.load(session, receipt.case_id)


def pages_of(office: Office, name: str, case: cases.Loaded) -> dict[str, str]:
    browser, reference = office.sign_in(name), case.case.reference
    paths = [
        "/staff", "/staff/queues/report-it/triage", f"/staff/cases/{reference}", f"/staff/cases/{reference}/do/close",
        f"/staff/cases/{reference}/hand-on", "/staff/incidents",
    ]  # fmt: skip
    pages = {path: browser.get(path) for path in paths} | {"search": office.search(browser, reference)}
    return {path: page.response.get_data(as_text=True) for path, page in pages.items()}


def test_who_may_not_read_an_answer_finds_it_nowhere(clinic: tuple[Office, cases.Loaded]) -> None:
    office, case = clinic
    doctor = office.sign_in("cy")
    page = doctor.get(f"/staff/cases/{case.case.reference}/do/see")
    doctor.send(page.form("/do/see"), verdict=f"{CANARY}-verdict")
    for path, body in pages_of(office, "di", case).items():
        assert CANARY not in body, path
    body = pages_of(office, "di", case)[f"/staff/cases/{case.case.reference}"]
    assert "Hidden. Shown to Doctor." in body
    assert "About Hidden" in body


def test_who_may_read_it_does(clinic: tuple[Office, cases.Loaded]) -> None:
    office, case = clinic
    body = pages_of(office, "cy", case)[f"/staff/cases/{case.case.reference}"]
    assert body.count(CANARY) >= 3
    assert "Hidden" not in body


def test_a_hidden_answer_is_not_found_by_search(clinic: tuple[Office, cases.Loaded]) -> None:
    office, case = clinic
    for name in ("di", "cy"):
        page = office.search(office.sign_in(name), CANARY)
        assert case.case.reference not in page.links
