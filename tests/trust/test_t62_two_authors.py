"""Threat 62: two authors of one draft do not overwrite each other; what is saved over something newer is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from werkzeug.test import TestResponse

from builder.edits.patch import patched
from tests.builder.web.authoring import Desk
from tests.builder.web.conftest import desk, shared_whole
from tests.runtime.web.browsing import Browser

__all__ = ["desk", "shared_whole"]

PATH = "/build/missed-bin/document.json"


def put(browser: Browser, text: str | bytes, **headers: str) -> TestResponse:
    token = browser.get("/build").form("/sign-out").fields["csrf_token"]
    sent = {"X-CSRFToken": token, "Content-Type": "application/json", **headers}
    return browser.client.put(PATH, data=text, headers=sent)


def taken(browser: Browser) -> tuple[str, str]:
    response = browser.client.get(PATH)
    assert response.status_code == 200
    return response.get_data(as_text=True), response.headers["ETag"]


def titled(text: str, title: str) -> str:
    assert '"title": "Report a missed bin collection"' in text
    return text.replace('"title": "Report a missed bin collection"', f'"title": "{title}"', 1)


def test_a_stale_save_is_refused_with_the_difference(desk: Desk) -> None:
    ines, tom = desk.sign_in("ines"), desk.sign_in("tom")
    text, etag = taken(ines)
    assert taken(tom) == (text, etag)
    saved = put(tom, titled(text, "Toms"), **{"If-Match": etag})
    assert saved.status_code == 200
    assert saved.headers["ETag"] == taken(tom)[1] != etag
    refused = put(ines, titled(text, "Mine"), **{"If-Match": etag})
    assert (refused.status_code, refused.headers["ETag"]) == (412, saved.headers["ETag"])
    told: Any = refused.get_json()
    assert told["changes"][0]["by"] == "Tom"
    assert any("Mine" in words and "Toms" in words for words in told["yours"]), told["yours"]
    assert patched(desk.document(), told["difference"]) == json.loads(titled(text, "Mine"))
    assert desk.text() == titled(text, "Toms")
    again = put(ines, titled(text, "Mine"), **{"If-Match": refused.headers["ETag"]})
    assert again.status_code == 200
    assert desk.text() == titled(text, "Mine")


def test_what_is_saved_is_kept_to_the_byte_and_can_be_undone(desk: Desk) -> None:
    ines = desk.sign_in("ines")
    text, etag = taken(ines)
    ugly = "\n" + titled(text, "\\u0042ins").replace("    ", "\t") + "\n\n"
    saved = put(ines, ugly, **{"If-Match": etag})
    assert saved.status_code == 200
    assert taken(ines) == (ugly, saved.headers["ETag"])
    assert ines.client.get(PATH, headers={"If-None-Match": saved.headers["ETag"]}).status_code == 304
    desk.post(ines, "/build/missed-bin/undo", back="/build/missed-bin")
    assert taken(ines) == (text, etag)


@pytest.mark.parametrize("condition", [{}, {"If-Match": "*"}, {"If-Match": 'W/"x"'}, {"If-Match": '"a", "b"'}])
def test_nothing_is_saved_over_what_nobody_has_looked_at(desk: Desk, condition: dict[str, str]) -> None:
    ines = desk.sign_in("ines")
    text, _ = taken(ines)
    assert put(ines, titled(text, "Mine"), **condition).status_code == 428
    assert desk.text() == text


@pytest.mark.parametrize(
    "bad", [b"", b"{", b"[]", b"{}", b'{"id": "other"}', b"\xff", b'{"a": 1, "a": 2}', b"[" * 100_000, b" " * 1_100_000]
)
def test_what_is_no_document_is_not_saved(desk: Desk, bad: bytes) -> None:
    ines = desk.sign_in("ines")
    text, etag = taken(ines)
    refused = put(ines, bad, **{"If-Match": etag})
    assert refused.status_code in (413, 422)
    assert taken(ines) == (text, etag)


def test_the_document_stays_that_of_its_service(desk: Desk) -> None:
    ines = desk.sign_in("ines")
    text, etag = taken(ines)
    other = text.replace('"id": "missed-bin"', '"id": "other"', 1)
    assert put(ines, other, **{"If-Match": etag}).status_code == 422
    assert desk.text() == text


def test_only_authors_take_and_save_documents(desk: Desk) -> None:
    ines, di = desk.sign_in("ines"), desk.sign_in("di")
    text, etag = taken(ines)
    assert di.client.get(PATH).status_code == 404
    assert di.client.put(PATH, data=text, headers={"If-Match": etag}).status_code in (400, 404)
    assert desk.site.test_client().get(PATH).status_code in (302, 303, 401, 403, 404, 200)
    assert "missed_on" not in desk.site.test_client().get(PATH).get_data(as_text=True)
    assert ines.client.put(PATH, data=titled(text, "Forged"), headers={"If-Match": etag}).status_code == 400
    assert desk.text() == text
