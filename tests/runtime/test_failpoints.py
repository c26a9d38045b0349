"""Named crashes happen exactly where the environment asks, and nowhere else."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from runtime import cases, failpoints
from runtime.db import Database
from runtime.failpoints import FailpointReached
from tests.runtime.citizens import NOW, OFFICER, a_case, apply, publish


def cases_there(database: Database) -> int:
    with database.read() as session:
        return int(session.execute(sa.text("SELECT count(*) FROM cases")).scalar_one())


@pytest.mark.parametrize(("name", "left"), [("submit.before_commit", 0), ("submit.after_commit", 1)])
def test_a_submission_is_there_whole_or_not_at_all(
    database: Database, monkeypatch: pytest.MonkeyPatch, name: str, left: int
) -> None:
    with database.begin() as session:
        application = apply(session, publish(session))
    monkeypatch.setenv(failpoints.VARIABLE, f"act.after_commit=kill, {name}=raise")
    with pytest.raises(FailpointReached), database.begin() as session:
        cases.submit(session, application, at=NOW, key="one")
    assert cases_there(database) == left
    monkeypatch.delenv(failpoints.VARIABLE)
    with database.begin() as session:
        again = cases.submit(session, application, at=NOW, key="one")
        assert cases.load(session, again.case_id).revision == 1
    assert cases_there(database) == 1


@pytest.mark.parametrize(("name", "revision"), [("act.before_commit", 1), ("act.after_commit", 2)])
def test_an_action_is_there_whole_or_not_at_all(
    database: Database, monkeypatch: pytest.MonkeyPatch, name: str, revision: int
) -> None:
    with database.begin() as session:
        case = a_case(session)
    monkeypatch.setenv(failpoints.VARIABLE, f"{name}=raise")
    with pytest.raises(FailpointReached), database.begin() as session:
        cases.act(session, case.id, "send", {}, OFFICER, revision=1, key="one", at=NOW)
    monkeypatch.delenv(failpoints.VARIABLE)
    with database.begin() as session:
        assert cases.load(session, case.id).revision == revision
        acted = cases.act(session, case.id, "send", {}, OFFICER, revision=1, key="one", at=NOW)
        assert acted.repeated == (revision == 2)
        assert acted.revision == 2


def test_only_declared_places_can_be_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    failpoints.reach("anything goes when nobody asks")
    monkeypatch.setenv(failpoints.VARIABLE, "submit.before_commit=raise")
    failpoints.reach("act.before_commit")
    with pytest.raises(ValueError, match="no failpoint"):
        failpoints.reach("nowhere")
