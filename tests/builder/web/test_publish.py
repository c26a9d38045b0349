"""Publishing on its page: what changes, what is in the way, now, later, or with a second person."""

from __future__ import annotations

from typing import Any

from builder import drafting
from builder.edits import Edit, Set, Several
from runtime import documents, people, releases
from runtime.models.base import ORGANISATION
from tests.builder.web.authoring import Desk, now
from tests.runtime.web.browsing import Browser, Page

PLACE = "/build/missed-bin/publish"
ELSEWHERE = Several((Set("message:not-collected/to", {"address": "desk@example.org"}), Set("/examples", [])))


def change(desk: Desk, edit: Edit, by: str = "ines") -> None:
    with desk.database.begin() as session:
        drafting.change(session, ORGANISATION, "missed-bin", edit, base=None, by=desk.people[by], at=now())


def send(browser: Browser, **fields: Any) -> Page:
    return browser.send(browser.get(PLACE).form(PLACE), **fields)


def live(desk: Desk) -> int:
    with desk.database.read() as session:
        return documents.published(session, "missed-bin", ORGANISATION).number


def test_one_changed_question_is_live(desk: Desk) -> None:
    change(desk, Set("question:bin/label", "Which bin was it?"))
    browser = desk.sign_in()
    page = browser.get(PLACE)
    assert "Says “Which bin was it?” instead of “Bin”." in page.text
    assert "its example is as expected" in page.text
    assert "Nobody is half-way through the form, and no case is open." in page.text
    done = send(browser, why="People asked which", when="now", do="publish")
    assert (done.status, live(desk)) == (303, 2)
    page = browser.get(PLACE)
    assert "Version 2 is live." in page.text
    assert "The draft says what is live, version 2." in page.text
    assert not any(form.action == PLACE for form in page.forms)
    with desk.database.read() as session:
        newest = releases.history(session, "missed-bin")[0]
    assert (newest.by, newest.why) == ("Ines", "People asked which")


def test_nobody_publishes_without_saying_why(desk: Desk) -> None:
    change(desk, Set("question:bin/label", "Which bin was it?"))
    page = send(desk.sign_in(), why=" ", when="now", do="publish")
    assert (page.status, live(desk)) == (422, 1)
    assert "Say what changes and why" in page.text


def test_what_was_not_seen_is_not_published(desk: Desk) -> None:
    change(desk, Set("question:bin/label", "Which bin was it?"))
    browser = desk.sign_in()
    form = browser.get(PLACE).form(PLACE)
    change(desk, Set("question:bin/label", "Mallory’s bin"), "tom")
    page = browser.send(form, why="People asked which", when="now", do="publish")
    assert (page.status, live(desk)) == (409, 1)
    assert "The draft has changed since you opened this page" in page.text
    assert page.form(PLACE).fields["why"].strip() == "People asked which"
    assert "Mallory’s bin" in page.text


def test_errors_and_red_examples_stand_in_the_way_whatever_is_sent(desk: Desk) -> None:
    browser = desk.sign_in()
    change(desk, Set("question:bin/label", "Which bin was it?"))
    form = browser.get(PLACE).form(PLACE)
    red = desk.document()["examples"]
    change(desk, Set("/examples", [red[0] | {"expect": {"state": "not-collected"}}]))
    page = browser.get(PLACE)
    assert "not as the examples expect" in page.text
    assert browser.get(page.links[red[0]["name"]]).status == 200
    assert not any(form.action == PLACE for form in page.forms)
    form.fields["revision"] = "3"
    assert browser.send(form, why="Now", do="publish").status == 422
    change(desk, Set("question:bin/label", "Your card number"))
    page = browser.get(PLACE)
    assert "1 thing has to be put right first" in page.text
    ((words, url),) = [(words, url) for words, url in page.links.items() if "asks for a payment card" in words]
    assert url.startswith("/build/missed-bin/form?at="), words
    assert "Says “Your card number” instead of “Bin”" in page.text
    form.fields["revision"] = "4"
    assert browser.send(form, why="Now", do="publish").status == 422
    assert live(desk) == 1


def test_a_second_person_looks_where_answers_go_elsewhere(desk: Desk) -> None:
    change(desk, ELSEWHERE)
    ines, tom = desk.sign_in(), desk.sign_in("tom")
    page = ines.get(PLACE)
    assert "Email goes to desk@example.org" in page.text
    assert "A second person must look at this before it goes live" in page.text
    assert send(ines, why="The desk asks", when="now", do="ask").status == 303
    page = ines.get(PLACE)
    assert "Waiting for a second person" in page.text
    assert live(desk) == 1
    asked = tom.get(page.links["See what was asked for"])
    assert "Email goes to desk@example.org" in asked.text
    tom.send(asked.form("/approve"))
    assert live(desk) == 2
    with desk.database.read() as session:
        newest = releases.history(session, "missed-bin")[0]
    assert (newest.by, newest.approved_by) == ("Ines", "Tom")


def test_it_goes_live_on_a_day_to_come(desk: Desk) -> None:
    change(desk, Set("question:bin/label", "Which bin was it?"))
    browser = desk.sign_in()
    for wrong in ({"day-day": "31"}, {"day-month": "x"}, {"day-year": "2020"}, {"time": "25:00"}):
        day = {"day-day": "1", "day-month": "4", "day-year": "2099", "time": "9am"} | wrong
        assert send(browser, why="New year", when="later", do="publish", **day).status == 422, wrong
    day = {"day-day": "1", "day-month": "4", "day-year": "2099", "time": "9am"}
    assert send(browser, why="New year", when="later", do="publish", **day).status == 303
    page = browser.get(PLACE)
    assert "Goes live at 9am on 1 April 2099" in page.text
    assert live(desk) == 1
    browser.send(page.form("/publish/withdraw"))
    assert "Taken back" in browser.get(PLACE).text


def test_roles_that_nobody_holds_are_told_before_their_work_waits_unseen(desk: Desk) -> None:
    page = desk.sign_in().get(PLACE)
    assert "Nobody is Waste supervisor yet." in page.text
    with desk.database.begin() as session:
        team = people.create_team(session, "Supervisors", at=now())
        people.grant(session, team, "missed-bin", "supervisor", at=now())
    assert "Nobody is Waste supervisor yet." in desk.sign_in().get(PLACE).text, "a team without anybody in it"
    with desk.database.begin() as session:
        people.join(session, team, desk.people["tom"], at=now())
    assert "yet." not in desk.sign_in().get(PLACE).text
