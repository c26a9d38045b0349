"""An answer put right by staff: what it was stays, what follows is seen first, two at once lose nothing."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from runtime import applications, cases, fsck, mail
from runtime.breaker import Breaker
from runtime.carry import carry_out
from runtime.db import Database
from tests import factories
from tests.runtime import citizens
from tests.runtime.web.offices import Office, now

SECRET = "canary-2291"


def document() -> dict[str, Any]:
    options = [{"value": value, "label": value.capitalize()} for value in ("self", "other")]
    who = {"id": "who", "type": "radios", "label": "Who is it for?", "options": options}
    pages = [
        factories.page(
            "who", who, factories.question("mail", type="email", searchable=True),
            factories.question("illness", sensitive=True, seen_by=["officer"]),
        ),
        factories.page("other", factories.question("other_name", when='who == "other"', searchable=True)),
    ]  # fmt: skip
    made = factories.document(
        form={"pages": pages}, applicant={"name": "other_name", "email": "mail", "track": ["mail"]},
        corrections={"by": ["officer"], "tell": "told"},
        messages=[{"id": "told", "to": "applicant", "subject": "Put right", "body": "An answer was corrected."}],
    )  # fmt: skip
    made["queues"][0]["columns"] = ["mail"]
    made["roles"].append({"id": "reader", "label": "Reader"})
    made["workflow"]["transitions"][0]["by"] = ["officer", "reader"]
    return made


@pytest.fixture
def town(site: Flask, database: Database) -> tuple[Office, cases.Loaded]:
    office = Office(site, database)
    with database.begin() as session:
        version = citizens.publish(session, document())
        application, _ = applications.begin(session, version.id, language="en", at=now())
        given = {"who": "other", "mail": "ad@example.org", "illness": SECRET, "other_name": "Bo"}
        for upto in range(1, 5):
            application = applications.save_page(session, application, dict(list(given.items())[:upto]), now())
        return office, cases.load(session, cases.submit(session, application, at=now()).case_id)


def test_a_mistyped_address_is_put_right_and_the_old_one_kept(town: tuple[Office, cases.Loaded]) -> None:
    office, case = town
    di = office.sign_in("di")
    path = f"/staff/cases/{case.case.reference}/correct"
    page = di.get(f"{path}/mail")
    form = page.form("/correct/mail")
    assert form.fields["mail"] == "ad@example.org"
    for wrong, said in (
        ({"mail": "nonsense", "because": "x"}, "email address"),
        ({"mail": "ada@example.org", "because": " "}, "Enter why it is corrected"),
        ({"mail": "ad@example.org", "because": "x"}, "This is what was answered already"),
    ):
        again = di.send(form, **wrong)
        assert (again.status, said in again.text) == (422, True), again.text
    assert di.send(form, mail="ada@example.org", because="She rang").status == 303
    page = di.follow()
    for said in ("You corrected the answer to “Mail”", "Was ad@example.org", "Now ada@example.org", "Reason She rang"):
        assert said in page.text
    assert case.case.reference in office.search(di, "ada@example.org").text, "search knows"
    assert case.case.reference not in office.search(di, "ad@example.org").links
    with office.database.read() as session:
        event = session.execute(sa.text("SELECT data::text FROM events WHERE kind = 'corrected'")).scalar_one()
        columns = session.execute(sa.text("SELECT columns->>'mail' FROM cases")).scalar_one()
        effects = session.execute(sa.text("SELECT id FROM effects WHERE kind = 'send'")).scalars().all()
        assert fsck.run(session) == []
    assert "example.org" not in event, "what it was stands beside the chain"
    assert columns == "ada@example.org"
    carry_out(office.database, effects[0], Breaker())
    with office.database.read() as session:
        assert [letter.address for letter in mail.delivered(session)] == ["ada@example.org"]


def test_what_would_be_lost_is_said_first(town: tuple[Office, cases.Loaded]) -> None:
    office, case = town
    di = office.sign_in("di")
    form = di.get(f"/staff/cases/{case.case.reference}/correct/who").form("/correct/who")
    page = di.send(form, who="self", because="It is for her")
    assert page.status == 422
    assert "1 answer would no longer be asked: Other name" in page.text
    assert di.send(page.form("/correct/who"), who="self").status == 303
    page = di.follow()
    assert "No longer asked Other name" in page.text
    assert "Bo" not in page.heading
    assert office.load(case.id).case.answers.keys() == {"who", "mail", "illness"}
    with office.database.begin() as session:
        assert fsck.run(session) == []


def test_a_sensitive_answer_is_sealed_in_its_correction_too(town: tuple[Office, cases.Loaded]) -> None:
    office, case = town
    di = office.sign_in("di")
    form = di.get(f"/staff/cases/{case.case.reference}/correct/illness").form("/correct/illness")
    assert di.send(form, illness=f"{SECRET}-new", because="Misheard").status == 303
    assert f"Now {SECRET}-new" in di.follow().text
    with office.database.read() as session:
        stored = session.execute(sa.text("SELECT values::text FROM event_values")).scalars().all()
        shown = session.execute(sa.text("SELECT shown FROM reads ORDER BY id")).scalars().all()
    assert SECRET not in str(stored)
    assert shown[0] == ["illness"], "the form showed it"


def test_of_two_at_once_one_wins_and_the_other_keeps_what_was_typed(town: tuple[Office, cases.Loaded]) -> None:
    office, case = town
    di = office.sign_in("di")
    path = f"/staff/cases/{case.case.reference}"
    mine, theirs = di.get(f"{path}/correct/mail").form("/correct/mail"), office.open(di, case).form("/take")
    di.send(theirs)
    page = di.send(mine, mail="ada@example.org", because="She rang Zoë")
    assert page.status == 409
    assert "Somebody else acted first" in page.heading
    assert "Di took it" in page.text
    again = page.form("/correct/mail")
    assert (again.fields["mail"], again.fields["because"].strip()) == ("ada@example.org", "She rang Zoë")
    assert di.send(again).status == 303
    assert di.send(again).status == 303, "sent twice, it is done once"
    assert [e.kind for e in office.load(case.id).case.events].count("corrected") == 1


def test_who_may_not_correct_finds_no_way_to(site: Flask, town: tuple[Office, cases.Loaded]) -> None:
    office, case = town
    di, ada = office.sign_in("di"), office.sign_in("ada")
    path = f"/staff/cases/{case.case.reference}/correct"
    for place in ("nothing", "who.1.mail", "other_name.1.mail", "..", "mail.mail"):
        assert di.get(f"{path}/{place}").status == 404, place
    assert ada.get(f"{path}/mail").text == ada.get("/staff/cases/AAAA-AAAAA/correct/mail").text
