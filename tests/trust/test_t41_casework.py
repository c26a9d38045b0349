"""Threats 1, 39 and 41 beside the workflow: who may not work a case neither merges nor splits it, nor writes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from runtime import bulk, cases, glass, incidents, mail, people
from runtime.bulk import Chosen, Deed, working
from runtime.cases import Loaded
from runtime.db import Database
from tests import factories
from tests.runtime import citizens
from tests.runtime.web.browsing import Browser, Form, Page
from tests.runtime.web.offices import Office, now
from tests.runtime.web.test_staff_emergency import ask, ward
from tests.runtime.web.test_staff_related import hire

OTHER = UUID("01890000-0000-7000-8000-0000000000ff")


def knows(office: Office, name: str, case: Loaded) -> None:
    with office.database.begin() as session:
        actor = office.viewer(name).actor("missed-bin")
        cases.declare(session, case.id, actor, reason="My sister", revision=None, at=now())


def posted(browser: Browser, case: Loaded, place: str, **fields: Any) -> Page:
    """Sent as a form would be, whether or not a page shows one."""
    csrf = browser.get("/staff/account").forms[0].fields["csrf_token"]
    key = f"01890000-0000-4000-8000-{abs(hash(place)) % 10**12:012}"
    given = {"csrf_token": csrf, "key": key, "revision": "2", "reason": "The same bin"}
    return browser.send(Form(f"/staff/cases/{case.reference}/{place}", "post", given), **fields)


def kinds(office: Office, case: Loaded) -> list[str]:
    return [event.kind for event in office.load(case.id).case.events]


def test_t41_who_knows_the_applicant_neither_merges_nor_splits_nor_writes(office: Office) -> None:
    case, other = office.case(ago=timedelta(hours=3)), office.case()
    knows(office, "ada", case)
    ada = office.sign_in("ada")
    for relation in ("merge-into", "merge-from"):
        page = posted(ada, case, "link", other=other.reference, relation=relation)
        assert (page.status, "conflict of interest" in page.text) == (422, True)
    page = posted(ada, other, "link", other=case.reference, relation="merge-into", revision="1")
    assert (page.status, "conflict of interest" in page.text) == (422, True)
    page = posted(ada, case, "split", answers=next(iter(case.case.answers)))
    assert (page.status, "conflict of interest" in page.text) == (422, True)
    page = posted(ada, case, "write", do="send", subject="Your bin", body="Hello")
    assert (page.status, "conflict of interest" in page.text) == (422, True)
    assert kinds(office, case) == ["submitted", "conflict-declared"]
    assert kinds(office, other) == ["submitted"]


def test_t41_nor_are_two_taken_apart_by_who_works_neither(office: Office) -> None:
    one, into = office.case(ago=timedelta(hours=3)), office.case()
    hire(office, "ed", missed_bin="auditor")
    with office.database.begin() as session:
        cases.merge(session, one.id, into.id, office.viewer("ada").actor, revision=1, reason="Same", at=now())
    page = posted(office.sign_in("ed"), one, "link", other=into.reference, relation="none")
    assert (page.status, "None of your roles works" in page.text) == (422, True)
    page = posted(office.sign_in("ed"), into, "link", other=one.reference, relation="none")
    assert (page.status, "None of your roles works" in page.text) == (422, True)
    assert kinds(office, one) == ["submitted", "merged"]


def test_t41_who_works_no_case_splits_none(office: Office) -> None:
    case = office.case()
    hire(office, "ed", missed_bin="auditor")
    page = posted(office.sign_in("ed"), case, "split", answers=next(iter(case.case.answers)), revision="1")
    assert (page.status, "None of your roles works" in page.text) == (422, True)
    assert kinds(office, case) == ["submitted"]


def test_t01_mail_to_a_role_goes_to_nobody_of_another_council(site: Flask, database: Database) -> None:
    office, case = ward(site, database)
    with database.begin() as session:
        session.execute(sa.text("INSERT INTO organisations VALUES (:id, 'other', 'Other', now())"), {"id": OTHER})
        email = "eve@other.example"
        eve = people.create(session, name="Eve", email=email, password=None, at=now(), organisation_id=OTHER)
        team = people.create_team(session, "Theirs", at=now(), organisation_id=OTHER)
        people.join(session, team, eve, at=now())
        for role in case.service.roles:
            people.grant(session, team, case.service_id, role.id, at=now())
    assert ask(office, "ada", case.case.reference).status == 303
    with database.read() as session:
        glass_id = session.execute(sa.text("SELECT id FROM broken_glass")).scalar_one()
    glass.alert(database, glass_id)
    with database.read() as session:
        assert [letter.address for letter in mail.delivered(session)] == ["bo@example.org"]


def test_t39_how_many_cases_others_have_of_somebody_is_not_told(office: Office) -> None:
    made = factories.example_document() | {"id": "bulky-waste"}
    case = office.case()
    with office.database.begin() as session:
        version = citizens.publish(session, made)
        missed = case.case.answers["missed_on"]
        theirs = cases.submit(session, citizens.apply(session, version, now(), missed_on=missed), at=now()).case_id
    ada = office.sign_in("ada")
    posted(ada, case, "conflict", knows="address", revision="1")
    assert "more open case" not in ada.follow().text
    assert [event.kind for event in office.load(theirs).case.events] == ["submitted", "conflict-declared"]


def test_who_comes_second_to_an_incident_is_told(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    case, ada = office.case(), office.viewer("ada")
    with office.database.begin() as session:
        incidents.open(session, case.id, kind="send", about="on-its-way", owner="crew-desk", reason="No.", at=now())
        (there,) = incidents.for_viewer(session, ada)
        incidents.give_up(session, there.id, ada.actor("missed-bin"), "Moved away", now())
    monkeypatch.setattr(incidents, "owned", lambda *_: there)
    browser = office.sign_in("bo")
    for do in ("give-up", "take", "retry"):
        page = posted(browser, case, f"incidents/{there.id}/{do}")
        assert page.status == 303
        assert "Somebody else has seen to it already" in browser.follow().text


def test_what_is_chosen_anew_while_the_worker_begins_is_what_is_tried(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, ada, read = office.case(), office.viewer("ada"), working.of_row
    with office.database.begin() as session:
        run_id = bulk.begin(session, ada, Chosen("missed-bin", "new-reports", [case.reference]), at=now())
        bulk.choose(session, bulk.load(session, run_id, ada), Deed("priority", {"priority": "normal"}))

    def meanwhile(*given: Any) -> Any:
        run = read(*given)
        monkeypatch.setattr(working, "of_row", read)
        with office.database.begin() as session:
            bulk.choose(session, run, Deed("priority", {"priority": "high"}))
        return run

    monkeypatch.setattr(working, "of_row", meanwhile)
    bulk.work(office.database)
    with office.database.read() as session:
        assert bulk.tally(session, run_id)["ready"] == 1, "it is normal already, but can be made high"


@pytest.fixture
def shy(site: Flask, database: Database) -> Office:
    """Where the applicant's address is for supervisors alone."""
    made = factories.example_document()
    for page in made["form"]["pages"]:
        for question in page.get("questions", ()):
            if question["id"] == made["applicant"]["email"]:
                question |= {"sensitive": True, "seen_by": ["supervisor"]}
    return Office(site, database, made)


def test_t40_an_address_that_is_hidden_is_hidden_from_who_writes_to_it(shy: Office) -> None:
    case, ada = shy.case(email="canary@example.org"), shy.sign_in("ada")
    page = ada.get(f"/staff/cases/{case.reference}/write")
    assert "canary" not in page.response.text
    page = ada.send(page.form("/write"), do="preview", subject="Your bin", body="Hello")
    assert page.status == 200
    assert "canary" not in page.response.text
    page = shy.sign_in("cy").get(f"/staff/cases/{case.reference}/write")
    assert "It goes to canary@example.org" in page.text
