"""A consultee's pages: what is asked of them, the task with its form, taking and handing on, and a vote."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from flask import Flask

from runtime import cases, fsck, people
from runtime.cases import Loaded
from runtime.db import Database
from tests.runtime.asking import OFFICER, asked_case
from tests.runtime.web.browsing import Browser, Page

PASSWORD = "correct horse battery"
PEOPLE = {"Ada": ["officer"], "Hugh": ["highways"], "Hana": ["highways"], "Sue": ["structures"], "Stan": []}
PEOPLE |= {name: ["member"] for name in ("Ann", "Bob", "Cyd")} | {"Dee": ["member", "chair"]}
LISTED = {"place": "The mill", "listed": True}


class Council:
    """Consultees and a panel, and browsers for each of them."""

    def __init__(self, site: Flask, database: Database) -> None:
        self.site, self.database = site, database
        with database.begin() as session:
            for name, roles in PEOPLE.items():
                email = f"{name.lower()}@example.org"
                who = people.create(session, name=name, email=email, password=PASSWORD, at=datetime.now(UTC))
                team = people.create_team(session, name, at=datetime.now(UTC))
                people.join(session, team, who, at=datetime.now(UTC))
                for role in roles:
                    people.grant(session, team, "report-it", role, at=datetime.now(UTC))

    def case(self, street: str = "Bridge Street", *sites: dict[str, object]) -> Loaded:
        with self.database.begin() as session:
            return asked_case(session, street, *sites)

    def as_(self, name: str) -> Browser:
        browser = Browser(self.site.test_client())
        page = browser.get("/staff/sign-in")
        browser.send(page.form("/sign-in"), email=f"{name.lower()}@example.org", password=PASSWORD)
        return browser

    def vote_of(self, case: Loaded) -> Loaded:
        """The case once it is with the panel."""
        with self.database.begin() as session:
            hugh = people.viewer(session, people.find(session, "hugh@example.org")).actor("report-it")
            cases.do_task(session, case.id, "highways", {"opinion": "support"}, hugh, at=datetime.now(UTC))
            cases.act(session, case.id, "go-on", {}, OFFICER, revision=None, at=datetime.now(UTC))
            return cases.load(session, case.id)


@pytest.fixture
def council(site: Flask, database: Database) -> Council:
    return Council(site, database)


def url(case: Loaded, key: str) -> str:
    return f"/staff/cases/{case.case.reference}/tasks/{key}"


def answer(browser: Browser, case: Loaded, key: str, **given: str) -> Page:
    return browser.send(browser.get(url(case, key)).form(key), **given)


def test_a_consultee_finds_answers_and_is_done(council: Council) -> None:
    case, hugh = council.case(), council.as_("Hugh")
    home = hugh.get("/staff")
    assert "Asked of you" in home.text
    page = hugh.get(home.links["Effect on the road"])
    assert page.heading == "Effect on the road"
    assert "Bridge Street" in page.text
    bad = hugh.send(page.form("/highways"))
    assert bad.status == 422
    assert "There is a problem" in bad.text
    hugh.send(page.form("/highways"), opinion="object", why="A pram does not get past")
    listed = hugh.follow()
    assert "Your answer to “Effect on the road” has been recorded" in listed.text
    assert "Nothing is asked of you now" in listed.text
    told = council.as_("Ada").get(f"/staff/cases/{case.case.reference}")
    asked = "Townclerk asked Highways (“Effect on the road”), by 13 April 2026; and Structures"
    said = ("Asked of others", "What others said", "A pram does not get past", "Hugh answered “Effect on the road”")
    for words in (asked, *said):
        assert words in told.text, words


def test_of_two_at_one_task_the_other_sees_who_did_it_and_keeps_what_was_typed(council: Council) -> None:
    case, hugh, hana = council.case(), council.as_("Hugh"), council.as_("Hana")
    form = hana.get(url(case, "highways")).form("/highways")
    answer(hugh, case, "highways", opinion="support")
    page = hana.send(form, opinion="object", why="Cars cannot turn")
    assert page.status == 409
    assert page.heading == "Somebody else acted first"
    for words in ("Hugh answered “Effect on the road”", "Hugh did “Effect on the road” at", "Cars cannot turn"):
        assert words in page.text, words
    again = hugh.get(url(case, "highways"))
    assert "What was said" in again.text
    assert [form for form in again.forms if form.action.endswith("highways")] == []


def test_others_answer_meanwhile_and_nothing_is_overtaken(council: Council) -> None:
    case, hugh, sue = council.case(), council.as_("Hugh"), council.as_("Sue")
    form = sue.get(url(case, "structures")).form("/structures")
    answer(hugh, case, "highways", opinion="support")
    assert sue.send(form, opinion="support").status == 303
    assert sue.send(form, opinion="support").status == 303
    with council.database.read() as session:
        assert [str(finding) for finding in fsck.run(session)] == []
        assert session.execute(sa.text("SELECT count(*) FROM events WHERE kind = 'task-done'")).scalar_one() == 2


def test_a_task_is_read_by_colleagues_and_answered_only_by_whom_it_is_for(council: Council) -> None:
    case, sue, stan = council.case(), council.as_("Sue"), council.as_("Stan")
    page = sue.get(url(case, "highways"))
    assert "“Effect on the road” is for Highways to do" in page.text
    token = sue.get(url(case, "structures")).form("/structures")
    token.action = url(case, "highways")
    assert sue.send(token, opinion="support").status == 409
    for path in (url(case, "highways"), f"{url(case, 'highways')}/hand-on", "/staff/cases/AAAA-AAAAA/tasks/highways"):
        assert stan.get(path).status == 404
    assert sue.get(f"{url(case, 'highways')}/hand-on").status == 404
    assert "Effect on the road" not in stan.get("/staff/tasks").text
    assert "Effect on the road" not in sue.get("/staff/tasks?role=report-it/highways").text


def test_a_task_is_taken_put_back_and_handed_on(council: Council) -> None:
    case, hugh, hana = council.case(), council.as_("Hugh"), council.as_("Hana")
    hugh.send(hugh.get(url(case, "highways")).form("/take"))
    assert "Highways: Hugh" in hugh.follow().text
    assert "Effect on the road" not in hana.get("/staff/tasks").text
    listed = hana.get("/staff/tasks?role=report-it/highways")
    assert "Hugh" in listed.text
    assert "All of Highways (1)" in listed.links
    form = hugh.get(f"{url(case, 'highways')}/hand-on").form("/hand-on")
    assert hugh.send(form).status == 422
    with council.database.read() as session:
        to = f"person:{people.find(session, 'hana@example.org')}"
    hugh.send(form, to=to, reason="She knows the street")
    assert "Effect on the road" in hana.get("/staff/tasks").links
    hana.send(hana.get(url(case, "highways")).form("/take"))
    told = hana.get(f"/staff/cases/{case.case.reference}").text
    for words in ("Hugh took “Effect on the road”", "Hugh gave “Effect on the road” to Hana", "She knows the street",
                  "Hana put “Effect on the road” back"):  # fmt: skip
        assert words in told, words


def test_a_task_for_an_item_is_called_by_it(council: Council) -> None:
    case, ada = council.case("High Street", {"place": "The shed", "listed": False}, LISTED), council.as_("Ada")
    page = ada.get(ada.get("/staff/tasks").links["Visit to The mill"])
    assert page.heading == "Visit to The mill"
    ada.send(page.form("/visit.2"), found="yes")
    assert "Ada answered “Visit to The mill”" in ada.get(f"/staff/cases/{case.case.reference}").text


def test_a_panel_votes_changes_its_mind_and_the_chair_decides(council: Council) -> None:
    case = council.vote_of(council.case("High Street"))
    ann = council.as_("Ann")
    page = ann.get(ann.get("/staff").links["The panel"])
    assert ann.send(page.form("/panel")).status == 422
    assert "Select your vote" in (ann.page.text if ann.page else "")
    assert answer(ann, case, "panel", choice="yes", words="It is a good plan").status == 303
    assert "Nothing is asked of you now" in ann.follow().text
    again = ann.get(url(case, "panel"))
    for words in ("1 of 4 have voted", "Grant", "You can change your vote"):
        assert words in again.text, words
    assert "It is a good plan" not in council.as_("Bob").get(url(case, "panel")).text
    answer(ann, case, "panel", choice="no")
    answer(council.as_("Bob"), case, "panel", choice="interest")
    refused = council.as_("Bob").get(url(case, "panel"))
    assert "You said that you have an interest" in refused.text
    answer(council.as_("Cyd"), case, "panel", choice="yes")
    answer(council.as_("Dee"), case, "panel", choice="abstain")
    told = council.as_("Ada").get(f"/staff/cases/{case.case.reference}").text
    for words in (
        "Undecided",
        "Grant: 1, Refuse: 1, Abstained: 1, Had an interest: 1",
        "The vote on “The panel” ended",
    ):
        assert words in told, words


def test_a_sensitive_answer_is_read_only_by_the_roles_it_is_for(council: Council) -> None:
    secret = {"id": "seen", "type": "text", "label": "What you saw", "sensitive": True, "seen_by": ["structures"]}
    tasks = [{"id": "highways", "label": "Road", "by": "highways", "in": ["asking"], "due": "1 week", "ask": [secret]}]
    ways = [{"id": "consult", "label": "Consult", "from": ["new"], "to": "asking", "by": ["officer"]},
            {"id": "vote", "label": "Vote", "from": ["asking"], "to": "voting", "by": ["officer"]},
            {"id": "end", "label": "End", "from": ["voting"], "to": "closed", "by": ["officer", "member"]}]  # fmt: skip
    with council.database.begin() as session:
        case = asked_case(session, tasks=tasks, transitions=ways)
    answer(council.as_("Hugh"), case, "highways", seen="He hit her")
    for name, reads in (("Sue", True), ("Ada", False), ("Hugh", False)):
        browser = council.as_(name)
        for path in (f"/staff/cases/{case.case.reference}", url(case, "highways")):
            page = browser.get(path)
            assert "What you saw" in page.text
            assert ("He hit her" in page.text) == reads, (name, path)
