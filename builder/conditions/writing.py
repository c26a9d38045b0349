"""Rows to the text of an expression: one way to say each."""

from __future__ import annotations

from decimal import Decimal

from builder.conditions.reading import METHODS
from builder.conditions.rows import Condition, Group, Raw, Row, Subject, Value
from definitions.expressions import InvalidExpression
from definitions.expressions.parse import parse
from definitions.expressions.write import literal

_MOVES = {"day": "add_days", "month": "add_months", "working day": "add_working_days"}
SIGNS = {"all": " && ", "any": " || "}
_LOOSE = frozenset(("or", "and", "choice"))


def write(condition: Condition) -> str:
    """The text that says a condition."""
    if isinstance(condition, Raw):
        return condition.text
    if isinstance(condition, Row):
        return _row(condition)
    return SIGNS[condition.join].join(_part(part) for part in condition.parts)


def _part(condition: Condition) -> str:
    text = write(condition)
    return f"({text})" if loose(condition) else text


def loose(condition: Condition) -> bool:
    """Whether it needs brackets in a group."""
    return isinstance(condition, Group) or (isinstance(condition, Raw) and _binds_loosely(condition.text))


def _binds_loosely(text: str) -> bool:
    try:
        return parse(text).kind in _LOOSE
    except InvalidExpression:
        return False


def _row(row: Row) -> str:
    subject, values = _subject(row.subject), [_value(value) for value in row.values]
    first = values[0] if values else ""
    match row.comparison:
        case "yes":
            return subject
        case "no":
            return f"!{subject}"
        case "answered":
            return f"answered({subject})"
        case "unanswered":
            return f"!answered({subject})"
        case "one-of":
            return f"{subject} in [{', '.join(values)}]"
        case "none-of":
            return f"!({subject} in [{', '.join(values)}])"
        case "includes":
            return f"{first} in {subject}"
        case "excludes":
            return f"!({first} in {subject})"
        case method if method in METHODS:
            return f"{subject}.{method}({first})"
    return f"{subject} {row.comparison} {first}"


def _subject(subject: Subject) -> str:
    match subject.measure:
        case "age":
            return f"age({subject.name})"
        case "size":
            return f"{subject.name}.size()"
    return subject.name


def _value(value: Value) -> str:
    match value.kind:
        case "text":
            return literal(value.value)
        case "number":
            return f"{Decimal(repr(value.value)):f}"
        case "day":
            base = f"date({literal(value.value)})"
        case "today":
            base = "today()"
        case _:
            base = str(value.value)
    return f"{_MOVES[value.unit]}({base}, {value.count})" if value.unit else base
