"""Requests for information, as a councillor, or the Information Commissioner, would ask about them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from runtime import access
from tests.scenarios.town import APPLICANT, Town, on

MONDAY = on("2026-03-02 10:00")


def request(town: Town, subject: str = "council", **changes: Any) -> UUID:
    given = {"subject": subject, "request": "How many potholes were reported last year?"}
    given |= {"on_behalf": False} if subject == "me" else {}
    return town.sends(
        "information-request", MONDAY, **given, full_name={"full": "Nia Evans"}, email="nia@example.org", **changes
    )


def due(town: Town, case: UUID, at: datetime) -> str:
    """What the requester is promised, in words; "paused" while we wait for them."""
    promises = town.tells(case, at).promises()
    return "paused" if promises and promises[0].paused else ", ".join(promise.due for promise in promises)


def confirmed(town: Town, case: UUID, law: str) -> access.Viewer:
    ama = town.hires("Ama", "information-request", "officer")
    town.acts(case, ama, "confirm", MONDAY, confirmed_law=law)
    return ama


def test_a_question_is_answered_within_twenty_working_days(town: Town) -> None:
    case = request(town)
    assert due(town, case, MONDAY) == "31 March 2026", "St Patrick's Day is a holiday in a part of the United Kingdom"
    ama = confirmed(town, case, "foi")
    town.acts(case, ama, "draft", on("2026-03-20 10:00"), proposed="release", answer_text="There were 412.")
    priya = town.hires("Priya", "information-request", "approver")
    town.acts(case, priya, "approve-release", on("2026-03-23 10:00"))
    assert "There were 412." in town.wrote("Our answer to your request")
    town.reaches(on("2026-07-01 10:00"))
    assert town.state(case) == "closed"


def test_the_clock_waits_while_we_wait_for_the_requester(town: Town) -> None:
    case = request(town)
    ama = confirmed(town, case, "foi")
    asked = on("2026-03-09 10:00")
    town.acts(case, ama, "ask-clarification", asked, what_is_unclear="Which wards?")
    assert due(town, case, asked) == "paused"
    assert "Which wards?" in town.wrote("A question about your request")
    answered = on("2026-03-20 10:00")
    town.acts(case, APPLICANT, "clarify", answered, clarification="All of them")
    assert due(town, case, answered) == "21 April 2026", "a clarified request is a new one to the law: 20 days from it"


def test_the_clock_of_a_request_about_oneself_starts_when_we_know_who_asks(town: Town) -> None:
    case = request(town, "me")
    confirmed(town, case, "sar")
    assert town.state(case) == "identity"
    assert due(town, case, on("2026-03-10 10:00")) == "paused"
    shown = on("2026-03-16 10:00")
    town.acts(case, APPLICANT, "identify", shown, identity_shown=town.photographs(case, shown))
    assert town.state(case) == "searching"
    assert due(town, case, shown) == "16 April 2026"


def test_a_request_ends_when_nothing_is_heard_for_two_months(town: Town) -> None:
    case = request(town)
    ama = confirmed(town, case, "foi")
    town.acts(case, ama, "ask-clarification", on("2026-03-09 10:00"), what_is_unclear="Which wards?")
    town.reaches(on("2026-05-08 10:00"))
    assert town.state(case) == "clarification"
    town.reaches(on("2026-05-09 10:01"))
    assert town.state(case) == "lapsed"
    assert "You can ask again at any time" in town.wrote("Your request has ended")


def test_nobody_approves_their_own_draft(town: Town) -> None:
    case = request(town)
    both = town.hires("Olu", "information-request", "officer", "approver")
    at = on("2026-03-10 10:00")
    town.acts(case, both, "confirm", at, confirmed_law="foi")
    town.acts(case, both, "draft", at, proposed="release", answer_text="There were 412.")
    assert town.refuses(case, both, "approve-release", at) == {"separation"}
    other = town.hires("Priya", "information-request", "approver")
    assert town.refuses(case, other, "approve-refusal", at) == {"guard"}, "nor what the draft does not propose"
    assert town.acts(case, other, "approve-release", at).case.state == "released"


def test_more_time_is_taken_once_with_a_reason_that_the_requester_reads(town: Town) -> None:
    case = request(town)
    ama = confirmed(town, case, "foi")
    at = on("2026-03-20 10:00")
    assert town.refuses(case, ama, "extend", at) == {"input"}
    town.acts(case, ama, "extend", at, extension_reason="The files are in the cellar")
    assert due(town, case, at) == "30 April 2026"
    text = town.wrote("We need more time")
    assert "30 April 2026" in text
    assert "The files are in the cellar" in text
    assert town.refuses(case, ama, "extend", at, extension_reason="Again"), "the law allows 20 more days, not 40"


def test_an_answer_that_is_not_accepted_is_reviewed_by_somebody_who_did_not_give_it(town: Town) -> None:
    case = request(town)
    ama, at = confirmed(town, case, "foi"), on("2026-03-20 10:00")
    town.acts(case, ama, "draft", at, proposed="refuse", answer_text="Section 12 applies.")
    dan = town.hires("Daniel", "information-request", "approver", "monitoring-officer")
    town.acts(case, dan, "approve-refusal", at)
    town.acts(case, APPLICANT, "ask-review", at, review_reason="It would not take long")
    assert town.case(case).case.assignee == "role:monitoring-officer"
    assert town.refuses(case, dan, "overturn", at, new_answer="412.") == {"separation"}
    eve = town.hires("Eve", "information-request", "monitoring-officer")
    assert town.acts(case, eve, "overturn", at, new_answer="There were 412.").case.state == "overturned"
    assert "There were 412." in town.wrote("We have changed our answer")


def test_a_late_answer_is_pushed_to_the_front(town: Town) -> None:
    case = request(town)
    confirmed(town, case, "foi")
    town.reaches(on("2026-03-31 22:58"))
    assert town.case(case).case.priority == "normal", "the law gives us the whole of the last day"
    town.reaches(on("2026-03-31 23:30"))
    assert town.case(case).case.priority == "high"
