"""The engine, with what we write for it, and cel-python's own interpreter agree on random well-typed expressions."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import Any

import celpy
from celpy import celtypes
from celpy.celparser import CELParser
from celpy.evaluation import CELEvalError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from definitions.expressions import Expression, compile_expression
from definitions.expressions.check import Checker
from definitions.expressions.functions import bound
from definitions.expressions.parse import parse
from definitions.expressions.stored import binder
from definitions.expressions.stored import bound as bind_names
from definitions.expressions.stored import stored as to_stored
from definitions.expressions.write import Writer
from definitions.types import ABSENT
from tests.definitions.expression_cases import MOMENT, NAMES, answers, expressions

_limit = sys.getrecursionlimit()
ENVIRONMENT = celpy.Environment()
sys.setrecursionlimit(_limit)  # cel-python raises it for the whole process
ZONE = MOMENT.calendar.zone
KINDS = st.sampled_from(["boolean", "boolean", "integer", "text", "timestamp", "decimal", "numbers"])


def to_cel(value: Any) -> Any:
    match value:
        case bool():
            return celtypes.BoolType(value)
        case int():
            return celtypes.IntType(value)
        case float():
            return celtypes.DoubleType(value)
        case datetime():
            return celtypes.TimestampType(value)
        case list():
            return celtypes.ListType([to_cel(item) for item in value])
        case dict():
            return celtypes.MapType({celtypes.StringType(name): to_cel(part) for name, part in value.items()})
        case _:
            return celtypes.StringType(value)


def from_cel(value: Any) -> Any:
    match value:
        case celtypes.BoolType():
            return bool(value)
        case celtypes.IntType():
            return int(value)
        case celtypes.DoubleType():
            return float(value)
        case celtypes.ListType():
            return [from_cel(item) for item in value]
        case celtypes.TimestampType():
            return datetime.fromtimestamp(value.timestamp(), ZONE)
        case _:
            return str(value)


def function(ours: Any) -> Any:
    def call(*given: Any) -> Any:
        error = next((each for each in given if isinstance(each, CELEvalError)), None)
        return error or to_cel(ours(*map(from_cel, given)))

    return call


def interpreted(expression: Expression, names: dict[str, Any]) -> Any:
    """What cel-python makes of it; ABSENT for any error."""
    checker = Checker(NAMES)
    checker.check(tree := parse(expression.source))
    text = Writer(checker.widened, checker.lengths, absorb=False).write(tree)
    roots = sorted({path[0] for path in checker.paths})
    plan = [(root, binder(NAMES[root], [path[1:] for path in checker.paths if path[0] == root])) for root in roots]
    functions = {name: function(ours) for name, ours in bound(MOMENT.calendar).items()}
    program = ENVIRONMENT.program(ENVIRONMENT.compile(text), functions=functions)
    given = {"_": bind_names(plan, names, ZONE), "_now": MOMENT.at, "_today": MOMENT.calendar.midnight(MOMENT.today)}
    try:
        found = program.evaluate({name: to_cel(value) for name, value in given.items()})
    except CELEvalError:
        return ABSENT
    return to_stored(from_cel(found), expression.type, ZONE)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data(), names=answers())
def test_both_engines_agree(data: st.DataObject, names: dict[str, Any]) -> None:
    source = data.draw(expressions(data.draw(KINDS)))
    if len(source) > 400:
        source = data.draw(expressions("boolean", 1))
    expression = compile_expression(source, NAMES)
    assert expression.evaluate(names, MOMENT) == interpreted(expression, names), source


@settings(max_examples=100, deadline=None)
@given(source=expressions())
def test_our_grammar_is_that_of_cel_python(source: str) -> None:
    assert parse(source)
    assert CELParser().parse(source)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data(), names=answers(), loop=st.sampled_from(["exists", "all", "exists_one", "filter"]))
def test_they_agree_on_what_absent_items_leave_undecided(data: st.DataObject, names: dict[str, Any], loop: str) -> None:
    source = f"children.{loop}(child, {data.draw(expressions('boolean', 2, ('child',)))})"
    expression = compile_expression(source if loop != "filter" else f"size({source})", NAMES)
    assert expression.evaluate(names, MOMENT) == interpreted(expression, names), source
