"""Possible paths on their page: the form as a tree, filtered by its end; the workflow by outcome and state."""

from __future__ import annotations

import json
import re

from builder import drafting
from builder.edits import Add, Edit, Set, Several
from builder.library import library_text
from builder.web.checking import paths_page
from runtime import documents
from runtime.models.base import ORGANISATION
from tests.builder.web.authoring import Desk, now

PATHS = "/build/missed-bin/paths"


def change(desk: Desk, *edits: Edit) -> None:
    with desk.database.begin() as session:
        given = {"base": None, "by": desk.people["ines"], "at": now()}
        drafting.change(session, ORGANISATION, "missed-bin", Several(edits), **given)


def test_the_form_as_a_tree_with_questions_and_minutes(desk: Desk):
    page = desk.sign_in().get(PATHS)
    assert page.heading == "Possible paths"
    assert "4 paths. To send the form takes about 2 minutes." in page.text
    order = ["Where was the bin missed", "Which bin was missed", "Collection day: for example",
             "goes straight on", "You can no longer report", "How can we tell you", "The form is sent"]  # fmt: skip
    places = [page.text.index(words, page.text.index("Show")) for words in order]
    assert places == sorted(places)
    assert page.links["Which bin was missed"] == "/build/missed-bin/form?at=page:which"
    assert page.links["Make examples of these"] == "/build/missed-bin/examples"
    body = page.response.get_data(as_text=True)
    assert body.count("<details") >= 2


def test_only_those_that_come_to_one_end(desk: Desk):
    page = desk.sign_in().get(f"{PATHS}?end=too-late")
    told = page.text[page.text.index("Show") : page.text.index("To each outcome")]
    assert "You can no longer report this" in told
    assert "The form is sent" not in told
    assert "No path that was walked comes to this end" in desk.sign_in().get(f"{PATHS}?end=nothing").text
    for odd in ("way=99&from=9999", "way=x&from=-1", "from=2"):
        assert desk.sign_in().get(f"{PATHS}?{odd}").status == 200


def test_the_workflow_by_outcome_and_state(desk: Desk):
    page = desk.sign_in().get(PATHS)
    assert "Collected Send a crew by itself, then Mark collected" in page.text
    assert "Overdue Mark collected" in page.text
    state = {"id": "lost", "label": "Lost", "public": "Lost", "queue": "with-crew"}
    change(desk, Add("/workflow/states", state), Set("transition:done/to", "overdue"))
    page = desk.sign_in().get(PATHS)
    assert "Collected No way leads here" in page.text
    assert "Lost No way out" in page.text
    assert "The paths can be told once what must be put right is." in page.text


def test_what_nobody_can_come_to_is_marked(desk: Desk):
    question = {"id": "why", "type": "text", "label": "Why so late?"}
    hidden = {"id": "never", "title": "Never seen", "when": "missed_on > add_days(today(), 1)", "questions": [question]}
    change(desk, Add("/form/pages", hidden))
    page = desk.sign_in().get(PATHS)
    assert "Pages that nobody can come to Never seen" in page.text
    assert "Questions that nobody is asked Why so late" in page.text
    assert page.links["Never seen"] == "/build/missed-bin/form?at=page:never"


def test_a_form_with_too_many_paths_says_that_some_are_left_out(desk: Desk, monkeypatch):
    with desk.database.begin() as session:
        documents.publish(session, json.loads(library_text("blue-badge")), by="test", at=now())
    monkeypatch.setattr(paths_page, "STEPS", 2000)
    paths_page.routes_of.cache_clear()
    page = desk.sign_in().get("/build/blue-badge/paths")
    paths_page.routes_of.cache_clear()
    assert "more paths than could be walked" in page.text
    assert "nobody can come to" not in page.text


def test_what_is_too_far_in_is_told_from_there(desk: Desk):
    with desk.database.begin() as session:
        documents.publish(session, json.loads(library_text("blue-badge")), by="test", at=now())
    browser = desk.sign_in()
    page = browser.get("/build/blue-badge/paths")
    further = re.findall(r'href="([^"]*from=[^"]*)"', page.response.get_data(as_text=True))
    assert further
    page = browser.get(further[0].replace("&amp;", "&"))
    assert page.links["From the beginning"].startswith("/build/blue-badge/paths")
