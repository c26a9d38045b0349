"""Packs on their page: downloaded, begun with, and a newer one taken in with conflicts chosen one by one."""

from __future__ import annotations

import io
import json
from typing import Any

from builder import drafting
from builder.edits import Add, Edit, Set, apply
from builder.packs import Pack, document_hash, opened, packed
from runtime.models.base import ORGANISATION
from tests.builder.web.authoring import Desk, now
from tests.factories import example_document
from tests.runtime.web.browsing import Browser, Page

PLACE = "/build/missed-bin/pack"
PHONE = Add("page:contact/questions", {"id": "phone", "type": "phone", "label": "Telephone", "required": False})


def newer(*edits: Edit) -> Pack:
    document = example_document()
    for edit in edits:
        document = apply(document, edit).document
    return Pack(json.dumps(document), grew_from=(document_hash(example_document()),))


def change(desk: Desk, edit: Edit) -> None:
    with desk.database.begin() as session:
        drafting.change(session, ORGANISATION, "missed-bin", edit, base=None, by=desk.people["ines"], at=now())


def send(browser: Browser, content: bytes, name: str = "x.pack.zip", place: str = PLACE) -> Page:
    form = browser.get(place).form("/upload" if place == PLACE else "/document")
    return browser.send(form, file=(io.BytesIO(content), name))


def followed(browser: Browser, page: Page) -> Page:
    assert page.status == 303, page.text
    return browser.get(page.response.headers["Location"])


def labels(document: dict[str, Any]) -> dict[str, str]:
    return {q["id"]: q["label"] for page in document["form"]["pages"] for q in page.get("questions", ())}


def test_the_draft_is_downloaded_as_a_pack_that_opens(desk: Desk) -> None:
    change(desk, Set("question:bin/label", "Which bin?"))
    browser = desk.sign_in()
    page = browser.get(PLACE)
    sent = page.form("/download").fields | {"notes": "Change the address first."}
    done = browser.client.post(f"{PLACE}/download", data=sent)
    assert done.headers["Content-Disposition"] == "attachment; filename=missed-bin.pack.zip"
    made = opened(done.get_data())
    assert (made.text, made.notes) == (desk.text(), "Change the address first.\n")
    assert made.grew_from == (document_hash(example_document()),)


def test_a_newer_pack_is_seen_and_then_taken_in_as_an_edit(desk: Desk) -> None:
    change(desk, Set("question:bin/label", "Which bin?"))
    browser = desk.sign_in()
    page = followed(browser, send(browser, packed(newer(PHONE))))
    assert "Asks a new question, Telephone" in page.text
    assert "nothing of yours is lost" in page.text
    assert "phone" not in labels(desk.document())
    taken = followed(browser, browser.send(page.form("/take")))
    assert "Took in a pack." in taken.text
    assert labels(desk.document())["phone"] == "Telephone"
    assert labels(desk.document())["bin"] == "Which bin?"
    desk.post(browser, "/build/missed-bin/undo", back="/build/missed-bin")
    assert "phone" not in labels(desk.document())


def test_what_both_changed_is_chosen_one_by_one(desk: Desk) -> None:
    change(desk, Set("question:bin/label", "Ours"))
    change(desk, Set("/privacy/keep", "12 months"))
    theirs = newer(Set("question:bin/label", "Theirs"), Set("/privacy/keep", "36 months"), PHONE)
    browser = desk.sign_in()
    page = followed(browser, send(browser, packed(theirs)))
    assert page.text.count("As it is in the pack") == 2
    refused = browser.send(page.form("/take"), **{"choose-0": "ours"})
    assert (refused.status, "Choose for each which of the two shall stand" in refused.text) == (422, True)
    chosen = {"choose-0": "ours", "choose-1": "theirs"}
    assert browser.send(page.form("/take"), **chosen).status == 303
    document = desk.document()
    assert {labels(document)["bin"], document["privacy"]["keep"]} in (
        {"Ours", "36 months"}, {"Theirs", "12 months"},
    )  # fmt: skip
    assert labels(document)["phone"] == "Telephone"
    followed(browser, send(browser, packed(theirs)))
    again = browser.get(PLACE)
    assert "There is nothing new in it" in again.text


def test_a_draft_that_changed_since_is_looked_at_again(desk: Desk) -> None:
    browser = desk.sign_in()
    page = followed(browser, send(browser, packed(newer(PHONE))))
    change(desk, Set("question:bin/label", "Which bin?"))
    seen = browser.send(page.form("/take"))
    assert (seen.status, "The draft has changed since" in seen.text) == (409, True)
    assert browser.send(seen.form("/take")).status == 303


def test_where_nothing_known_is_behind_both_the_page_says_so(desk: Desk) -> None:
    change(desk, Set("question:bin/label", "Ours"))
    browser = desk.sign_in()
    strange = json.dumps(example_document() | {"title": "From elsewhere"}).encode()
    page = followed(browser, send(browser, strange, "missed-bin.json"))
    assert "Nothing that both this draft and the pack grew from is known here" in page.text
    assert browser.send(page.form("/take")).status == 303
    assert (desk.document()["title"], labels(desk.document())["bin"]) == ("From elsewhere", "Bin")


def test_what_is_no_pack_of_this_service_is_refused(desk: Desk) -> None:
    browser = desk.sign_in()
    other = Pack(json.dumps(example_document() | {"id": "other-bin"}))
    for content, words in (
        (b"", "Choose a file"), (b"PK\x03\x04junk", "not a pack"), (b"\xff\xfe", "neither a pack nor"),
        (b'{"format": 1, "format": 1}', "not a document of a service"), (packed(other), "another service, other-bin"),
        (b"[]", "not a document of a service"), (b'{"id": "missed-bin"}', "not a document of a service"),
    ):  # fmt: skip
        page = send(browser, content)
        assert (page.status, words in page.text) == (422, True), words
    assert browser.get(f"{PLACE}/take?hash={'0' * 64}").status == 404
    assert browser.get(f"{PLACE}/take").status == 404


def test_a_new_service_begins_with_a_pack_and_later_takes_in_a_newer_one(desk: Desk) -> None:
    first = example_document() | {"id": "other-bin"}
    second = apply(first, PHONE).document
    browser = desk.sign_in()
    begun = send(browser, packed(Pack(json.dumps(first))), place="/build/new/document")
    assert begun.status == 303, begun.text
    with desk.database.begin() as session:
        edit = Set("question:bin/label", "Ours")
        drafting.change(session, ORGANISATION, "other-bin", edit, base=None, by=desk.people["ines"], at=now())
    pack = Pack(json.dumps(second), grew_from=(document_hash(first),))
    form = browser.get("/build/other-bin/pack").form("/upload")
    page = followed(browser, browser.send(form, file=(io.BytesIO(packed(pack)), "x.zip")))
    assert "nothing of yours is lost" in page.text
    assert browser.send(page.form("/take")).status == 303
    found = labels(desk.document("other-bin"))
    assert (found["bin"], found["phone"]) == ("Ours", "Telephone")
