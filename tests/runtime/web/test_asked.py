"""An organisation outside answers by the link of its mail: it sees what the task shows and nothing else, and once."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from runtime import cases, fsck
from runtime.cases import Loaded
from runtime.db import Database
from tests.definitions.check_cases import ask
from tests.definitions.consulting import WAYS
from tests.runtime.asking import OFFICER, asked_case
from tests.runtime.web.browsing import Browser, Page

POLICE: dict[str, Any] = {
    "id": "police", "label": "Closing the road", "by": {"name": "The police", "address": "police@example.com"},
    "in": ["asking"], "due": "10 working days", "about": "It is about {street}.", "shows": ["street", "case.state"],
    "ask": [ask("possible", "yes-no"), ask("plan", "file", required=False)],
}  # fmt: skip
KEEP = ("consult", "back", "end")


class Outsider:
    """A case that the police are asked about, and a browser that has the link."""

    def __init__(self, site: Flask, database: Database) -> None:
        self.database, self.browser = database, Browser(site.test_client())
        ways = [way for way in WAYS if way["id"] in KEEP]
        ways.append({"id": "vote", "label": "Vote", "from": ["asking"], "to": "voting", "by": ["officer"]})
        with database.begin() as session:
            self.case = asked_case(session, "Secret Street", tasks=[POLICE], transitions=ways)
        self.link = self.link_of(self.case)

    def link_of(self, case: Loaded) -> str:
        return f"/asked/{self.database.keys.task_token(case.id, 'police', case.case.tasks['police'].opened)}"

    def opens(self, link: str = "") -> Page:
        page = self.browser.get(link or self.link)
        assert "Secret Street" not in page.text
        self.browser.send(page.form(link or self.link))
        return self.browser.get("/asked/task")

    def act(self, action: str) -> Loaded:
        with self.database.begin() as session:
            cases.act(session, self.case.id, action, {}, OFFICER, revision=None, at=datetime.now(UTC))
            return cases.load(session, self.case.id)


@pytest.fixture
def police(site: Flask, database: Database) -> Outsider:
    return Outsider(site, database)


def test_it_answers_by_the_link_and_the_case_knows_who(police: Outsider) -> None:
    page = police.opens()
    assert page.heading == "Closing the road"
    for words in ("It is about Secret Street.", "Please answer by", "Street Secret Street"):
        assert words in page.text, words
    bad = police.browser.send(page.form("/asked/task"))
    assert bad.status == 422
    police.browser.send(page.form("/asked/task"), possible="no")
    assert police.browser.follow().heading == "We have your answer"
    with police.database.read() as session:
        errand = cases.load(session, police.case.id).case.tasks["police"]
        assert (errand.answers, errand.by.kind if errand.by else "", errand.by.name if errand.by else "") == (
            {"possible": False}, "partner", "The police",
        )  # fmt: skip
        assert [str(finding) for finding in fsck.run(session)] == []


def test_of_two_with_the_link_one_answers_and_the_other_keeps_what_was_typed(police: Outsider, site: Flask) -> None:
    form = police.opens().form("/asked/task")
    other = Browser(site.test_client())
    other.send(other.get(police.link).form(police.link))
    other.send(other.get("/asked/task").form("/asked/task"), possible="yes")
    page = police.browser.send(form, possible="no")
    assert (page.status, page.heading) == (409, "There is nothing to answer here any more")
    assert "The police did “Closing the road”" in page.text
    assert "no" in page.text


def test_a_link_opens_only_what_it_was_made_for(police: Outsider) -> None:
    for link in ("/asked/nonsense", police.link[:-3] + "AAA", police.link.replace("/asked/", "/track/")):
        page = police.browser.get(link)
        assert police.browser.send(page.form(link)).status == 404
    assert police.browser.get("/asked/task").status == 404
    assert police.browser.get("/asked/files/1").status == 404
    assert police.browser.get("/track/case").status == 303


def test_a_link_ends_with_the_time_the_task_was_opened(police: Outsider) -> None:
    police.opens()
    police.act("back")
    gone = police.browser.get("/asked/task")
    assert gone.heading == "There is nothing to answer here any more"
    again = police.act("consult")
    assert police.browser.get("/asked/task").status == 404
    assert police.opens(police.link_of(again)).heading == "Closing the road"
