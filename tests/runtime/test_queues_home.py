"""The first page of the day: what is late, due today, with me, with my team, and waiting on others."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from runtime import cases, queues
from runtime.access import StandIn
from runtime.db import Database
from runtime.queues import LISTS
from tests.runtime.potholes import AT, BOSS, OFFICER, PAYER, do, pothole, publish, take, viewer
from tests.runtime.test_queues import counted

DAY = timedelta(days=1)


@pytest.fixture
def town(session: Session) -> dict[str, cases.Loaded]:
    """Due five working days after they were sent: on 26 March, those of the 19th are due."""
    publish(session)
    made = {
        "late": pothole(session, AT - 30 * DAY),
        "late and mine": pothole(session, AT - 29 * DAY),
        "late and the boss's": pothole(session, AT - 28 * DAY),
        "today": pothole(session, AT - 7 * DAY + timedelta(hours=2)),
        "mine": pothole(session, AT - DAY),
        "asked": pothole(session, AT - DAY),
        "billed": pothole(session, AT - 2 * DAY),
        "team": pothole(session, AT - DAY),
        "new": pothole(session),
    }
    for name in ("late and mine", "mine", "asked", "billed"):
        take(session, made[name])
    take(session, made["late and the boss's"], BOSS)
    actor = OFFICER.actor("potholes")
    cases.assign(session, made["team"].id, "role:officer", actor, revision=made["team"].revision, at=AT)
    do(session, made["asked"], "ask")
    do(session, made["billed"], "bill")
    return made


def shown(session: Session, who=OFFICER) -> dict[str, list[object]]:
    return {name: [row.id for row in queues.work(session, who, name, at=AT).rows] for name in LISTS}


def test_each_list_has_what_it_says_and_nothing_of_anybody_elses(session: Session, town) -> None:
    expected = {
        "overdue": ["late", "late and mine"],
        "today": ["today"],
        "mine": ["late and mine", "mine"],
        "covered": [],
        "team": ["team"],
        "waiting": ["billed", "asked"],  # another role must pay; the applicant was asked, and the clock stands still
    }
    assert shown(session) == {name: [town[one].id for one in ones] for name, ones in expected.items()}
    assert shown(session, BOSS)["overdue"] == [town["late and the boss's"].id]
    assert shown(session, PAYER) == {name: [] for name in LISTS}
    assert shown(session, viewer(number=9)) == {name: [] for name in LISTS}


def test_whoever_stands_in_has_the_absent_colleagues_cases_today(session: Session, town) -> None:
    today = AT.date()
    ada = StandIn(OFFICER.person_id, "Ada", today, today, None)
    bo = replace(viewer("officer", number=7), stands_in=(ada,))
    listed = [town[name].id for name in ("late and mine", "billed", "mine", "asked")]
    assert sorted(shown(session, bo)["covered"]) == sorted(listed)
    assert town["late and mine"].id in shown(session, bo)["overdue"]
    assert shown(session, bo)["mine"] == []
    tomorrow = replace(bo, stands_in=(replace(ada, first=today + DAY, last=None),))
    assert shown(session, tomorrow)["covered"] == []


def test_home_counts_what_the_lists_hold_and_shows_each_case_once(session: Session, town) -> None:
    home = queues.home(session, OFFICER, AT)
    assert home.counted == {name: len(rows) for name, rows in shown(session).items()}
    firsts = [row.id for rows in home.firsts.values() for row in rows]
    assert len(firsts) == len(set(firsts)) == 7
    assert [row.id for row in home.firsts["mine"]] == [town["mine"].id]


def test_a_list_is_paged_by_what_is_due(session: Session, town) -> None:
    for n in range(5):
        pothole(session, AT - (40 + n) * DAY)
    rows, after = [], ""
    while after is not None:
        page = queues.work(session, OFFICER, "overdue", after=after, limit=2, at=AT)
        rows, after = [*rows, *page.rows], page.after
    assert len({row.id for row in rows}) == len(rows) == 7
    assert all(one.due_at <= two.due_at for one, two in pairwise(rows))


def test_what_is_found_is_read_off_indexes(session: Session, database: Database, town) -> None:
    """However much there is: with the planner kept from reading whole tables, nothing is left to read whole."""
    session.execute(sa.text("SET LOCAL enable_seqscan = off"))
    with counted(database) as sent:
        queues.home(session, OFFICER, AT)
    assert len(sent) == 4
    for name in LISTS:
        plan = explained(session, queues.work, session, OFFICER, name, at=AT)
        assert "Seq Scan on cases" not in plan
        assert "Sort" not in plan.split("Limit", 2)[-1] or "Index" in plan


def explained(session: Session, look, *args, **named) -> str:
    """The plan of the last statement that ``look`` sends."""
    seen: list[tuple[str, object]] = []

    def note(_conn, _cursor, statement, parameters, *_rest) -> None:
        seen.append((statement, parameters))

    engine = session.get_bind()
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        look(*args, **named)
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
    statement, parameters = seen[-1]
    lines = session.connection().exec_driver_sql(f"EXPLAIN {statement}", parameters)
    return "\n".join(line for (line,) in lines)
