"""One thing done to many cases, from a queue's page to what came of each, with no script running."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from runtime import bulk
from runtime.db import Database
from tests.factories import undoable_document
from tests.runtime.web.browsing import Browser, Page
from tests.runtime.web.offices import Office

QUEUE = "/staff/queues/missed-bin/new-reports"


@pytest.fixture
def desk(site: Flask, database: Database) -> Office:
    document = undoable_document()
    document["roles"][1]["supervises"] = ["crew-desk"]
    return Office(site, database, document)


def chosen(who: Browser, which: str, **fields: Any) -> Page:
    who.send(who.get(QUEUE).form("/staff/bulk"), which=which, **fields)
    return who.follow()


def worked(desk: Office, who: Browser, page: Page) -> Page:
    while bulk.work(desk.database):
        pass
    return who.get(page.path)


def states(desk: Office, cases: list[Any]) -> list[str]:
    return [desk.load(case.id).case.state for case in cases]


def test_from_the_queue_to_what_came_of_each(desk: Office) -> None:
    ada, bo, cases = desk.sign_in("ada"), desk.sign_in("bo"), [desk.case() for _ in range(4)]
    page = chosen(ada, "ticked", case=[case.case.reference for case in cases[:3]])
    assert page.heading == "3 cases: what do you want to do?"
    assert "Send a crew" in page.text
    assert "Mark collected" not in page.text
    form = page.form("/choose")
    ada.send(form, what="do:send")
    page = ada.follow()
    assert page.heading == "Send a crew: 3 cases"
    assert "3 will move" in page.text
    assert "3 e-mails will be sent 10 minutes later, unless it is undone." in page.text
    assert states(desk, cases) == ["reported"] * 4
    bo.send(desk.open(bo, cases[0]).form("/take"))
    ada.send(page.form("/confirm"))
    page = ada.follow()
    assert "Under way: 0 of 3. You can leave this page" in page.text
    assert "Send a crew: 3 cases" in ada.get("/staff").text
    page = worked(desk, ada, page)
    assert "Finished: 2 moved, 1 did not: see why" in page.text
    assert "1: Changed meanwhile by Bo" in page.text
    assert cases[0].case.reference in page.text
    assert states(desk, cases) == ["reported", "with-crew", "with-crew", "reported"]
    ada.send(page.form("/again"))
    page = ada.follow()
    assert "1 will move" in page.text
    ada.send(page.form("/confirm"))
    assert "Finished: 1 moved" in worked(desk, ada, ada.follow()).text


def test_all_that_match_is_a_list_that_does_not_grow_and_can_be_undone(desk: Office) -> None:
    ada, bo, cases = desk.sign_in("ada"), desk.sign_in("bo"), [desk.case() for _ in range(55)]
    bo.send(desk.open(bo, cases.pop()).form("/take"))
    ada.send(ada.get(f"{QUEUE}?with=nobody").form("/staff/bulk"), which="every")
    page = ada.follow()
    late = desk.case()
    assert page.heading == "54 cases: what do you want to do?"
    assert "Cases that come in later are left alone." in page.text
    ada.send(page.form("/choose"), what="do:send")
    page = ada.follow()
    assert "Trying: 0 of 54 looked at. Nothing has been done yet." in page.text
    page = worked(desk, ada, page)
    assert "54 will move" in page.text
    ada.send(page.form("/confirm"))
    page = worked(desk, ada, ada.follow())
    assert "Finished: 54 moved" in page.text
    everything = ada.get(page.links["All 54"])
    assert everything.heading == "Moved to “With crew”"
    assert cases[0].case.reference in everything.text
    ada.send(page.form("/undo"))
    page = worked(desk, ada, ada.follow())
    assert "Finished: 54 were undone" in page.text
    assert set(states(desk, [*cases, late])) == {"reported"}


def test_what_an_action_asks_is_asked_once(desk: Office) -> None:
    ada, cases = desk.sign_in("ada"), [desk.case() for _ in range(2)]
    page = chosen(ada, "shown")
    ada.send(page.form("/choose"), what="do:refuse")
    page = ada.follow()
    assert page.heading == "Could not collect"
    page = ada.send(page.form("/ask/do:refuse"))
    assert page.status == 422
    assert page.title.startswith("Error: ")
    ada.send(page.form("/ask/do:refuse"), reason="not_out")
    page = ada.follow()
    ada.send(page.form("/confirm"))
    worked(desk, ada, ada.follow())
    assert [desk.load(case.id).case.asked for case in cases] == [{"reason": "not_out"}] * 2


@pytest.mark.parametrize(
    ("what", "fields", "said"),
    [
        ("assign", {"to": "role:supervisor", "words": "Leave"}, "2 will be handed on"),
        ("priority", {"to": "high"}, "2 will change"),
        ("note", {"words": "Strike on Friday"}, "2 will get the note"),
    ],
)
def test_handing_on_priority_and_notes(desk: Office, what: str, fields: dict[str, str], said: str) -> None:
    ada, _ = desk.sign_in("ada"), [desk.case() for _ in range(2)]
    ada.send(chosen(ada, "shown").form("/choose"), what=what)
    page = ada.send(ada.follow().form(f"/ask/{what}"), to="", words=" ")
    assert page.status == 422
    ada.send(page.form(f"/ask/{what}"), **fields)
    page = ada.follow()
    assert said in page.text
    ada.send(page.form("/confirm"))
    page = worked(desk, ada, ada.follow())
    assert "Finished: 2" in page.text


def test_it_can_be_stopped_and_gone_on_with_and_its_supervisor_may_stop_it(desk: Office) -> None:
    ada, bo, cy, cases = *(desk.sign_in(name) for name in ("ada", "bo", "cy")), [desk.case() for _ in range(3)]
    page = chosen(ada, "shown")
    ada.send(page.form("/choose"), what="do:send")
    ada.send(ada.follow().form("/confirm"))
    page = ada.follow()
    assert bo.get(page.path).status == 404
    seen = cy.get(page.path)
    assert "Begun by Ada" in seen.text
    assert [form.action.rpartition("/")[2] for form in seen.forms if page.path in form.action] == ["stop"]
    cy.send(seen.form("/stop"))
    page = worked(desk, ada, ada.get(page.path))
    assert "Stopped: 0 moved, 3 not begun" in page.text
    assert states(desk, cases) == ["reported"] * 3
    forged = page.form("/go-on")
    assert cy.send(forged, csrf_token=cy.get("/staff").form("/search").fields["csrf_token"]).status == 404
    ada.send(forged)
    assert "Finished: 3 moved" in worked(desk, ada, ada.follow()).text


def test_only_what_was_read_is_confirmed(desk: Office) -> None:
    ada, cases = desk.sign_in("ada"), [desk.case() for _ in range(2)]
    choosing = chosen(ada, "shown").form("/choose")
    ada.send(choosing, what="do:send")
    read = ada.follow()
    ada.send(choosing, what="do:refuse")
    ada.send(ada.follow().form("/ask/do:refuse"), reason="not_out")
    page = ada.send(read.form("/confirm"))
    assert page.status == 409
    assert page.title.startswith("Error: Could not collect: 2 cases")
    assert "changed meanwhile. Nothing was done. This is how it stands now." in page.text
    worked(desk, ada, page)
    assert states(desk, cases) == ["reported"] * 2
    other = page.form("/confirm")
    assert ada.send(other, deed="").status == 409
    ada.send(other)
    assert ada.send(read.form("/confirm")).status == 409
    ada.send(other)
    assert "Finished: 2 moved" in worked(desk, ada, ada.follow()).text
    assert states(desk, cases) == ["not-collected"] * 2


def test_what_would_come_of_it_is_part_of_what_was_read(desk: Office) -> None:
    ada, bo, cases = desk.sign_in("ada"), desk.sign_in("bo"), [desk.case() for _ in range(2)]
    choosing = chosen(ada, "shown").form("/choose")
    ada.send(choosing, what="do:send")
    read = ada.follow()
    bo.send(desk.open(bo, cases[0]).form("/take"))
    ada.send(choosing, what="do:send")
    page = ada.send(read.form("/confirm"))
    assert page.status == 409
    assert "1 will move, 1 will not" in page.text


def test_nothing_chosen_and_nothing_wanted(desk: Office) -> None:
    ada, di, case = desk.sign_in("ada"), desk.sign_in("di"), desk.case()
    assert "nothing was chosen" in chosen(ada, "ticked").text
    page = chosen(ada, "shown")
    form = page.form("/choose")
    ada.send(form)
    assert "Choose what to do first" in ada.follow().text
    assert ada.get(f"{page.path}/ask/do:nothing").status == 404
    ada.send(form, what="do:send")
    ada.send(ada.follow().form("/cancel"))
    assert "Nothing was done" in ada.follow().text
    assert ada.get(page.path).status == 404
    token = di.get("/staff").form("/search").fields["csrf_token"]
    forged = {"service": "missed-bin", "queue": "new-reports", "which": "every", "csrf_token": token}
    assert di.client.post("/staff/bulk", data=forged).status_code == 404
    assert case.case.reference not in di.get("/staff").text


def test_the_piece_that_refreshes_says_out_loud_only_what_is_new(desk: Office) -> None:
    ada, _ = desk.sign_in("ada"), [desk.case() for _ in range(2)]
    ada.send(chosen(ada, "shown").form("/choose"), what="do:send")
    ada.send(ada.follow().form("/confirm"))
    page = ada.follow()
    piece = ada.get(f"{page.path}?said=0", headers={"HX-Request": "true"}).response.get_data(as_text=True)
    assert 'hx-trigger="every 2s"' in piece
    assert "hx-swap-oob" not in piece
    worked(desk, ada, page)
    piece = ada.get(f"{page.path}?said=0", headers={"HX-Request": "true"}).response.get_data(as_text=True)
    assert "hx-trigger" not in piece
    assert 'hx-swap-oob="innerHTML:#run-said">Finished: 2 moved' in piece
