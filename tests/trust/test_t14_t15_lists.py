"""Threats 14 and 15 where expressions go over lists: bounded beforehand, and only answers come out."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from definitions.expressions import ExpressionDefect, InvalidExpression, compile_expression
from definitions.expressions.check import MOST_COST, Checker
from definitions.expressions.parse import parse
from definitions.items import nested
from definitions.journey import walk
from definitions.read import check, read_service
from definitions.types import ABSENT
from definitions.walking import MORE
from tests import factories
from tests.definitions.expression_cases import MOMENT, NAMES, answers, expressions

LISTS = {"numbers": 5, "bags": 5, "children": 6}
LOOPS = ("exists", "all", "exists_one", "filter", "map")


def nest(loops: tuple[tuple[str, str], ...]) -> str:
    """Loops inside one another, each over a whole list, with one comparison at the bottom."""
    text = "adults == 1"
    for depth, (loop, over) in reversed(list(enumerate(loops))):
        text = f"{over}.{loop}(x{depth}, {text})"
        text = f"size({text}) > 0" if loop in ("filter", "map") else text
    return text


@pytest.mark.parametrize("depth", [1, 2, 3, 4, 5, 6])
def test_t15_what_is_reckoned_is_no_less_than_what_is_done(depth: int) -> None:
    """The comparison at the bottom is tried once for every item of every list around it, and each try is paid for."""
    for loops in product(product(LOOPS[:2] + LOOPS[3:], LISTS), repeat=depth) if depth < 3 else some(depth):
        tries = 1
        for _, over in loops:
            tries *= LISTS[over]
        checker = Checker(NAMES)
        checker.check(parse(nest(loops)))
        assert checker.problems or checker.cost >= tries, nest(loops)
        if tries > MOST_COST:
            with pytest.raises(InvalidExpression):
                compile_expression(nest(loops), NAMES)


def some(depth: int) -> list[tuple[tuple[str, str], ...]]:
    return [
        tuple((LOOPS[(n + each) % len(LOOPS)], [*LISTS][(n * each + each) % 3]) for each in range(depth))
        for n in range(40)
    ]


@settings(max_examples=300, deadline=None)
@given(source=st.one_of(*map(expressions, ["boolean", "numbers", "integer", "text"])), given_answers=answers())
def test_t14_an_expression_is_an_answer_none_or_a_defect_of_its_own(source: str, given_answers: dict[str, Any]) -> None:
    expression = compile_expression(source, NAMES)
    for known in (given_answers, {}):
        try:
            found = expression.evaluate(known, MOMENT)
        except ExpressionDefect:
            continue
        assert found is ABSENT or len(str(found)) < 64_000


def sections(most: int, inner: int, require: str) -> dict[str, Any]:
    things = {
        "id": "things", "title": "Things", "pages": [factories.page("thing", factories.question("n", type="integer"))],
        "repeat": {"id": "things", "label": "Thing", "max": most},
        "rules": [{"require": require, "message": "No"}],
        "sections": [{"id": "parts", "title": "Parts", "repeat": {"id": "parts", "label": "Part", "max": inner},
                      "pages": [factories.page("part", factories.question("m", type="integer"))]}],
    }  # fmt: skip
    queue = factories.document()["queues"][0] | {"columns": []}
    return factories.document(form={"pages": [], "sections": [things]}, queues=[queue])


ACROSS = "things.all(a, a.parts.all(b, things.all(c, c.parts.all(d, b.m != d.m || a.n == c.n))))"


def test_t15_lists_inside_lists_are_reckoned_with_their_declared_most() -> None:
    def costly(document: dict[str, Any]) -> bool:
        return any(problem.code == "expression.too-costly" for problem in check(document))

    assert not costly(sections(5, 5, ACROSS))
    assert costly(sections(30, 10, ACROSS))


def test_t15_a_full_list_is_judged_and_a_longer_one_is_cut_or_told() -> None:
    """Stored answers may hold more items than the form allows: what is judged never has more than was reckoned with."""
    document = sections(5, 5, ACROSS) | {"examples": [EXAMPLE]}
    document["values"] = [{"id": "seen", "type": "integer", "value": "things.size()"}]
    service = read_service(document)
    flat: dict[str, Any] = {}
    for n in range(40):
        flat[f"things.k{n}"] = {"n": n, "gone": False}
        flat[f"things.k{n}.n"] = n
    journey = walk(service.form, nested(service.form, flat), {}, MOMENT)
    assert not journey.complete
    assert len(journey.sections[0].items) <= 5 + MORE
    assert journey.problems["things"][0].code == "list.most"
    assert journey.values["seen"] == 5


EXAMPLE = {
    "name": "One", "at": "2026-03-26T09:00",
    "answers": {"things": [{"n": 1, "parts": [{"m": 1}]}]}, "expect": {"state": "new"},
}  # fmt: skip
