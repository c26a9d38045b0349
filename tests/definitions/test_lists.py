"""Lists of answers beyond the walk: rules, texts, programs' answers, examples and what they cover, and mistakes."""

from __future__ import annotations

import copy
from typing import Any

import jsonschema
import pytest

from definitions.answers_schema import answers_schema, check_answers
from definitions.examples import run_examples
from definitions.items import every_answer, told
from definitions.journey import walk
from definitions.read import check, read_service
from definitions.scope import Scope
from definitions.service import Service
from definitions.step import begin, case_names
from tests.definitions.check_cases import edited
from tests.definitions.families import family
from tests.definitions.playing import at
from tests.factories import page, question

NOW = at("2026-03-26T09:00")
BO = {"first_name": "Bo", "age": 9, "journeys": [{"km": 4, "cost": 100}, {"km": 5, "cost": 250}]}
ADA = {"first_name": "Ada", "age": 3, "hours": 30}
ANSWERS = {"street": "High Street", "name": "Eve", "children": [BO, ADA], "income": 100}


@pytest.fixture(scope="module")
def service() -> Service:
    return read_service(family())


def problems_of(answers: dict[str, Any], service: Service) -> dict[str, str]:
    journey = walk(service.form, answers, {}, NOW, service=service)
    return {name: found[0].message for name, found in journey.problems.items()}


def test_values_are_made_of_all_items(service: Service) -> None:
    journey = walk(service.form, ANSWERS, {}, NOW, service=service)
    assert journey.values == {"young": 1, "far": 9}
    assert journey.complete


def test_a_rule_of_a_section_sees_the_whole_list(service: Service) -> None:
    many = {**BO, "journeys": [{"km": n} for n in range(3)]}
    assert problems_of({**ANSWERS, "children": [many, BO]}, service) == {}
    too_many = problems_of({**ANSWERS, "children": [many, many, ADA]}, service)
    assert too_many == {"your-children": "Tell us about 5 journeys at most"}


def test_more_items_than_allowed_are_seen_and_refused(service: Service) -> None:
    journey = walk(service.form, {**ANSWERS, "children": [ADA] * 5}, {}, NOW, service=service)
    assert [item.number for item in journey.sections[1].items] == [1, 2, 3, 4, 5]
    assert journey.problems["children"][0].message == "Child: add no more than 4"
    endless = walk(service.form, {**ANSWERS, "children": [ADA] * 100_000}, {}, NOW, service=service)
    assert len(endless.sections[1].items) == 14
    assert not endless.complete


@pytest.mark.parametrize("nonsense", [None, "x", 7, {"a": 1}, [None, 7, "x"], [[]]])
def test_what_is_no_list_has_no_items(service: Service, nonsense: Any) -> None:
    journey = walk(service.form, {**ANSWERS, "children": nonsense}, {}, NOW, service=service)
    assert journey.answers["children"] == []
    assert journey.missing == ("children",)


def test_a_list_is_shown_by_what_its_items_are_called(service: Service) -> None:
    case = begin(service, ANSWERS, {}, "K7QM-2XRDT", NOW)[-1].case
    scope = Scope(service, case_names(service, case, NOW), NOW)
    assert scope.shown("children") == "Bo\nAda"
    inside = Scope(service, {**scope.names, **BO, "item": {"number": 1}}, NOW)
    assert inside.shown("journeys") == "Journey 1\nJourney 2"


def test_a_stop_page_in_an_item_ends_the_journey() -> None:
    stop = {
        "id": "too-old",
        "title": "No",
        "kind": "stop",
        "when": "age > 17",
        "content": [{"text": "Not {first_name}"}],
    }
    document = family()
    document["form"]["sections"][1]["pages"].append(stop)
    service = read_service(document)
    grown = {**BO, "age": 18}
    journey = walk(service.form, {**ANSWERS, "children": [ADA, grown, BO]}, {}, NOW, service=service)
    assert journey.stop is not None
    assert journey.stop.id == "too-old"
    assert not journey.complete
    assert [len(item.visits) for item in journey.sections[1].items] == [2, 2, 0]
    assert [one.state for one in journey.sections] == ["done", "in-progress", "cannot-start"]
    last = journey.visits[-1]
    assert last.content[0].text.render(Scope(service, journey.names_at(last.path), NOW)) == "Not Bo"


def test_programs_send_lists_of_objects(service: Service) -> None:
    schema = answers_schema(service)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(ANSWERS, schema)
    assert schema["required"] == ["street", "name", "children"]
    children = schema["properties"]["children"]
    assert (children["minItems"], children["maxItems"]) == (1, 4)
    assert children["items"]["required"] == ["first_name", "age"]
    assert children["items"]["properties"]["journeys"]["items"]["required"] == ["km"]
    assert check_answers(service, ANSWERS, NOW) == ()


@pytest.mark.parametrize(
    ("children", "place", "code"),
    [
        ("x", "/children", "answer.type"),
        ([ADA] * 5, "/children", "list.most"),
        ([7], "/children/0", "answer.type"),
        ([ADA, {"age": "3"}], "/children/1/age", "answer.type"),
        ([{"_": "k1"}], "/children/0/_", "answer.unknown"),
        ([{"street": "x"}], "/children/0/street", "answer.unknown"),
        ([{"journeys": [{"km": 1}, {"km": "far"}]}], "/children/0/journeys/1/km", "answer.type"),
        ([{"journeys": {"km": 1}}], "/children/0/journeys", "answer.type"),
    ],
)
def test_wrong_items_are_told_with_their_place(service: Service, children: Any, place: str, code: str) -> None:
    (problem,) = check_answers(service, {**ANSWERS, "children": children}, NOW)
    assert (problem.pointer, problem.code) == (place, code)


def test_every_answer_has_its_item(service: Service) -> None:
    found = [(path, name) for path, name, _ in every_answer(service.form, ANSWERS)]
    assert (((("children", "1"),)), "first_name") in found
    assert ((("children", "1"), ("journeys", "2")), "cost") in found
    assert all(name not in ("children", "journeys") for _, name in found)


def test_what_names_a_list_tells_of_what_it_looks_at(service: Service) -> None:
    assert told(service.form, ["street", "children.age", "children.journeys.km"]) == {"street", "age", "journeys", "km"}
    assert told(service.form, ["children"]) == {"first_name"}
    young = next(value for value in service.form.derived if value.id == "young")
    assert told(service.form, young.value.names) == {"age", "first_name"}


EXAMPLE = {
    "name": "Two children",
    "at": "2026-03-26T09:00",
    "answers": ANSWERS,
    "expect": {
        "pages": [
            "start", "you", "children.1.who", "children.1.journeys.1.trip", "children.1.journeys.2.trip",
            "children.2.who", "children.2.nursery", "income",
        ],
        "tasks": {"about-you": "done", "your-children": "done", "money": "done"},
        "values": {"far": 9},
        "state": "new",
    },
}  # fmt: skip


def test_examples_answer_and_expect_items() -> None:
    report = run_examples(read_service(family(examples=[EXAMPLE])))
    assert report.failures == ()
    missed = {item.pointer for item in report.missed}
    assert "/form/sections/1/sections/0/pages/0" not in missed
    assert "/form/sections/1/rules/0/require" in missed  # nobody has too many journeys
    assert "/form/sections/2/pages/0/when" in missed  # nobody has only older children


@pytest.mark.parametrize(
    ("answers", "expect", "said"),
    [
        ({"children": [{"age": 3}]}, {"state": "new"}, "“children.1.first_name”, “children.1.hours” and"),
        ({"children": []}, {"state": "new"}, "“children” must be answered"),
        ({"children": [{**BO, "age": "x"}]}, {"problems": []}, "“children.1.age” is not accepted"),
        ({}, {"tasks": {"money": "done"}}, "expected “money” to be “done”, but"),
    ],
)
def test_an_example_says_which_item_is_not_as_expected(answers: dict, expect: dict, said: str) -> None:
    example = {"name": "X", "at": "2026-03-26T09:00", "answers": {"street": "x", **answers}, "expect": expect}
    report = run_examples(read_service(family(examples=[example])))
    assert any(said in failure.message for failure in report.failures), report.failures


CHILDREN = "/form/sections/1"


@pytest.mark.parametrize(
    ("edits", "place", "code", "said"),
    [
        ({"/values/0/value": "age > 3 ? 1 : 0"}, "/values/0/value", "expression.unknown-name", "exists(x, x.age"),
        ({"/queues/0/columns": ["age"]}, "/queues/0/columns/0", "reference.asked-often", "each item of"),
        ({"/applicant": {"name": "first_name"}}, "/applicant/name", "reference.asked-often", "each item of"),
        ({"/applicant": {"track": ["children"]}}, "/applicant/track/0", "reference.asked-often", "is a list"),
        ({f"{CHILDREN}/pages/0/title": "{km}?"}, f"{CHILDREN}/pages/0/title", "text.unknown-name", "each item of"),
        ({f"{CHILDREN}/pages/1/when": "young > 1"}, f"{CHILDREN}/pages/1/when", "expression.asked-later", "not known"),
        ({f"{CHILDREN}/pages/1/when": "size(journeys) > 1"}, f"{CHILDREN}/pages/1/when", "expression.asked-later", ""),
        ({"/form/pages/0/title": "{item.number}"}, "/form/pages/0/title", "text.unknown-name", "item"),
        ({"/form/sections/0/pages/0/questions/0/when": "item.number > 1"}, "/form/sections/0/pages/0/questions/0/when",
         "expression.unknown-name", "inside a section that repeats"),
        ({"/form/sections/0/id": "start"}, "/form/sections/0/id", "id.repeated", "start"),
        ({f"{CHILDREN}/sections/0/repeat/id": "name"}, f"{CHILDREN}/sections/0/repeat/id", "id.repeated", "name"),
        ({"/form/pages/0/questions/0/id": "item"}, "/form/pages/0/questions/0/id", "id.reserved", "item"),
        ({f"{CHILDREN}/repeat/max": 30, f"{CHILDREN}/sections/0/repeat/max": 30,
          "/values/0/value": "size(children.filter(c, c.journeys.exists(j, children.exists(d, d.age > j.km))))"},
         "/values/0/value", "expression.too-costly", "lists inside lists"),
        ({f"{CHILDREN}/repeat/max": None}, f"{CHILDREN}/repeat/max", "shape.type", "number"),
        ({"/examples": [{"name": "X", "at": "2026-03-26T09:00", "answers": {"children": [{"frst_name": "Bo"}]}}]},
         "/examples/0/answers/children/0/frst_name", "example.unknown-name", "first_name"),
        ({"/examples": [EXAMPLE | {"expect": {"pages": ["children.1.you"]}}]}, "/examples/0/expect/pages/0",
         "example.unknown-name", "children.*.you"),
    ],
)  # fmt: skip
def test_mistakes_with_lists_are_told_in_words(edits: dict[str, Any], place: str, code: str, said: str) -> None:
    found = {(p.pointer, p.code): p.message for p in check(edited(family(), edits))}
    assert said in found.get((place, code), ""), found


def test_one_may_name_the_items_before_and_the_number() -> None:
    document = copy.deepcopy(family())
    again = page("twice", question("same", type="yes-no"), when="item.number > 1 && children.exists(c, c.age == age)")
    document["form"]["sections"][1]["pages"].append(again)
    service = read_service(document)
    twins = [{**BO, "journeys": []}, {**BO, "journeys": []}]
    journey = walk(service.form, {**ANSWERS, "children": twins}, {}, NOW, service=service)
    assert [[visit.page.id for visit in item.visits] for item in journey.sections[1].items] == [
        ["who"],
        ["who", "twice"],
    ]


def test_a_question_may_be_called_item_where_nothing_repeats() -> None:
    document = edited(
        family(), {"/form": {"pages": [page("start", question("item"), question("street"))]}, "/values": []}
    )
    assert [p for p in check(document) if p.severity == "error"] == []
