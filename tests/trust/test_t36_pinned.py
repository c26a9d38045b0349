"""Threat 36: a service changed under running cases: they stay on what they began on, which nobody can change."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from runtime import applications, cases, documents, releases
from runtime.db import Database
from runtime.releases import Asker
from tests.factories import example_document
from tests.runtime import citizens
from tests.runtime.citizens import NOW, OFFICER


def release(database: Database, document: dict[str, Any]) -> documents.Version:
    with database.begin() as session:
        return releases.publish(session, document, by=Asker("Ada"), why="Other rules", at=NOW)


def test_t36_cases_and_forms_half_way_stay_on_their_version(database: Database) -> None:
    first = release(database, example_document())
    with database.begin() as session:
        case_id = cases.submit(session, citizens.apply(session, first), at=NOW).case_id
        half_way = citizens.apply(session, first)
    changed = example_document() | {"title": "Something else"}
    changed["workflow"]["states"][0]["label"] = "Otherwise"
    assert release(database, changed).number == 2
    with database.begin() as session:
        assert cases.load(session, case_id).service.hash == first.hash
        assert cases.submit(session, half_way, at=NOW).case_id
        assert documents.pinned(session, half_way.version_id).hash == first.hash
        loaded = cases.load(session, case_id)
        cases.act(session, case_id, "send", {}, OFFICER, revision=loaded.revision, at=NOW)
        assert cases.load(session, case_id).case.state == "with-crew"


def test_t36_returning_to_an_earlier_version_moves_no_case_either(database: Database) -> None:
    release(database, example_document())
    second = release(database, example_document() | {"title": "Something else"})
    with database.begin() as session:
        case_id = cases.submit(session, citizens.apply(session, second), at=NOW).case_id
        releases.return_to(session, "missed-bin", 1, by=Asker("Bo"), why="Wrong", at=NOW)
    with database.begin() as session:
        assert cases.load(session, case_id).service.hash == second.hash
        begun, _ = applications.begin(
            session, documents.published(session, "missed-bin").version_id, language="en", at=NOW
        )
        assert documents.pinned(session, begun.version_id).hash != second.hash


def test_t36_a_version_and_what_is_said_of_its_release_can_be_changed_by_nobody(database: Database) -> None:
    release(database, example_document())
    for statement in (
        "UPDATE versions SET document = '{}'", "UPDATE versions SET hash = 'x'", "DELETE FROM versions",
        "UPDATE releases SET released_by = 'Somebody else'", "DELETE FROM releases",
    ):  # fmt: skip
        with pytest.raises(sa.exc.ProgrammingError, match="permission denied"), database.begin() as session:
            session.execute(sa.text(statement))
        with psycopg.connect(database.owner_url) as owner, pytest.raises(psycopg.Error):
            owner.execute(statement)


def test_t36_a_version_that_was_changed_in_the_database_is_not_served(database: Database) -> None:
    version = release(database, example_document())
    with psycopg.connect(database.owner_url) as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute("""UPDATE versions SET document = (replace(document::text, 'Rubbish', 'Gold'))::json""")
    documents.forget()
    with database.read() as session, pytest.raises(documents.ServiceUnavailable, match="not what was published"):
        documents.pinned(session, version.id)
