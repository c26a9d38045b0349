"""Two who merge the same pair at the same moment, in both directions: one wins, nobody waits for the other for ever."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from uuid import UUID

from definitions.facts import Actor
from runtime import cases, fsck
from runtime.cases import Acted
from runtime.db import Database
from runtime.errors import LinkRefused, StaleCase
from tests.runtime import citizens

NINE = datetime(2026, 3, 26, 9, tzinfo=UTC)
PAIRS = 40
ADA = Actor("staff", "ada", "Ada", frozenset({"crew-desk"}))
BO = Actor("staff", "bo", "Bo", frozenset({"crew-desk"}))


def test_of_two_who_merge_a_pair_both_ways_exactly_one_wins(database: Database) -> None:
    with database.begin() as session:
        version = citizens.publish(session)
        ids = [cases.submit(session, citizens.apply(session, version, NINE), at=NINE).case_id for _ in range(2 * PAIRS)]
    pairs, barrier = list(zip(ids[::2], ids[1::2], strict=True)), Barrier(2)

    def all_of(actor: Actor, *, other_way: bool) -> list[object]:
        return [merge(*(pair[::-1] if other_way else pair), actor) for pair in pairs]

    def merge(one: UUID, into: UUID, actor: Actor) -> object:
        barrier.wait(30)
        try:
            with database.begin() as session:
                return cases.merge(session, one, into, lambda _: actor, revision=1, at=NINE)
        except (StaleCase, LinkRefused) as refused:
            return refused

    with ThreadPoolExecutor(2) as hands:
        both = [hands.submit(all_of, actor, other_way=way) for actor, way in ((ADA, False), (BO, True))]
        outcomes = list(zip(*(future.result() for future in both), strict=True))
    for outcome in outcomes:
        assert sorted(isinstance(one, Acted) for one in outcome) == [False, True], outcome
    with database.read() as session:
        assert fsck.run(session) == []
        for one, other in pairs:
            links = {cases.load(session, case_id).case.merged is not None for case_id in (one, other)}
            assert links == {True, False}
