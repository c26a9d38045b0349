"""What can never show, and what always does. Says so only where it is certain: all else counts as unknown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from itertools import product
from math import prod
from typing import Any

from definitions.checks.facts import Facts
from definitions.checks.registry import Found, check
from definitions.expressions.tree import Node
from definitions.reading.compiling import Use
from definitions.types import Type

MOST_TRIED = 4096


class Unsure(Enum):
    """What three-valued logic needs: a value nobody can foresee, and one that is not there."""

    UNKNOWN = "unknown"
    ABSENT = "absent"


UNKNOWN, ABSENT = Unsure.UNKNOWN, Unsure.ABSENT


@check("page.never-shown", "error", "Nobody would ever see it.")
def never_shown(facts: Facts) -> Found:
    pages = {page.at for page in facts.pages}
    for use, at in _conditions(facts):
        if at in pages and _never(facts, use):
            yield f"{at}/when", "no answers make this true, so the page can never show: change the condition"


@check("section.never-shown", "error", "Nobody would ever see it.")
def section_never_shown(facts: Facts) -> Found:
    sections = {section.at for section in facts.sections}
    for use, at in _conditions(facts):
        if at in sections and _never(facts, use):
            yield f"{at}/when", "no answers make this true, so the section can never show: change the condition"


@check("condition.never-met", "warning", "What depends on it never happens.")
def never_met(facts: Facts) -> Found:
    told = {one.at for one in (*facts.pages, *facts.sections)}
    for use, at in _conditions(facts):
        if at not in told and _never(facts, use):
            yield f"{at}/when", "no answers make this true: change the condition, or take it out"


@check("page.stop-always", "error", "Nobody could ever get past it.")
def stop_always(facts: Facts) -> Found:
    conditions = {at: use for use, at in _conditions(facts)}
    for page in facts.pages:
        if page.part.get("kind") != "stop":
            continue
        if "when" not in page.part:
            yield page.at, 'this page ends every journey: add "when" to say for whom'
        elif page.at in conditions and set(_outcomes(facts, conditions[page.at])) == {True}:
            yield f"{page.at}/when", "this is true whatever is answered, so the page ends every journey"


def _conditions(facts: Facts) -> Iterator[tuple[Use, str]]:
    """Every ``when`` that is one expression, and the pointer of what it belongs to."""
    for use in facts.uses:
        if use.expression is not None and use.pointer.endswith("/when"):
            yield use, use.pointer.removesuffix("/when")


def _never(facts: Facts, condition: Use) -> bool:
    return all(outcome in (False, ABSENT) for outcome in _outcomes(facts, condition))


def _outcomes(facts: Facts, condition: Use) -> Iterator[Any]:
    """What the condition can come to, over every combination of the choices it compares."""
    domains = {name: _domain(facts, name, condition.where.names.get(name)) for name in sorted(condition.names)}
    tried = {name: values for name, values in domains.items() if values}
    if prod(map(len, tried.values())) > MOST_TRIED:
        yield UNKNOWN
        return
    for values in product(*tried.values()):
        yield (
            UNKNOWN
            if condition.expression is None
            else _value(condition.expression.tree, dict(zip(tried, values, strict=True)))
        )


def _domain(facts: Facts, name: str, kind: Type | None) -> tuple[Any, ...]:
    """Every answer that a question with choices, or a yes or no, can have; nothing for other names."""
    if kind is None or (kind.name != "boolean" and kind.options is None):
        return ()
    values = (True, False) if kind.name == "boolean" else tuple(sorted(kind.options or ()))
    return values if _surely_answered(facts, name) else (*values, ABSENT)


def _surely_answered(facts: Facts, name: str) -> bool:
    question = facts.question_by_id.get(name)
    if question is None or question.page is None or question.part["type"] == "declaration":
        return False
    required = question.part.get("required", True) is True
    sure, around = required and question.under is None, facts.pages[question.page].around
    return sure and "when" not in question.part and not any("when" in part for part in around)


def _value(node: Node, given: Mapping[str, Any]) -> Any:
    match node.kind:
        case "literal":
            return node.value
        case "name":
            return given.get(node.value, UNKNOWN)
        case "unary" if node.value == "!":
            inner = _value(node.parts[0], given)
            return not inner if isinstance(inner, bool) else inner
        case "and":
            return _junction([_value(part, given) for part in node.parts], False)
        case "or":
            return _junction([_value(part, given) for part in node.parts], True)
        case "choice":
            return _choice(node, given)
        case "binary":
            return _binary(node, given)
        case "list":
            items = [_value(part, given) for part in node.parts]
            return UNKNOWN if any(isinstance(item, Unsure) for item in items) else items
        case "call" if node.value == "answered" and len(node.parts) == 1 and node.parts[0].kind == "name":
            answer = given.get(node.parts[0].value, UNKNOWN)
            return UNKNOWN if answer is UNKNOWN else answer is not ABSENT
        case _:
            return UNKNOWN


def _junction(values: list[Any], decides: bool) -> Any:
    if decides in values:
        return decides
    if UNKNOWN in values:
        return UNKNOWN
    return ABSENT if ABSENT in values else not decides


def _choice(node: Node, given: Mapping[str, Any]) -> Any:
    condition, yes, no = (_value(part, given) for part in node.parts)
    if isinstance(condition, bool):
        return yes if condition else no
    return condition


def _binary(node: Node, given: Mapping[str, Any]) -> Any:
    left, right = (_value(part, given) for part in node.parts)
    if UNKNOWN in (left, right):
        return UNKNOWN
    if ABSENT in (left, right):
        return ABSENT
    try:
        match node.value:
            case "==":
                return bool(left == right)
            case "!=":
                return bool(left != right)
            case "in":
                return bool(left in right)
            case "<":
                return bool(left < right)
            case ">":
                return bool(left > right)
            case "<=":
                return bool(left <= right)
            case ">=":
                return bool(left >= right)
    except TypeError:
        return UNKNOWN
    return UNKNOWN
