"""Sections and repeats: what is asked of whom, in which order, what may be started, and what each item keeps."""

from __future__ import annotations

from typing import Any

import pytest

from definitions.journey import Journey, SectionVisit, Visit, walk
from definitions.service import Service
from tests.definitions.playing import at, built
from tests.factories import page, question

NOW = at("2026-03-26T09:00")

ABOUT = {"id": "about-you", "title": "About you", "pages": [page("you", question("name"))]}
CHILDREN = {
    "id": "your-children",
    "title": "Your children",
    "repeat": {"id": "children", "label": "Child", "name": "{first_name}", "max": 3},
    "pages": [
        page("who", question("first_name"), question("age", type="integer")),
        page("nursery", question("hours", type="integer"), when="age < 5"),
    ],
}
MONEY = {
    "id": "money",
    "title": "Money",
    "pages": [page("income", question("income", type="money"), when="children.exists(c, c.age < 5)")],
}


def service(*sections: dict[str, Any], **changes: Any) -> Service:
    form = {"pages": [page("start", question("street"))], "sections": list(sections), **changes}
    return built(form=form)


@pytest.fixture(scope="module")
def family() -> Service:
    return service(ABOUT, CHILDREN, MONEY)


def going(of: Service, answers: dict[str, Any]) -> Journey:
    return walk(of.form, answers, {}, NOW, service=of)


def states(journey: Journey) -> dict[str, str]:
    return {one.section.id: one.state for one in journey.sections}


def todo(journey: Journey) -> str:
    match journey.next:
        case Visit(page=page, path=path):
            return ".".join((*(key for _, key in path), page.id))
        case SectionVisit(section=section):
            return section.id
    return "check"


STREET = {"street": "High Street"}
ADA, BO = {"_": "k1", "first_name": "Ada", "age": 3, "hours": 30}, {"_": "k2", "first_name": "Bo", "age": 9}


@pytest.mark.parametrize(
    ("answers", "expected", "next_one"),
    [
        ({}, "cannot-start cannot-start", "start"),
        (STREET, "not-started not-started", "you"),
        (STREET | {"name": "Eve"}, "done not-started", "your-children"),
        (STREET | {"name": "Eve", "children": [{"_": "k1"}]}, "done in-progress", "k1.who"),
        (STREET | {"name": "Eve", "children": [BO]}, "done done", "check"),
        (STREET | {"name": "Eve", "children": [BO, ADA]}, "done done not-started", "income"),
        (STREET | {"name": "Eve", "children": [BO, ADA], "income": 100}, "done done done", "check"),
        (STREET | {"children": [BO, {"_": "k9", "age": 2}]}, "not-started in-progress cannot-start", "you"),
        (STREET | {"name": "Eve", "children": [BO, {"_": "k9", "age": 2}]}, "done in-progress cannot-start", "k9.who"),
        (
            STREET | {"name": "Eve", "children": [ADA] * 4, "income": 1},
            "done in-progress cannot-start",
            "your-children",
        ),
    ],
)
def test_answers_decide_what_is_done_and_what_can_be_started(
    family: Service, answers: dict[str, Any], expected: str, next_one: str
) -> None:
    journey = going(family, answers)
    assert list(states(journey).values()) == expected.split()
    assert todo(journey) == next_one


def test_each_item_keeps_its_own_answers_and_only_those_on_its_route(family: Service) -> None:
    older = {**BO, "hours": 30, "street": "Elsewhere"}
    journey = going(family, {**STREET, "name": "Eve", "children": [older, ADA], "income": 100})
    assert journey.answers["children"] == [
        {"first_name": "Bo", "age": 9},
        {"first_name": "Ada", "age": 3, "hours": 30},
    ]
    assert journey.names["street"] == "High Street"
    assert "first_name" not in journey.names
    assert journey.complete


def test_what_is_wrong_inside_an_item_is_named_with_its_key(family: Service) -> None:
    journey = going(family, {**STREET, "name": "Eve", "children": [BO, {"_": "k9", "age": "two"}]})
    assert journey.missing == ("children.k9.first_name",)
    assert list(journey.problems) == ["children.k9.age"]


def test_a_section_waits_for_the_earlier_ones_whose_answers_it_uses(family: Service) -> None:
    assert [section.waits for section in family.form.sections] == [(), (), ("your-children",)]
