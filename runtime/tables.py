"""Tables of facts that the council already has, loaded whole from CSV files in place of what they held."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from runtime.errors import TableRefused
from runtime.models.base import ORGANISATION
from runtime.models.lookups import lookup_rows, lookup_tables

MOST_BYTES = 500_000_000


def load(
    session: Session, name: str, source: Path | str, *, at: datetime | None = None, organisation_id: UUID = ORGANISATION
) -> int:
    """Make a CSV file (a path), or CSV text, the table ``name``. Its first column is the key. How many rows it has.

    Whoever looks something up meanwhile sees the old rows or the new, never a mixture.

    Raises:
        TableRefused: naming the line and what is wrong with it.
    """
    text = _text(source) if isinstance(source, Path) else source.removeprefix("\ufeff")
    names, records = _read(text)
    place = {"organisation_id": organisation_id, "name": name}
    loaded = {
        "key_column": names[0], "rows": len(records), "hash": hashlib.sha256(text.encode()).hexdigest(),
        "loaded_at": at or datetime.now(UTC),
    }  # fmt: skip
    row = insert(lookup_tables).values(**place, **loaded)
    session.execute(row.on_conflict_do_update(index_elements=list(place), set_=loaded))
    held = sa.and_(lookup_rows.c.organisation_id == organisation_id, lookup_rows.c.table == name)
    session.execute(sa.delete(lookup_rows).where(held))
    connection: Any = session.connection().connection.driver_connection
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for key, facts in records.items():
            copy.write_row((organisation_id, name, key, json.dumps(facts)))
    return len(records)


def find(session: Session, name: str, key: object, organisation_id: UUID = ORGANISATION) -> dict[str, str] | None:
    """The facts of one row as text, by column; None when the table has no such key.

    Raises:
        KeyError: there is no such table.
    """
    given = {"organisation": organisation_id, "table": name, "key": normal(key)}
    row = session.execute(_FIND, given).one_or_none()
    if row is None:
        raise KeyError(name)
    return dict(row.facts) if row.facts is not None else None


def normal(key: object) -> str:
    """A key as it is compared: without spaces and in capitals, as people write "ab1 2cd"."""
    return "".join(str(key).split()).upper()


_COPY = 'COPY lookup_rows (organisation_id, "table", key, facts) FROM STDIN'
_FIND = (
    sa.select(lookup_rows.c.facts)
    .select_from(
        lookup_tables.outerjoin(
            lookup_rows,
            sa.and_(
                lookup_rows.c.organisation_id == lookup_tables.c.organisation_id,
                lookup_rows.c.table == lookup_tables.c.name,
                lookup_rows.c.key == sa.bindparam("key"),
            ),
        )
    )
    .where(
        lookup_tables.c.organisation_id == sa.bindparam("organisation"), lookup_tables.c.name == sa.bindparam("table")
    )
)


def _text(path: Path) -> str:
    if path.stat().st_size > MOST_BYTES:
        raise TableRefused("The file is larger than 500 MB.")
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TableRefused(f"The file is not UTF-8 text (byte {error.start}). Save it as CSV UTF-8.") from None


def _read(text: str) -> tuple[list[str], dict[str, dict[str, str]]]:
    lines = _lines(text)
    _, header = next(lines, (1, []))
    names = [name.strip().lower().replace(" ", "_").replace("-", "_") for name in header]
    if len(names) < 2 or not all(names) or len(set(names)) < len(names):
        raise TableRefused("The first line must name the columns, each once: the key first, then at least one fact.")
    records: dict[str, dict[str, str]] = {}
    for number, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(names):
            amiss = f"Line {number} has {len(cells)} cells where the first line has {len(names)}."
            raise TableRefused(amiss, line=number)
        key = normal(cells[0])
        if not key:
            raise TableRefused(f"Line {number} has no key in its first column.", line=number)
        if key in records:
            raise TableRefused(f"Line {number} has the key {cells[0].strip()} for a second time.", line=number)
        records[key] = {name: cell.strip() for name, cell in zip(names, cells, strict=True) if cell.strip()}
    return names, records


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    if "\x00" in text:
        raise TableRefused("The file has bytes in it that are no text.")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as error:
        raise TableRefused(f"Line {reader.line_num} is not CSV: {error}.", line=reader.line_num) from None
