"""Queues as their document says: which case stands in which, in what order, and who works it."""

from __future__ import annotations

import random
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from runtime import fsck, queues
from runtime.errors import QueueNotFound
from runtime.queues import Filters
from tests.runtime.potholes import AT, BOSS, OFFICER, PAYER, do, pothole, potholes, publish

HOUR = timedelta(hours=1)


def paged(session: Session, queue: str, order: str | None = None, limit: int = 3, **more: object) -> list[UUID]:
    """The whole queue, read page by page."""
    found: list[UUID] = []
    after: str | None = ""
    while after is not None:
        page = queues.page(session, OFFICER, "potholes", queue, order=order, after=after, limit=limit, at=AT, **more)
        found += [row.id for row in page.rows]
        after = page.after
    return found


@pytest.mark.parametrize(
    ("answers", "queue"),
    [
        ({"danger": True}, "dangerous"),
        ({"depth": 21}, "dangerous"),
        ({"depth": 20}, "ordinary"),
        ({}, "ordinary"),  # the depth is absent, and what is absent decides nothing
    ],
)
def test_a_case_stands_in_the_first_queue_of_its_state_that_takes_it(session: Session, answers, queue) -> None:
    publish(session)
    case = pothole(session, **answers)
    for name in ("dangerous", "ordinary"):
        assert paged(session, name) == ([case.id] if name == queue else [])
    mended = do(session, case, "mend")
    assert paged(session, "ordinary") == [mended.id], "this state has no queue for the dangerous"
    assert list(fsck.run(session)) == []


def test_a_queue_of_several_roles_is_seen_by_each_and_by_nobody_else(session: Session) -> None:
    publish(session)
    pothole(session, danger=True)
    for viewer, seen in ((OFFICER, 1), (BOSS, 1)):
        assert len(queues.page(session, viewer, "potholes", "dangerous", at=AT).rows) == seen
    with pytest.raises(QueueNotFound):
        queues.page(session, PAYER, "potholes", "dangerous", at=AT)


def test_by_a_column_the_deepest_come_first_and_those_without_last(session: Session) -> None:
    publish(session)
    depths = [3, None, 100, 21, 7, None, 1000]
    made = [pothole(session, AT - n * HOUR, danger=True, depth=depth) for n, depth in enumerate(depths)]
    found = paged(session, "dangerous")
    by_id = {case.id: depth for case, depth in zip(made, depths, strict=True)}
    assert [by_id[id] for id in found] == [1000, 100, 21, 7, 3, None, None]
    assert len(set(found)) == 7


def test_by_words_as_an_alphabet_has_them(session: Session) -> None:
    document = potholes()
    document["queues"][1]["order"] = {"column": "street"}
    publish(session, document)
    streets = ["École Road", "elm Grove", "Éa Lane", "Zoo Lane", "Abbey Street"]
    made = {pothole(session, street=street).id: street for street in streets}
    assert [made[id] for id in paged(session, "ordinary")] == sorted(
        streets, key=lambda street: street.casefold().replace("é", "e")
    )


def test_the_urgent_first_then_what_is_due_and_the_rest_at_the_end(session: Session) -> None:
    publish(session)
    made = [pothole(session, AT - (6 - n) * HOUR) for n in range(6)]
    for case, action in ((made[4], "hurry"), (made[5], "hurry"), (made[0], "wait")):
        do(session, case, action)
    assert paged(session, "ordinary") == [made[n].id for n in (4, 5, 1, 2, 3, 0)]


@pytest.mark.parametrize("order", ["due", "submitted", "newest", "priority", None, "nonsense", "column"])
def test_every_order_pages_without_gaps_or_repeats(session: Session, order: str | None) -> None:
    publish(session)
    dice = random.Random(7)
    made = [pothole(session, AT - dice.randrange(9) * HOUR) for _ in range(8)]
    for case in made[:4]:
        do(session, case, dice.choice(["hurry", "wait"]))
    found = paged(session, "ordinary", order)
    assert sorted(found) == sorted(case.id for case in made)
    sent = {case.id: case.case.submitted_at for case in made}
    if order in ("due", "submitted", "newest"):
        assert [sent[id] for id in found] == sorted(sent.values(), reverse=order == "newest")
    assert paged(session, "ordinary", order, filters=Filters(urgent=True)) == [
        id for id in found if queues.page(session, OFFICER, "potholes", "ordinary", at=AT)
        and any(case.id == id for case in made[:4]) and _urgent(session, id)
    ]  # fmt: skip


def _urgent(session: Session, id: UUID) -> bool:
    rows = queues.page(session, OFFICER, "potholes", "ordinary", at=AT).rows
    return next(row.priority == "high" for row in rows if row.id == id)
