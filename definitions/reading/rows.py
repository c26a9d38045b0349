"""The rows of a table as choices, and all that is wrong with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from definitions.nearest import did_you_mean, listed
from definitions.problems import Problem, pointer
from definitions.reading.tables import LONGEST_LABEL, LONGEST_VALUE, Row, Table, Unreadable, parse_table

Source = Mapping[str, Any]
MOST_TOLD = 20
"""The most rows of one table that are told of."""


def rows_of(
    tables: Mapping[str, str], source: Source, languages: Sequence[str]
) -> tuple[list[dict[str, Any]], list[Problem]]:
    """The choices that ``source`` takes from a table, and problems with pointers below the question's options.

    Each choice has ``labels`` by language and ``cells``: what its row holds in the columns of ``where``.
    """
    name = source["table"]
    if name not in tables:
        near = did_you_mean(name, tables) or ": put the file into the folder of the service"
        return [], [Problem("/table", "table.unknown", f'there is no table "{name}"{near}')]
    try:
        table = parse_table(tables[name])
    except Unreadable as why:
        return [], [Problem("/table", "table.unreadable", f"{name}: {why}")]
    problems = list(_unknown_columns(table, source))
    if problems:
        return [], problems
    problems += _bad_rows(table, source)
    problems += _untranslated(table, source, languages)
    return list(_choices(table, source, languages)), problems


def _choices(table: Table, source: Source, languages: Sequence[str]) -> Iterator[dict[str, Any]]:
    value, label = (table.columns.index(source[name]) for name in ("value", "label"))
    where = [table.columns.index(column) for column in source.get("where", {})]
    others = {one: table.columns.index(f"{source['label']}_{one}") for one in _translated(table, source, languages)}
    seen = set[str]()
    for row in table.rows:
        if row.cells[value] in seen or _wrong(row, value, label):
            continue
        seen.add(row.cells[value])
        labels = {next(iter(languages), "en"): row.cells[label]}
        labels |= {language: row.cells[column] for language, column in others.items() if row.cells[column]}
        cells = tuple(row.cells[column] for column in where)
        yield {"value": row.cells[value], "label": row.cells[label], "labels": labels, "cells": cells}


def _translated(table: Table, source: Source, languages: Sequence[str]) -> list[str]:
    return [language for language in languages[1:] if f"{source['label']}_{language}" in table.columns]


def _unknown_columns(table: Table, source: Source) -> Iterator[Problem]:
    places = [(f"/{name}", source[name]) for name in ("value", "label")]
    places += [(pointer("where", column), column) for column in source.get("where", {})]
    for at, column in places:
        if column not in table.columns:
            near = did_you_mean(column, table.columns) or f": it has {listed(table.columns, 'and')}"
            yield Problem(at, "table.unknown-column", f'{source["table"]} has no column "{column}"{near}')


def _bad_rows(table: Table, source: Source) -> Iterator[Problem]:
    value, label = (table.columns.index(source[name]) for name in ("value", "label"))
    first: dict[str, int] = {}
    told = 0
    for row in table.rows:
        said = _wrong(row, value, label)
        if not said and row.cells[value] in first:
            said = f'"{row.cells[value]}" is in line {first[row.cells[value]]} already: each row needs its own'
        first.setdefault(row.cells[value], row.line)
        told += bool(said)
        if said and told <= MOST_TOLD:
            yield Problem("/table", "table.bad-row", f"{source['table']}, line {row.line}: {said}")
    places = Counter((row.cells[label], *_group(row, table, source)) for row in table.rows)
    for (words, *_), times in places.items():
        if times > 1 and words:
            said = f'{source["table"]} has {times} rows that read "{words}": say in each which it is'
            yield Problem("/label", "table.same-label", said)


def _group(row: Row, table: Table, source: Source) -> list[str]:
    """What decides with which others a row is offered."""
    return [row.cells[table.columns.index(column)] for column in source.get("where", {})]


def _wrong(row: Row, value: int, label: int) -> str:
    for column, most, what in ((value, LONGEST_VALUE, "value"), (label, LONGEST_LABEL, "label")):
        if not row.cells[column]:
            return f"it has no {what}"
        if len(row.cells[column]) > most:
            return f"its {what} has more than {most} characters"
    return ""


def _untranslated(table: Table, source: Source, languages: Sequence[str]) -> Iterator[Problem]:
    for language in languages[1:]:
        column = f"{source['label']}_{language}"
        lacking = column not in table.columns
        lines = [] if lacking else [r.line for r in table.rows if not r.cells[table.columns.index(column)]]
        if lacking or lines:
            said = f'has no column "{column}"' if lacking else f'has nothing in "{column}" in line {lines[0]}'
            more = f" and {len(lines) - 1} more" if len(lines) > 1 else ""
            words = f"{source['table']} {said}{more}: add the labels in that language"
            yield Problem("/label", "table.untranslated", words)
