"""Notes and letters at a browser: colleagues told, words kept, and what is previewed is what arrives."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from runtime import carry, mail
from runtime.breaker import Breaker
from runtime.db import Database
from tests import factories
from tests.runtime.web.offices import Office, now


def document() -> dict[str, Any]:
    made = factories.example_document()
    made["form"]["pages"][3]["questions"].append(
        {"id": "health", "type": "text", "label": "Why you cannot carry it", "required": False, "sensitive": True,
         "seen_by": ["supervisor"]}
    )  # fmt: skip
    made["replies"] = [
        {"id": "thanks", "label": "Thank them", "subject": "Your {bin} bin",
         "body": "Thank you.\n\nWe come by {clock.promise}."},
        {"id": "later", "label": "Only later", "when": "case.state == 'with-crew'", "subject": "Later",
         "body": "Later."},
        {"id": "why", "label": "About their health", "subject": "Your bin", "body": "You said: {health}."},
    ]  # fmt: skip
    return made


@pytest.fixture
def desk(site: Flask, database: Database) -> Office:
    return Office(site, database, document())


def arrived(office: Office) -> mail.Delivered:
    with office.database.begin() as session:
        waiting = session.execute(
            sa.text("SELECT id FROM effects WHERE state = 'waiting' ORDER BY promised_at")
        ).scalars()
        ids = list(waiting)
    for effect in ids:
        carry.carry_out(office.database, effect, Breaker())
    with office.database.read() as session:
        return mail.delivered(session)[0]


def test_what_is_previewed_is_what_arrives(desk: Office) -> None:
    case, ada = desk.case(), desk.sign_in("ada")
    page = ada.get(f"/staff/cases/{case.reference}/write")
    assert "Only later" not in page.text
    page = ada.get(page.links["Thank them"])
    fields = page.form("/write").fields
    assert fields["subject"] == "Your Recycling bin"
    page = ada.send(page.form("/write"), do="preview", body=f"{fields['body'].strip()}\nAda <b>at the desk</b>")
    assert page.heading == "Read it once more"
    previewed = page.text
    ada.send(page.form("/write"), do="send")
    page = ada.follow()
    assert "You wrote to the applicant: “Your Recycling bin”" in page.text
    letter = arrived(desk)
    assert (letter.address, letter.subject) == ("ada@example.org", "Your Recycling bin")
    link = next(line for line in letter.body.split("\n") if "/track/" in line)
    assert f"{link.rpartition('/')[0]}/…" in previewed
    assert link not in previewed, "with the applicant's link, one could act as the applicant"
    for line in letter.body.split("\n"):
        assert line == link or " ".join(line.split()) in previewed
    assert "<b>at the desk</b>" in letter.body
    assert desk.load(case.id).case.events[-1].data["reply"] == "thanks"


def test_a_letter_may_be_changed_after_the_preview_and_must_say_something(desk: Office) -> None:
    case, ada = desk.case(), desk.sign_in("ada")
    form = ada.get(f"/staff/cases/{case.reference}/write").form("/write")
    assert "Enter a subject" in ada.send(form, do="preview", body="Hello").text
    page = ada.send(form, do="preview", subject="Hello", body="Hello there")
    page = ada.send(page.form("/write"), do="change")
    assert page.form("/write").fields["subject"] == "Hello"
    assert ada.send(form, do="send", subject="", body="").status == 422
    assert [event.kind for event in desk.load(case.id).case.events] == ["submitted"]


def test_t40_who_may_not_read_an_answer_neither_sends_it_nor_sees_it_sent(desk: Office) -> None:
    case = desk.case(health="A bad back")
    ada, cy = desk.sign_in("ada"), desk.sign_in("cy")
    path = f"/staff/cases/{case.reference}"
    page = ada.get(f"{path}/write")
    assert "About their health (it repeats answers that you may not read)" in page.text
    assert ada.get(f"{path}/write?reply=why").status == 404
    form = cy.get(f"{path}/write?reply=why").form("/write")
    assert "You said: A bad back." in form.fields["body"]
    cy.send(form, do="send")
    assert "A bad back" in cy.get(path).text
    assert "A bad back" not in ada.get(path).text
    with desk.database.read() as session:
        kept = session.execute(sa.text("SELECT values::text FROM event_values")).scalars().all()
    assert not [row for row in kept if "bad back" in row]


def test_without_an_address_there_is_nobody_to_write_to(desk: Office) -> None:
    case, ada = desk.case(email=None), desk.sign_in("ada")
    page = ada.get(f"/staff/cases/{case.reference}/write")
    assert "nowhere to write to" in page.text


def test_f20_what_is_being_written_survives_a_lost_session(desk: Office) -> None:
    case, ada = desk.case(), desk.sign_in("ada")
    path = f"/staff/cases/{case.reference}"
    form = ada.get(path).form("/notes")
    token = form.fields["csrf_token"]
    assert ada.client.post(f"{path}/draft", data={"csrf_token": token, "note": "Half a thou"}).status_code == 204
    letter = {"csrf_token": token, "kind": "letter", "subject": "A", "body": "Dear"}
    assert ada.client.post(f"{path}/draft", data=letter).status_code == 204
    ada, bo = desk.sign_in("ada"), desk.sign_in("bo")
    page = ada.get(path)
    assert page.form("/notes").fields["note"].strip() == "Half a thou"
    assert "Not sent yet: kept from last time" in page.text
    assert ada.get(f"{path}/write").form("/write").fields["body"].strip() == "Dear"
    assert bo.get(path).form("/notes").fields["note"].strip() == ""
    with desk.database.read() as session:
        assert not [row for row in session.execute(sa.text("SELECT sealed FROM jottings")).scalars() if "Half" in row]
    ada.send(page.form("/notes"), note="A whole thought")
    assert ada.get(path).form("/notes").fields["note"].strip() == ""


def test_a_mention_stands_on_the_first_page_until_the_case_is_opened(desk: Office) -> None:
    case, ada, bo = desk.case(), desk.sign_in("ada"), desk.sign_in("bo")
    ada.send(desk.open(ada, case).form("/notes"), note="What do you say, @bo?")
    assert "Told: Bo" in ada.follow().text
    home = bo.get("/staff")
    assert f"New {case.reference} Ada mentioned you" in home.text
    desk.open(bo, case)
    home = bo.get("/staff")
    assert f"{case.reference} Ada mentioned you" in home.text
    assert f"New {case.reference}" not in home.text
    assert "mentioned you" not in ada.get("/staff").text


@pytest.mark.parametrize(
    ("note", "words"),
    [
        ("Ask @Di", "Di may not see this case"),
        ("Ask @Zoe about it", "Nobody who may see this case is called “Zoe”"),
    ],
)
def test_t39_who_may_not_see_the_case_is_not_told_of_it(desk: Office, note: str, words: str) -> None:
    case, ada = desk.case(), desk.sign_in("ada")
    page = ada.send(desk.open(ada, case).form("/notes"), note=note)
    assert page.status == 422
    assert words in page.text
    assert page.form("/notes").fields["note"].strip() == note
    assert "mentioned you" not in desk.sign_in("di").get("/staff").text
    assert desk.load(case.id).revision == 1


def test_an_email_address_or_a_time_mentions_nobody_and_a_list_does_without_scripts(desk: Office) -> None:
    case, ada = desk.case(), desk.sign_in("ada")
    form = desk.open(ada, case).form("/notes")
    ada.send(form, note="Write to bo@example.org @ 5pm", mention="")
    assert "Told:" not in ada.follow().text
    form = desk.open(ada, case).form("/notes")
    ada.send(form, note="Please look", mention=str(desk.people["cy"]))
    assert "Told: Cy" in ada.follow().text


def test_a_note_is_corrected_by_its_writer_for_an_hour_and_what_it_said_is_kept(desk: Office) -> None:
    case, ada, bo = desk.case(), desk.sign_in("ada"), desk.sign_in("bo")
    ada.send(desk.open(ada, case).form("/notes"), note="Bin is bleu")
    path = f"/staff/cases/{case.reference}/notes/2"
    assert bo.get(path).status == 303
    form = ada.get(path).form("/notes/2")
    ada.send(form, note="Bin is blue")
    page = ada.follow()
    assert "Bin is blue" in page.text
    assert "Corrected: what it said before Bin is bleu" in page.text
    with time_machine.travel(now() + timedelta(minutes=29), tick=False):
        assert ada.get(path).status == 200
    assert ada.send(form, note="").status == 422
    assert bo.send(form, note="Bo’s words").status in (400, 403, 422)


def test_a_pinned_note_stands_at_the_head_and_in_the_summary(desk: Office) -> None:
    case, ada = desk.case(), desk.sign_in("ada")
    ada.send(desk.open(ada, case).form("/notes"), note="The dog bites")
    ada.send(ada.follow().form("/pin"))
    page = ada.follow()
    assert page.text.index("The dog bites") < page.text.index("What they told us")
    summary = ada.get(f"/staff/cases/{case.reference}/summary")
    for words in ("Summary of", "New, since today", "Emptied within 2 working days", "sent it in", "The dog bites"):
        assert words in summary.text
    ada.send(page.form("/pin"))
    page = ada.follow()
    assert page.text.index("The dog bites") > page.text.index("What they told us")


def test_whoever_is_handed_a_case_reads_why_and_the_summary(desk: Office) -> None:
    case, ada, bo = desk.case(), desk.sign_in("ada"), desk.sign_in("bo")
    form = ada.get(f"/staff/cases/{case.reference}/hand-on").form("/hand-on")
    ada.send(form, to=f"person:{desk.people['bo']}", reason="I am away")
    page = desk.open(bo, case)
    assert "Ada handed it to you: “I am away”. Read the summary" in page.text
    bo.send(page.form("/notes"), note="I have it")
    assert "Read the summary" not in bo.follow().text
