"""A table of choices: CSV whose first line names the columns. Bounded, and every mistake told with its line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

MOST_ROWS = 2_000
MOST_COLUMNS = 50
LONGEST_VALUE = 100
LONGEST_LABEL = 200


class Unreadable(Exception):
    """The table cannot be read at all: the message says why, with the line."""


@dataclass(frozen=True, slots=True)
class Row:
    """``line`` counts from 1 and is where the row ends. ``cells`` are as many as there are columns, without spaces
    around them."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@lru_cache(maxsize=64)
def parse_table(text: str) -> Table:
    """Read a table, remembered by its text. Empty lines are left out.

    Raises:
        Unreadable: it has no rows, too many, no good names of columns, or a line that is no CSV.
    """
    lines = list(_lines(text))
    if len(lines) < 2:
        raise Unreadable("it has no rows: write the names of the columns in the first line, and the rows below")
    (first, columns), *rest = lines
    if len(columns) > MOST_COLUMNS:
        raise Unreadable(f"line {first}: it has more than {MOST_COLUMNS} columns")
    for name in columns:
        if not name or columns.count(name) > 1:
            said = f'two columns are called "{name}"' if name else "a column has no name"
            raise Unreadable(f"line {first}: {said}")
    for line, cells in rest:
        if len(cells) != len(columns):
            raise Unreadable(f"line {line}: it has {len(cells)} cells, and the first line names {len(columns)} columns")
    return Table(columns, tuple(Row(line, cells) for line, cells in rest))


def _lines(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, tuple(cell.strip() for cell in cells)
            if reader.line_num > MOST_ROWS + 1:
                raise Unreadable(f"it has more than {MOST_ROWS:,} rows: offer a shorter list, or filter it outside")
    except csv.Error:
        where = f"line {reader.line_num}"
        raise Unreadable(
            f'{where}: this is not CSV: put text that holds a comma or " into "", and write " twice'
        ) from None
