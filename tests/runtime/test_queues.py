"""Staff see their own work, in order, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from runtime import cases, queues
from runtime.access import Viewer
from runtime.db import Database
from runtime.errors import QueueNotFound
from runtime.models.base import ORGANISATION
from runtime.queues import Filters
from tests.runtime.citizens import NOW, OFFICER, a_case

DESK = Viewer(UUID(OFFICER.id or ""), ORGANISATION, "Ada", {"missed-bin": frozenset({"crew-desk"})})
ELSEWHERE = Viewer(UUID(int=9), ORGANISATION, "Eve", {"other-service": frozenset({"crew-desk"})})
BOSS = Viewer(UUID(int=8), ORGANISATION, "Cy", {"missed-bin": frozenset({"supervisor"})})
NEW = ("missed-bin", "new-reports")


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """Every statement sent meanwhile."""
    sent: list[str] = []

    def note(_conn, _cursor, statement, *_rest) -> None:
        sent.append(statement)

    sa.event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        sa.event.remove(database.engine, "before_cursor_execute", note)


def several(session: Session, count: int) -> list[cases.Loaded]:
    return [a_case(session, NOW + timedelta(minutes=n)) for n in range(count)]


def test_a_queue_is_paged_by_due_time_without_gaps_or_repeats(session: Session) -> None:
    made = several(session, 7)
    seen, after, pages = [], None, 0
    while after or not pages:
        page = queues.page(session, DESK, *NEW, after=after, limit=3, at=NOW)
        seen += [row.id for row in page.rows]
        after, pages = page.after, pages + 1
    assert seen == [case.id for case in made]
    assert pages == 3
    first = queues.page(session, DESK, *NEW, at=NOW).rows[0]
    assert first.columns["bin"] == "Recycling"
    assert "AB1 2CD" in first.columns["property"]
    assert (first.state_label, first.due_at) == ("New", made[0].due_at)


def test_cases_with_nothing_due_come_last_and_are_paged_too(session: Session) -> None:
    made = several(session, 3)
    session.execute(sa.text("UPDATE cases SET due_at = '9999-01-01Z' WHERE id = :id"), {"id": made[0].id})
    page = queues.page(session, DESK, *NEW, limit=2, at=NOW)
    rest = queues.page(session, DESK, *NEW, limit=2, after=page.after, at=NOW)
    assert [row.id for row in page.rows + rest.rows] == [made[1].id, made[2].id, made[0].id]
    assert rest.rows[0].due_at is None


@pytest.mark.parametrize("after", ["", "nonsense", "2026-01-01_x", "_", "2026-01-01T00:00_" + str(UUID(int=1))])
def test_a_place_that_makes_no_sense_is_the_first_page(session: Session, after: str) -> None:
    case = a_case(session)
    assert [row.id for row in queues.page(session, DESK, *NEW, after=after, at=NOW).rows] == [case.id]


@pytest.mark.parametrize(("viewer", "queue"), [(ELSEWHERE, NEW), (BOSS, NEW), (DESK, ("missed-bin", "nope"))])
def test_other_peoples_queues_do_not_exist(session: Session, viewer: Viewer, queue: tuple[str, str]) -> None:
    a_case(session)
    with pytest.raises(QueueNotFound):
        queues.page(session, viewer, *queue, at=NOW)
    with pytest.raises(QueueNotFound):
        queues.next_case(session, viewer, *queue)


def test_filters(session: Session) -> None:
    first, second, third = several(session, 3)
    cases.take(session, first.id, OFFICER, revision=1, at=NOW)
    cases.assign(session, second.id, "role:supervisor", OFFICER, revision=1, at=NOW)

    def shown(filters: Filters, at=NOW) -> list[UUID]:
        return [row.id for row in queues.page(session, DESK, *NEW, filters=filters, at=at).rows]

    assert shown(Filters(assignee="me")) == [first.id]
    assert shown(Filters(assignee="nobody")) == [third.id]
    assert shown(Filters(assignee="anyone")) == [first.id, second.id]
    assert shown(Filters(state="with-crew")) == []
    assert shown(Filters(overdue=True)) == []
    assert shown(Filters(overdue=True), NOW + timedelta(days=30)) == [first.id, second.id, third.id]
    assert shown(Filters(urgent=True)) == []


def test_the_next_case_is_the_most_urgent_that_is_free(session: Session) -> None:
    first, second, third = several(session, 3)
    assert queues.next_case(session, DESK, *NEW).id == first.id
    assert queues.next_case(session, DESK, *NEW, skip={first.id}).id == second.id
    cases.assign(session, first.id, "role:supervisor", OFFICER, revision=1, at=NOW)
    session.execute(sa.text("UPDATE cases SET priority = 'high' WHERE id = :id"), {"id": third.id})
    assert queues.next_case(session, DESK, *NEW).id == third.id
    assert queues.next_case(session, DESK, "missed-bin", "with-crew") is None


@pytest.mark.parametrize(
    "text", ["{reference}", "ada@example.org", "ADA@EXAMPLE", "ab12cd", "ab1 2cd", " {reference} "]
)
def test_a_case_is_found_by_reference_and_by_words_of_the_applicant(session: Session, text: str) -> None:
    case = a_case(session)
    sought = text.format(reference=case.reference.lower())
    assert [row.id for row in queues.search(session, DESK, sought, NOW)] == [case.id]
    assert [row.id for row in queues.search(session, BOSS, sought, NOW)] == [case.id]
    assert queues.search(session, ELSEWHERE, sought, NOW) == ()


@pytest.mark.parametrize(
    "text", ["", "   ", "'", "aq'zzb & | !:*", "\\", "\x00", "aq@\x00zzb", "recycling", "zzz", "*" * 5000]
)
def test_searches_for_nothing_find_nothing(session: Session, text: str) -> None:
    a_case(session)
    assert queues.search(session, DESK, text, NOW) == ()


def test_home_says_what_there_is_to_do(session: Session) -> None:
    first, _, third = several(session, 3)
    cases.take(session, first.id, OFFICER, revision=1, at=NOW)
    cases.assign(session, third.id, "role:crew-desk", OFFICER, revision=1, at=NOW)
    home = queues.home(session, DESK, NOW)
    new, crew = home.queues
    assert (new.queue.id, new.open, new.overdue, new.unassigned) == ("new-reports", 3, 0, 1)
    assert (crew.queue.id, crew.open) == ("with-crew", 0)
    assert {name: [row.id for row in rows] for name, rows in home.firsts.items() if rows} == {
        "mine": [first.id], "team": [third.id],
    }  # fmt: skip
    late = queues.home(session, DESK, NOW + timedelta(days=30)).queues[0]
    assert (late.overdue, late.today) == (3, 0)
    assert queues.home(session, ELSEWHERE, NOW).queues == ()


def test_a_page_takes_few_queries(session: Session, database: Database) -> None:
    several(session, 3)
    for view in (
        lambda: queues.page(session, DESK, *NEW, at=NOW),
        lambda: queues.home(session, DESK, NOW),
        lambda: queues.search(session, DESK, "ada", NOW),
        lambda: queues.next_case(session, DESK, *NEW),
    ):
        with counted(database) as sent:
            view()
        assert 0 < len(sent) <= 4
