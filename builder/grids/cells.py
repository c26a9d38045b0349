"""A cell of a grid: its text, and the same as a comparison with values for the controls of its column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from builder.grids.written import shown, written
from definitions.decisions.cells import Part, read_cell
from definitions.expressions import InvalidExpression, text_written
from definitions.nearest import listed

Shape = Literal["choice", "truth", "number", "money", "day", "text", "other"]
HOW: Mapping[str, str] = {
    "any": "anything",
    "is": "is",
    "not": "is not",
    "<": "less than",
    "<=": "at most",
    ">": "more than",
    ">=": "at least",
    "between": "from … to",
    "own": "a test in text",
}
DAYS: Mapping[str, str] = {**HOW, "<": "before", "<=": "up to", ">": "after", ">=": "from"}
_ORDERED: Mapping[str, str] = {"<": "<", "<=": "<=", ">": ">", ">=": ">=", "!=": "not", "is": "is"}


@dataclass(frozen=True, slots=True)
class Cell:
    """``how`` is one of ``HOW``. ``values`` are as they are typed or chosen: none for anything, two for between, any
    number for choices, and the whole cell for a test in text."""

    how: str = "any"
    values: tuple[str, ...] = ()


def hows(shape: Shape) -> tuple[tuple[str, str], ...]:
    """What a cell of that shape can be put to, in words."""
    keys = {
        "choice": ("any", "is", "not", "own"),
        "truth": ("any", "is", "own"),
        "text": ("any", "is", "not", "own"),
        "other": ("any", "own"),
    }
    words = DAYS if shape == "day" else HOW
    return tuple((key, words[key]) for key in keys.get(shape, tuple(HOW)))


def controls(cell: str, shape: Shape) -> Cell:
    """The controls that say a cell."""
    try:
        parts = read_cell(cell)
    except InvalidExpression:
        return Cell("own", (cell,))
    if not parts:
        return Cell()
    found = _chosen(parts) if shape in ("choice", "text") else _compared(parts, shape)
    if found and shape == "text" and len(found.values) > 1:
        found = None
    return found if found and cell_of(found, shape) is not None else Cell("own", (cell,))


def _chosen(parts: tuple[Part, ...]) -> Cell | None:
    how = "is"
    if len(parts) == 1 and parts[0].kind == "not":
        how, parts = "not", parts[0].inner
    texts = [text_written(part.values[0]) if part.kind == "is" else None for part in parts]
    known = tuple(text for text in texts if text is not None)
    return Cell(how, known) if len(known) == len(texts) else None


def _compared(parts: tuple[Part, ...], shape: Shape) -> Cell | None:
    if len(parts) != 1 or shape == "other":
        return None
    part, how = parts[0], "is"
    if part.kind == "not" and len(part.inner) == 1 and part.inner[0].kind == "is":
        part, how = part.inner[0], "not"
    elif part.kind == "range":
        how = "between"
    elif part.kind in _ORDERED:
        how = _ORDERED[part.kind]
    values = [shown(value, shape) for value in part.values]
    typed = tuple(value for value in values if value is not None)
    return Cell(how, typed) if typed and len(typed) == len(values) else None


def cell_of(test: Cell, shape: Shape) -> str | None:
    """The cell that the controls say; None where a value is no value of the column."""
    if test.how == "any":
        return "-"
    if test.how == "own":
        return (test.values[0].strip() if test.values else "") or "-"
    values = [written(value, shape) for value in test.values if value.strip()]
    known = [value for value in values if value is not None]
    if not known or len(known) < len(values) or (test.how == "between" and len(known) != 2):
        return None
    match test.how:
        case "is":
            return ", ".join(known)
        case "not":
            return f"not {known[0]}" if len(known) == 1 else f"not({', '.join(known)})"
        case "between":
            return "..".join(known)
    return f"{test.how} {known[0]}"


def kept(cell: str, test: Cell, shape: Shape) -> str | None:
    """The cell itself where the controls still say the same."""
    return cell if controls(cell, shape) == test else cell_of(test, shape)


def said(test: Cell, shape: Shape, choices: Mapping[str, str]) -> str:
    """A test in words, after the name of what it looks at: "is Rubbish", "is at most £4,300"."""
    if test.how == "any":
        return "is anything"
    if test.how == "own":
        return f"meets “{test.values[0]}”"
    values = [_valued(value, shape, choices) for value in test.values]
    if test.how == "between":
        return f"is from {values[0]} to {values[1]}"
    words = (DAYS if shape == "day" else HOW)[test.how]
    return f"{words if test.how in ('is', 'not') else f'is {words}'} {listed(values)}"


def _valued(value: str, shape: Shape, choices: Mapping[str, str]) -> str:
    if shape == "money":
        return f"£{value.removesuffix('.00')}"
    return choices.get(value, value) if shape in ("choice", "truth") else f"“{value}”" if shape == "text" else value
