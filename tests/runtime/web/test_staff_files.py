"""Files of a case: taken with an action, saved to disk by those who may see the case, and never run in a browser."""

from __future__ import annotations

import io
import json
import re
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from runtime import cases, files, people
from runtime.db import Database
from runtime.web import uploads
from tests import factories
from tests.runtime import citizens
from tests.runtime.web.browsing import Browser, Form
from tests.runtime.web.offices import Office, now

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\n%%EOF\n"


def document() -> dict[str, Any]:
    evidence = factories.question("evidence", type="file", label="Evidence", accept=["pdf"], required=False)
    secret = evidence | {"id": "scan", "label": "Scan", "sensitive": True, "seen_by": ["doctor"]}
    several = evidence | {"id": "several", "label": "Several", "max_files": 3}
    document = factories.document(roles=[{"id": "officer", "label": "Officer"}, {"id": "doctor", "label": "Doctor"}])
    document["workflow"]["transitions"] = [
        {"id": "attach", "label": "Attach", "from": ["new"], "by": ["officer"], "ask": [evidence, secret, several]},
        {"id": "close", "label": "Close", "from": ["new"], "to": "closed", "by": ["officer", "doctor"]},
    ]
    return document


@pytest.fixture
def archive(site: Flask, database: Database) -> tuple[Office, cases.Loaded]:
    office = Office(site, database)
    with database.begin() as session:
        from runtime import applications

        version = citizens.publish(session, document())
        application, _ = applications.begin(session, version.id, language="en", at=now())
        application = applications.save_page(session, application, {"street": "High Street"}, now())
        receipt = cases.submit(session, application, at=now())
        return office, cases.load(session, receipt.case_id)


def attach(browser: Browser, case: cases.Loaded, **changes: Any) -> Form:
    form = browser.get(f"/staff/cases/{case.case.reference}/do/attach").form("/do/attach")
    form.fields = {name: value for name, value in form.fields.items() if name not in ("evidence", "scan", "several")}
    browser.send(form, **changes)
    return form


def address_of(office: Office, case: cases.Loaded, question: str) -> str:
    file = office.load(case.id).case.asked[question]
    return f"/staff/cases/{case.case.reference}/files/{file['id']}"


def test_a_file_is_saved_under_a_name_of_ours_and_never_opened(archive: tuple[Office, cases.Loaded]) -> None:
    office, case = archive
    di = office.sign_in("di")
    attach(di, case, evidence=(io.BytesIO(PDF), "my evil plan.pdf"))
    page = di.follow()
    assert "evil" in page.text
    answer = di.client.get(address_of(office, case, "evidence"))
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{case.case.reference}-evidence.pdf"'
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def test_another_team_has_no_such_file(archive: tuple[Office, cases.Loaded]) -> None:
    office, case = archive
    attach(office.sign_in("di"), case, evidence=(io.BytesIO(PDF), "a.pdf"))
    ada = office.sign_in("ada")
    there = address_of(office, case, "evidence")
    for address in (there, there.replace(case.case.reference, "K7QM-2XRDT"), f"{there.rpartition('/')[0]}/{uuid4()}"):
        assert ada.get(address).status == 404


def test_a_hidden_file_is_fetched_only_by_those_it_is_for(archive: tuple[Office, cases.Loaded]) -> None:
    office, case = archive
    di = office.sign_in("di")
    attach(di, case, scan=(io.BytesIO(PDF), "scan-of-illness.pdf"))
    assert "scan-of-illness" not in office.open(di, case).text
    assert di.get(address_of(office, case, "scan")).status == 404
    with office.database.begin() as session:
        doctors = people.create_team(session, "Doctors", at=now())
        people.grant(session, doctors, "report-it", "doctor", at=now())
        people.join(session, doctors, office.people["cy"], at=now())
    cy = office.sign_in("cy")
    assert "scan-of-illness" in office.open(cy, case).text
    assert cy.client.get(address_of(office, case, "scan")).data == PDF


def test_a_file_is_not_opened_before_it_was_found_to_be_clean(archive: tuple[Office, cases.Loaded]) -> None:
    office, case = archive
    di = office.sign_in("di")
    attach(di, case, evidence=(io.BytesIO(PDF), "a.pdf"))
    address = address_of(office, case, "evidence")
    told = {"pending": "Being checked for viruses", "infected": "A virus was found in it"}
    for standing, words in told.items():
        with office.database.begin() as session:
            session.execute(sa.text("UPDATE files SET scan = :scan, scan_due = now()"), {"scan": standing})
        page = office.open(di, case)
        assert words in page.text
        assert address not in page.response.get_data(as_text=True)
        answer = di.get(address)
        assert (answer.status, answer.response.headers.get("Content-Disposition")) == (409, None)
        assert "virus" in answer.text


def test_what_is_not_what_its_name_says_is_refused(archive: tuple[Office, cases.Loaded]) -> None:
    office, case = archive
    di = office.sign_in("di")
    attach(di, case, evidence=(io.BytesIO(b"<html><script>alert(1)</script>"), "a.pdf"))
    assert di.page is not None
    assert di.page.status == 422
    assert "Evidence must be PDF" in di.page.text
    assert office.load(case.id).revision == case.revision


def test_a_form_cannot_name_a_file_that_was_not_sent_with_it(archive: tuple[Office, cases.Loaded]) -> None:
    """Another case's file, described as we would: its content must not become reachable here."""
    office, case = archive
    described = files.save(office.database, PDF, "theirs.pdf", owner_id=office.people["ada"], at=now())
    di = office.sign_in("di")
    attach(di, case, evidence=json.dumps(described))
    assert office.load(case.id).case.asked.get("evidence") is None
    assert di.get(f"/staff/cases/{case.case.reference}/files/{described['id']}").status == 404


def test_files_are_added_one_after_another_to_an_action_too(archive: tuple[Office, cases.Loaded]) -> None:
    office, case = archive
    di = office.sign_in("di")
    form = di.get(f"/staff/cases/{case.case.reference}/do/attach").form("/do/attach")
    blank = {"evidence": None, "scan": None, "several": None}
    for number in range(2):
        several = (io.BytesIO(PDF + b"%%%d" % number), f"{number}.pdf")
        page = di.send(form, **blank | {"several": several, "upload": "several"})
        assert page.status == 200
        form = page.form("/do/attach")
    assert ["0.pdf" in page.text, "1.pdf" in page.text] == [True, True]
    first = re.findall(r'name="remove" value="([^"]+)"', page.response.get_data(as_text=True))[0]
    page = di.send(form, **blank | {"remove": first})
    assert ["0.pdf" in page.text, "1.pdf" in page.text] == [False, True]
    assert office.load(case.id).revision == case.revision
    page = di.send(page.form("/do/attach"), **blank | {"evidence": (io.BytesIO(b"MZ"), "a.pdf")})
    assert page.status == 422
    assert "1.pdf" in page.text, "what was good is still there"
    di.send(page.form("/do/attach"), **blank)
    assert [file["name"] for file in office.load(case.id).case.asked["several"]] == ["1.pdf"]


def test_what_carries_a_file_on_is_good_for_its_case_alone(archive: tuple[Office, cases.Loaded]) -> None:
    office, case = archive
    di, other = office.sign_in("di"), office.case()
    form = di.get(f"/staff/cases/{case.case.reference}/do/attach").form("/do/attach")
    page = di.send(form, evidence=(io.BytesIO(PDF), "a.pdf"), scan=None, several=None, upload="evidence")
    token = page.form("/do/attach").fields["evidence-kept"]
    with office.site.test_request_context(data={"evidence-kept": token}, method="POST"):
        asked = office.load(case.id).service.questions["evidence"]
        assert uploads.carried([asked], case.id)["evidence"]["name"] == "a.pdf"
        assert uploads.carried([asked], other.id) == {}
    for bad in ("", "x", token[:-2], "é", "A" * 10_000):
        with office.site.test_request_context(data={"evidence-kept": bad}, method="POST"):
            assert uploads.carried([asked], case.id) == {}
