"""Facts come from tables and from other systems, and a source that is down holds nothing up but what must wait."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from definitions.calendars import Moment
from definitions.journey import walk
from definitions.read import read_service
from runtime import applications, cases, lookups, tables
from runtime.db import Database
from runtime.errors import TableRefused
from tests.factories import example_document
from tests.runtime.citizens import ANSWERS, NOW, OFFICER, publish
from tests.runtime.peers import answer, reset, web_peer

ROUNDS = "UPRN,Last collected,next_collection\n100010001,2026-03-25,01/04/2026\n100010002,,soon\n"
ROUND = read_service(example_document()).form.lookups[0]


def rounds(database: Database, key: object = "100010001") -> dict:
    return dict(lookups.fetch(database, [(ROUND, key)])["round"])


def test_a_table_is_loaded_and_gives_typed_facts(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "rounds.csv"
    path.write_text(ROUNDS, "utf-8-sig")
    with database.begin() as session:
        assert tables.load(session, "collection-rounds", path) == 2
    facts = {"last_collected": "2026-03-25", "next_collection": "2026-04-01"}
    assert rounds(database, "1000 10001") == {"key": "1000 10001", "found": True, "facts": facts}
    assert rounds(database, "100010002") == {"key": "100010002", "found": True, "facts": {}}
    assert rounds(database, "9") == {"key": "9", "found": False, "facts": {}}


def test_loading_again_replaces_every_row(database: Database) -> None:
    with database.begin() as session:
        tables.load(session, "collection-rounds", ROUNDS)
        assert tables.load(session, "collection-rounds", "uprn,last_collected\n7,2026-01-01\n") == 1
    assert not rounds(database)["found"]
    assert rounds(database, "7")["found"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "first line"), ("key\n1\n", "first line"), ("a,a\n1,2\n", "first line"), ("a,\n1,2\n", "first line"),
        ("a,b\n1,2,3\n", "Line 2 has 3 cells"), ("a,b\n,2\n", "no key"), ("a,b\n1,x\n 1 ,y\n", "second time"),
        ('a,b\n1,"x\n', "not CSV"), ("a,b\n1,\x00\n", "no text"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_table_says_why(session: Session, text: str, says: str) -> None:
    with pytest.raises(TableRefused, match=says):
        tables.load(session, "t", text)


def test_a_file_in_another_encoding_says_so(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "latin.csv"
    path.write_bytes(b"a,b\n1,caf\xe9\n")
    with pytest.raises(TableRefused, match="CSV UTF-8"):
        tables.load(session, "t", path)


def test_another_system_is_asked_by_http(database: Database) -> None:
    body = json.dumps({"bin": {"last": "2026-03-25", "next": ["2026-04-01"]}}).encode()
    gives = {"last_collected": "/bin/last", "next_collection": "/bin/next/0"}
    with web_peer() as (peer, url):
        source = {"collection-rounds": {"url": url + "/rounds/{key}?x=1", "gives": gives}}
        peer.faults = [answer(200, body), answer(404), answer(500), answer(200, body)]
        facts = {"last_collected": "2026-03-25", "next_collection": "2026-04-01"}
        with Database(replace(database.settings, lookups=source, allowed_hosts=(url,))) as asking:
            assert rounds(asking, "1/2 3") == {"key": "1/2 3", "found": True, "facts": facts}
            assert rounds(asking) == {"key": "100010001", "found": False, "facts": {}}
            assert rounds(asking)["unavailable"]
            # It rests now, and is not even asked.
            assert rounds(asking)["unavailable"]
        assert len(peer.calls) == 3


@pytest.mark.parametrize(
    "fault", [reset, answer(200, b"<html>"), answer(200, b"[" * 100_000), answer(302, Location="/x")]
)
def test_a_source_that_answers_nonsense_is_unavailable(database: Database, fault) -> None:
    with web_peer() as (peer, url):
        source = {"collection-rounds": {"url": url + "/{key}", "gives": {"last_collected": "/a"}}}
        peer.every = fault
        with Database(replace(database.settings, lookups=source, allowed_hosts=(url,))) as asking:
            assert rounds(asking)["unavailable"]


def test_no_source_and_no_leave_are_unavailable(database: Database) -> None:
    assert rounds(database)["unavailable"]
    with web_peer() as (peer, url):
        source = {"collection-rounds": {"url": url + "/{key}", "gives": {}}}
        with Database(replace(database.settings, lookups=source)) as asking:
            assert rounds(asking)["unavailable"]
        assert peer.calls == []


@pytest.fixture(autouse=True)
def _no_source_rests() -> None:
    lookups._resting.clear()


def test_kinds_of_facts() -> None:
    kinds = {"t": "text", "i": "integer", "d": "decimal", "m": "money", "on": "date", "b": "boolean"}
    lookup = replace(ROUND, gives=dict.fromkeys(kinds, ROUND.gives["last_collected"]), kinds=kinds)
    good = {"t": 7, "i": "1,200", "d": "1.50", "m": "£12.5", "on": "2026-03-01T00:00", "b": "Yes"}
    typed = {"t": "7", "i": 1200, "d": "1.50", "m": 1250, "on": "2026-03-01", "b": True}
    assert lookups.typed(lookup, good) == typed
    bad = {"t": {}, "i": "1.5", "d": "NaN", "m": "1.005", "on": "31/02/2026", "b": "maybe"}
    assert lookups.typed(lookup, bad) == {}


def test_a_case_held_for_a_lookup_goes_on_when_it_is_found(database: Database) -> None:
    document = example_document()
    document["lookups"][0]["unavailable"] = "hold"
    with database.begin() as session:
        application, _ = applications.begin(session, publish(session, document).id, language="en", at=NOW)
        application = applications.save_page(session, application, {**ANSWERS, "bin": "refuse"}, NOW)
    wanted = walk(application.service.form, application.answers, {}, moment(application.service)).lookups_wanted
    down = lookups.fetch(database, wanted)
    with database.begin() as session:
        application = applications.save_page(session, application, {}, NOW, lookups=down)
        held = cases.load(session, cases.submit(session, application, at=NOW).case_id)
    assert (held.case.state, held.held) == ("reported", ("round",))
    with database.begin() as session:
        tables.load(session, "collection-rounds", ROUNDS)
    found = lookups.fetch(database, wanted)
    later = NOW + timedelta(hours=2)
    with database.begin() as session:
        acted = cases.look_up_again(session, held.id, found, OFFICER, revision=held.revision, at=later)
        released = cases.load(session, held.id)
    assert [event.kind for event in acted.events] == ["changed", "moved"]
    assert (released.case.state, released.held) == ("with-crew", ())
    assert released.case.lookups["round"]["facts"]["last_collected"] == "2026-03-25"
    with database.read() as session:
        assert session.execute(sa.text("SELECT held FROM cases")).scalar_one() == []


def moment(service):
    return Moment(NOW, service.calendar)
