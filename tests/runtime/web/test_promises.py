"""Promises on the progress page are kept, or the applicant is told before they slip: by letter, and on the page."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from runtime import cases, fsck, ticks
from runtime.cases import Loaded
from runtime.db import Database
from runtime.web.public.progress import Progress
from tests.runtime import citizens
from tests.runtime.noise import OFFICER, effects, rows
from tests.runtime.web.applicants import answerable
from tests.runtime.web.browsing import Browser, Page

SENT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
CREW = replace(OFFICER, roles=frozenset({"crew-desk"}))


@pytest.fixture
def case(database: Database) -> Loaded:
    """A missed bin with a promise of two days, of which its applicant is told six hours before; and a secret clock."""
    document: dict[str, Any] = answerable()
    tell = {"before": "6 hours", "message": "sorry"}
    document["workflow"]["clocks"] = [
        document["workflow"]["clocks"][0] | {"length": "2 days", "label": "Emptied within 2 days", "tell": tell},
        {"id": "triage", "label": "Looked at in an hour", "length": "1 hour", "starts": "submission", "internal": True},
    ]
    body = "It may be later than {clock.promise}."
    document["messages"].append({"id": "sorry", "to": "applicant", "subject": "We may be late", "body": body})
    with database.begin() as session:
        version = citizens.publish(session, document)
        application = citizens.apply(session, version, SENT, missed_on="2026-03-01")
        return cases.load(session, cases.submit(session, application, at=SENT).case_id)


def promises(database: Database, case: Loaded, at: datetime, language: str = "en") -> list[tuple[str, str]]:
    with database.read() as session:
        shown = Progress(cases.load(session, case.id), at, language).promises()
    return [(one.label, one.slips) for one in shown]


def test_they_are_told_before_it_slips_and_once(database: Database, case: Loaded) -> None:
    before, after = SENT + timedelta(days=2) - 7 * HOUR, SENT + timedelta(days=2) - 5 * HOUR
    ticks.fire_due(database, at=before)
    assert promises(database, case, before) == [("Emptied within 2 days", "")]
    assert ticks.fire_due(database, at=after) == 1
    assert ticks.fire_due(database, at=after) == 0
    assert promises(database, case, after) == [("Emptied within 2 days", "may")]
    told = rows(database, "SELECT e.what FROM effects e JOIN events v ON v.id = e.event_id WHERE v.kind = 'told'")
    assert [row.what for row in told] == [{"message": "sorry"}]
    late = SENT + timedelta(days=2) + HOUR
    ticks.fire_due(database, at=late)
    assert promises(database, case, late) == [("Emptied within 2 days", "did")]
    with database.read() as session:
        assert fsck.run(session) == []
    assert len([kind for kind, *_ in effects(database) if kind == "send"]) == 1


def test_what_is_done_in_time_tells_nobody_anything(database: Database, case: Loaded) -> None:
    with database.begin() as session:
        refused = {"reason": "not_out"}
        cases.act(session, case.id, "refuse", refused, CREW, revision=None, at=SENT + HOUR)
    ticks.fire_due(database, at=SENT + timedelta(days=9))
    assert [row.kind for row in rows(database, "SELECT kind FROM events WHERE kind = 'told'")] == []


@pytest.mark.parametrize(
    ("language", "may", "did"),
    [
        ("en", "This may take longer than we said", "We have not done this in time"),
        ("cy", "Gall hyn gymryd mwy o amser", "Nid ydym wedi gwneud hyn mewn pryd"),
    ],
)
def test_the_page_says_so_in_both_languages(
    site: Flask, database: Database, case: Loaded, language: str, may: str, did: str
) -> None:
    due = SENT + timedelta(days=2)
    ticks.fire_due(database, at=due - 5 * HOUR)
    with time_machine.travel(due - 4 * HOUR, tick=False):
        page = looked_up(site, case, language)
        assert may in page.text
        assert did not in page.text
        assert "Looked at in an hour" not in page.text
    with time_machine.travel(due + HOUR, tick=False):
        page = looked_up(site, case, language)
        assert did in page.text
        assert may not in page.text


def looked_up(site: Flask, case: Loaded, language: str) -> Page:
    """The progress page, as somebody finds it who has chosen a language."""
    browser = Browser(site.test_client())
    page = browser.get("/track")
    if language != "en":
        browser.client.post(f"/language/{language}", data={"csrf_token": page.form("/track").fields["csrf_token"]})
    browser.send(browser.get("/track").form("/track"), reference=case.case.reference, fact="AB1 2CD")
    return browser.follow()
