"""Breaking the glass: one case, for a while, with an alarm; and for everybody else the same page that is not there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from runtime import cases, glass, mail
from runtime.db import Database
from tests.runtime.web.browsing import Form, Page
from tests.runtime.web.offices import Office, now
from tests.runtime.web.test_staff_masking import CANARY
from tests.runtime.web.test_staff_shown import clinic, reads

OPENED = {"as": ["doctor"], "may": ["see"], "minutes": 30}
WHY = {"kind": "harm", "reason": "A neighbour says that she has fallen"}


def ward(site: Flask, database: Database, **glass_: Any) -> tuple[Office, cases.Loaded]:
    return clinic(site, database, break_glass=OPENED | glass_, show_reads="roles")


def ask(office: Office, name: str, reference: str, **changes: str) -> Page:
    """Sent as a form would be, whether or not the page shows one."""
    browser = office.sign_in(name)
    csrf = browser.get("/staff/account").forms[0].fields["csrf_token"]
    form = Form("/staff/emergency", "post", {"csrf_token": csrf})
    return browser.send(form, **{**WHY, "reference": reference, **changes})


def test_who_has_no_role_opens_one_case_for_a_while_and_those_who_supervise_are_told(
    site: Flask, database: Database
) -> None:
    office, case = ward(site, database)
    ada, path = office.sign_in("ada"), f"/staff/cases/{case.case.reference}"
    before = ada.get(path)
    found = office.search(ada, case.case.reference)
    form = ada.get(found.links["Open a case in an emergency"]).form("/emergency")
    wrong = ada.send(form, reference=case.case.reference)
    assert (wrong.status, "Select what the emergency is" in wrong.text) == (422, True)
    assert ada.send(form, reference=case.case.reference, **WHY).status == 303
    page = ada.follow()
    assert "Open to you until" in page.text
    assert CANARY in page.response.text, "as the service says, she sees what doctors see"
    assert [f.action for f in page.forms if f.action.startswith(path)] == [], "she cannot take it, or write a note"
    assert "Hand it on" not in page.links
    assert f"{path}/do/see" in page.links.values()
    for refused in (f"{path}/hand-on", f"{path}/do/close", f"{path}/looked"):
        assert ada.get(refused).text == before.text
    for nowhere in ("/staff", "/staff/queues/report-it/triage", "/staff/incidents"):
        assert case.case.reference not in ada.get(nowhere).text
    assert case.case.reference not in office.search(ada, case.case.reference).links
    assert all(row["glass_id"] and row["name"] == "Ada" for row in reads(office))

    bo = office.sign_in("bo")
    alarm = bo.get("/staff/incidents")
    assert "Ada opened this case without a role in the service. Somebody may come to harm." in alarm.text
    looked = bo.get(f"{path}/looked")
    assert "In an emergency" in looked.text
    assert "A neighbour says that she has fallen" in looked.text


def test_the_alarm_goes_by_mail_too_and_says_nothing_of_the_applicant(site: Flask, database: Database) -> None:
    office, case = ward(site, database)
    assert ask(office, "ada", case.case.reference).status == 303
    with database.read() as session:
        arguments = session.execute(sa.text("SELECT args FROM procrastinate_jobs WHERE task_name = 'glass_letter'"))
        args = arguments.scalar_one()
        glass_id = session.execute(sa.text("SELECT id FROM broken_glass")).scalar_one()
    assert args == {"glass": str(glass_id)}
    glass.alert(database, glass_id)
    with database.read() as session:
        letters = mail.delivered(session)
    assert [letter.address for letter in letters] == ["bo@example.org"]
    assert case.case.reference in letters[0].subject
    assert "Ada opened the case" in letters[0].body
    assert not any(told in letters[0].body for told in (CANARY, "neighbour"))


def test_it_closes_by_itself(site: Flask, database: Database) -> None:
    office, case = ward(site, database)
    with database.begin() as session:
        viewer = office.viewer("ada")
        glass.break_for(session, case.reference, viewer, "harm", "She fell", now() - timedelta(minutes=30))
    assert office.sign_in("ada").get(f"/staff/cases/{case.case.reference}").status == 404


@pytest.mark.parametrize("glass_", [{"roles": ["nurse"]}, {"roles": ["crew-desk"]}], ids=["other", "theirs"])
def test_only_holders_of_the_roles_that_the_service_names_may(
    site: Flask, database: Database, glass_: dict[str, Any]
) -> None:
    office, case = ward(site, database, **glass_)
    page = ask(office, "ada", case.case.reference)
    assert (page.status == 303) == (glass_["roles"] == ["crew-desk"])


def test_where_it_is_not_allowed_nobody_can_tell_whether_there_is_a_case(site: Flask, database: Database) -> None:
    office, case = clinic(site, database)
    other = office.case()
    there, missing = ask(office, "ada", case.case.reference), ask(office, "ada", "AAAA-AAAAA")
    assert there.status == missing.status == 422
    assert there.text == missing.text
    assert "None of the services here lets you do this" in there.text
    assert ask(office, "di", other.case.reference).status == 422
    assert reads(office) == []


def test_what_the_service_lets_them_do_is_done_as_the_role_it_names(site: Flask, database: Database) -> None:
    office, case = ward(site, database)
    ada, path = office.sign_in("ada"), f"/staff/cases/{case.case.reference}"
    ada.send(ada.get("/staff/emergency").form("/emergency"), reference=case.case.reference, **WHY)
    assert ada.send(ada.get(f"{path}/do/see").form("/do/see"), verdict="A sprain").status == 303
    event = office.load(case.id).case.events[-1]
    assert (event.transition, event.actor.name, event.actor.roles) == ("see", "Ada", frozenset({"doctor"}))
    form = ada.get(path).forms[0]
    for place in ("take", "notes", "hand-on", "do/close"):
        form.action = f"{path}/{place}"
        assert ada.send(form, revision="2", note="x", to="nobody", reason="x").status == 404


def test_a_reference_cannot_be_guessed_this_way(site: Flask, database: Database) -> None:
    office, _ = ward(site, database)
    assert [ask(office, "ada", "AAAA-AAAAA").status for _ in range(6)] == [422] * 5 + [429]
