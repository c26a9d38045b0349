"""The rules of the operators: what may be compared, added, chosen between and searched for."""

from __future__ import annotations

from collections.abc import Callable

from definitions.expressions import hints
from definitions.expressions.known import (
    KIND_WORDS,
    NUMBERS,
    UNKNOWN,
    Known,
    did_you_mean,
    literals,
    same_kind,
    say,
    unify,
)
from definitions.expressions.tree import Node
from definitions.types import BOOLEAN, INTEGER, TEXT, Type

Complain = Callable[[str, str, Node], None]
Widen = Callable[[Node], None]
_YES_NO = ("yes", "no", "Yes", "No")
COMPARISONS = frozenset(("<", "<=", ">", ">=", "==", "!="))


def compared(node: Node, one: Known, two: Known, complain: Complain, widen: Widen) -> Known:
    """``a == b`` and its like: both of one kind, and a choice only with its own options."""
    left, right = node.parts
    if not same_kind(one.type, two.type):
        complain("type", _unlike(left, one.type, right, two.type) + hints.unlike(node, one.type, two.type), node)
    elif one.type.name in ("list", "object"):
        words = f"{KIND_WORDS[one.type.name].capitalize()} cannot be compared as a whole"
        complain("type", words + hints.unlike(node, one.type, two.type), node)
    elif one.type.name == "boolean" and node.value not in ("==", "!="):
        complain("type", "True and false have no order: compare them with == or !=", node)
    else:
        _widen_either(left, one.type, right, two.type, widen)
        check_options(left, one.type, right, complain)
        check_options(right, two.type, left, complain)
    return Known(BOOLEAN)


def _unlike(left: Node, one: Type, right: Node, two: Type) -> str:
    words = f"{_is(left, one)}, and {_is(right, two)}: they cannot be compared"
    if {one.name, two.name} == {"boolean", "text"} and (left.value in _YES_NO or right.value in _YES_NO):
        return f"{words}. Write true for yes and false for no, without quotation marks"
    if {one.name, two.name} == {"timestamp", "text"}:
        text = right if two.name == "text" else left
        if text.kind != "literal":
            return words
        day = text.value
        return f"{words}. To write a date, write date('{day if _looks_like_date(day) else '2026-01-31'}')"
    if {one.name, two.name} == {"boolean", "text"}:
        return f"{words}. Write true or false without quotation marks"
    if "text" in (one.name, two.name) and NUMBERS & {one.name, two.name}:
        return f"{words}. Write a number without quotation marks"
    return words


def _is(node: Node, of: Type) -> str:
    return f"{say(node)} is {KIND_WORDS[of.name]}"


def _looks_like_date(text: str) -> bool:
    return len(text) == 10 and text[4] == text[7] == "-" and text.replace("-", "").isdigit()


def _widen_either(left: Node, one: Type, right: Node, two: Type, widen: Widen) -> None:
    if (one.name, two.name) == ("integer", "decimal"):
        widen(left)
    elif (one.name, two.name) == ("decimal", "integer"):
        widen(right)


def check_options(node: Node, of: Type, other: Node, complain: Complain) -> None:
    """Every literal that ``other`` may be must be one of the options of ``node``."""
    item = of.of if of.name == "list" and of.of is not None else of
    if item.options is None or node.kind == "literal" or node.kind == "list":
        return
    for literal in literals(other):
        if isinstance(literal.value, str) and literal.value not in item.options:
            hint = did_you_mean(literal.value, item.options)
            listed = ", ".join(sorted(item.options)[:8])
            hint = hint or (f": it is one of {listed}" if literal.value else f": write !answered({say(node)})")
            words = f"{say(node)} is never '{literal.value}'{hint}"
            complain("unknown-option", words, literal)


def found_in(node: Node, one: Known, two: Known, complain: Complain, widen: Widen) -> Known:
    """``a in list``."""
    left, right = node.parts
    item = two.type.of
    if two.type.name == "any":
        return Known(BOOLEAN)
    if two.type.name != "list" or item is None:
        hint = f". Write {say(right)}.contains({say(left)})" if two.type.name == "text" else ""
        complain("type", f"“in” looks in a list, and {say(right)} is {KIND_WORDS[two.type.name]}{hint}", node)
    elif one.type.name in ("list", "object"):
        complain("type", f"“in” looks for one thing, and {say(left)} is {KIND_WORDS[one.type.name]}", node)
    elif not same_kind(one.type, item):
        complain("type", _unlike(left, one.type, right, item).replace("this list is", "this list holds"), node)
    else:
        _widen_members(left, one.type, right, item, complain, widen)
        check_options(left, one.type, right, complain)
        check_options(right, two.type, left, complain)
    return Known(BOOLEAN)


def _widen_members(left: Node, one: Type, right: Node, item: Type, complain: Complain, widen: Widen) -> None:
    if (one.name, item.name) == ("integer", "decimal"):
        widen(left)
    elif (one.name, item.name) == ("decimal", "integer"):
        if right.kind != "list":
            complain("type", f"{say(left)} is a decimal number, and {say(right)} holds whole numbers", right)
        for part in right.parts:
            widen(part)


def calculated(node: Node, one: Known, two: Known, complain: Complain) -> Known:
    """``a + b`` and its like: whole numbers, or text put after text."""
    kinds, left, right = {one.type.name, two.type.name}, *node.parts
    if "any" in kinds:
        return UNKNOWN
    if kinds == {"text"} and node.value == "+":
        return Known(TEXT, one.size + two.size)
    if "timestamp" in kinds:
        complain("type", f"Dates are not added or subtracted with signs{hints.moved_day(node)}", node)
        return UNKNOWN
    elif kinds != {"integer"} and kinds <= NUMBERS:
        words = "Decimal numbers can be compared but not calculated with: write percent(pence, 12.5, 'half-up')"
        complain("type", words, node)
    elif kinds != {"integer"}:
        wrong, of = (right, two.type) if one.type.name == "integer" else (left, one.type)
        complain("type", f"“{node.value}” takes whole numbers, and {say(wrong)} is {KIND_WORDS[of.name]}", node)
    elif node.value in "/%" and right.kind == "literal" and right.value == 0:
        complain("type", "Nothing can be divided by nought", right)
    return Known(INTEGER)


def either(one: Known, two: Known, left: Node, right: Node, complain: Complain, widen: Widen) -> Known:
    """One of two parts: of one kind."""
    if not same_kind(one.type, two.type):
        complain("type", f"{_is(left, one.type)}, and {_is(right, two.type)}: they must be alike", right)
        return UNKNOWN
    _widen_either(left, one.type, right, two.type, widen)
    return Known(unify(one.type, two.type), max(one.size, two.size))
