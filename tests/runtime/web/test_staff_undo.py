"""Undo at a browser: a button with its time in words, an honest history, and an applicant who is told nothing early."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from runtime import cases
from runtime.db import Database
from tests.factories import undoable_document
from tests.runtime.citizens import OFFICER
from tests.runtime.web.browsing import Page
from tests.runtime.web.offices import Office, now


@pytest.fixture
def undoing(site: Flask, database: Database) -> Office:
    return Office(site, database, undoable_document())


def test_what_was_just_done_is_undone_from_the_page_that_says_so(undoing: Office) -> None:
    ada, case = undoing.sign_in("ada"), undoing.case()
    ada.send(undoing.open(ada, case).form("/do/send"))
    page = ada.follow()
    assert "You moved it from New to With crew (Send a crew)" in page.text
    assert ": 10 minutes left" in page.text
    assert "in case this is undone" in page.text
    ada.send(page.form("/undo"))
    page = ada.follow()
    assert "You undid “Send a crew”" in page.text
    assert "Undone" in page.text
    assert "not sent: it was undone" in page.text
    assert not [form for form in page.forms if form.action.endswith("/undo")]
    assert undoing.load(case.id).case.state == "reported"


def test_the_words_keep_up_and_nobody_else_is_offered_it(undoing: Office) -> None:
    ada, bo, case = undoing.sign_in("ada"), undoing.sign_in("bo"), undoing.case()
    form = undoing.open(ada, case).form("/do/send")
    ada.send(form)
    url = f"/staff/cases/{case.case.reference}"
    piece = ada.get(f"{url}/undo", headers={"HX-Request": "true"})
    assert piece.text.endswith("10 minutes left")
    assert bo.get(f"{url}/undo", headers={"HX-Request": "true"}).text == "It can no longer be undone"
    page = bo.get(url)
    assert not [form for form in page.forms if form.action.endswith("/undo")]
    forged = replace(page.form("/notes"), action=f"{url}/undo")
    refused = bo.send(forged, revision="2")
    assert refused.status == 409
    assert "Only Ada, who did “Send a crew”, can undo it" in refused.text


def test_who_was_overtaken_is_told_by_whom(undoing: Office) -> None:
    ada, bo, case = undoing.sign_in("ada"), undoing.sign_in("bo"), undoing.case()
    ada.send(undoing.open(ada, case).form("/do/send"))
    form = ada.follow().form("/undo")
    bo.send(undoing.open(bo, case).form("/notes"), note="Rang.")
    page = ada.send(form)
    assert page.status == 409
    assert "Bo wrote a note" in page.text
    assert "can no longer be undone: something has happened since" in page.text


def test_the_applicant_reads_it_only_when_it_can_no_longer_be_undone(undoing: Office) -> None:
    ada, case = undoing.sign_in("ada"), undoing.case()
    ada.send(undoing.open(ada, case).form("/do/send"))
    assert "A crew is coming back" not in tracked(undoing, case).text
    late, crew = undoing.case(ago=timedelta(minutes=30)), OFFICER
    with undoing.database.begin() as session:
        cases.act(session, late.id, "send", {}, crew, revision=1, at=now() - timedelta(minutes=11))
    assert "A crew is coming back" in tracked(undoing, late).text


def tracked(undoing: Office, case: cases.Loaded) -> Page:
    """The progress page, by its link."""
    citizen, path = undoing.browser(), f"/track/{undoing.database.keys.track_token(case.id)}"
    citizen.send(citizen.get(path).form(path))
    return citizen.follow()
