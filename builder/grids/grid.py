"""A decision table as a grid: its columns, what each can be, and every cell as the controls that say it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from builder.conditions import Subject, Vocabulary
from builder.conditions.reading import subject
from builder.conditions.vocabulary import Named
from builder.grids.cells import Cell, Shape, controls
from builder.grids.written import TRUTH, result
from builder.references.fresh import labelled
from definitions.expressions import InvalidExpression, compile_expression
from definitions.expressions.parse import parse
from definitions.reading.compile_names import form_names
from definitions.types import ANY, Type

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """What a column looks at. ``choices`` label what it can be, where that is known."""

    source: str
    label: str
    shape: Shape
    type: Type
    choices: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Output:
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class RuleRow:
    """As many ``controls`` and ``cells`` as there are columns, and ``results`` as outputs: "" for one not said."""

    controls: tuple[Cell, ...]
    cells: tuple[str, ...]
    results: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """``otherwise`` is None where the table has none."""

    id: str
    columns: tuple[Column, ...]
    outputs: tuple[Output, ...]
    rules: tuple[RuleRow, ...]
    policy: str
    otherwise: tuple[str, ...] | None

    @property
    def address(self) -> str:
        return f"decision:{self.id}"


def decision(document: Document, id: str) -> Mapping[str, Any] | None:
    """The table of that name."""
    return next((one for one in document.get("decisions", ()) if one["id"] == id), None)


def grid(document: Document, id: str) -> Grid | None:
    """The table of that name as a grid."""
    table = decision(document, id)
    if table is None:
        return None
    words = Vocabulary(document)
    names = form_names(words.document)
    columns = tuple(_column(one, words, names) for one in table["inputs"])
    outputs = tuple(Output(name, kind) for name, kind in table["outputs"].items())
    return Grid(
        id=id,
        columns=columns,
        outputs=outputs,
        rules=tuple(_rule(rule, columns, outputs) for rule in table["rules"]),
        policy=table.get("policy", "first"),
        otherwise=_results(table["otherwise"], outputs) if "otherwise" in table else None,
    )


def _rule(rule: Mapping[str, Any], columns: tuple[Column, ...], outputs: tuple[Output, ...]) -> RuleRow:
    cells = [*rule["when"], *["-"] * len(columns)][: len(columns)]
    told = tuple(controls(cell, column.shape) for cell, column in zip(cells, columns, strict=True))
    return RuleRow(told, tuple(cells), _results(rule["then"], outputs))


def _results(then: Mapping[str, str], outputs: tuple[Output, ...]) -> tuple[str, ...]:
    return tuple(result(then[one.name], one.kind) if one.name in then else "" for one in outputs)


def _column(written: Mapping[str, Any], words: Vocabulary, names: Mapping[str, Type]) -> Column:
    source = written["value"]
    looked = _subject(source)
    named = words.get(looked.name) if looked else None
    try:
        of = compile_expression(source, names).type
    except InvalidExpression:
        of = ANY
    label = labelled(written) or _label(looked, named) or source
    choices = _choices(of, named if looked and not looked.measure else None)
    return Column(source, label, _shape(of, named, choices), of, choices)


def _subject(source: str) -> Subject | None:
    try:
        return subject(parse(source))
    except InvalidExpression:
        return None


def _label(looked: Subject | None, named: Named | None) -> str:
    if looked is None or named is None:
        return ""
    label = named.label.rstrip("?.:")
    return {"age": f"Age by {label}", "size": f"How many: {label}"}.get(looked.measure, label)


def _shape(of: Type, named: Named | None, choices: Mapping[str, str]) -> Shape:
    match of.name:
        case "boolean":
            return "truth"
        case "integer" | "decimal":
            return "money" if named and named.kind == "money" and of.name == "integer" else "number"
        case "timestamp":
            return "day"
        case "text":
            return "choice" if choices else "text"
    return "other"


def _choices(of: Type, named: Named | None) -> Mapping[str, str]:
    if of.name == "boolean":
        return TRUTH
    labels = dict((named.choices if named else None) or {})
    return labels or {one: one.replace("-", " ").replace("_", " ").capitalize() for one in sorted(of.options or ())}
