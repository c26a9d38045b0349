"""The route through a form: what is asked, what comes next, what is kept, whatever order requests come in."""

from __future__ import annotations

from typing import Any

import pytest

from definitions.journey import Journey, walk
from definitions.read import read_service
from definitions.service import Service
from tests.definitions.playing import at, built
from tests.factories import example_document, page, question

NOW = at("2026-03-26T09:00")
HOME = {"line_1": "1 High Street", "town": "Anytown", "postcode": "AB1 2CD", "uprn": "100010001"}
ROUND = {"key": "100010001", "found": True, "facts": {"last_collected": "2026-03-25", "next_collection": "2026-04-01"}}
DOWN = {"key": "100010001", "found": False, "facts": {}, "unavailable": True}


def going(service: Service, answers: dict[str, Any], lookups: dict[str, Any] | None = None, **more: Any) -> Journey:
    return walk(service.form, answers, lookups or {}, NOW, service=service, **more)


def route(journey: Journey) -> list[str]:
    return [page.id for page in journey.pages]


def after(journey: Journey) -> str | None:
    return journey.next_page and journey.next_page.id


@pytest.fixture(scope="module")
def bins() -> Service:
    return read_service(example_document())


def choice(id: str = "kind", **changes: Any) -> dict[str, Any]:
    options = [{"value": value, "label": value.capitalize()} for value in ("missed", "broken", "other")]
    return question(id, type="radios", options=options) | changes


@pytest.fixture(scope="module")
def branching() -> Service:
    return built(
        form={
            "pages": [
                page("what", choice()),
                page("when", question("day", type="date"), when="kind == 'missed'"),
                page("which", choice("bins", type="checkboxes"), when="answered(day) || kind == 'broken'"),
                page("who", question("name"), question("note", required=False)),
                page("more", question("why"), when="kind == 'other' && answered(note)"),
            ]
        },
        queues=[{"id": "triage", "label": "Triage", "role": "officer", "columns": ["name"]}],
    )


@pytest.mark.parametrize(
    ("answers", "pages", "next_page"),
    [
        ({}, ["what", "who"], "what"),
        ({"kind": "missed"}, ["what", "when", "who"], "when"),
        ({"kind": "missed", "day": "2026-03-25"}, ["what", "when", "which", "who"], "which"),
        ({"kind": "broken"}, ["what", "which", "who"], "which"),
        ({"kind": "broken", "bins": ["missed"], "name": "Ada"}, ["what", "which", "who"], "who"),
        ({"kind": "broken", "bins": ["missed"], "name": "Ada", "note": None}, ["what", "which", "who"], None),
        ({"kind": "other", "name": "Ada", "note": "Hello"}, ["what", "who", "more"], "more"),
        ({"kind": "other", "name": "Ada", "note": "Hello", "why": "x"}, ["what", "who", "more"], None),
        ({"day": "2026-03-25", "bins": ["missed"]}, ["what", "who"], "what"),
        ({"kind": "nonsense"}, ["what", "who"], "what"),
        ({"kind": ["missed"]}, ["what", "who"], "what"),
        ({"kind": {"a": 1}}, ["what", "who"], "what"),
    ],
)
def test_answers_decide_the_pages(branching: Service, answers: dict, pages: list[str], next_page: str | None) -> None:
    journey = going(branching, answers)
    assert route(journey) == pages
    assert after(journey) == next_page


def test_an_answer_that_became_unreachable_is_neither_seen_nor_kept(branching: Service) -> None:
    """The citizen said a day, then changed the first answer: nothing that hung on the day is left."""
    journey = going(branching, {"kind": "other", "day": "2026-03-25", "bins": ["missed"], "name": "Ada", "note": None})
    assert route(journey) == ["what", "who"]
    assert journey.answers == {"kind": "other", "name": "Ada"}
    assert journey.complete


def test_the_same_answers_lead_the_same_way_whatever_the_order_in_which_they_came(branching: Service) -> None:
    answers = {"kind": "missed", "day": "2026-03-25", "bins": ["other"], "name": "Ada", "note": "x"}
    there, back = going(branching, answers), going(branching, dict(reversed(answers.items())))
    assert (route(there), there.answers, there.names) == (route(back), back.answers, back.names)


def test_only_required_answers_keep_it_from_being_sent(branching: Service) -> None:
    journey = going(branching, {"kind": "broken", "bins": ["missed"], "name": "Ada"})
    assert journey.complete
    assert after(journey) == "who"  # the optional question has not been asked yet
    assert going(branching, {"kind": "broken", "bins": ["missed"]}).missing == ("name",)


@pytest.mark.parametrize("blank", [None, "", []])
def test_a_blank_is_no_answer(branching: Service, blank: Any) -> None:
    journey = going(branching, {"kind": "broken", "bins": blank, "name": "Ada", "note": None})
    assert journey.missing == ("bins",)
    assert "bins" not in journey.answers
    assert not journey.complete


def test_a_page_opens_only_when_all_before_it_are_done(branching: Service) -> None:
    journey = going(branching, {"kind": "missed"})
    what, when, which, who, more = branching.form.pages
    assert [journey.may_visit(p) for p in (what, when, which, who, more)] == [True, True, False, False, False]


def test_an_option_no_longer_shown_takes_its_answer_with_it() -> None:
    options = [{"value": "a", "label": "A"}, {"value": "b", "label": "B", "when": "grown"}]
    service = built(
        form={
            "pages": [
                page("age", question("grown", type="yes-no")),
                page("where", question("street"), question("one", type="radios", options=options)),
                page("many", question("some", type="checkboxes", options=options)),
                page("last", question("end"), when="one == 'b'"),
            ]
        }
    )
    answers = {"grown": True, "street": "S", "one": "b", "some": ["a", "b"], "end": "x"}
    assert going(service, answers).answers == answers
    younger = going(service, answers | {"grown": False})
    assert younger.answers == {"grown": False, "street": "S", "some": ["a"]}
    assert route(younger) == ["age", "where", "many"]
    assert after(younger) == "where"
    assert going(service, answers | {"grown": False, "some": ["b"]}).missing == ("one", "some")


def test_an_expression_sees_only_what_was_answered_before_it_on_the_page() -> None:
    service = built(
        form={
            "pages": [
                page(
                    "where",
                    question("street"),
                    question("second", when="street == 'x'"),
                    question("third", when="answered(second)"),
                )
            ]
        }
    )
    shown = {street: [q.id for q in going(service, {"street": street}).visits[0].questions] for street in ("x", "y")}
    assert shown == {"x": ["street", "second"], "y": ["street"]}
    assert going(service, {"street": "y", "second": "s", "third": "t"}).answers == {"street": "y"}


def test_a_stop_page_ends_the_route_once_all_before_it_is_done(bins: Service) -> None:
    late = {"property": HOME, "bin": "refuse", "missed_on": "2026-03-20"}
    journey = going(bins, late, {"round": ROUND})
    assert route(journey) == ["where", "which", "too-late"]
    assert journey.stop is bins.form.page("too-late")
    assert after(journey) == "too-late"
    assert not journey.complete
    assert after(going(bins, late | {"bin": None}, {"round": ROUND})) == "which"
    assert [len(visit.content) for visit in journey.visits] == [0, 0, 2]


def test_a_rule_says_why_an_answer_is_not_accepted_and_an_absent_answer_breaks_none(bins: Service) -> None:
    journey = going(bins, {"property": HOME, "bin": "refuse", "missed_on": "2026-03-27"})
    [problem] = journey.problems["missed_on"]
    assert problem.message == "The collection day must be in the past"
    assert problem.input == "missed_on-day"
    assert after(journey) == "which"
    assert not going(bins, {"property": HOME, "bin": "refuse"}).problems


def test_a_stored_answer_that_is_of_the_wrong_kind_is_a_problem_not_an_error(bins: Service) -> None:
    for wrong in ("soon", 7, True, ["2026-03-25"], {"day": 1}):
        journey = going(bins, {"property": HOME, "bin": "refuse", "missed_on": wrong})
        assert "missed_on" in journey.problems
        assert not journey.complete


def test_a_rule_of_a_page_is_told_at_the_last_question_it_names() -> None:
    rule = {"require": "starts <= ends", "message": "It must end after it starts"}
    dates = [question("starts", type="date"), question("ends", type="date"), question("street")]
    service = built(form={"pages": [page("when", *dates, rules=[rule])]})
    journey = going(service, {"starts": "2026-03-02", "ends": "2026-03-01", "street": "S"})
    assert [(p.input, p.message) for p in journey.problems["when"]] == [("ends-day", "It must end after it starts")]
    assert going(service, {"starts": "2026-03-02", "street": "S"}).problems == {}


def test_a_lookup_is_wanted_as_soon_as_its_key_is_known_and_seen_once_it_is_there(bins: Service) -> None:
    assert going(bins, {}).lookups_wanted == ()
    [(lookup, key)] = going(bins, {"property": HOME}).lookups_wanted
    assert (lookup.id, key) == ("round", "100010001")
    found = going(bins, {"property": HOME}, {"round": ROUND})
    assert found.lookups_wanted == ()
    assert found.names["round"]["last_collected"] == "2026-03-25"
    assert found.lookups == {"round": ROUND}


@pytest.mark.parametrize("record", [DOWN, {"key": "100010001", "found": False, "facts": {}}])
def test_a_lookup_that_found_nothing_is_not_asked_for_again(bins: Service, record: dict[str, Any]) -> None:
    journey = going(bins, {"property": HOME}, {"round": record})
    assert journey.lookups_wanted == ()
    assert journey.names.get("round") == (None if "unavailable" in record else {"found": False})
    assert [lookup.id for lookup in journey.unavailable] == (["round"] if "unavailable" in record else [])


def test_facts_of_another_key_are_not_seen(bins: Service) -> None:
    moved = HOME | {"uprn": "7"}
    journey = going(bins, {"property": moved}, {"round": ROUND})
    assert [key for _, key in journey.lookups_wanted] == ["7"]
    assert "round" not in journey.names
    assert journey.lookups == {}


def test_values_follow_from_the_answers_on_the_route_and_from_each_other() -> None:
    service = built(
        form={
            "pages": [
                page("one", question("street"), question("first", required=False)),
                page("two", question("second"), when="answered(first)"),
                page("late", question("end"), when="chatty"),
            ]
        },
        values=[
            {"id": "chatty", "type": "boolean", "value": "answered(said) && said == 'hello'"},
            {"id": "said", "type": "text", "value": "second"},
        ],
    )
    answers = {"street": "S", "first": "f", "second": "hello", "end": "x"}
    journey = going(service, answers)
    assert route(journey) == ["one", "two", "late"]
    assert journey.values == {"chatty": True, "said": "hello"}
    assert going(service, answers | {"first": None}).values == {"chatty": False}
    assert route(going(service, answers | {"first": None})) == ["one"]


def test_a_page_that_only_informs_is_passed_on_the_way_and_never_in_the_way() -> None:
    words = {"id": "words", "title": "Read this", "content": [{"text": "It matters."}]}
    service = built(form={"pages": [page("where"), words, page("who", question("name"))]})
    where, told, who = service.form.pages
    journey = going(service, {"street": "S"})
    assert after(journey) == "who"
    assert journey.following(where) is told
    assert journey.following(told) is who
    assert journey.may_visit(told)
    assert not going(service, {}).may_visit(told)
    assert going(service, {}).following(where) is where


def test_a_page_whose_questions_are_all_hidden_is_not_shown_empty() -> None:
    hidden = page("more", question("extra", when="street == 'x'"))
    service = built(form={"pages": [page("where"), hidden, page("who", question("name"))]})
    assert route(going(service, {"street": "y"})) == ["where", "who"]
    assert route(going(service, {"street": "x"})) == ["where", "more", "who"]


def test_problems_speak_the_applicants_language(bins: Service) -> None:
    journey = going(bins, {"email": "not an address"}, language="cy")
    assert journey.problems["email"][0].message.startswith("Rhowch gyfeiriad e-bost")
