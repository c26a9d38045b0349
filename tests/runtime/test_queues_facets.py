"""Queues narrowed by what was answered: any searchable question, typed, together, and never by a scan."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from runtime import queues
from runtime.cases.facets import covering
from runtime.cases.sorting import digits
from runtime.queues import Filters
from tests.runtime.potholes import AT, OFFICER, do, pothole, publish
from tests.runtime.test_queues_home import explained

numbers = st.integers(0, 10**5 - 1).map("{:05}".format)


@given(numbers, numbers, numbers)
def test_the_beginnings_of_a_range_are_those_of_its_numbers_alone(low: str, high: str, number: str) -> None:
    found = list(covering(low, high))
    assert sum(number.startswith(start) for start in found) == (low <= number <= high)
    assert len(found) <= 2 * 9 * 5


@given(st.decimals(-(10**12), 10**12, places=4), st.decimals(-(10**12), 10**12, places=4))
def test_numbers_stand_as_digits_in_their_order(one, two) -> None:
    assert (digits(one) < digits(two)) is (one < two)
    assert len(digits(one)) == len(digits(two))


POTHOLES = {
    "lane": {"street": "Mill Lane", "depth": 3, "cost": 12_50, "seen_on": "2026-03-01", "size": "small"},
    "road": {"street": "Église Road, by the mill", "depth": 12, "cost": 100_00, "seen_on": "2026-03-31"},
    "deep": {"street": "Elm Grove", "depth": -4, "cost": None, "seen_on": "2025-12-31", "size": "large"},
}


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        ({"street": {"words": "mill"}}, {"lane", "road"}),
        ({"street": {"words": "MIL eglise"}}, {"road"}),
        ({"street": {"words": "small"}}, set()),  # the answer to another question
        ({"size": {"is": "small"}}, {"lane"}),
        ({"size": {"is": "smal"}}, set()),
        ({"danger": {"is": "no"}}, {"lane", "road", "deep"}),
        ({"danger": {"is": "yes"}}, set()),
        ({"seen_on": {"from": "2026-03-01", "to": "2026-03-31"}}, {"lane", "road"}),
        ({"seen_on": {"from": "2026-03-02"}}, {"road"}),
        ({"seen_on": {"to": "2026-02-28"}}, {"deep"}),
        ({"seen_on": {"from": "2026-04-01", "to": "2026-03-01"}}, set()),
        ({"depth": {"from": "3", "to": "12"}}, {"lane", "road"}),
        ({"depth": {"to": "2"}}, {"deep"}),
        ({"cost": {"from": "1250", "to": "9999"}}, {"lane"}),
        ({"cost": {"from": "1", "to": "10000"}, "street": {"words": "mill"}, "size": {"is": "small"}}, {"lane"}),
        ({"hurt": {"words": "leg"}}, {"lane", "road", "deep"}),  # sensitive: it is no filter at all
        ({"nothing": {"is": "x"}}, {"lane", "road", "deep"}),
        ({"street": {"words": "' & | !:* \\"}}, {"lane", "road", "deep"}),
        ({"size": {"is": "'x\\"}}, set()),
    ],
)
def test_a_queue_is_narrowed_by_answers_of_each_kind(session: Session, answers, found) -> None:
    publish(session)
    made = {pothole(session, hurt="leg", **given).id: name for name, given in POTHOLES.items()}
    page = queues.page(session, OFFICER, "potholes", "ordinary", filters=Filters(answers=answers), at=AT)
    assert {made[row.id] for row in page.rows} == found
    assert queues.search(session, OFFICER, "=potholes", AT) == ()


def test_a_case_that_has_ended_keeps_no_marks(session: Session) -> None:
    publish(session)
    case = do(session, pothole(session), "close")
    kept = session.execute(sa.text("SELECT search::text FROM cases WHERE id = :id"), {"id": case.id}).scalar_one()
    assert "=" not in kept
    assert "high" in kept


def test_what_few_have_is_found_by_the_index_and_what_many_have_along_the_order(session: Session) -> None:
    """Six thousand cases: the plan goes to the rare answer through the index of words, and reads no table whole."""
    publish(session)
    case = pothole(session)
    copies = sa.text(
        "INSERT INTO cases SELECT (jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid(),"
        " 'application_id', gen_random_uuid(), 'reference', 'R' || n, 'due_at', c.due_at + n * interval '1 minute',"
        " 'search', '''=potholes/size=' || CASE WHEN n % 2000 = 0 THEN 'large' ELSE 'small' END || '''"
        " ''=potholes/seen_on=' || to_char(date '2020-01-01' + n % 3000, 'YYYYMMDD') || ''''))).*"
        " FROM cases c, generate_series(1, 6000) n WHERE c.id = :id"
    )
    session.execute(copies, {"id": case.id})
    session.execute(sa.text("SET LOCAL ROLE NONE"))  # only the owner may gather statistics
    session.execute(sa.text("ANALYZE cases"))
    day = date(2020, 1, 1) + timedelta(days=7)

    def plan(**answers) -> str:
        return explained(
            session, queues.page, session, OFFICER, "potholes", "ordinary", filters=Filters(answers=answers), at=AT
        )

    rare, common = plan(size={"is": "large"}), plan(size={"is": "small"})
    ranged = plan(seen_on={"from": day.isoformat(), "to": day.isoformat()})
    assert "Bitmap Index Scan on cases_search_idx" in rare
    assert "Bitmap Index Scan on cases_search_idx" in ranged
    assert "cases_rank_idx" in common
    for one in (rare, common, ranged):
        assert "Seq Scan on cases" not in one
