"""Values of a column as they are typed, and as expressions write them: one way in and the same way out."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from definitions.decisions.domains import literal_of
from definitions.expressions import text_written
from definitions.expressions.write import literal

_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,9})?")
TRUTH = {"true": "Yes", "false": "No"}


def shown(source: str, shape: str) -> str | None:
    """What is typed to say a value that is written out; None for what is worked out."""
    if shape in ("choice", "text"):
        return text_written(source)
    value = literal_of(source)
    match shape:
        case "truth" if isinstance(value, bool):
            return literal(value)
        case "day" if isinstance(value, date):
            return value.isoformat()
        case "number" if type(value) is Decimal:
            return f"{value:f}"
        case "money" if type(value) is Decimal and value == int(value):
            return f"{value / 100:.2f}"
    return None


def written(typed: str, shape: str) -> str | None:
    """The expression of a value that was typed; None when it is no such value."""
    plain = typed.strip()
    match shape:
        case "choice" | "text":
            return literal(typed)
        case "truth":
            return plain if plain in TRUTH else None
        case "day":
            return _day(plain)
        case "number" | "money":
            return _number(plain.replace(",", "").removeprefix("£"), shape)
    return None


def _number(plain: str, shape: str) -> str | None:
    if not _NUMBER.fullmatch(plain):
        return None
    if shape == "number":
        return plain
    pence = Decimal(plain) * 100
    return str(int(pence)) if pence == int(pence) else None


def _day(plain: str) -> str | None:
    try:
        return f"date('{date.fromisoformat(plain).isoformat()}')" if len(plain) == 10 else None
    except ValueError:
        return None


SHAPES = {"text": "text", "integer": "number", "decimal": "number", "money": "money", "date": "day", "boolean": "truth"}
"""The shape of a result by the kind of fact it is."""


def result(source: str, kind: str) -> str:
    """What is typed for a result: its value, or an expression after an equals sign."""
    shape = SHAPES[kind]
    value = shown(source, shape)
    said = _spoken(value, shape) if value is not None else None
    return said if said is not None and source_of(said, kind) == source else f"={source}"


def source_of(typed: str, kind: str) -> str | None:
    """The expression of a result that was typed; None when it is no value of its kind."""
    if typed.lstrip().startswith("="):
        return typed.lstrip()[1:].strip()
    if kind == "boolean":
        return {"yes": "true", "no": "false"}.get(typed.strip().lower())
    return None if kind == "integer" and "." in typed else written(typed, SHAPES[kind])


def blank(kind: str) -> str:
    """A result to begin with."""
    return {"text": "''", "boolean": "false", "date": "today()"}.get(kind, "0")


def _spoken(value: str, shape: str) -> str:
    return TRUTH[value] if shape == "truth" else value
