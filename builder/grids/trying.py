"""A row to try: what a table looks at is typed, and it is said which rule fits and what comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from builder.conditions import Vocabulary
from builder.grids.grid import Grid, decision
from definitions.calendars import Moment
from definitions.decisions import compile_cell
from definitions.expressions import Expression, ExpressionDefect, InvalidExpression, compile_expression
from definitions.reading.compile_names import FACTS, form_names
from definitions.types import ABSENT, Type
from definitions.words.values import value_in_words

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Input:
    """A field of the row to try: a column, by its place, or an answer that cells or results need besides."""

    name: str
    label: str
    shape: str
    choices: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Tried:
    """``rules`` are the places of those that fit; ``winning`` those that decide, ``otherwise`` where none does.
    ``results`` are the outputs in words by name, once for each that decides. ``problem``: why there are none."""

    rules: tuple[int, ...] = ()
    winning: tuple[int, ...] = ()
    otherwise: bool = False
    results: tuple[Mapping[str, str], ...] = ()
    problem: str = ""


def inputs(document: Document, grid: Grid) -> tuple[Input, ...]:
    """The fields of a row to try."""
    columns = [Input(f"in{n}", one.label, one.shape, one.choices) for n, one in enumerate(grid.columns)]
    words = Vocabulary(document)
    more = []
    for name in _needed(document, grid):
        named = words.get(name)
        if named is not None:
            shape = _shape(named.type, named.kind)
            more.append(Input(f"also:{name}", named.label.rstrip("?.:"), shape, dict(named.choices or {})))
    return (*columns, *more)


def tried(document: Document, grid: Grid, typed: Mapping[str, str], moment: Moment) -> Tried:
    """What the table makes of what was typed; what was left empty is not answered."""
    fields = inputs(document, grid)
    values = {one.name: _value(typed.get(one.name, ""), one.shape) for one in fields}
    if wrong := [one.label for one in fields if values[one.name] is None]:
        return Tried(problem=f"{wrong[0]}: this is no value for it")
    table = decision(document, grid.id) or {}
    names = form_names(Vocabulary(document).document)
    trying = names | {f"in{n}": column.type for n, column in enumerate(grid.columns)}
    given = _given(grid, values)
    try:
        fitting = tuple(
            n for n, rule in enumerate(table["rules"])
            if all(_holds(cell, f"in{m}", trying, given, moment) for m, cell in enumerate(rule["when"]))
        )  # fmt: skip
        return _decided(table, grid, fitting, names, given, moment)
    except InvalidExpression as bad:
        return Tried(problem=f"The table cannot be tried until this is put right: {bad.problems[0].message}")
    except ExpressionDefect as defect:
        return Tried(problem=f"It cannot be worked out: {defect}")


def _decided(
    table: Mapping[str, Any], grid: Grid, fitting: tuple[int, ...], names: Mapping[str, Type],
    given: Mapping[str, Any], moment: Moment,
) -> Tried:  # fmt: skip
    if grid.policy == "unique" and len(fitting) > 1:
        both = " and ".join(str(n + 1) for n in fitting[:2])
        return Tried(fitting, problem=f"Rules {both} both fit, and only one may")
    winning = fitting if grid.policy == "collect" else fitting[:1]
    otherwise = not winning and "otherwise" in table
    thens = [table["rules"][n]["then"] for n in winning] or ([table["otherwise"]] if otherwise else [])
    results = tuple(_results(then, grid, names, given, moment) for then in thens)
    return Tried(fitting, winning, otherwise, results)


def _results(
    then: Mapping[str, str], grid: Grid, names: Mapping[str, Type], given: Mapping[str, Any], moment: Moment
) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for output in grid.outputs:
        if output.name in then:
            expression = compile_expression(then[output.name], names, FACTS[output.kind])
            value = expression.evaluate(given, moment)
            found[output.name] = "not answered" if value is ABSENT else value_in_words(value, output.kind, "en")
    return found


def _holds(cell: str, subject: str, names: Mapping[str, Type], given: Mapping[str, Any], moment: Moment) -> bool:
    test = compile_cell(cell, subject, names)
    return test is None or test.holds(given, moment)


def _given(grid: Grid, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values by the names that expressions know: those of columns under their own name too, where they have one."""
    given: dict[str, Any] = {}
    for name, value in values.items():
        if value is ABSENT:
            continue
        if name.startswith("in"):
            given[name] = value
            source = grid.columns[int(name[2:])].source
            if source.replace(".", "").isidentifier():
                _put(given, source, value)
        else:
            _put(given, name.removeprefix("also:"), value)
    return given


def _put(given: dict[str, Any], dotted: str, value: Any) -> None:
    *above, last = dotted.split(".")
    for step in above:
        given = given.setdefault(step, {})
    given[last] = value


def _needed(document: Document, grid: Grid) -> tuple[str, ...]:
    """Names that cells and results read, besides what the columns look at."""
    table = decision(document, grid.id) or {"rules": ()}
    names = form_names(Vocabulary(document).document)
    trying = names | {f"in{n}": column.type for n, column in enumerate(grid.columns)}
    found: dict[str, None] = {}
    thens = [rule["then"] for rule in table["rules"]] + ([table["otherwise"]] if "otherwise" in table else [])
    for rule in table["rules"]:
        for n, cell in enumerate(rule["when"][: len(grid.columns)]):
            found |= dict.fromkeys(_names(lambda cell=cell, n=n: compile_cell(cell, f"in{n}", trying)))
    for then in thens:
        for source in then.values():
            found |= dict.fromkeys(_names(lambda source=source: compile_expression(source, names)))
    own = {column.source for column in grid.columns} | {f"in{n}" for n in range(len(grid.columns))}
    return tuple(name for name in found if name not in own)


def _names(make: Any) -> list[str]:
    try:
        expression: Expression | None = make()
    except InvalidExpression:
        return []
    return sorted(expression.names) if expression else []


def _shape(of: Type, kind: str) -> str:
    if of.name in ("integer", "decimal"):
        return "money" if kind == "money" else "number"
    return {"boolean": "truth", "timestamp": "day", "text": "choice" if of.options else "text"}.get(of.name, "other")


def _value(typed: str, shape: str) -> Any:
    """The stored value of what was typed: ABSENT for nothing, None for what is no value."""
    plain = typed.strip()
    if not plain:
        return ABSENT
    try:
        match shape:
            case "truth":
                return {"true": True, "false": False}.get(plain)
            case "money":
                return int(Decimal(plain.replace(",", "").removeprefix("£")) * 100)
            case "number":
                number = plain.replace(",", "")
                return int(number) if number.lstrip("-").isdecimal() else str(Decimal(number))
            case "day":
                return date.fromisoformat(plain).isoformat()
    except (ValueError, InvalidOperation):
        return None
    return plain
