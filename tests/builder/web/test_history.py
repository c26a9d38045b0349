"""The history of a service on its page: what was live when, any two compared, back in one step; and who answers."""

from __future__ import annotations

from typing import Any

from runtime import documents, releases
from runtime.models.base import ORGANISATION
from runtime.releases import Asker
from tests.builder.web.authoring import Desk, now
from tests.factories import example_document

PLACE = "/build/missed-bin/history"


def release(desk: Desk, why: str, **changes: Any) -> int:
    with desk.database.begin() as session:
        document = example_document() | changes
        return releases.publish(session, document, by=Asker("Bo"), why=why, at=now()).number


def request_of(desk: Desk) -> str:
    document = example_document() | {"examples": []}
    document["messages"][0]["to"] = {"address": "desk@example.org"}
    with desk.database.begin() as session:
        ines = Asker("Ines", desk.people["ines"])
        asked = releases.ask(session, document, by=ines, why="The desk reads it", at=now())
    return f"/build/missed-bin/request/{asked.id}"


def test_it_says_what_was_live_when_by_whom_and_why(desk: Desk) -> None:
    release(desk, "A clearer title", title="Tell us about a bin")
    page = desk.sign_in().get(PLACE)
    assert "2 Live" in page.text
    assert "Bo A clearer title What changed from version 1" in page.text
    told = desk.sign_in().get(page.links["What changed from version 1"])
    assert "Tell us about a bin" in told.text
    assert told.heading == "What version 2 has otherwise than version 1"


def test_any_two_and_the_draft_are_compared(desk: Desk) -> None:
    release(desk, "A clearer title", title="Tell us about a bin")
    browser = desk.sign_in()
    assert browser.get(PLACE).form("/compare").method == "get"
    compared = browser.get(f"{PLACE}/compare?from=2&to=1")
    assert "Report a missed bin collection” instead of “Tell us about a bin" in compared.text
    assert "Nothing: they say the same." in browser.get(f"{PLACE}/compare?from=2&to=draft").text
    for wrong in ("from=7&to=1", "from=x&to=1", "from=1&to=99999999999", "to=1"):
        assert browser.get(f"{PLACE}/compare?{wrong}").status == 404, wrong


def test_back_to_an_earlier_version_in_one_step(desk: Desk) -> None:
    release(desk, "A clearer title", title="Tell us about a bin")
    browser = desk.sign_in()
    form = browser.get(PLACE).form("/return")
    assert browser.send(form, version="1", why="").status == 422
    assert browser.send(form, version="1", why="Nobody found it").status == 303
    page = browser.get(PLACE)
    assert "Version 1 is live again" in page.text
    assert "1 again Live" in page.text
    with desk.database.read() as session:
        assert documents.published(session, "missed-bin").number == 1
        assert releases.history(session, "missed-bin")[0].by == "Ines"
    assert browser.send(form, version="9", why="x").status == 404
    assert browser.send(form, version="x", why="x").status == 400


def test_what_waits_is_listed_and_refused_with_a_reason(desk: Desk) -> None:
    place, ines, tom = request_of(desk), desk.sign_in(), desk.sign_in("tom")
    assert "Somebody other than you" in ines.get("/build/approvals/waiting").text
    listed = tom.get("/build/approvals/waiting")
    assert "you may be the one" in listed.text
    assert listed.links["Report a missed bin collection"] == place
    assert not any(form.action.endswith("/approve") for form in ines.get(place).forms)
    page = tom.get(place)
    assert "Email goes to desk@example.org" in page.text
    assert tom.send(page.form("/refuse"), answer="").status == 422
    assert tom.send(page.form("/refuse"), answer="Who reads that?").status == 303
    assert "Tom did not agree to the last request Who reads that?" in ines.get("/build/missed-bin/publish").text
    assert "Nothing waits." in ines.get("/build/approvals/waiting").text
    assert tom.send(page.form("/approve")).status == 409


def test_nobody_approves_what_they_asked_for(desk: Desk) -> None:
    place, ines = request_of(desk), desk.sign_in()
    done = desk.post(ines, f"{place}/approve")
    assert (done.status, "Somebody else must approve this" in done.text) == (403, True)
    with desk.database.read() as session:
        assert documents.published(session, "missed-bin", ORGANISATION).number == 1


def test_a_request_is_answered_even_where_its_draft_is_gone(desk: Desk) -> None:
    document = example_document() | {"id": "new-bin", "examples": []}
    document["messages"][0]["to"] = {"address": "desk@example.org"}
    with desk.database.begin() as session:
        asked = releases.ask(session, document, by=Asker("Bo"), why="New", at=now())
    tom = desk.sign_in("tom")
    page = tom.get(f"/build/new-bin/request/{asked.id}")
    assert "This is the first version" in page.text
    assert tom.send(page.form("/approve")).status == 303
    assert tom.get("/build/new-bin/history").status == 200
