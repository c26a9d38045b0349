"""Cases linked, merged and taken apart: on both sides or on neither, with the earlier promise kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from definitions.calendars import Moment
from definitions.clocks import dues, explain
from definitions.facts import Actor
from definitions.step import offers
from runtime import cases, fsck
from runtime.cases import Loaded
from runtime.errors import ActionRefused, LinkRefused, StaleCase
from tests.runtime import citizens

NINE = datetime(2026, 3, 26, 9, tzinfo=UTC)
ADA = Actor("staff", "ada", "Ada", frozenset({"crew-desk"}))


def by(service_id: str) -> Actor:
    return ADA


def sent(session: Session, at: datetime = NINE, **answers: object) -> UUID:
    version = citizens.publish(session)
    application = citizens.apply(session, version, at, missed_on="2026-03-25", **answers)
    return cases.submit(session, application, at=at).case_id


def at(session: Session, case_id: UUID) -> Loaded:
    return cases.load(session, case_id)


def test_a_link_is_an_event_on_both_with_the_other_side_of_it(session: Session) -> None:
    one, other = sent(session), sent(session)
    cases.link(session, one, other, "follows", by, revision=1, reason="Same street", at=NINE)
    assert at(session, one).case.links[str(other)].relation == "follows"
    assert at(session, other).case.links[str(one)].relation == "followed-by"
    for case_id in (one, other):
        (event,) = at(session, case_id).case.events[1:]
        assert (event.kind, event.data["reason"], event.actor.name) == ("linked", "Same street", "Ada")
    cases.unlink(session, other, one, by, revision=2, at=NINE)
    assert at(session, one).case.links == at(session, other).case.links == {}
    assert fsck.run(session) == []


def test_another_word_takes_the_place_of_the_first_and_the_same_again_does_nothing(session: Session) -> None:
    one, other = sent(session), sent(session)
    cases.link(session, one, other, "distinct", by, revision=1, at=NINE)
    assert cases.link(session, one, other, "distinct", by, revision=2, at=NINE).repeated
    cases.link(session, one, other, "duplicate-of", by, revision=2, at=NINE)
    assert at(session, other).case.links[str(one)].relation == "has-duplicate"
    assert at(session, one).revision == 3


def test_what_cannot_be_linked_is_refused_and_changes_nothing(session: Session) -> None:
    one, other = sent(session), sent(session)
    with pytest.raises(LinkRefused):
        cases.link(session, one, one, "related", by, revision=1, at=NINE)
    with pytest.raises(LinkRefused):
        cases.link(session, one, other, "merged-into", by, revision=1, at=NINE)
    with pytest.raises(LinkRefused):
        cases.unlink(session, one, other, by, revision=1, at=NINE)
    cases.note(session, one, "Mine", ADA, at=NINE)
    with pytest.raises(StaleCase):
        cases.link(session, one, other, "related", by, revision=1, at=NINE)
    assert at(session, other).revision == 1


def test_a_merged_case_is_closed_and_nothing_can_be_done_to_it(session: Session) -> None:
    first, second = sent(session), sent(session, NINE + timedelta(hours=2))
    later = NINE + timedelta(hours=3)
    cases.merge(session, second, first, by, revision=1, reason="The same bin", at=later)
    closed = at(session, second)
    assert (closed.closed_at, closed.due_at, closed.case.state) == (later, None, "reported")
    offered = offers(closed.service, closed.case, ADA, Moment(later, closed.service.calendar))
    assert {reason.code for offer in offered for reason in offer.reasons} == {"merged"}
    with pytest.raises(ActionRefused):
        cases.act(session, second, "send", {}, ADA, revision=2, at=later)
    for case_id, into in ((second, first), (first, second)):
        with pytest.raises(LinkRefused):
            cases.merge(session, case_id, into, by, revision=at(session, case_id).revision, at=later)
    assert fsck.run(session) == []


def test_taken_apart_it_stands_as_it_did_and_its_clock_has_run_on(session: Session) -> None:
    first, second = sent(session), sent(session, NINE + timedelta(hours=2))
    before = at(session, second)
    cases.merge(session, second, first, by, revision=1, at=NINE + timedelta(hours=3))
    cases.unlink(session, first, second, by, revision=2, at=NINE + timedelta(hours=4))
    after = at(session, second)
    assert (after.case.state, after.due_at, after.closed_at) == (before.case.state, before.due_at, None)
    assert (
        cases.act(session, second, "send", {}, ADA, revision=3, at=NINE + timedelta(hours=5)).case.state == "with-crew"
    )
    assert fsck.run(session) == []


def test_the_earlier_promise_stays_whichever_case_does(session: Session) -> None:
    first, second = sent(session), sent(session, NINE + timedelta(days=1))
    promised = at(session, first).due_at
    assert promised is not None
    later = NINE + timedelta(days=1, hours=1)
    cases.merge(session, first, second, by, revision=1, at=later)
    kept = at(session, second)
    assert kept.due_at == promised
    (due,) = dues(kept.service, kept.case, Moment(later, kept.service.calendar))
    assert "brought forward to 30 March 2026" in explain(due, "en")[-1]
    cases.unlink(session, second, first, by, revision=2, at=later)
    assert at(session, second).due_at == datetime(2026, 3, 31, 8, tzinfo=UTC)
    assert fsck.run(session) == []


def test_the_same_key_does_it_once(session: Session) -> None:
    one, other = sent(session), sent(session)
    for _ in range(3):
        cases.merge(session, one, other, by, revision=1, key="k", at=NINE)
    assert (at(session, one).revision, at(session, other).revision) == (2, 2)
