"""Putting an answer right: judged as if it had been given so, with what follows, or refused with each reason."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from definitions import correcting
from definitions.calendars import Moment
from definitions.correcting import Correction
from definitions.facts import Actor, Case, Event, Refusal, Step
from definitions.history import apply, next_number
from definitions.read import read_service
from definitions.service import Service
from definitions.step import begin
from tests import factories
from tests.definitions.check_cases import ask, radios

AT = datetime(2026, 3, 26, 9, tzinfo=UTC)
OFFICER = Actor("staff", "ada", "Ada", frozenset({"officer"}))
CLERK = Actor("staff", "bo", "Bo", frozenset({"clerk"}))


def service(**corrections: Any) -> Service:
    """A form with a question that hangs on another, a list, a stop and something agreed to."""
    stop = {"id": "no", "title": "Not for you", "kind": "stop", "when": 'who == "nobody"', "content": [{"text": "No"}]}
    child = ask("first_name")
    school = ask("school", when='first_name != "Baby"', required=False)
    document = factories.document(
        roles=[{"id": "officer", "label": "Officer"}, {"id": "clerk", "label": "Clerk"}],
        corrections={"by": ["officer"], "tell": "told"} | corrections,
        applicant={"email": "mail"},
        messages=[{"id": "told", "to": "applicant", "subject": "Put right", "body": "We corrected an answer."}],
        form={
            "pages": [
                factories.page("who", radios("who", "me", "other", "nobody"), ask("mail", "email", correct=["clerk"])),
                stop,
                factories.page("other", ask("other_name", when='who == "other"'), ask("age", "integer", max=120)),
                factories.page("end", ask("agreed", "declaration")),
            ],
            "sections": [
                {
                    "id": "children", "title": "Children", "pages": [factories.page("child", child, school)],
                    "repeat": {"id": "children", "label": "Child", "max": 3},
                }
            ],
        },
        values=[{"id": "grown", "type": "boolean", "value": "age >= 18", "live": True}],
    )  # fmt: skip
    document["queues"][0]["columns"] = []
    document["workflow"]["transitions"][0]["by"] = ["officer", "clerk"]
    return read_service(document)


def sent(of: Service, **changes: Any) -> Case:
    answers = {
        "who": "other", "mail": "a@example.org", "other_name": "Bo", "age": 17, "agreed": True,
        "children": [{"first_name": "Ann", "school": "Hill"}, {"first_name": "Ben", "school": "Dale"}],
    }  # fmt: skip
    return begin(of, answers | changes, {}, "AAAA-AAAAA", Moment(AT, of.calendar))[-1].case


def correct(
    of: Service, case: Case, given: dict[str, Any], *, path: Any = (), actor: Actor = OFFICER, **more: Any
) -> Any:
    correction = Correction(path, given, "They rang")
    return correcting.correct(of, case, correction, actor, Moment(AT, of.calendar), records={}, **more)


def codes(answer: Step | Refusal) -> list[tuple[str, str]]:
    assert isinstance(answer, Refusal)
    return [(reason.code, reason.staff) for reason in answer.reasons]


def test_the_event_holds_old_and_new_and_the_applicant_is_told():
    of = service()
    step = correct(of, sent(of), {"age": 18})
    assert step.case.answers["age"] == 18
    data = step.event.data
    assert (step.event.kind, data["old"], data["new"], data["reason"]) == (
        "corrected",
        {"age": 17},
        {"age": 18},
        "They rang",
    )
    assert data["dropped"] == []
    assert [(promise.kind, promise.what) for promise in step.promises] == [("send", {"message": "told"})]


def test_answers_that_would_no_longer_be_asked_go_only_when_that_is_confirmed():
    of = service()
    case = sent(of)
    assert codes(correct(of, case, {"who": "me"})) == [
        ("drops", "With this answer the form would not have asked for “Other name”")
    ]
    step = correct(of, case, {"who": "me"}, dropping=["other_name"])
    assert "other_name" not in step.case.answers
    assert step.event.data["dropped"] == ["other_name"]
    never = service(route="refuse")
    assert codes(correct(never, sent(never), {"who": "me"}, dropping=["other_name"]))[0][0] == "correction"


def test_inside_an_item_only_that_item_changes():
    of = service()
    path = (("children", "2"),)
    step = correct(of, sent(of), {"first_name": "Benjamin"}, path=path)
    assert [child["first_name"] for child in step.case.answers["children"]] == ["Ann", "Benjamin"]
    assert step.event.data["old"] == {"first_name": "Ben"}
    assert codes(correct(of, sent(of), {"first_name": "Baby"}, path=path))[0][0] == "drops"
    step = correct(of, sent(of), {"first_name": "Baby"}, path=path, dropping=["school"])
    assert step.case.answers["children"] == [{"first_name": "Ann", "school": "Hill"}, {"first_name": "Baby"}]


@pytest.mark.parametrize(
    ("given", "actor", "said"),
    [
        ({"age": 121}, OFFICER, ["“Age” must be 120 or less", "Age must be 120 or less"]),
        ({"age": 17}, OFFICER, ["This is what was answered already"]),
        ({"age": 18}, CLERK, ["None of your roles may correct “Age”"]),
        ({"mail": "b@example.org"}, OFFICER, ["None of your roles may correct “Mail”"]),
        ({"agreed": True}, OFFICER, ["None of your roles may correct “Agreed”"]),
        ({"who": "nobody"}, OFFICER, ["With this answer the form would have ended at “Not for you”"]),
        ({"age": None}, OFFICER, ["which only the applicant can answer"]),
    ],
)
def test_what_is_wrong_with_it_is_said(given: dict[str, Any], actor: Actor, said: list[str]):
    of = service()
    found = " ".join(words for _, words in codes(correct(of, sent(of), given, actor=actor)))
    assert any(each in found for each in said), found


def test_a_question_that_was_never_asked_cannot_be_asked_by_a_correction():
    of = service()
    case = sent(of, who="me")
    assert "other_name" not in case.answers
    assert codes(correct(of, case, {"who": "other"})) == [
        (
            "correction",
            "With this answer the form would also have asked for “Other name”, which only the applicant can answer",
        )
    ]


def test_a_question_says_itself_who_may_correct_it():
    of = service()
    assert isinstance(correct(of, sent(of), {"mail": "b@example.org"}, actor=CLERK), Step)


def test_who_knows_the_applicant_corrects_nothing_for_them():
    of = service()
    case = sent(of)
    known = Event(next_number(case), "conflict-declared", AT, OFFICER, data={"person": OFFICER.id})
    refused = correct(of, apply(case, known), {"age": 18})
    assert codes(refused) == [("correction", "You have a conflict of interest: somebody else must correct it")]
