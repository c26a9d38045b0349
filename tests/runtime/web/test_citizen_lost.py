"""What citizens typed survives sessions that end, languages that change, files, and a database that is away."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import Engine, create_engine
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from runtime.db import Database
from runtime.web import asking
from runtime.web.public import form_pages
from tests import factories
from tests.runtime.web.applicants import ADDRESS, Applicant, day, publish, several, yesterday

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763f8cfc0000003010100f605b0d50000000049454e44ae426082"
)


@pytest.fixture
def applicant(site: Flask, database: Database) -> Applicant:
    publish(database)
    return Applicant(site)


@pytest.fixture
def caller(site: Flask, database: Database) -> Applicant:
    publish(database, several())
    return Applicant(site, "report-it")


def test_a_session_that_ended_gives_back_what_was_typed(applicant: Applicant) -> None:
    applicant.start()
    applicant.answer("where", **ADDRESS)
    form = applicant.open("which").form("which")
    applicant.browser.client.delete_cookie("townclerk")
    page = applicant.browser.send(form, bin="refuse", **day(yesterday()))
    assert page.status == 400
    assert "Your session had ended" in page.text
    assert f'value="{yesterday().year}"' in page.response.text
    applicant.browser.send(page.form("which"), bin="refuse", **day(yesterday()))
    page = applicant.browser.follow()
    assert page.heading == "Where was the bin missed?"
    assert "We kept your answer to “Which bin was missed?”." in page.text
    applicant.browser.send(page.form("where"), **ADDRESS)
    assert f'value="{yesterday().year}"' in applicant.browser.follow().response.text


def test_answers_that_expired_are_said_to_be_gone(applicant: Applicant, database: Database) -> None:
    applicant.start()
    applicant.answer("where", **ADDRESS)
    form = applicant.open("which").form("which")
    with database.begin() as session:
        session.connection().exec_driver_sql("UPDATE applications SET expires_at = now() - interval '1 day'")
    assert applicant.browser.send(form, bin="refuse", **day(yesterday())).status == 303
    assert applicant.browser.follow().heading == "Where was the bin missed?"
    applicant.answer("where", **ADDRESS)
    with database.begin() as session:
        session.connection().exec_driver_sql("DELETE FROM applications")
    page = applicant.open("which")
    assert page.status == 410
    assert page.heading == "Your answers are no longer on this device"
    assert applicant.open("where").status == 200


def test_changing_language_keeps_what_was_typed_and_the_place(caller: Applicant) -> None:
    caller.start()
    page = caller.open("where")
    page = caller.browser.send(page.form("where"), street="Stryd Fawr", language="cy")
    assert page.status == 200
    assert page.heading == "Stryd"
    assert 'value="Stryd Fawr"' in page.response.text
    assert '<html lang="cy"' in page.response.text
    assert '<div lang="en" dir="ltr">' in page.response.text, "the question itself is not translated"


def test_the_language_switch_comes_back_to_its_page(caller: Applicant) -> None:
    page = caller.browser.get("/track")
    place = page.forms[0].fields["place"]
    token = page.forms[0].fields["csrf_token"]
    for given, lands in ((place, "/track"), ("//evil.example", "/"), (place + "x", "/"), ("", "/")):
        answer = caller.browser.client.post("/language/cy", data={"csrf_token": token, "place": given})
        assert answer.headers["Location"] == lands
    assert "Gwirio cynnydd" in caller.browser.get("/track").text


def test_leaving_clears_the_device_and_what_was_not_sent(applicant: Applicant, database: Database) -> None:
    applicant.start()
    applicant.answer("where", **ADDRESS)
    page = applicant.open("which")
    answer = applicant.browser.send(page.form("/leave"))
    assert answer.response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert applicant.browser.follow().heading == "This device is clear"
    assert applicant.open("which").response.headers["Location"] == "/apply/missed-bin"
    with database.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM applications").scalar_one() == 0


def test_a_saved_application_can_be_continued_or_deleted(applicant: Applicant) -> None:
    applicant.start()
    applicant.answer("where", **ADDRESS)
    page = applicant.browser.get("/apply/missed-bin")
    assert "Continue where you left off" in page.response.text
    applicant.browser.send(page.form("/missed-bin"))
    assert applicant.browser.follow().heading == "Which bin was missed?"
    applicant.browser.send(page.form("/missed-bin"), discard="1")
    page = applicant.browser.follow()
    assert page.heading == "Where was the bin missed?"
    assert "High Street" not in page.response.text


def upload(caller: Applicant, content: bytes, name: str, **inputs: Any) -> Any:
    page = caller.open("deep")
    form = page.form("deep")
    data = {**form.fields, "photo": FileStorage(BytesIO(content), name), **inputs}
    boundary, body = encode_multipart(data)
    kind = f"multipart/form-data; boundary={boundary}"
    return caller.browser._show(caller.browser.client.post(form.action, data=body, content_type=kind), form.action)


def test_a_file_is_kept_whatever_else_is_wrong_and_can_be_removed(caller: Applicant) -> None:
    caller.start()
    caller.answer("where", street="High Street")
    caller.answer("kind", kind="hole")
    page = upload(caller, PNG, "a<b>hole.png", depth="deep")
    assert page.status == 422
    page = caller.open("deep")
    assert "hole.png" in page.text
    caller.browser.send(page.form("deep"), photo=None, depth="40")
    assert "hole.png" in caller.browser.follow().text
    page = caller.open("deep")
    (file_id,) = re.findall(r'name="remove" value="([^"]+)"', page.response.text)
    page = caller.browser.send(page.form("deep"), photo=None, remove=file_id, depth="41")
    assert page.status == 200
    assert "hole.png" not in page.text
    assert page.form("deep").fields["depth"] == "41"
    assert "hole.png" not in caller.open("deep").text


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "x.png", "is empty"),
        (b"MZ not a picture", "x.png", "must be"),
        (PNG, "x.pdf", "must be"),
        (PNG + b"\0" * (1 << 20), "x.png", "must be smaller than 1MB"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_with_a_reason(
    caller: Applicant, content: bytes, name: str, words: str
) -> None:
    caller.start()
    caller.answer("where", street="High Street")
    caller.answer("kind", kind="hole")
    page = upload(caller, content, name, depth="40")
    assert page.status == 422
    assert any(words in line for line, href in page.links.items() if href == "#photo"), page.links


def test_a_forged_description_is_no_file(caller: Applicant) -> None:
    caller.start()
    caller.answer("where", street="High Street")
    caller.answer("kind", kind="hole")
    forged = '{"id":"x","name":"x.png","type":"image/png","size":1,"sha256":"' + "0" * 64 + '"}'
    caller.answer("deep", photo=forged, depth="40")
    assert "x.png" not in caller.browser.follow().text


@pytest.fixture
def unreachable(database: Database, monkeypatch: pytest.MonkeyPatch) -> Engine:
    nowhere = create_engine("postgresql+psycopg://nobody@127.0.0.1:1/nothing", connect_args={"connect_timeout": 1})
    for name in ("engine", "reading_engine", "direct_engine"):
        monkeypatch.setitem(database.__dict__, name, nowhere)
    for name in ("_writers", "_readers"):
        monkeypatch.setitem(database.__dict__, name, database._sessions(nowhere))
    return nowhere


def test_a_database_that_is_away_gives_back_what_was_typed(
    applicant: Applicant, request: pytest.FixtureRequest
) -> None:
    applicant.start()
    form = applicant.open("where").form("where")
    request.getfixturevalue("unreachable")
    page = applicant.browser.send(form, **ADDRESS)
    assert page.status == 503
    assert page.response.headers["Retry-After"] == "60"
    assert "we could not save this page just now" in page.text
    assert 'value="1 High Street"' in page.response.text
    assert applicant.browser.get("/").heading == "Sorry, the service is unavailable for the moment"


def test_sending_to_a_database_that_is_away_promises_only_what_holds(
    applicant: Applicant, request: pytest.FixtureRequest
) -> None:
    form = applicant.fill().form("/check")
    request.getfixturevalue("unreachable")
    page = applicant.browser.send(form)
    assert page.status == 503
    assert "it cannot be sent twice" in page.text


def test_nothing_that_somebody_typed_stays_in_memory(applicant: Applicant) -> None:
    applicant.fill()
    applicant.open("where")
    applicant.open("contact")
    kept = [
        frame for each in (asking._questions, asking._contents, form_pages._pages) for frame in each._frames.values()
    ]
    held = "".join(part for frame in kept for part in frame._parts)
    assert kept
    assert "ada@example.org" not in held
    assert "1 High Street" not in held


def test_an_answer_that_is_good_no_longer_is_said_to_be_wrong(applicant: Applicant, database: Database) -> None:
    document = factories.example_document()
    document["form"]["pages"][1]["questions"][1]["min"] = "today"
    document["form"]["pages"][1]["questions"][1].pop("rules")
    document["form"]["pages"] = [page for page in document["form"]["pages"] if page["id"] != "too-late"]
    document.pop("examples")
    publish(database, document)
    applicant.start()
    applicant.answer("where", **ADDRESS)
    applicant.answer("which", bin="refuse", **day(yesterday() + timedelta(days=1)))
    with time_machine.travel(datetime.now(UTC) + timedelta(days=2)):
        assert applicant.open("check").response.headers["Location"] == "/apply/missed-bin/which"
        page = applicant.open("which")
    assert page.links["Collection day must be today or in the future"] == "#missed_on-day"
    assert f'value="{(yesterday() + timedelta(days=1)).year}"' in page.response.text
