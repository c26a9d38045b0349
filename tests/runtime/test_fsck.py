"""The checker believes nothing: each way of tampering with a case is found, and an honest one is not accused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from sqlalchemy.orm import Session

from runtime import cases, fsck
from runtime.cases import events
from runtime.db import Database
from tests.factories import example_document
from tests.runtime.citizens import NOW, OFFICER, OTHER, a_case, publish

LATER = NOW + timedelta(hours=1)


def worked(session: Session) -> cases.Loaded:
    """A case that has seen everything: taken, noted, sent to the crew and ended with a reason."""
    case = a_case(session)
    cases.take(session, case.id, OFFICER, revision=1, at=LATER)
    cases.note(session, case.id, "Rang.", OTHER, at=LATER)
    cases.act(session, case.id, "send", {}, OFFICER, revision=3, at=LATER)
    cases.act(session, case.id, "refuse", {"reason": "contaminated"}, OFFICER, revision=4, at=LATER)
    return cases.load(session, case.id)


def checked(database: Database) -> list[fsck.Finding]:
    with database.snapshot() as session:
        return fsck.run(session)


def test_what_happens_while_it_reads_is_no_fault(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The event is written between reading the case and reading its timers, for every case that it reads."""
    with database.begin() as session:
        case = a_case(session)
    batches = fsck._batches

    def meanwhile(session: Session) -> Iterator[list[Any]]:
        for rows in batches(session):
            with database.begin() as other:
                cases.act(other, case.id, "refuse", {"reason": "not_out"}, OFFICER, revision=None, at=LATER)
            yield rows

    monkeypatch.setattr(fsck, "_batches", meanwhile)
    assert checked(database) == []


def test_honest_cases_are_not_accused(database: Database) -> None:
    with database.begin() as session:
        worked(session)
        a_case(session, bin="refuse")
    assert checked(database) == []


@pytest.mark.parametrize(
    ("tampering", "code", "number"),
    [
        ("UPDATE events SET transition = 'done' WHERE number = 4", "chain", 4),
        ("UPDATE events SET at = at - interval '1 day' WHERE number = 2", "chain", 2),
        ("UPDATE events SET actor_name = 'Eve' WHERE number = 3", "chain", 3),
        ("UPDATE events SET hash = set_byte(hash, 0, get_byte(hash, 0) # 1) WHERE number = 1", "chain", 1),
        ("UPDATE events SET data = data || '{\"assignee\": null}' WHERE number = 2", "chain", 2),
        ("UPDATE events SET commitments = '{}' WHERE number = 5", "chain", 5),
        ("UPDATE events SET number = -number WHERE number > 3; UPDATE events SET number = 9 + number WHERE number < 0",
         "chain", 4),
        ("DELETE FROM event_values; DELETE FROM events WHERE number = 3", "chain", 4),
        ("DELETE FROM event_values; DELETE FROM events WHERE number = 5", "chain", 5),
        ("DELETE FROM event_values; DELETE FROM events", "chain", None),
        ("UPDATE cases SET head = decode(repeat('00', 32), 'hex')", "chain", 5),
        ("UPDATE event_values SET values = jsonb_set(values, '{inputs.reason,value}', '\"not_out\"')"
         " WHERE values ? 'inputs.reason'", "commitment", 5),
        ("UPDATE event_values SET values = jsonb_set(values, '{text,salt}', '\"00\"') WHERE values ? 'text'",
         "commitment", 3),
        ("UPDATE cases SET state = 'collected'", "projection", None),
        ("UPDATE cases SET assignee = NULL", "projection", None),
        ("UPDATE cases SET closed_at = NULL", "projection", None),
        ("UPDATE cases SET due_at = now()", "projection", None),
        ("UPDATE cases SET dues = '{}'", "projection", None),
        ("UPDATE cases SET reference = 'AAAAAAAAA'", "reference", None),
        ("DELETE FROM effects WHERE event_number = 4", "effect", 4),
        ("UPDATE effects SET position = 7 WHERE event_number = 4", "effect", 4),
        ("DELETE FROM procrastinate_jobs", "effect", 4),
        ("UPDATE effects SET state = 'parked'", "effect", 4),
    ],
)  # fmt: skip
def test_tampering_is_found_where_it_was_done(database: Database, tampering: str, code: str, number) -> None:
    with database.begin() as session:
        worked(session)
    with psycopg.connect(database.owner_url) as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute(tampering)
    found = checked(database)
    assert (code, number) in [(finding.code, finding.event) for finding in found], "\n".join(map(str, found))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda d: d["workflow"]["transitions"].pop(1), "no transition send"),
        (lambda d: d["workflow"]["transitions"][1].update({"from": ["overdue"]}), "does not leave from reported"),
        (lambda d: d["workflow"]["transitions"][1].update(to="overdue"), "does not lead to with-crew"),
        (lambda d: d["workflow"]["transitions"][1].update(by=["supervisor"]), "may not send"),
        (lambda d: d["workflow"]["transitions"][1].update(when="bin == 'refuse'"), "could not have happened"),
        (lambda d: d["workflow"]["transitions"][1].pop("effects"), "promised are []"),
        (lambda d: d["workflow"]["transitions"][4].update(after="1 working day"), "due_at"),
    ],
)
def test_a_path_that_the_pinned_version_does_not_allow_is_found(
    database: Database, change: Callable[[dict], object], says: str
) -> None:
    """As if someone had pinned the case to another version behind our back."""
    document = example_document()
    document["examples"] = []
    change(document)
    document["workflow"]["clocks"][0]["length"] = "1 working day" if says == "due_at" else "2 working days"
    with database.begin() as session:
        case = a_case(session)
        cases.act(session, case.id, "send", {}, OFFICER, revision=1, at=LATER)
        other = publish(session, document)
    with psycopg.connect(database.owner_url) as owner:
        owner.execute("UPDATE cases SET version_id = %s", (other.id,))
    assert says in "\n".join(map(str, checked(database)))


def test_timers_that_were_lost_are_found(database: Database) -> None:
    with database.begin() as session:
        a_case(session, bin="refuse")
    with psycopg.connect(database.owner_url) as owner:
        owner.execute("DELETE FROM timers WHERE kind = 'transition'")
    assert [finding.code for finding in checked(database)] == ["timer"]


def test_erasing_a_value_and_its_salt_leaves_everything_proved(database: Database) -> None:
    with database.begin() as session:
        case = worked(session)
    with psycopg.connect(database.owner_url) as owner:
        owner.execute("UPDATE event_values SET values = values - 'answers.email' - 'text' - 'inputs.reason'")
        owner.execute("UPDATE cases SET applicant = NULL")
    assert [finding.code for finding in checked(database)] == ["likeness"], "by its marks it could still be found"
    with psycopg.connect(database.owner_url) as owner:
        owner.execute("DELETE FROM likenesses")
    assert checked(database) == []
    with database.read() as session:
        erased = cases.load(session, case.id)
    assert "email" not in erased.case.answers
    assert erased.case.events[2].data == {}
    assert erased.case.asked == {}
    assert events.first_break(erased.entries) is None
