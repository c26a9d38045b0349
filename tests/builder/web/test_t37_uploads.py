"""Threat 37: a document brings nothing along but what the language has, and is refused with every problem."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from builder import drafting
from builder.beginning import blank
from builder.writing import written
from runtime.models.base import ORGANISATION
from tests.builder.web.authoring import Desk

GOOD = written(blank("adopt-tree", "Adopt a tree"))


def send(desk: Desk, text: str = "", **more: Any) -> Any:
    return desk.post(desk.sign_in(), "/build/new/document", text=text, **more)


def test_what_is_pasted_is_kept_to_the_byte_and_its_owner_is_who_sent_it(desk: Desk) -> None:
    assert send(desk, GOOD).status == 303
    with desk.database.read() as session:
        draft = drafting.open_draft(session, ORGANISATION, "adopt-tree").draft
    assert draft is not None
    assert (draft.text, draft.revision) == (GOOD, 1)
    assert (draft.owner_id, draft.organisation_id) == (desk.people["ines"], ORGANISATION)


def test_a_file_does_as_well(desk: Desk) -> None:
    file = (io.BytesIO(GOOD.encode()), "../../etc/service.json")
    assert send(desk, file=file).status == 303
    assert desk.text("adopt-tree") == GOOD


@pytest.mark.parametrize(
    ("name", "value"),
    [("owner_id", "x"), ("organisation_id", "x"), ("tenant", 1), ("version", 7), ("revision", 7), ("__class__", {})],
)
def test_37_nothing_is_assigned_that_the_language_does_not_have(desk: Desk, name: str, value: Any) -> None:
    page = send(desk, written(blank("adopt-tree", "Adopt a tree") | {name: value}))
    assert page.status == 422
    assert name in page.text
    assert desk.sign_in().get("/build/adopt-tree").status == 404


@pytest.mark.parametrize(
    ("bad", "place"),
    [
        (GOOD.replace('"title"', '"id": "other", "title"', 1), "Line 4"),
        (GOOD.replace('"languages": ["en"]', '"languages": [NaN]'), "Line 5, column"),
        (GOOD.replace('"languages": ["en"],', '"languages": ["en"]'), "Line 6, column 3"),
        ("[]", "Line 1, column 1"),
        ("{" * 60, "Line 1, column"),
        (GOOD[:-3], "Line"),
    ],
)
def test_37_what_is_no_document_is_refused_with_line_and_column_and_is_not_lost(
    desk: Desk, bad: str, place: str
) -> None:
    page = send(desk, bad)
    assert page.status == 422
    assert place in page.text, page.text
    assert page.form("/document").fields["text"].strip() == bad.strip()


def test_37_every_problem_is_told_at_once(desk: Desk) -> None:
    document = blank("adopt-tree", "Adopt a tree")
    document["form"]["pages"][0]["questions"][0]["type"] = "txt"
    document["workflow"]["states"][0]["labell"] = "x"
    page = send(desk, written(document))
    assert "There are 2 problems" in page.text
    assert page.text.count("Line ") == 2


@pytest.mark.parametrize("text", ["", " \n"])
def test_with_nothing_sent_it_is_asked_for(desk: Desk, text: str) -> None:
    assert "Choose a file, or paste the document" in send(desk, text).text


def test_what_is_not_text_or_too_large_is_refused(desk: Desk) -> None:
    for data in (b"\xff\xfe\x00{", b"\x89PNG\r\n"):
        assert send(desk, file=(io.BytesIO(data), "x.json")).status == 422
    browser = desk.sign_in()
    token = browser.get("/build/new/document").form("/document").fields["csrf_token"]
    parts = [f'name="csrf_token"\r\n\r\n{token}', f'name="file"; filename="x.json"\r\n\r\n[{"1," * 600_000}1]']
    body = "".join(f"--b\r\nContent-Disposition: form-data; {part}\r\n" for part in parts) + "--b--\r\n"
    kind = "multipart/form-data; boundary=b"
    answer = browser.client.post("/build/new/document", data=body.encode(), content_type=kind)
    assert answer.status_code == 422
    assert "larger than 1 MB" in answer.get_data(as_text=True)


def test_one_that_has_the_shape_and_is_not_finished_may_be_put_right_here(desk: Desk) -> None:
    document = blank("adopt-tree", "Adopt a tree")
    document["workflow"]["initial"] = "nowhere"
    browser = desk.sign_in()
    assert desk.post(browser, "/build/new/document", text=json.dumps(document)).status == 303
    assert "1 thing is to be put right before it can be published" in browser.follow().text


def test_an_id_that_is_taken_is_asked_for_and_what_is_there_stays(desk: Desk) -> None:
    browser, live = desk.sign_in(), desk.text()
    mine = written(blank("missed-bin", "Another"))
    page = desk.post(browser, "/build/new/document", text=mine)
    assert page.status == 409
    assert page.form("/document").fields["id"] == "missed-bin-2"
    for id in ("missed-bin", "Missed Bin", "../x", "new", "x" * 65):
        assert browser.send(page.form("/document"), id=id).status == 422, id
    assert browser.send(page.form("/document"), id="bins").status == 303
    assert desk.document("bins") == blank("bins", "Another")
    assert desk.text() == live
