"""Answers kept from view until they are asked for, each look recorded, and who may see who has looked."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from runtime import applications, cases, people
from runtime.db import Database
from tests.runtime import citizens
from tests.runtime.web.offices import Office, now
from tests.runtime.web.test_staff_masking import CANARY, document


def clinic(site: Flask, database: Database, **privacy: Any) -> tuple[Office, cases.Loaded]:
    """Di is an officer, who must say why; Cy a doctor; Bo supervises."""
    changed = document()
    changed["privacy"] |= privacy
    changed["roles"].append({"id": "head", "label": "Head of the clinic", "supervises": ["doctor"]})
    changed["form"]["pages"][0]["questions"][0]["shown_to"] = ["officer"]
    office = Office(site, database)
    with database.begin() as session:
        version = citizens.publish(session, changed)
        for team, role, name in (("Doctors", "doctor", "cy"), ("Heads", "head", "bo")):
            people.grant(session, people.create_team(session, team, at=now()), "report-it", role, at=now())
            people.join(session, people.create_team(session, team, at=now()), office.people[name], at=now())
        application, _ = applications.begin(session, version.id, language="en", at=now())
        given = {"illness": CANARY, "since": "Monday"}
        applications.save_page(session, application, {"illness": CANARY}, now())
        receipt = cases.submit(session, applications.save_page(session, application, given, now()), at=now())
        return office, cases.load(session, receipt.case_id)


def reads(office: Office) -> list[dict[str, Any]]:
    query = "SELECT r.*, p.name FROM reads r JOIN people p ON p.id::text = r.person_id ORDER BY r.id"
    with office.database.read() as session:
        return [dict(row) for row in session.execute(sa.text(query)).mappings()]


def test_whoever_must_say_why_is_shown_an_answer_once_they_have(site: Flask, database: Database) -> None:
    office, case = clinic(site, database)
    di = office.sign_in("di")
    path = f"/staff/cases/{case.case.reference}"
    page = di.get(path)
    assert CANARY not in page.response.text
    unsaid = di.send(page.form("/show"))
    assert (unsaid.status, CANARY in unsaid.response.text) == (422, False)
    assert "Enter why you need it" in unsaid.text
    assert di.send(unsaid.form("/show"), reason=" The pharmacy rings ").status == 303
    shown = di.follow()
    assert shown.response.text.count(CANARY) >= 3, "in its place, in the title of a page, in what was worked out"
    assert [(r["shown"], r["asked"], r["reason"], r["roles"]) for r in reads(office)] == [
        ([], False, None, ["officer"]),
        ([], False, None, ["officer"]),
        (["illness"], True, "The pharmacy rings", ["officer"]),
        (["illness"], False, None, ["officer"]),
    ]
    assert CANARY not in di.get("/staff/queues/report-it/triage").response.text, "a list shows nothing more"
    office.sign_in("cy").get(path)
    assert reads(office)[-1]["shown"] == ["illness"], "what the page itself showed is recorded too"


def test_an_answer_is_hidden_again_after_a_quarter_of_an_hour(site: Flask, database: Database) -> None:
    office, case = clinic(site, database)
    with database.begin() as session:
        at = now() - cases.SHOWN_FOR
        cases.record_read(session, case, office.people["di"], at=at, shown=["illness"], asked=True, reason="Then")
    assert CANARY not in office.sign_in("di").get(f"/staff/cases/{case.case.reference}").response.text


def test_where_the_service_says_so_even_the_doctor_presses_show_and_need_not_say_why(
    site: Flask, database: Database
) -> None:
    office, case = clinic(site, database, sensitive="on-request")
    cy, bo = office.sign_in("cy"), office.sign_in("bo")
    path = f"/staff/cases/{case.case.reference}"
    page = cy.get(path)
    assert CANARY not in page.response.text
    assert "reason" not in page.form("/show").fields
    cy.send(page.form("/show"))
    assert CANARY in cy.follow().response.text
    assert CANARY not in bo.get(path).response.text
    with pytest.raises(AssertionError, match="/show"):
        bo.get(path).form("/show")
    form = page.form("/show")
    form.fields["csrf_token"] = bo.get("/staff/account").forms[0].fields["csrf_token"]
    assert bo.send(form, reason="I am the head").status == 404, "no role of hers may ask for it"
    assert cy.send(page.form("/show"), answer="since").status == 404 or CANARY not in bo.get(path).response.text


def test_who_supervises_sees_who_has_looked_and_nobody_else(site: Flask, database: Database) -> None:
    office, case = clinic(site, database)
    di, bo, path = office.sign_in("di"), office.sign_in("bo"), f"/staff/cases/{case.case.reference}"
    di.send(di.get(path).form("/show"), reason="The pharmacy rings")
    page = bo.get(path)
    looked = bo.get(page.links["Who has looked at this case"])
    assert "Di Officer Asked to be shown “Your illness” Why: The pharmacy rings" in looked.text
    assert "Bo Head of the clinic Looked at the case" in looked.text
    assert CANARY not in looked.response.text
    assert "Who has looked at this case" not in di.get(path).links
    hidden, missing = di.get(f"{path}/looked"), di.get("/staff/cases/AAAA-AAAAA/looked")
    assert (hidden.status, hidden.text) == (404, missing.text)
    assert bo.get(looked.links["All on one page, to print"]).status == 200
