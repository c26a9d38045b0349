"""Cases beside one another at a browser: suggested with the reason, linked, merged, and absent for who may not see."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from runtime import applications, cases, documents, fsck, people
from runtime.cases import Loaded
from tests.runtime.web.browsing import Browser, Page
from tests.runtime.web.offices import PASSWORD, Office, now


def kinds(office: Office, case: Loaded) -> list[str]:
    return [event.kind for event in office.load(case.id).case.events]


def test_a_likely_duplicate_is_suggested_with_the_reason(office: Office) -> None:
    first, second = office.case(ago=timedelta(hours=3)), office.case()
    ada = office.sign_in("ada")
    page = office.open(ada, second)
    assert "This may be a duplicate" in page.text
    assert f"{first.reference} Same email address and address, sent 3 hours apart" in page.text
    ada.send(page.form("/link"), relation="distinct")
    page = ada.follow()
    assert f"You said that {first.reference} is about something else" in page.text
    assert "may be a duplicate" not in page.text
    assert "may be a duplicate" not in office.open(ada, first).text
    assert kinds(office, first) == kinds(office, second) == ["submitted", "linked"]


def test_another_bin_at_another_address_of_another_person_is_not_suggested(office: Office) -> None:
    office.case(email="bo@example.org", property={"line_1": "9 Mill Lane", "town": "Anytown", "postcode": "AB1 2CE"})
    page = office.open(office.sign_in("ada"), office.case())
    assert "duplicate" not in page.text
    assert "same person or address" not in page.text


def merged(office: Office, ada: Browser, one: Loaded, other: Loaded) -> Page:
    page = ada.get(f"/staff/cases/{one.reference}/link?other={other.reference}&as=merge-into")
    ada.send(page.form("/link"), reason="The same bin")
    return ada.follow()


def test_two_are_merged_and_taken_apart_again(office: Office) -> None:
    first, second = office.case(ago=timedelta(hours=3)), office.case()
    ada = office.sign_in("ada")
    page = merged(office, ada, second, first)
    assert f"You merged it into {first.reference}" in page.text
    assert f"This case was merged into {first.reference}" in page.text
    assert "E-mail to say two were merged: being sent" in page.text
    assert second.reference not in ada.get("/staff/queues/missed-bin/new-reports").text
    page = office.open(ada, first)
    assert "Merged into this" in page.text
    assert f"What was merged into this: {second.reference}" in page.text
    undo = ada.get(f"/staff/cases/{first.reference}/link?other={second.reference}&as=none")
    ada.send(undo.form("/link"))
    assert f"You took it and {second.reference} apart again" in ada.follow().text
    assert second.reference in ada.get("/staff/queues/missed-bin/new-reports").text
    with office.database.read() as session:
        assert fsck.run(session) == []


def test_who_comes_second_is_told_and_keeps_what_they_typed(office: Office) -> None:
    first, second = office.case(ago=timedelta(hours=3)), office.case()
    ada, bo = office.sign_in("ada"), office.sign_in("bo")
    path = f"/staff/cases/{second.reference}/link?other={first.reference}&as=merge-into"
    mine, theirs = ada.get(path).form("/link"), bo.get(path).form("/link")
    bo.send(theirs, reason="Bo was first")
    page = ada.send(mine, reason="The same street & bin")
    assert page.status == 409
    assert f"Bo merged it into {first.reference}" in page.text
    assert page.form("/link").fields["reason"].strip() == "The same street & bin"


@pytest.mark.parametrize("typed", ["", "AAAA-AAAAA", "itself", "unseen"])
def test_t01_what_is_no_case_of_theirs_cannot_be_linked_and_all_answers_are_alike(office: Office, typed: str) -> None:
    case, ada = office.case(), office.sign_in("ada")
    other = {"itself": case.reference, "unseen": elsewhere(office).reference}.get(typed, typed)
    page = ada.send(ada.get(f"/staff/cases/{case.reference}/link").form("/link"), other=other, relation="related")
    assert page.status == 422
    assert {"": "Enter the other case", "itself": "That is this case itself"}.get(
        typed, "There is no such case"
    ) in page.text


def elsewhere(office: Office) -> Loaded:
    """A case of a service that is none of Ada's."""
    with office.database.begin() as session:
        live = documents.published(session, "report-it")
        begun, _ = applications.begin(session, live.version_id, language="en", at=now())
        sent = applications.save_page(session, begun, {"street": "High Street"}, now())
        return cases.load(session, cases.submit(session, sent, at=now()).case_id)


def test_t39_a_case_that_one_may_not_see_is_nowhere_on_the_page(office: Office) -> None:
    case, hidden = office.case(), elsewhere(office)
    both = hire(office, "ed", missed_bin="crew-desk", report_it="officer")
    with office.database.begin() as session:
        viewer = people.viewer(session, both)
        cases.link(session, case.id, hidden.id, "follows", viewer.actor, revision=1, at=now())
    ada, ed = office.sign_in("ada"), office.sign_in("ed")
    assert f"Ed said that it follows {hidden.reference}" in office.open(ed, case).text
    page = office.open(ada, case)
    for trace in (hidden.reference, "follows", "Other cases", "Somebody", str(hidden.id)):
        assert trace not in page.response.text, trace
    assert ada.get(f"/staff/cases/{hidden.reference}").status == 404
    absent = ada.get(f"/staff/cases/{case.reference}/link?other=AAAA-AAAAA").response.text
    unseen = ada.get(f"/staff/cases/{case.reference}/link?other={hidden.reference}").response.text
    assert len(absent) == len(unseen)


def hire(office: Office, name: str, **roles: str) -> Any:
    with office.database.begin() as session:
        team = people.create_team(session, f"{name}'s", at=now())
        for service, role in roles.items():
            people.grant(session, team, service.replace("_", "-"), role, at=now())
        email = f"{name}@example.org"
        person = people.create(session, name=name.capitalize(), email=email, password=PASSWORD, at=now())
        people.join(session, team, person, at=now())
        return person


def test_other_cases_of_the_person_and_place_are_listed_newest_first(office: Office) -> None:
    old = office.case(ago=timedelta(days=200))
    older = office.case(ago=timedelta(days=300), email="bo@example.org")
    page = office.open(office.sign_in("ada"), office.case())
    assert page.text.index(f"{old.reference} Same person and address") < page.text.index(
        f"{older.reference} Same address"
    )
    assert "may be a duplicate" not in page.text


def test_t43_marks_hold_nothing_that_can_be_read(office: Office) -> None:
    office.case()
    with office.database.read() as session:
        rows = session.execute(sa.text("SELECT l::text FROM likenesses l")).scalars().all()
    assert rows
    assert not [row for row in rows if "ada" in row.lower() or "high" in row.lower() or "AB1" in row]


def test_a_case_that_holds_two_matters_becomes_two(office: Office) -> None:
    case, ada = office.case(ago=timedelta(days=3)), office.sign_in("ada")
    ada.send(office.open(ada, case).form("/notes"), note="There are two bins")
    path = f"/staff/cases/{case.reference}/split"
    form = ada.get(path).form("/split")
    assert "Enter what the other matter is" in ada.send(form).text
    page = ada.send(form, reason="Another bin", answers="email")
    assert page.status == 422
    assert "The new case needs these answers too: Address" in page.text
    ada.client.post(
        path, data=form.fields | {"reason": "Another bin", "answers": list(case.case.answers), "notes": "2"}
    )
    with office.database.read() as session:
        (new,) = session.execute(sa.text("SELECT id FROM cases WHERE id <> :id"), {"id": case.id}).scalars()
        assert fsck.run(session) == []
    made = office.load(new)
    assert (made.case.answers, made.case.submitted_at) == (case.case.answers, case.case.submitted_at)
    assert [event.kind for event in made.case.events] == ["submitted", "split", "noted"]
    page = office.open(ada, made)
    assert f"Ada split it off from {case.reference}" in page.text
    assert "Ada brought a note along that Ada wrote" in page.text
    assert f"Ada split {made.reference} off" in office.open(ada, case).text
    assert "may be a duplicate" not in page.text
    repeat = form.fields | {"reason": "Another bin", "answers": list(case.case.answers)}
    assert ada.client.post(path, data=repeat).status_code == 303
    with office.database.read() as session:
        assert session.execute(sa.text("SELECT count(*) FROM cases")).scalar_one() == 2
        assert (
            session.execute(sa.text("SELECT count(*) FROM applications WHERE submitted_at IS NULL")).scalar_one() == 0
        )
