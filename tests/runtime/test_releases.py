"""What goes live: who must agree, when it is due, what it was before, and that nothing goes live by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from definitions.problems import InvalidDefinition
from runtime import cases, documents, people, releases
from runtime.db import Database
from runtime.errors import ApprovalNeeded, ReleaseRefused, RequestNotFound, RequestSettled, SameAuthor, ServiceNotFound
from runtime.models.base import ORGANISATION
from runtime.releases import Asker
from runtime.releases.judging import ASKED_FOR
from tests.factories import example_document
from tests.runtime import citizens

NOW = datetime(2026, 3, 26, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=3)
WHY = "The fee goes up"


def version(n: int, **changes: Any) -> dict[str, Any]:
    return example_document() | {"title": f"Report a missed bin, {n}"} | changes


def leaking(address: str = "desk@example.org") -> dict[str, Any]:
    made = version(9)
    made["messages"][0]["to"] = {"address": address}
    made["examples"] = []
    return made


def somebody(session: Session, name: str) -> Asker:
    email = f"{name.lower()}@example.org"
    return Asker(name, people.create(session, name=name, email=email, password=None, at=NOW))


@pytest.fixture
def ada(session: Session) -> Asker:
    return somebody(session, "Ada")


@pytest.fixture
def bo(session: Session) -> Asker:
    return somebody(session, "Bo")


def live(session: Session) -> int:
    return documents.published(session, "missed-bin").number


def test_one_person_publishes_what_goes_where_it_went(session: Session, ada: Asker) -> None:
    releases.publish(session, version(1), by=ada, why="New", at=NOW)
    releases.publish(session, version(2), by=ada, why=WHY, at=LATER)
    newest, first = releases.history(session, "missed-bin")
    assert (newest.number, newest.was, newest.by, newest.why, newest.at, newest.approved_by) == (
        2, 1, "Ada", WHY, LATER, None,
    )  # fmt: skip
    assert (first.number, first.was, first.again) == (1, None, False)


def test_what_is_live_already_is_no_release(session: Session, ada: Asker) -> None:
    for _ in range(2):
        releases.publish(session, version(1), by=ada, why="New", at=NOW)
    assert len(releases.history(session, "missed-bin")) == 1


@pytest.mark.parametrize("why", ["", "  \n", "x" * 2001])
def test_somebody_must_say_why(session: Session, ada: Asker, why: str) -> None:
    with pytest.raises(ReleaseRefused, match="why"):
        releases.publish(session, version(1), by=ada, why=why, at=NOW)


def test_errors_and_red_examples_go_nowhere(session: Session, ada: Asker) -> None:
    with pytest.raises(InvalidDefinition):
        releases.publish(session, version(1, id="no id"), by=ada, why=WHY, at=NOW)
    red = version(1)
    red["examples"][0]["expect"] = {"state": "not-collected"}
    for attempt in (releases.publish, releases.ask):
        with pytest.raises(ReleaseRefused, match="example fails") as refused:
            attempt(session, red, by=ada, why=WHY, at=NOW)
    assert refused.value.facts["failures"]
    with pytest.raises(ServiceNotFound):
        live(session)


def test_the_organisation_may_want_two_people_always(session: Session, ada: Asker, bo: Asker) -> None:
    releases.ask_two_people(session, True)
    with pytest.raises(ApprovalNeeded) as needed:
        releases.publish(session, version(1), by=ada, why=WHY, at=NOW)
    assert needed.value.facts["reasons"] == (ASKED_FOR,)
    asked = releases.ask(session, version(1), by=ada, why=WHY, at=NOW)
    assert asked.state == "asked"
    assert releases.open_requests(session, ORGANISATION) == [asked]
    done = releases.approve(session, ORGANISATION, asked.id, by=bo, at=LATER)
    assert (done.state, live(session)) == ("live", 1)
    (release,) = releases.history(session, "missed-bin")
    assert (release.by, release.approved_by, release.why, release.at) == ("Ada", "Bo", WHY, LATER)
    assert releases.open_requests(session, ORGANISATION) == []


def test_nobody_is_their_own_second_person(session: Session, ada: Asker) -> None:
    asked = releases.ask(session, leaking(), by=ada, why=WHY, at=NOW)
    for other in (ada, Asker(" ada "), Asker("Another name", ada.person_id)):
        with pytest.raises(SameAuthor):
            releases.approve(session, ORGANISATION, asked.id, by=other, at=NOW)
        with pytest.raises(SameAuthor):
            releases.refuse(session, ORGANISATION, asked.id, by=other, answer="No", at=NOW)
    assert releases.request(session, ORGANISATION, asked.id).state == "asked"


def test_a_refusal_says_why_and_may_be_asked_again(session: Session, ada: Asker, bo: Asker) -> None:
    asked = releases.ask(session, leaking(), by=ada, why=WHY, at=NOW)
    with pytest.raises(RequestSettled, match="waits already"):
        releases.ask(session, leaking(), by=bo, why=WHY, at=NOW)
    with pytest.raises(ReleaseRefused):
        releases.refuse(session, ORGANISATION, asked.id, by=bo, answer=" ", at=NOW)
    releases.refuse(session, ORGANISATION, asked.id, by=bo, answer="Who is that?", at=NOW)
    after = releases.latest(session, ORGANISATION, "missed-bin")
    assert after is not None
    assert (after.state, after.answer, after.answerer) == ("refused", "Who is that?", bo)
    with pytest.raises(RequestSettled):
        releases.approve(session, ORGANISATION, asked.id, by=bo, at=NOW)
    again = releases.ask(session, leaking(), by=ada, why=WHY, at=NOW)
    releases.withdraw(session, ORGANISATION, again.id, by=ada, at=NOW)
    assert releases.request(session, ORGANISATION, again.id).state == "withdrawn"


def test_another_organisation_sees_none_of_it(session: Session, ada: Asker, bo: Asker) -> None:
    asked = releases.ask(session, leaking(), by=ada, why=WHY, at=NOW)
    elsewhere = UUID(int=7)
    for attempt in (releases.approve, releases.withdraw):
        with pytest.raises(RequestNotFound):
            attempt(session, elsewhere, asked.id, by=bo, at=NOW)
    assert releases.open_requests(session, elsewhere) == []
    assert releases.latest(session, elsewhere, "missed-bin") is None


def test_what_was_overtaken_must_be_asked_for_again(session: Session, ada: Asker, bo: Asker) -> None:
    releases.publish(session, version(1), by=ada, why=WHY, at=NOW)
    asked = releases.ask(session, leaking(), by=ada, why=WHY, at=NOW)
    releases.publish(session, version(2), by=ada, why=WHY, at=NOW)
    assert releases.request(session, ORGANISATION, asked.id).overtaken
    with pytest.raises(RequestSettled, match="asked for again"):
        releases.approve(session, ORGANISATION, asked.id, by=bo, at=NOW)


def test_it_goes_live_on_its_day(database: Database) -> None:
    with database.begin() as session:
        ada = somebody(session, "Ada")
        releases.publish(session, version(1), by=ada, why=WHY, at=NOW)
        with pytest.raises(ReleaseRefused, match="future"):
            releases.ask(session, version(2), by=ada, why=WHY, at=NOW, goes_live_at=NOW)
        asked = releases.ask(session, version(2), by=ada, why=WHY, at=NOW, goes_live_at=LATER)
        assert asked.state == "approved"
    assert releases.go_live_due(database, at=LATER - timedelta(minutes=1)) == 0
    assert releases.go_live_due(database, at=LATER) == 1
    assert releases.go_live_due(database, at=LATER) == 0
    with database.read() as session:
        assert live(session) == 2
        newest = releases.history(session, "missed-bin")[0]
        assert (newest.at, newest.by, newest.approved_by) == (LATER, "Ada", None)


def test_approved_for_a_day_it_waits_for_it(database: Database) -> None:
    with database.begin() as session:
        ada, bo = somebody(session, "Ada"), somebody(session, "Bo")
        asked = releases.ask(session, leaking(), by=ada, why=WHY, at=NOW, goes_live_at=LATER)
    assert releases.go_live_due(database, at=LATER) == 0
    with database.begin() as session:
        assert releases.approve(session, ORGANISATION, asked.id, by=bo, at=NOW).state == "approved"
        with pytest.raises(ServiceNotFound):
            live(session)
    assert releases.go_live_due(database, at=LATER) == 1
    with database.read() as session:
        assert releases.history(session, "missed-bin")[0].approved_by == "Bo"


def test_what_cannot_go_live_on_its_day_says_why_and_holds_up_nobody(database: Database) -> None:
    other = version(3, id="other-bin")
    with database.begin() as session:
        ada = somebody(session, "Ada")
        releases.publish(session, version(1), by=ada, why=WHY, at=NOW)
        asked = releases.ask(session, version(2), by=ada, why=WHY, at=NOW, goes_live_at=LATER)
        releases.ask(session, other, by=ada, why=WHY, at=NOW, goes_live_at=LATER)
        releases.publish(session, version(4), by=ada, why="In a hurry", at=NOW)
    assert releases.go_live_due(database, at=LATER) == 1
    with database.read() as session:
        stopped = releases.request(session, ORGANISATION, asked.id)
        assert (stopped.state, stopped.answer) == ("stopped", "Another version has gone live since this was asked for.")
        assert documents.published(session, "missed-bin").number == 2
        assert documents.published(session, "other-bin").number == 1


def test_a_second_person_asked_for_meanwhile_is_waited_for(database: Database) -> None:
    with database.begin() as session:
        asked = releases.ask(session, version(1), by=Asker("Ada"), why=WHY, at=NOW, goes_live_at=LATER)
        releases.ask_two_people(session, True)
    assert releases.go_live_due(database, at=LATER) == 0
    with database.read() as session:
        assert releases.request(session, ORGANISATION, asked.id).state == "stopped"


def test_an_earlier_version_is_live_again_in_one_step(session: Session, ada: Asker, bo: Asker) -> None:
    for n in (1, 2, 3):
        releases.publish(session, version(n), by=ada, why=WHY, at=NOW)
    releases.ask_two_people(session, True)
    made = releases.return_to(session, "missed-bin", 1, by=bo, why="The fee was wrong", at=LATER)
    assert (made.number, live(session)) == (1, 1)
    newest = releases.history(session, "missed-bin")[0]
    assert (newest.number, newest.was, newest.by, newest.why, newest.again) == (1, 3, "Bo", "The fee was wrong", True)
    assert [(one.number, one.live) for one in releases.versions_of(session, "missed-bin")] == [
        (3, False), (2, False), (1, True),
    ]  # fmt: skip
    with pytest.raises(ServiceNotFound):
        releases.return_to(session, "missed-bin", 4, by=bo, why="Oh", at=LATER)


def test_the_history_can_be_changed_by_nobody(database: Database) -> None:
    with database.begin() as session:
        releases.publish(session, version(1), by=Asker("Ada"), why=WHY, at=NOW)
    for statement in ("UPDATE releases SET why = 'x'", "DELETE FROM releases"):
        with pytest.raises(sa.exc.ProgrammingError, match="permission denied"), database.begin() as session:
            session.execute(sa.text(statement))
        with psycopg.connect(database.owner_url) as owner, pytest.raises(psycopg.Error):
            owner.execute(statement)


def test_whom_a_release_is_about(session: Session, ada: Asker) -> None:
    first = releases.publish(session, version(1), by=ada, why=WHY, at=NOW)
    citizens.apply(session, first)
    cases.submit(session, citizens.apply(session, first), at=NOW)
    releases.publish(session, version(2), by=ada, why=WHY, at=NOW)
    found = releases.standing(session, "missed-bin")
    assert (found.half_way, found.open_cases) == (1, ((1, 1),))


def test_contents_that_were_here_are_known_by_their_hashes(session: Session, ada: Asker) -> None:
    assert ada.person_id
    one = releases.publish(session, version(1), by=ada, why=WHY, at=NOW)
    releases.brought(session, version(2), "b" * 64, by=ada.person_id, at=LATER)
    releases.handed_on(session, version(3), "c" * 64, by=ada.person_id, at=LATER + timedelta(1))
    releases.handed_on(session, version(3), "c" * 64, by=ada.person_id, at=LATER + timedelta(2))
    assert releases.known(session, "missed-bin") == ["c" * 64, "b" * 64, one.hash]
    assert releases.content(session, "missed-bin", "b" * 64) == version(2)
    assert releases.content(session, "missed-bin", one.hash) == version(1)
    assert releases.content(session, "missed-bin", "d" * 64) is None
    assert releases.known(session, "missed-bin", UUID(int=7)) == []
