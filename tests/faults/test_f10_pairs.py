"""Fault F10: two thousand random pairs at once: one of each wins, and the other is told who did what."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from definitions import council
from definitions.facts import Actor
from runtime import applications, bulk, calendars, cases, fsck, people, recounting, ticks
from runtime.cases import Acted
from runtime.db import Database
from runtime.errors import ActionRefused, StaleCase
from tests.faults.pairs import NOW, Deed, at_once, document, filed, is_spent, judge, two
from tests.runtime import asking
from tests.runtime.citizens import OTHER, publish

AT_A_TIME, ROUNDS = 60, 25
TASKS, VOTES, BULK, RECOUNTED, TIMED = 150, 100, 100, 100, 50
assert AT_A_TIME * ROUNDS + TASKS + VOTES + BULK + RECOUNTED + TIMED == 2000


def sound(database: Database) -> None:
    with database.snapshot() as session:
        assert [str(finding) for finding in fsck.run(session)] == []


def several(database: Database, number: int, at: Any = NOW) -> list[UUID]:
    with database.begin() as session:
        version = publish(session, document())
        return [filed(session, version, at) for _ in range(number)]


def test_f10_of_a_random_pair_one_wins_and_the_other_is_told_by_whom(database: Database) -> None:
    """Actions, undo, taking, handing on, urgency, corrections, links, merges, conflicts of interest and notes."""
    chance, seen, wins = random.Random(10), Counter[tuple[str, ...]](), [0, 0]
    ids, partners = several(database, AT_A_TIME), several(database, AT_A_TIME)
    for _ in range(ROUNDS):
        with database.read() as session:
            shown = [cases.load(session, case_id) for case_id in ids]
        pairs = [two(*one, chance) for one in zip(shown, partners, strict=True)]
        came = at_once(database, *([doing(pair[hand]) for pair in pairs] for hand in (0, 1)))
        with database.read() as session:
            after = [cases.load(session, case_id) for case_id in ids]
        for pair, results, now in zip(pairs, came, after, strict=True):
            judge(pair, results, now)
            seen[tuple(sorted(deed.name for deed in pair))] += 1
            for hand in (0, 1):
                wins[hand] += isinstance(results[hand], Acted)
        spent = [place for place, now in enumerate(after) if is_spent(now)]
        fresh = several(database, 2 * len(spent))
        for place, case_id, partner in zip(spent, fresh[::2], fresh[1::2], strict=True):
            ids[place], partners[place] = case_id, partner
    for needed in (("act send", "act send"), ("act send", "note"), ("act send", "correct"), ("act send", "hand on"),
                   ("act done", "undo"), ("act send", "merge"), ("merge", "merge"), ("note", "note")):  # fmt: skip
        assert seen[needed], needed
    assert min(wins) > AT_A_TIME, "both are first at times"
    sound(database)
    print(f"{sum(seen.values())} pairs of {len(seen)} kinds: Ada did {wins[0]}, Bo {wins[1]}")


def doing(deed: Deed) -> Callable[[Session], object]:
    return lambda session: deed.do(session, deed.seen, deed.actor)


def consulted(database: Database, number: int) -> list[UUID]:
    """Cases whose consultee has been asked."""
    with database.begin() as session:
        first = asking.asked_case(session, "High Street")
        ids = [first.id]
        for _ in range(number - 1):
            begun, _ = applications.begin(session, first.version_id, language="en", at=asking.NOW)
            filled = applications.save_page(session, begun, {"street": "High Street", "sites": None}, asking.NOW)
            ids.append(cases.submit(session, filled, at=asking.NOW).case_id)
            cases.act(session, ids[-1], "consult", {}, asking.OFFICER, revision=1, at=asking.NOW)
    return ids


def member(number: int) -> Actor:
    person = f"01890000-0000-7000-8000-0000000001{number:02}"
    return Actor("staff", person, f"Member {number}", frozenset({"member", "highways", "officer"}))


def test_f10_a_task_is_answered_once_and_of_two_votes_of_one_member_the_later_counts(
    database: Database,
) -> None:
    chance, members = random.Random(101), [member(n) for n in range(4)]
    ids = consulted(database, TASKS)

    def answer(case_id: UUID, actor: Actor, session: Session) -> Acted:
        return cases.do_task(session, case_id, "highways", {"opinion": "support"}, actor, at=asking.NOW)

    def vote(case_id: UUID, actor: Actor, choice: str, session: Session) -> Acted:
        return cases.do_task(session, case_id, "panel", {}, actor, choice=choice, at=asking.NOW)

    came = at_once(database, *([partial(answer, one, members[hand]) for one in ids] for hand in (0, 1)))
    for results in came:
        one_did(results, "did “Effect on the road”")
    with database.begin() as session:
        for case_id in ids[:VOTES]:
            cases.act(session, case_id, "go-on", {}, asking.OFFICER, revision=None, at=asking.NOW)
    pairs = [tuple(chance.choices(members, k=2)) for _ in range(VOTES)]
    hands = [
        [partial(vote, one, pair[hand], ("yes", "no")[hand]) for one, pair in zip(ids, pairs, strict=False)]
        for hand in (0, 1)
    ]
    for (one, other), results in zip(pairs, at_once(database, *hands), strict=True):
        votes = last_of(results).case.tasks["panel"].votes
        assert set(votes) == {one.id, other.id}, "a member votes otherwise, and never twice"
        assert one is not other or votes[str(one.id)].choice == last_of(results).events[0].data["choice"]
    assert any(one is other for one, other in pairs)
    sound(database)


def last_of(results: tuple[object, ...]) -> Acted:
    """What came second: both are done."""
    acted = [result for result in results if isinstance(result, Acted)]
    assert len(acted) == len(results), results
    return max(acted, key=lambda one: one.revision)


def one_did(results: tuple[object, ...], words: str) -> None:
    refused = [result for result in results if isinstance(result, ActionRefused)]
    assert [isinstance(result, Acted) for result in results].count(True) == len(refused) == 1, results
    assert words in refused[0].message


def test_f10_of_a_bulk_run_and_somebody_who_acts_one_moves_each_case(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("runtime.bulk.working.SLICE", 1)
    ids = several(database, BULK)
    with database.begin() as session:
        who = people.create(session, name="Cy", email="cy@example.org", password=None, at=NOW)
        team = people.create_team(session, "Crew desk", at=NOW)
        people.grant(session, team, "missed-bin", "crew-desk", at=NOW)
        people.join(session, team, who, at=NOW)
        viewer = people.viewer(session, who)
        chosen = bulk.Chosen("missed-bin", "new-reports", [cases.load(session, one).reference for one in ids])
        run_id = bulk.begin(session, viewer, chosen, at=NOW)
        bulk.choose(session, bulk.load(session, run_id, viewer), bulk.Deed("act", {"action": "send"}))
    while bulk.work(database):
        continue
    with database.begin() as session:
        run = bulk.load(session, run_id, viewer)
        bulk.confirm(session, run, bulk.mark(session, run), at=NOW)
        order = session.execute(sa.text("SELECT case_id FROM bulk_items ORDER BY position")).scalars().all()
    sends = [partial(act, one, "send") for one in order]
    came = at_once(database, sends, [lambda _: bulk.work(database)] * BULK)
    while bulk.work(database):
        continue
    with database.read() as session:
        rows = session.execute(sa.text("SELECT case_id, state, why FROM bulk_items ORDER BY position")).all()
        moves = "SELECT count(*) FROM events WHERE transition = 'send' GROUP BY case_id"
        assert session.execute(sa.text(moves)).scalars().all() == [1] * BULK
    for (mine, _), row in zip(came, rows, strict=True):
        if isinstance(mine, Acted):
            assert (row.state, row.why) == ("changed", "Changed meanwhile by Bo Other")
        else:
            assert row.state == "done"
            assert told(mine) == [("moved", "Cy")]
    sound(database)


def act(case_id: UUID, action: str, session: Session) -> Acted:
    return cases.act(session, case_id, action, {}, OTHER, revision=1, at=NOW)


def told(result: object) -> list[tuple[str, str]]:
    assert isinstance(result, StaleCase), result
    return [(event.kind, event.actor.name) for event in result.facts["events"]]  # type: ignore[attr-defined]


def test_f10_counting_again_and_an_action_are_one_after_the_other(database: Database) -> None:
    with database.begin() as session:
        calendars.adopt(session, database.settings, at=NOW)
    ids = several(database, RECOUNTED)
    with database.begin() as session:
        closed = [NOW.date() + timedelta(days=ahead) for ahead in range(1, 4)]
        calendars.amend(session, lambda d: council.closed(d, closed, "Flooded"), by="Kim", reason="Flooded", at=NOW)
        asked = recounting.ask(session, by="Kim", reason="Flooded", at=NOW)
    while recounting.go_on(database, at=NOW):
        continue
    with database.begin() as session:
        assert recounting.confirm(session, asked, at=NOW)
    came = at_once(
        database,
        [partial(act, one, "send") for one in sorted(ids)],
        [lambda _: recounting.go_on(database, at=NOW)] * RECOUNTED,
    )
    while recounting.go_on(database, at=NOW):
        continue
    for mine, _ in came:
        assert isinstance(mine, Acted) or told(mine) == [("recounted", "Townclerk")]
    with database.read() as session:
        for case_id, (mine, _) in zip(sorted(ids), came, strict=True):
            kinds = [event.kind for event in cases.load(session, case_id).case.events[1:]]
            assert kinds == (["moved", "recounted"] if isinstance(mine, Acted) else ["recounted"])
    sound(database)


def test_f10_a_timer_and_an_action_are_one_after_the_other(database: Database) -> None:
    with database.begin() as session:
        version = publish(session, document())
        for minute in range(TIMED):
            act(filed(session, version, NOW + timedelta(minutes=minute)), "send", session)
    with database.read() as session:
        first = "SELECT case_id, min(due) AS due FROM timers GROUP BY case_id ORDER BY due, case_id"
        rows = session.execute(sa.text(first)).all()

    def closes(case_id: UUID, at: datetime, session: Session) -> Acted:
        return cases.act(session, case_id, "done", {}, OTHER, revision=2, at=at)

    def fires(at: datetime, _: Session) -> int:
        return ticks.fire_due(database, at=at)

    hands = [[partial(closes, row.case_id, row.due) for row in rows], [partial(fires, row.due) for row in rows]]
    by_hand = 0
    for row, (mine, fired) in zip(rows, at_once(database, *hands), strict=True):
        with database.read() as session:
            events = cases.load(session, row.case_id).case.events[2:]
        assert fired in (0, 1)
        if isinstance(mine, Acted):
            assert [event.transition for event in events] == ["done"], "there is nothing left to be late with"
        else:
            assert told(mine) == [(event.kind, "Townclerk") for event in events[:1]]
        by_hand += isinstance(mine, Acted)
    sound(database)
    print(f"of {TIMED} pairs, {by_hand} were done by hand first")
