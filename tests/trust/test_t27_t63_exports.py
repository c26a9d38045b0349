"""Threats 27 and 63: a stolen session takes no table away, and nobody takes one unseen, unsaid or without end."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from runtime.queues import exporting
from tests.factories import example_document
from tests.runtime.web.browsing import Browser
from tests.runtime.web.offices import PASSWORD, Office, now

QUEUE = "/staff/queues/missed-bin/new-reports"
WHY = "Monthly figures for the contractor"


@pytest.fixture
def office(site, database) -> Office:
    document = example_document()
    for page in document["form"]["pages"]:
        for question in page.get("questions", ()):
            question["searchable"] = True
    return Office(site, database, document)


def ask(browser: Browser, query: str = "", **typed: str) -> tuple[int, list[list[str]]]:
    page = browser.get(f"{QUEUE}/export{query}")
    browser.send(next(form for form in page.forms if "/export" in form.action), **{"reason": WHY, **typed})
    response = browser.page.response
    text = response.get_data(as_text=True).removeprefix("\ufeff")
    return response.status_code, list(csv.reader(io.StringIO(text))) if response.mimetype == "text/csv" else []


def kept(office: Office, what: str) -> list:
    with office.database.read() as session:
        return session.execute(sa.text(what)).all()


def test_t27_an_export_asks_for_the_password_again_when_it_was_given_a_while_ago(office: Office) -> None:
    office.case()
    ada = office.sign_in("ada")
    with office.database.begin() as session:
        session.execute(sa.text("UPDATE staff_sessions SET signed_in_at = now() - interval '11 minutes'"))
    assert ask(ada) == (401, [])
    assert ask(ada, password="wrong horse battery") == (401, [])
    assert kept(office, "SELECT 1 FROM exports") == []
    status, rows = ask(ada, password=PASSWORD)
    assert (status, len(rows)) == (200, 2)
    assert ask(ada)[0] == 200, "for ten minutes it is not asked again"


def test_t63_without_a_reason_there_is_no_table(office: Office) -> None:
    office.case()
    ada = office.sign_in("ada")
    for reason in ("", "   ", "figures"):
        assert ask(ada, reason=reason) == (422, [])
    assert kept(office, "SELECT 1 FROM exports") == []
    assert kept(office, "SELECT 1 FROM reads") == []


def test_t63_who_took_what_when_and_why_is_kept_and_cannot_be_changed(office: Office) -> None:
    cases = [office.case() for _ in range(3)]
    status, rows = ask(office.sign_in("ada"))
    assert status == 200
    (row,) = kept(office, "SELECT * FROM exports")
    assert (row.person_id, row.rows, row.reason) == (office.people["ada"], 3, WHY)
    assert now() - row.at < timedelta(minutes=1)
    looks = kept(office, "SELECT case_id, person_id, reason FROM reads")
    assert {look.case_id for look in looks} == {case.id for case in cases}
    mark = exporting.mark(row.id)
    assert {look.reason for look in looks} == {f"Export {mark}: {WHY}"}
    assert [line[-1] for line in rows] == ["Export", mark, mark, mark]
    for change in ("UPDATE exports SET rows = 1", "DELETE FROM exports"):
        with pytest.raises(DBAPIError), office.database.begin() as session:
            session.execute(sa.text(change))


def test_t63_the_ten_thousand_and_first_row_is_refused_and_said(office: Office, monkeypatch) -> None:
    monkeypatch.setattr(exporting, "MOST", 2)
    ada = office.sign_in("ada")
    for _ in range(2):
        office.case()
    page = ada.get(f"{QUEUE}/export")
    assert ask(ada)[0] == 200
    office.case()
    ada.send(page.form("/export"), reason=WHY)
    assert ada.page.status == 422
    assert "More than 2 cases are like that" in ada.page.text
    assert "More than 2 cases are like that" in ada.get(f"{QUEUE}/export").text
    assert len(kept(office, "SELECT 1 FROM exports")) == 1


def test_t63_a_table_has_what_the_queue_lists_and_no_more(office: Office) -> None:
    office.case()
    mill = office.case(property={"line_1": "=HYPERLINK(2)", "town": "Anytown", "postcode": "AB1 2CE"})
    ada = office.sign_in("ada")
    ada.send(ada.get(QUEUE).form("/narrow"), **{"property-words": "hyperlink"})
    page = ada.follow()
    status, rows = ask(ada, page.path.removeprefix(QUEUE))
    assert status == 200
    assert rows[0] == [
        "Reference",
        "State",
        "Due",
        "Sent",
        "With",
        "Applicant",
        "Bin",
        "Collection day",
        "Address",
        "Export",
    ]
    assert [line[0] for line in rows[1:]] == [mill.case.reference]
    assert rows[1][8].startswith("'=HYPERLINK"), "no spreadsheet runs it"
    for other in ("cy", "di"):
        assert office.sign_in(other).get(f"{QUEUE}/export").status == 404
    bo = office.sign_in("bo")
    page = bo.get(f"{QUEUE}/export")
    bo.send(page.form("/export"), reason=WHY)
    assert len(bo.page.response.get_data(as_text=True).splitlines()) == 3


def test_t63_sensitive_answers_are_in_no_table(site, database) -> None:
    document = example_document()
    question = document["form"]["pages"][0]["questions"][0]
    question |= {"sensitive": True, "seen_by": ["crew-desk"]}
    document["queues"][0]["columns"] = ["bin"]
    document["queues"][1]["columns"] = ["bin"]
    document["applicant"].pop("track", None)
    office = Office(site, database, document)
    office.case()
    status, rows = ask(office.sign_in("ada"), "?columns=property,bin")
    assert status == 200
    assert "High Street" not in str(rows)
