"""Who may build, what they first see, and undoing: the pages around all others."""

from __future__ import annotations

import json

import pytest

from builder import drafting
from builder.drafting import Conflicting
from builder.edits import Set, as_json
from runtime.models.base import ORGANISATION
from tests.builder.web.authoring import Desk, now


def change(desk: Desk, edit: Set, by: str = "ines", base: int | None = None) -> int:
    with desk.database.begin() as session:
        made = drafting.change(session, ORGANISATION, "missed-bin", edit, base=base, by=desk.people[by], at=now())
    return made.draft.revision


def test_only_authors_build(desk: Desk) -> None:
    assert "Sign in" in desk.site.test_client().get("/build").get_data(as_text=True)
    assert desk.sign_in("di").get("/build").status == 404
    assert desk.sign_in("di").get("/build/missed-bin").status == 404
    page = desk.sign_in().get("/build")
    assert (page.heading, page.links["Report a missed bin collection"]) == ("Services", "/build/missed-bin")


def test_looking_at_a_live_service_begins_no_draft(desk: Desk) -> None:
    browser = desk.sign_in()
    browser.get("/build/missed-bin")
    with desk.database.read() as session:
        assert drafting.open_draft(session, ORGANISATION, "missed-bin").draft is None
    assert browser.get("/build/no-such-service").status == 404


def test_what_was_done_is_undone_and_done_again_on_any_page(desk: Desk) -> None:
    browser, first = desk.sign_in(), desk.text()
    change(desk, Set("/title", "Bins"))
    second = desk.text()
    assert json.loads(second)["title"] == "Bins"
    desk.post(browser, "/build/missed-bin/undo", of="2", back="/build/missed-bin")
    assert "Undone: Changed the title of the service." in browser.get("/build").text
    assert desk.text() == first
    desk.post(browser, "/build/missed-bin/redo", back="/build/missed-bin")
    assert desk.text() == second
    desk.post(browser, "/build/missed-bin/redo", back="/build/missed-bin")
    assert "nothing to do again" in browser.get("/build").text


def test_undo_takes_back_what_its_author_meant_and_nothing_that_came_after(desk: Desk) -> None:
    browser = desk.sign_in()
    change(desk, Set("/title", "Bins"))
    change(desk, Set("/title", "Rubbish"), "tom")
    desk.post(browser, "/build/missed-bin/undo", of="2", back="/build/missed-bin")
    assert "Somebody has changed the draft since" in browser.get("/build").text
    assert desk.document()["title"] == "Rubbish"


def test_two_who_change_different_things_both_have_what_they_did(desk: Desk) -> None:
    seen = change(desk, Set("/title", "Bins"))
    change(desk, Set("/summary", "Tell us."), "tom", base=seen)
    change(desk, Set("question:bin/label", "Which bin?"), "ines", base=seen)
    document = desk.document()
    assert document["summary"] == "Tell us."
    assert document["form"]["pages"][1]["questions"][0]["label"] == "Which bin?"


def test_of_two_who_change_the_same_the_second_is_shown_both(desk: Desk) -> None:
    browser = desk.sign_in()
    seen = change(desk, Set("/title", "Bins"))
    change(desk, Set("/title", "Toms"), "tom", base=seen)
    with pytest.raises(Conflicting) as conflict:
        change(desk, Set("/title", "Mine"), "ines", base=seen)
    assert [(one.ours, one.theirs) for one in conflict.value.conflicts] == [("Toms", "Mine")]
    assert [one.by for one in conflict.value.theirs] == ["Tom"]
    assert desk.document()["title"] == "Toms"
    sent = {"edit": json.dumps(as_json(Set("/title", "Mine"))), "back": "/build/missed-bin"}
    page = desk.post(browser, "/build/missed-bin/settle", revision=str(seen), **sent)
    assert (page.status, page.heading) == (409, "Tom has changed the same thing")
    assert "Toms" in page.text
    assert "Mine" in page.text
    browser.send(page.form("/settle"))
    assert desk.document()["title"] == "Mine"


@pytest.mark.parametrize("edit", ["", "[]", "{}", '{"do": "nothing"}', '{"do": "set", "at": 4}', "[" * 9999])
def test_an_edit_that_is_none_changes_nothing(desk: Desk, edit: str) -> None:
    page = desk.post(desk.sign_in(), "/build/missed-bin/settle", edit=edit, back="https://example.org/")
    assert page.status in (400, 422)


def test_a_form_leads_nowhere_but_to_the_builder(desk: Desk) -> None:
    browser = desk.sign_in()
    change(desk, Set("/title", "Bins"))
    for back in ("https://example.org", "//example.org", "/build/missed-bin\\@x", "/staff", "/build/missed-bins"):
        page = desk.post(browser, "/build/missed-bin/undo", back=back)
        assert page.response.headers["Location"] == "/build/missed-bin"


@pytest.mark.parametrize("name", ["element", "undo", "settle", "order"])
def test_loading_the_answer_to_a_form_again_leads_to_the_service(desk: Desk, name: str) -> None:
    browser = desk.sign_in()
    page = browser.get(f"/build/missed-bin/{name}")
    assert (page.status, page.response.headers["Location"]) == (303, "/build/missed-bin")
    assert browser.client.delete(f"/build/missed-bin/{name}").status_code in (400, 405)
    assert browser.get("/build/no-such-service/element").status == 303
    assert browser.follow().status == 404


def test_what_is_sent_by_itself_when_a_session_ended_is_kept_for_signing_in_again(desk: Desk) -> None:
    browser = desk.sign_in()
    token = browser.get("/build").form("/sign-out").fields["csrf_token"]
    browser.client.delete_cookie("townclerk-staff")
    sent = {"csrf_token": token, "element": "question:bin", "label": "Which bin was it?"}
    headers = {"HX-Request": "true"}
    answer = browser.client.post("/build/missed-bin/element", data=sent, headers=headers)
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (401, "#page")
    assert "What you typed is kept" in answer.get_data(as_text=True)
    looked = browser.client.post("/build/missed-bin/expression?at=question:bin", data=sent, headers=headers)
    assert (looked.status_code, looked.get_data()) == (204, b"")
    strange = browser.client.post("/build/missed-bin/element", data=sent | {"csrf_token": "x"}, headers=headers)
    assert strange.headers["HX-Redirect"] == "/staff/sign-in"
