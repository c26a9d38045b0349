"""A form is published anew while people fill it in (fault F14): they finish on theirs, or are moved and told."""

from __future__ import annotations

import re
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from runtime import applications, documents
from runtime.applications import Application
from runtime.db import Database
from runtime.errors import ApplicationMoved
from tests import factories
from tests.runtime import citizens
from tests.runtime.citizens import NOW
from tests.runtime.web.applicants import Applicant, publish
from tests.runtime.web.browsing import Page
from tests.runtime.web.test_coming_back import code_on, leaves
from tests.trust.test_t29_t30_coming_back import stored

CHANGED = "We have changed this form since you were last here"


def version(*pages: dict[str, Any], moves: bool = True, **changes: Any) -> dict[str, Any]:
    document = factories.document(form={"pages": list(pages)}, applicant={"track": []}, **changes)
    document["queues"][0]["columns"] = []
    return document | ({"applications": {"republished": "move"}} if moves else {})


def street(id: str = "street", **changes: Any) -> dict[str, Any]:
    return factories.page("where", factories.question(id, **changes))


def last(id: str = "colour") -> dict[str, Any]:
    return factories.page("last", factories.question(id))


def about(*questions: dict[str, Any]) -> dict[str, Any]:
    return factories.page("about", *questions or [factories.question("note", max=50)])


FIRST = version(street(), about(), last(), moves=False)


@pytest.fixture
def applicant(site: Flask, database: Database) -> Applicant:
    """Somebody who has answered the first two pages of three."""
    publish(database, FIRST)
    one = Applicant(site, "report-it")
    one.start()
    one.answer("where", street="High Street")
    one.answer("about", note="It is loud")
    return one


def lands(applicant: Applicant) -> Page:
    """Where somebody is led who goes on with what they have."""
    page = applicant.open("check")
    return page if page.status == 200 else applicant.browser.follow()


def pinned(database: Database, of: str) -> int:
    query = sa.text(f"SELECT v.number FROM {of} a JOIN versions v ON v.id = a.version_id")
    with database.read() as session:
        return int(session.execute(query).scalar_one())


def sends(applicant: Applicant) -> str:
    applicant.browser.send(applicant.open("check").form("/check"))
    return applicant.browser.follow().heading


def test_without_a_word_from_the_author_people_finish_what_they_began(applicant: Applicant, database: Database) -> None:
    publish(database, version(street(label="Which road?"), last("new"), moves=False))
    page = lands(applicant)
    assert (page.heading, CHANGED in page.text) == ("Last", False)
    applicant.answer("last", colour="red")
    assert sends(applicant) == "We have received it"
    assert pinned(database, "cases") == 1


def test_people_are_moved_told_once_and_asked_only_what_is_new(applicant: Applicant, database: Database) -> None:
    publish(database, version(street(), about(factories.question("note"), factories.question("since")),
                              last()))  # fmt: skip
    before = stored(database)
    page = lands(applicant)
    assert page.heading == "About"
    assert f"{CHANGED}: it now asks “Since”. Your other answers are kept." in page.text
    assert "It is loud" in page.response.text
    assert stored(database) == before, "looking changes nothing"
    assert pinned(database, "applications") == 1
    applicant.answer("about", since="May")
    assert pinned(database, "applications") == 2
    page = applicant.browser.follow()
    assert (page.heading, CHANGED in page.text) == ("Last", False)
    applicant.answer("last", colour="red")
    assert sends(applicant) == "We have received it"
    assert pinned(database, "cases") == 2


def test_it_is_told_in_the_language_that_is_chosen(applicant: Applicant, database: Database) -> None:
    pages = (street(), about(factories.question("note"), factories.question("since")), last())
    publish(database, version(*pages, languages=["en", "cy"]))
    page = applicant.browser.send(lands(applicant).form("about"), language="cy")
    assert "mae bellach yn gofyn “Since”. Mae eich atebion eraill wedi’u cadw." in page.text


def test_nobody_is_led_through_what_they_have_answered(applicant: Applicant, database: Database) -> None:
    applicant.answer("last", colour="red")
    more = factories.page("more", factories.question("more"))
    publish(database, version(factories.page("new", factories.question("new")), street(), about(), more, last()))
    assert lands(applicant).heading == "New"
    applicant.answer("new", new="x")
    page = applicant.browser.follow()
    assert page.heading == "More"
    applicant.browser.send(page.form("more?change=1"), more="y")
    assert applicant.browser.follow().heading == "Check your answers before sending"


def test_what_is_renamed_is_kept_and_what_is_removed_or_retyped_is_gone(
    applicant: Applicant, database: Database
) -> None:
    publish(database, version(street(id="road", was=["street"]), about(factories.question("note", type="date")),
                              last("shade")))  # fmt: skip
    page = lands(applicant)
    assert page.heading == "About"
    assert "it asks you again for “Note”." in page.text
    assert "It is loud" not in page.response.text
    applicant.answer("about", **{"note-day": "1", "note-month": "2", "note-year": "2026"})
    assert 'value="High Street"' in applicant.open("where").response.text
    with database.read() as session:
        sealed = session.execute(sa.text("SELECT sealed FROM applications")).scalar_one()
    assert len(sealed) == 2, "nothing is stored that is not asked"


def test_an_answer_that_is_not_good_any_more_is_shown_with_what_is_wrong(
    applicant: Applicant, database: Database
) -> None:
    publish(database, version(street(), about(factories.question("note", max=5)), last()))
    page = lands(applicant)
    assert "There is a problem" in page.text
    assert CHANGED in page.text
    assert "It is loud" in page.response.text


def test_a_tab_that_was_open_all_the_while_answers_nothing_else_than_it_asked(
    applicant: Applicant, database: Database
) -> None:
    tab = applicant.open("about")
    publish(database, version(street(), about(factories.question("note", label="What do you hear?")),
                              last()))  # fmt: skip
    page = applicant.browser.send(tab.form("about"), note="It is very loud")
    assert page.status == 409
    assert "This page was changed while you had it open" in page.text
    assert "It is very loud" in page.response.text
    assert "What do you hear?" in page.text
    assert pinned(database, "applications") == 1, "nothing is saved before it was looked at"
    applicant.browser.send(page.form("about"))
    assert applicant.browser.follow().heading == "Last"
    assert "It is very loud" in applicant.open("about").response.text


def test_a_tab_whose_page_is_gone_is_led_on_and_told(applicant: Applicant, database: Database) -> None:
    tab = applicant.open("about")
    publish(database, version(street(), last()))
    assert applicant.browser.send(tab.form("about")).status == 303
    page = applicant.browser.follow()
    assert page.heading == "Last"
    assert "what you did there was not saved" in page.text
    assert applicant.open("about").status == 303, "an old address leads on too"


@pytest.mark.parametrize("asks_more", [False, True])
def test_nothing_is_sent_that_was_not_shown(applicant: Applicant, database: Database, asks_more: bool) -> None:
    applicant.answer("last", colour="red")
    check = applicant.browser.follow()
    more = [factories.page("more", factories.question("more"))] if asks_more else []
    publish(database, version(street(label="Which road?"), about(), last(),
                              *more))  # fmt: skip
    page = applicant.browser.send(check.form("/check"))
    if asks_more:
        assert page.status == 303
        assert applicant.browser.follow().heading == "More"
        return
    assert page.status == 409
    assert "Which road?" in page.text
    applicant.browser.send(page.form("/check"))
    assert applicant.browser.follow().heading == "We have received it"
    assert (pinned(database, "applications"), pinned(database, "cases")) == (2, 2)


def test_somebody_who_comes_back_by_code_is_told_too(applicant: Applicant, database: Database, site: Flask) -> None:
    code = code_on(leaves(applicant, "last"))
    publish(database, version(street(), about(), last()))
    there = Applicant(site, "report-it")
    there.browser.send(there.browser.get("/return").form("/return"), code=code)
    page = lands(there)
    assert "Welcome back." in page.text
    assert CHANGED in page.text


def test_a_version_that_takes_nothing_over_leaves_those_alone_who_moved_to_the_one_before(
    applicant: Applicant, database: Database
) -> None:
    publish(database, version(street(), about(), last("shade")))
    applicant.answer("last", shade="dark")
    publish(database, version(street(), about(), last("other"), moves=False))
    assert sends(applicant) == "We have received it"
    assert pinned(database, "cases") == 2


def loaded(database: Database, token: str) -> Application:
    with database.read() as session:
        application = applications.load(session, token)
        return applications.brought_up(session, application, NOW, "en")


def test_of_two_tabs_one_takes_it_over_and_the_other_looks_again(database: Database) -> None:
    with database.begin() as session:
        first = citizens.publish(session, FIRST)
        begun, token = applications.begin(session, first.id, language="en", at=NOW, answers={"street": "High"})
    stale = loaded(database, token)
    with database.begin() as session:
        newer = documents.publish(session, version(street(id="road", was=["street"]), about()), by="a test", at=NOW)
    one, other = loaded(database, token), loaded(database, token)
    assert one.version_id == other.version_id == newer.id
    with database.begin() as session:
        moved = applications.save_page(session, one, {"note": "x"}, NOW)
    assert (moved.takeover, moved.answers) == (None, {"road": "High", "note": "x"})
    for late in (other, stale, begun):
        with database.begin() as session, pytest.raises(ApplicationMoved):
            applications.save_page(session, late, {"note": "y"}, NOW)
    again = loaded(database, token)
    assert again == moved
    assert again.answers == {"road": "High", "note": "x"}


def test_what_another_tab_saved_meanwhile_is_not_lost_by_moving(database: Database) -> None:
    with database.begin() as session:
        first = citizens.publish(session, FIRST)
        _, token = applications.begin(session, first.id, language="en", at=NOW, answers={"street": "High"})
    stale = loaded(database, token)
    with database.begin() as session:
        documents.publish(session, version(street(), about()), by="a test", at=NOW)
    moving = loaded(database, token)
    with database.begin() as session:
        applications.save_page(session, stale, {"note": "saved on the older version"}, NOW)
    with database.begin() as session, pytest.raises(ApplicationMoved):
        applications.save_page(session, moving, {}, NOW)
    assert loaded(database, token).answers == {"street": "High", "note": "saved on the older version"}


def test_the_page_says_which_version_asks(applicant: Applicant) -> None:
    page = applicant.open("about")
    assert re.fullmatch(r"[0-9a-f]{12}", page.form("about").fields["version"])
    assert applicant.browser.send(page.form("about"), version="000000000000").status == 409
