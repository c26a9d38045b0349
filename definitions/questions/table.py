"""A small table: rows of the same few things, ``min`` to ``max`` of them. Rows left blank are no rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from definitions.form import Question
from definitions.questions.columns import columns
from definitions.questions.kind import AnswerProblem, BadAnswer, Filled, Kind, Posted, bad, described
from definitions.questions.numbers import DecimalKind, IntegerKind, MoneyKind
from definitions.questions.radios import SelectKind
from definitions.questions.text import TextKind
from definitions.text import Context
from definitions.types import Type, list_of, object_of
from definitions.words import words

MOST_ROWS, ROWS = 20, 10
CELLS: Mapping[str, Kind] = {
    kind.name: kind for kind in (TextKind(), IntegerKind(), DecimalKind(), MoneyKind(), SelectKind())
}
"""What a column may hold."""

Row = tuple[Question, ...]


class TableKind:
    """Each cell is a question of its column's kind, named after the table, its row and its column."""

    name = "table"

    def type(self, question: Question) -> Type:
        row = object_of(**{column.id: CELLS[column.kind].type(column) for column in columns(question)})
        return list_of(row, most=most_rows(question))

    def inputs(self, question: Question) -> tuple[str, ...]:
        cells = (cell.id for row in rows(question) for cell in row)
        return (*cells, f"{question.id}-rows", f"{question.id}-do")

    def parse(self, question: Question, posted: Posted, context: Context) -> list[dict[str, Any]] | None:
        value: list[dict[str, Any]] = []
        problems: list[AnswerProblem] = []
        for n, row in enumerate(rows(question), 1):
            if any(text.strip() for cell in row for text in posted.get(cell.id, ())):
                found, wrong = _read(row, posted, context)
                value.append(found)
                problems += _in_row(wrong, n, context)
        if problems:
            raise BadAnswer(problems)
        if not value:
            return None
        self.check(question, value, context)
        return value

    def check(self, question: Question, value: Any, context: Context) -> None:
        names = {column.id for column in columns(question)}
        good = isinstance(value, list) and value and all(isinstance(row, dict) and set(row) <= names for row in value)
        if not good:
            raise bad(question, context, "answer.type", input=self.inputs(question)[0])
        if len(value) > most_rows(question):
            raise bad(question, context, "table.max", input=self.inputs(question)[0], n=most_rows(question))
        problems: list[AnswerProblem] = []
        for n, (row, given) in enumerate(zip(rows(question), value, strict=False), 1):
            problems += _in_row(_checked(row, given, context), n, context)
        if problems:
            raise BadAnswer(problems)
        if len(value) < least_rows(question):
            first = rows(question)[len(value)][0].id
            raise bad(question, context, "table.min", input=first, n=least_rows(question))

    def missing(self, question: Question, context: Context) -> BadAnswer:
        first = self.inputs(question)[0]
        return bad(question, context, "table.min", input=first, n=max(1, least_rows(question)))

    def show(self, question: Question, value: Any, language: str) -> str:
        if not isinstance(value, list):
            return str(value)
        return "\n".join(_line(question, row, language) if isinstance(row, dict) else str(row) for row in value)

    def fill(self, question: Question, value: Any) -> Filled:
        filled: Filled = dict.fromkeys(self.inputs(question), "")
        for row, given in zip(rows(question), value, strict=False):
            for cell, column in zip(row, columns(question), strict=True):
                if column.id in given:
                    filled |= CELLS[cell.kind].fill(cell, given[column.id])
        return filled

    def json_schema(self, question: Question, language: str) -> dict[str, Any]:
        row = {
            "type": "object",
            "properties": {c.id: CELLS[c.kind].json_schema(c, language) for c in columns(question)},
            "required": [column.id for column in columns(question) if column.required is True],
            "additionalProperties": False,
        }
        bounds = {"minItems": max(1, least_rows(question)), "maxItems": most_rows(question)}
        return described(question, {"type": "array", "items": row, **bounds}, language)


@lru_cache(maxsize=1024)
def rows(question: Question) -> tuple[Row, ...]:
    """Every cell that there can be, row by row."""
    return tuple(
        tuple(replace(column, id=f"{question.id}-{n}-{column.id}") for column in columns(question))
        for n in range(1, most_rows(question) + 1)
    )


def least_rows(question: Question) -> int:
    return int(question.settings.get("min", 0))


def most_rows(question: Question) -> int:
    return min(int(question.settings.get("max", max(ROWS, least_rows(question)))), MOST_ROWS)


def open_rows(question: Question, posted: Posted) -> int:
    """How many rows a page that was sent showed: those it says, and all in which something is."""
    said = next(iter(posted.get(f"{question.id}-rows", ())), "")
    counted = int(said) if said.isascii() and said.isdigit() and len(said) < 3 else 0
    filled = [n for n, row in enumerate(rows(question), 1) if any("".join(posted.get(c.id, ())).strip() for c in row)]
    return min(max(counted, least_rows(question), 1, *filled), most_rows(question))


def pressed(question: Question, posted: Posted) -> dict[str, list[str]]:
    """What is changed in a page when one of the table's buttons is pressed: "add", or "remove-2". Nothing is lost but
    the row that is taken away."""
    does, count = next(iter(posted.get(f"{question.id}-do", ())), ""), open_rows(question, posted)
    changed: dict[str, list[str]] = {f"{question.id}-rows": [str(count)]}
    if does == "add":
        changed[f"{question.id}-rows"] = [str(min(count + 1, most_rows(question)))]
    gone = does.removeprefix("remove-")
    if does.startswith("remove-") and gone.isascii() and gone.isdigit() and 1 <= int(gone[:3]) <= count:
        lines = [[list(posted.get(cell.id, ())) for cell in row] for row in rows(question)]
        del lines[int(gone[:3]) - 1]
        lines.append([[] for _ in columns(question)])
        cells = [cell.id for row in rows(question) for cell in row]
        changed |= dict(zip(cells, (texts for line in lines for texts in line), strict=True))
        changed[f"{question.id}-rows"] = [str(max(count - 1, 1))]
    return changed


def _read(row: Row, posted: Posted, context: Context) -> tuple[dict[str, Any], list[AnswerProblem]]:
    """The answers of one row by column, and what is wrong with it."""
    found: dict[str, Any] = {}
    problems: list[AnswerProblem] = []
    for cell in row:
        try:
            value = CELLS[cell.kind].parse(cell, posted, context)
            if value is None and cell.required is True:
                raise CELLS[cell.kind].missing(cell, context)
            if value is not None:
                found[_column(cell)] = value
        except BadAnswer as wrong:
            problems += wrong.problems
    return found, problems


def _checked(row: Row, given: Mapping[str, Any], context: Context) -> list[AnswerProblem]:
    problems: list[AnswerProblem] = []
    for cell in row:
        try:
            if _column(cell) in given:
                CELLS[cell.kind].check(cell, given[_column(cell)], context)
            elif cell.required is True or not given:
                raise CELLS[cell.kind].missing(cell, context)
        except BadAnswer as wrong:
            problems += wrong.problems
    return problems


def _column(cell: Question) -> str:
    return cell.id.rpartition("-")[2]


def _in_row(problems: list[AnswerProblem], n: int, context: Context) -> list[AnswerProblem]:
    say = words(context.language)
    return [replace(each, message=say("table.problem", row=n, message=each.message)) for each in problems]


def _line(question: Question, row: Mapping[str, Any], language: str) -> str:
    given = [(column, row[column.id]) for column in columns(question) if column.id in row]
    return ", ".join(CELLS[column.kind].show(column, value, language) for column, value in given)
