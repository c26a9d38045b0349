"""A case that ended is opened again: by what reopens it and nothing else, with its clocks as the document says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from definitions.calendars import Moment
from definitions.clocks import dues
from definitions.facts import Actor, Case, Refusal, Step
from definitions.read import read_service
from definitions.service import Service
from definitions.step import begin, offers, step
from tests.definitions.check_cases import clock, flow, move

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
OFFICER = Actor("staff", "ada", "Ada", frozenset({"officer"}))
DAY = timedelta(days=1)


def service(**how: Any) -> Service:
    return read_service(
        flow(
            transitions=(move("reopen", "closed", "new", reopens=True, **how),),
            clocks=[clock(length="10 days")],
        )
    )


def moment(of: Service, days: float) -> Moment:
    return Moment(AT + days * DAY, of.calendar)


def done(of: Service, case: Case, action: str, days: float) -> Case:
    answer = step(of, case, action, {}, OFFICER, moment(of, days))
    assert isinstance(answer, Step)
    return answer.case


@pytest.mark.parametrize(
    ("how", "due"),
    [
        ({"resumes": ["promise"]}, AT + 13 * DAY),
        ({"restarts": ["promise"]}, AT + 15 * DAY),
        ({}, None),
    ],
    ids=["goes on", "begins again", "stays as it ended"],
)
def test_clocks_do_as_the_document_says(how: dict[str, Any], due: datetime | None) -> None:
    of = service(**how)
    case = begin(of, {"street": "High Street"}, {}, "AAAA-AAAAA", moment(of, 0))[-1].case
    case = done(of, case, "close", 2)
    assert of.workflow.state(case.state).final
    case = done(of, case, "reopen", 5)
    (promise,) = dues(of, case, moment(of, 6))
    assert case.state == "new"
    assert (promise.due if promise.running else None) == due
    again = done(of, done(of, case, "close", 7), "reopen", 9)
    (promise,) = dues(of, again, moment(of, 9))
    later = {"resumes": 2 * DAY, "restarts": 4 * DAY}
    assert (promise.due if promise.running else None) == (due and due + later[next(iter(how))])


def test_nothing_else_leaves_a_final_state() -> None:
    of = service()
    case = begin(of, {"street": "High Street"}, {}, "AAAA-AAAAA", moment(of, 0))[-1].case
    case = done(of, case, "close", 1)
    assert isinstance(step(of, case, "close", {}, OFFICER, moment(of, 2)), Refusal)
    open_ = [offer.transition.id for offer in offers(of, case, OFFICER, moment(of, 2)) if offer.open]
    assert open_ == ["reopen"]
