"""The list of services, and throwing a draft away."""

from __future__ import annotations

from builder import drafting
from builder.edits import Set
from runtime.models.base import ORGANISATION
from tests.builder.web.authoring import Desk, now
from tests.runtime.web.browsing import Page


def change(desk: Desk, edit: Set, by: str = "ines") -> None:
    with desk.database.begin() as session:
        drafting.change(session, ORGANISATION, "missed-bin", edit, base=None, by=desk.people[by], at=now())


def begin(desk: Desk, title: str, by: str = "ines") -> Page:
    return desk.post(desk.sign_in(by), "/build/new", title=title)


def test_each_service_says_how_it_stands_whose_it_is_and_who_changed_it_last(desk: Desk) -> None:
    page = desk.sign_in().get("/build")
    assert "Live" in page.text
    assert "Nothing changed since it was published." in page.text
    change(desk, Set("/title", "Bins"))
    change(desk, Set("transition:send/by", ["crew-desk", "nobody"]), "tom")
    page = desk.sign_in().get("/build")
    assert "Bins" in page.links
    assert "Live, with changes" in page.text
    assert "Ines owns it." in page.text
    assert "by Tom." in page.text
    assert page.links["1 to put right"] == "/build/missed-bin/check"
    begin(desk, "Adopt a tree")
    assert "Draft" in desk.sign_in().get("/build").text


def test_with_nothing_there_the_page_says_how_to_begin(desk: Desk) -> None:
    page = desk.sign_in().get("/build?q=zebra")
    assert "No service fits “zebra”." in page.text
    assert page.links["Show all 1"] == "/build"


def test_many_services_are_filtered_by_what_is_seen_of_them(desk: Desk) -> None:
    browser = desk.sign_in()
    assert not [form for form in browser.get("/build").forms if "q" in form.fields and form.action == "/build"]
    for n in range(8):
        begin(desk, f"Adopt tree {n}", "tom")
    assert [form for form in browser.get("/build").forms if form.action == "/build"]
    assert "Adopt tree 3" in browser.get("/build?q=TREE+3").links
    assert "Adopt tree 4" not in browser.get("/build?q=tree+3").links
    assert "Report a missed bin collection" not in browser.get("/build?q=tom+draft").links


def test_what_is_discarded_is_said_first_and_undone_to_the_byte(desk: Desk) -> None:
    browser, live = desk.sign_in(), desk.text()
    change(desk, Set("/title", "Bins"), "tom")
    text = desk.text()
    page = browser.get("/build/missed-bin/discard")
    assert "Changed the title of the service" in page.text
    assert "What is published stays as it is" in page.text
    browser.send(page.form("/discard"))
    page = browser.follow()
    assert "as it is published again. Undo brings back what it was." in page.text
    assert desk.text() == live
    browser.get("/build/missed-bin/discard")
    assert "There is nothing to discard" in browser.follow().text
    browser.send(page.form("/undo"))
    assert desk.text() == text
    browser.send(browser.get("/build/missed-bin").form("/undo"))
    assert desk.text() == live


def test_what_somebody_changed_after_the_look_is_not_thrown_away(desk: Desk) -> None:
    browser = desk.sign_in()
    change(desk, Set("/title", "Bins"))
    page = browser.get("/build/missed-bin/discard")
    change(desk, Set("/summary", "Mine"), "tom")
    again = browser.send(page.form("/discard"))
    assert again.status == 409
    assert "Changed the summary" in again.text
    assert desk.document()["summary"] == "Mine"
    browser.send(again.form("/discard"))
    assert desk.document()["summary"] != "Mine"


def test_a_service_that_was_never_published_is_gone_once_discarded(desk: Desk) -> None:
    begin(desk, "Adopt a tree")
    browser = desk.sign_in()
    page = browser.get("/build/adopt-tree/discard")
    assert page.links["Download it first"] == "/build/adopt-tree/pack"
    browser.send(page.form("/discard"))
    assert "Adopt a tree" not in browser.follow().links
    assert browser.get("/build/adopt-tree").status == 404


def test_whoever_builds_nothing_neither_begins_nor_discards(desk: Desk) -> None:
    browser = desk.sign_in("di")
    for path in ("/build/new", "/build/new/library", "/build/new/document", "/build/missed-bin/discard"):
        assert browser.get(path).status == 404
