"""Answers brought along by an address, and those of an application sent before."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from runtime import documents, links
from runtime.db import Database
from tests import factories
from tests.definitions.playing import at
from tests.runtime.citizens import NOW
from tests.runtime.web.applicants import Applicant, publish, reference_on
from tests.runtime.web.browsing import Browser, Page

CHECK = "Check your answers before sending"


def service(**changes: Any) -> dict[str, Any]:
    question, page = factories.question, factories.page
    ward = question("ward", prefill={"link": True, "readonly": True})
    kind = question("kind", type="radios", label="Kind", prefill={"query": "kind", "link": True}, options=[
        {"value": "hole", "label": "A hole", "questions": [question("depth", type="integer")]},
        {"value": "lamp", "label": "A lamp"},
    ])  # fmt: skip
    pages = [factories.page(), page("about", ward, kind), page("you", question("ill", sensitive=True, required=False))]
    return factories.document(form={"pages": pages}, applications={"again": True}, languages=["en", "cy"]) | changes


@pytest.fixture
def caller(site: Flask, database: Database) -> Applicant:
    publish(database, service())
    return Applicant(site, "report-it")


def begin(caller: Applicant, query: str) -> Page:
    page = caller.browser.get(f"{caller.root}?{query}")
    form = next(form for form in page.forms if form.action.startswith(caller.root))
    caller.browser.send(form)
    page = caller.browser.follow()
    caller.browser.send(page.form("where"), street="High Street")
    return caller.browser.follow()


def sealed(database: Database, days: int = 30, **texts: str) -> str:
    with database.begin() as session:
        made = documents.published(session, "report-it").service
    until = NOW + timedelta(days=days) if days < 0 else NOW + timedelta(days=36_500)
    return links.make(database.keys, made, texts, until, at("2026-03-26T09:00"))


def test_what_an_address_brings_is_shown_to_be_confirmed(caller: Applicant) -> None:
    page = begin(caller, "kind=lamp&ward=North&depth=3&street=Low&other=1")
    assert page.heading == "About"
    assert page.form("about").fields["kind"] == "lamp"
    assert page.form("about").fields["ward"] == ""
    assert caller.open("you").status == 303, "it is no answer before somebody confirms it"
    caller.browser.send(page.form("about"), ward="South")
    assert caller.open("you").status == 200


def test_the_start_page_passes_on_only_what_is_listed(caller: Applicant) -> None:
    page = caller.browser.get(f"{caller.root}?kind=lamp&ward=North&x=%3Cb%3E&street=Low")
    assert [form.action for form in page.forms if form.action.startswith(f"{caller.root}?")] == [
        f"{caller.root}?kind=lamp"
    ]
    again = caller.browser.get(caller.root)
    assert not [form for form in again.forms if "kind" in form.action]


@pytest.mark.parametrize(
    "query", ["kind=green", "kind=", "kind=%00", f"kind={'x' * 600}", "link=x", "link=", "KIND=lamp"]
)
def test_what_can_be_no_answer_is_left_out(caller: Applicant, query: str) -> None:
    assert "kind" not in begin(caller, query).form("about").fields


def test_a_link_fills_in_what_it_brings(caller: Applicant, database: Database) -> None:
    page = begin(caller, f"link={sealed(database, ward='North', kind='hole')}&kind=lamp")
    assert page.form("about").fields["kind"] == "hole"
    assert "ward" not in page.form("about").fields
    assert "North This was filled in for you and cannot be changed here." in page.text


@pytest.mark.parametrize("change", ["cut", "flip", "other", "over"])
def test_a_link_that_is_not_ours_or_over_brings_nothing(caller: Applicant, database: Database, change: str) -> None:
    token = sealed(database, days=-1 if change == "over" else 30, ward="North")
    if change == "cut":
        token = token[:-3]
    elif change == "flip":
        token = token[:30] + ("A" if token[30] != "A" else "B") + token[31:]
    elif change == "other":
        publish(database, service(id="other-it"))
        other = Applicant(caller.browser.client.application, "other-it")
        assert begin(other, f"link={token}").form("about").fields["ward"] == ""
        return
    assert begin(caller, f"link={token}").form("about").fields["ward"] == ""


def test_a_link_tells_nobody_what_it_brings(database: Database, caller: Applicant) -> None:
    token = sealed(database, ward="North")
    assert "North" not in token
    assert token != sealed(database, ward="North")


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({"wrad": "North"}, 'did you mean "ward"'),
        ({"street": "High"}, 'takes nothing called "street"'),
        ({"kind": "green"}, "can be no answer to kind"),
    ],
)
def test_a_link_that_would_bring_nothing_is_not_made(
    caller: Applicant, database: Database, texts: dict[str, str], said: str
) -> None:
    with pytest.raises(links.UnfitLink, match=said):
        sealed(database, **texts)


def finish(caller: Applicant, *, street: str = "High Street") -> str:
    page = begin(caller, "kind=lamp")
    caller.browser.send(page.form("about"), ward="North", kind="lamp")
    caller.browser.send(caller.browser.follow().form("you"), ill="SECRET-CANARY")
    caller.browser.send(caller.browser.follow().form("/check"))
    return reference_on(caller.browser.follow())


def test_an_application_begins_with_the_answers_of_the_last(caller: Applicant, database: Database) -> None:
    finish(caller)
    page = caller.open("sent")
    caller.browser.send(page.form("/again"))
    page = caller.browser.follow()
    assert page.heading == "You"
    assert "We have filled in what you told us before." in page.text
    assert "SECRET-CANARY" not in page.response.text
    caller.browser.send(page.form("you"))
    page = caller.browser.follow()
    assert page.heading == CHECK
    assert "North" in page.text
    caller.browser.send(page.form("/check"))
    assert reference_on(caller.browser.follow())


def test_answers_are_judged_by_the_version_that_is_live(caller: Applicant, database: Database) -> None:
    finish(caller)
    newer = service()
    newer["form"]["pages"][1]["questions"][0] = factories.question("ward", type="integer")
    publish(database, newer)
    caller.browser.send(caller.open("sent").form("/again"))
    page = caller.browser.follow()
    assert page.heading == "About"
    assert page.form("about").fields["ward"] == ""
    assert page.form("about").fields["kind"] == "lamp"


def test_answers_half_given_are_not_lost_by_beginning_again(caller: Applicant) -> None:
    finish(caller)
    again = caller.open("sent").form("/again")
    caller.start()
    caller.answer("where", street="Low Street")
    caller.browser.send(again)
    assert caller.browser.follow().heading == "Report it"
    assert caller.open("where").form("where").fields["street"] == "Low Street"


def test_only_where_the_author_allows_it(site: Flask, database: Database) -> None:
    publish(database, service(applications={"again": False}))
    caller = Applicant(site, "report-it")
    finish(caller)
    page = caller.open("sent")
    assert not [form for form in page.forms if form.action.endswith("/again")]
    caller.browser.send(page.forms[0])
    assert caller.open("about").status == 303


def test_a_second_fact_does_not_give_the_answers_away(site: Flask, database: Database) -> None:
    """Whoever knows a reference and a street may see how it goes, and not start with somebody else's answers."""
    publish(database, service(applicant={"track": ["street"]}))
    caller = Applicant(site, "report-it")
    reference = finish(caller)
    assert [form for form in caller.browser.get("/track/case").forms if form.action.endswith("/again")]
    neighbour = Browser(site.test_client())
    page = neighbour.get("/track")
    neighbour.send(page.form("/track"), reference=reference, fact="High Street")
    page = neighbour.follow()
    assert page.path == "/track/case"
    assert not [form for form in page.forms if form.action.endswith("/again")]
    token = page.forms[0].fields["csrf_token"]
    assert neighbour.client.post("/apply/report-it/again", data={"csrf_token": token}).location.endswith(
        "/apply/report-it"
    )
