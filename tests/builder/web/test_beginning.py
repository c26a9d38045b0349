"""Beginning a service: from nothing, the library, a copy, a list of questions."""

from __future__ import annotations

from typing import Any

import pytest

from builder.fields.kinds import CHOOSING
from builder.library import library, library_text
from builder.outline import kinds_for
from definitions.examples import run_examples
from definitions.read import check, read_service
from runtime import documents
from tests.builder.web.authoring import Desk, now


def errors(document: dict[str, Any]) -> list[str]:
    return [one.message for one in check(document) if one.severity == "error"]


def test_from_nothing_only_the_title_is_asked_and_it_could_be_published_at_once(desk: Desk) -> None:
    browser = desk.sign_in()
    page = browser.send(browser.get("/build/new").form("/build/new"), title="  Report a {dead}  tree ")
    assert page.status == 303
    assert browser.follow().status == 200
    document = desk.document("report-dead-tree")
    assert document["title"] == "Report a {{dead}} tree"
    with desk.database.begin() as session:
        assert documents.publish(session, document, by="test", at=now()).number == 1


@pytest.mark.parametrize("title", ["", "   ", "x" * 201, "a\x00b", "a\u202eb"])
def test_a_title_that_is_none_is_asked_for_again_and_nothing_is_lost(desk: Desk, title: str) -> None:
    page = desk.post(desk.sign_in(), "/build/new", title=title)
    assert page.status == 422
    assert page.title.startswith("Error: ")
    assert page.form("/build/new").fields["title"] == " ".join(title.split())


def test_no_two_services_have_one_id_nor_that_of_a_page_of_ours(desk: Desk) -> None:
    browser = desk.sign_in()
    for title, id in (
        ("Missed bin", "missed-bin-2"),
        ("Missed bin", "missed-bin-3"),
        ("New", "new-2"),
        ("Coed", "coed"),
    ):
        assert f"/build/{id}" in desk.post(browser, "/build/new", title=title).response.headers["Location"]
    for title in ("漢字", "123", "!"):
        assert "/build/service" in desk.post(browser, "/build/new", title=title).response.headers["Location"]


@pytest.mark.parametrize("service_id", library())
def test_a_ready_made_service_is_looked_at_and_then_had_to_the_byte(desk: Desk, service_id: str) -> None:
    browser = desk.sign_in()
    page = browser.get(f"/build/new/library/{service_id}")
    assert page.status == 200
    assert "What is asked" in page.text
    answer = browser.send(page.form(f"/library/{service_id}"))
    if service_id == "missed-bin":
        assert "missed-bin-2" in answer.response.headers["Location"]
        assert desk.document("missed-bin-2")["form"] == read_service(library_text(service_id)).document["form"]
    else:
        assert desk.text(service_id) == library_text(service_id)


def test_a_ready_made_service_under_a_title_of_ones_own(desk: Desk) -> None:
    browser = desk.sign_in()
    assert browser.get("/build/new/library").links["Report a missed bin collection"].endswith("/library/missed-bin")
    assert browser.get("/build/new/library/../x").status == 404
    page = browser.get("/build/new/library/missed-bin")
    assert browser.send(page.form("/missed-bin"), title="").status == 422
    browser.send(page.form("/missed-bin"), title="Report a missed food caddy")
    document = desk.document("report-missed-food-caddy")
    assert document["title"] == "Report a missed food caddy"
    assert errors(document) == []
    assert run_examples(read_service(document)).ok


def test_a_copy_is_another_service_and_works_as_the_first(desk: Desk) -> None:
    browser, first = desk.sign_in(), desk.text()
    assert browser.get("/build/new/own").links["Report a missed bin collection"] == "/build/missed-bin/copy"
    page = browser.get("/build/missed-bin/copy")
    browser.send(page.form("/copy"), title="Report a missed caddy")
    copy = desk.document("report-missed-caddy")
    assert copy == desk.document() | {"id": "report-missed-caddy", "title": "Report a missed caddy"}
    assert run_examples(read_service(copy)).ok
    assert desk.text() == first
    assert browser.send(page.form("/copy"), title="").status == 422


LIST = """1. Your name
2. Email (optional)
3. Which bin was missed? (Look at its lid)
   - Rubbish
   - Recycling
4. When was it missed?"""


def test_what_each_line_becomes_is_shown_and_can_be_changed_before_it_is_made(desk: Desk) -> None:
    browser = desk.sign_in()
    page = browser.send(browser.get("/build/new/questions").form("/questions"), pasted=LIST, title="Report a bin")
    assert "What it becomes: 4 pages" in page.text
    assert "Rubbish · Recycling" in page.text
    form = page.form("/questions")
    assert form.fields["pasted"].strip().splitlines() == LIST.splitlines()
    answer = browser.send(
        form, make="yes", **{"kind-name": "name", "kind-which_bin_missed": "x", "kind-missed": "text"}
    )
    assert answer.status == 303, answer.text
    made = desk.document("report-bin")["form"]["pages"]
    assert errors(desk.document("report-bin")) == []
    assert [one["questions"][0]["type"] for one in made][:3] == ["name", "email", "radios"]
    assert made[1]["questions"][0]["required"] is False


def test_a_list_without_questions_or_a_title_is_asked_for_again(desk: Desk) -> None:
    browser = desk.sign_in()
    assert desk.post(browser, "/build/new/questions", pasted=" \n ", title="T").status == 422
    assert desk.post(browser, "/build/new/questions", pasted="a\x00b", title="T").status == 422
    page = desk.post(browser, "/build/new/questions", pasted="Your name", title="", make="yes")
    assert page.status == 422
    assert page.form("/questions").fields["pasted"].strip() == "Your name"


@pytest.mark.parametrize("kind", [*kinds_for({}), *kinds_for({"options": ()})])
def test_a_line_of_any_kind_makes_a_service_without_errors(desk: Desk, kind: str) -> None:
    pasted = "Thing (optional)" + ("\n - One\n - Two" if kind in CHOOSING else "")
    sent = {"title": "Count", "pasted": pasted, "make": "yes", "kind-thing": kind}
    assert desk.post(desk.sign_in(), "/build/new/questions", **sent).status == 303
    document = desk.document("count")
    assert document["form"]["pages"][0]["questions"][0]["type"] == kind
    assert errors(document) == []
