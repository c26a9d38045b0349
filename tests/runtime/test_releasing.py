"""A case held because a source was down goes on by itself once the source answers, and is an incident until then."""

from __future__ import annotations

from uuid import UUID

from runtime import applications, cases, incidents, releasing, tables
from runtime.db import Database
from tests.factories import example_document
from tests.runtime import noise
from tests.runtime.citizens import ANSWERS, NOW, publish

ROUNDS = "uprn,last_collected,next_collection\n100010001,2026-03-25,2026-04-01\n"
DOWN = {"round": {"key": "100010001", "found": False, "facts": {}, "unavailable": True}}


def held(database: Database) -> UUID:
    document = example_document()
    document["lookups"][0]["unavailable"] = "hold"
    document["examples"] = []
    with database.begin() as session:
        version = publish(session, document)
        application, _ = applications.begin(session, version.id, language="en", at=NOW)
        answers = {**ANSWERS, "bin": "refuse"}
        application = applications.save_page(session, application, answers, NOW, lookups=DOWN)
        return cases.submit(session, application, at=NOW).case_id


def test_it_waits_as_an_incident_and_then_goes_on(database: Database) -> None:
    case_id = held(database)
    assert releasing.look_again(database) == 0
    assert releasing.look_again(database) == 0
    ((kind, owner, reason),) = noise.incidents(database)
    assert (kind, owner) == ("lookup", "crew-desk")
    assert "round" in reason
    with database.begin() as session:
        assert cases.load(session, case_id).held == ("round",)
        tables.load(session, "collection-rounds", ROUNDS)
    assert releasing.look_again(database) == 1
    with database.read() as session:
        loaded = cases.load(session, case_id)
        assert incidents.history(session, case_id)[0].ending == "the source answered"
    assert (loaded.held, loaded.case.state) == ((), "with-crew")
    assert [(e.kind, e.actor.kind) for e in loaded.case.events[1:]] == [("changed", "system"), ("moved", "system")]
    assert releasing.look_again(database) == 0


def test_a_key_the_source_does_not_know_is_an_answer_too(database: Database) -> None:
    case_id = held(database)
    with database.begin() as session:
        tables.load(session, "collection-rounds", "uprn,last_collected\n7,2026-03-25\n")
    assert releasing.look_again(database) == 1
    with database.read() as session:
        assert cases.load(session, case_id).case.state == "reported"
