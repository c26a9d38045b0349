"""Fault F10: two caseworkers act on one case at the very same time; one wins, and the other is told who did what."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

from definitions.facts import Actor
from runtime import cases, references
from runtime.errors import StaleCase
from tests.faults import lamps
from tests.faults.client import Clerk, Form, Page
from tests.faults.town import Town, check

PAIRS = 300
PAIRS_ON_PAGES = 8


def test_f10_of_two_at_once_exactly_one_acts_and_the_other_learns_who_did_what(lamps_town: Town) -> None:
    town, barrier = lamps_town, Barrier(2)
    ids = [lamps.submitted(town.database, f"Pair {n} Road") for n in range(PAIRS)]

    def one_after_another(actor: Actor, action: str) -> list[object]:
        """Act on each case, always at the same moment as the other; what came of each."""
        return [acted(case_id, actor, action) for case_id in ids]

    def acted(case_id: UUID, actor: Actor, action: str) -> object:
        inputs = {"crew": actor.name} if action == "send" else {}
        barrier.wait(30)
        try:
            with town.database.begin() as session:
                return cases.act(session, case_id, action, inputs, actor, revision=1, at=lamps.now())
        except StaleCase as stale:
            return stale

    ada, bo = town.officers["ada"], town.officers["bo"]
    with ThreadPoolExecutor(2) as hands:
        both = [hands.submit(one_after_another, actor, action) for actor, action in ((ada, "send"), (bo, "close"))]
        pairs = list(zip(*(future.result() for future in both), strict=True))
    wins = [0, 0]
    for pair in pairs:
        winner = next(n for n in (0, 1) if isinstance(pair[n], cases.Acted))
        lost = pair[1 - winner]
        assert isinstance(lost, StaleCase), pair
        (event,) = lost.facts["events"]
        assert (event.actor.id, event.transition) == ((ada, bo)[winner].id, ("send", "close")[winner])
        wins[winner] += 1
    assert town.rows("SELECT count(*) FROM events WHERE kind = 'moved'")[0][0] == PAIRS
    assert town.rows("SELECT count(*) FROM cases WHERE revision = 2")[0][0] == PAIRS
    check(town)
    print(f"{PAIRS} pairs at once: Ada won {wins[0]}, Bo {wins[1]}")


def test_f10_on_their_pages_the_one_who_came_second_keeps_what_they_typed(lamps_town: Town) -> None:
    town, barrier = lamps_town, Barrier(2)
    town.web.up()
    ada, bo = town.clerk("ada"), town.clerk("bo")

    def press(clerk: Clerk, form: Form) -> Page:
        barrier.wait(30)
        return clerk.client.send(form, crew=f"The crew of {clerk.street}")

    with ThreadPoolExecutor(2) as hands:
        for n in range(PAIRS_ON_PAGES):
            case_id = lamps.submitted(town.database, f"Page {n} Road")
            (row,) = town.rows("SELECT reference FROM cases WHERE id = :id", id=case_id)
            forms = [clerk.open(references.show(row.reference), "send") for clerk in (ada, bo)]
            ada_page, bo_page = hands.map(press, (ada, bo), [form for form in forms if form])
            assert sorted((ada_page.status, bo_page.status)) == [303, 409]
            lost, winner, loser = (bo_page, "Ada", "bo") if ada_page.status == 303 else (ada_page, "Bo", "ada")
            assert winner in lost.text
            assert f"The crew of {loser}" in lost.response.get_data(as_text=True)
    check(town)
