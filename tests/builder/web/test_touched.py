"""Every service of the library, opened, touched and saved in the builder: the same to the byte, but for the touch."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from runtime import documents
from tests.builder.editing import LIBRARY
from tests.builder.fields.posting import Inputs
from tests.builder.web.authoring import Desk, now
from tests.runtime.web.browsing import Browser

TOUCH = "Touched £ “here”"


def form_on(browser: Browser, path: str) -> MultiDict[str, str]:
    """What the form of the element in hand would post, as it stands on the page."""
    page = browser.get(path)
    assert page.status == 200, (path, page.text[:300])
    action = next(form.action for form in page.forms if form.action.endswith("/element"))
    return MultiDict(Inputs.of(page.response.get_data(as_text=True), action))


def post(browser: Browser, service_id: str, form: MultiDict[str, str]) -> int:
    return int(browser.client.post(f"/build/{service_id}/element", data=form).status_code)


def worded(document: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    """Elements on different tabs with what they are called: tab, address, input, words."""
    sections = document["form"].get("sections", [])
    pages = [*document["form"].get("pages", []), *(page for one in sections for page in one["pages"])]
    questions = [one for page in pages for one in page.get("questions", []) if "use" not in one]
    found = [
        ("form", f"page:{one['id']}", "title", one["title"]) for one in pages if isinstance(one.get("title"), str)
    ][:2]
    found += [
        ("form", f"question:{one['id']}", "label", one["label"]) for one in questions if isinstance(one["label"], str)
    ][-2:]
    states = document["workflow"]["states"]
    return [*found, ("workflow", f"state:{states[-1]['id']}", "label", states[-1]["label"])]


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.parent.name)
def test_a_library_service_stays_the_same_but_for_the_touch(desk: Desk, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    document = json.loads(text)
    id = document["id"]
    with desk.database.begin() as session:
        documents.publish(session, document, by="test", at=now())
    browser = desk.sign_in()
    assert desk.text(id) == text
    for tab, address, name, words in worded(document):
        form = form_on(browser, f"/build/{id}/{tab}?at={address}")
        assert post(browser, id, form) == 303
        assert desk.text(id) == text, f"{address} was saved as it stood"
        assert form[name] == words
        form[name] = TOUCH
        assert post(browser, id, form) == 303
        touched = desk.text(id)
        assert TOUCH in touched, address
        put, out = (json.dumps(one, ensure_ascii=False) for one in (TOUCH, words))
        assert touched.replace(put, out) == text, address
        form = form_on(browser, f"/build/{id}/{tab}?at={address}")
        form[name] = words
        assert post(browser, id, form) == 303
        assert desk.text(id) == text, address
