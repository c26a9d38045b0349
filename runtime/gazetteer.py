"""The local gazetteer: loaded whole from a CSV file in place of what it held, and asked by postcode and by UPRN."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from definitions.questions.address import MOST
from definitions.questions.postcode import uk_postcode
from runtime.errors import TableRefused
from runtime.models.base import ORGANISATION
from runtime.models.gazetteer import gazetteer, gazetteer_loads
from runtime.ports import Address

NEEDED = ("uprn", "line_1", "town", "postcode")
COLUMNS = ("uprn", "line_1", "line_2", "town", "county", "postcode", "class", "easting", "northing", "ward")
ENOUGH = 20
"""Bad rows that are told one by one; the others are counted."""

SHARE = 20
"""A file of which more than one row in so many is bad is the wrong file: nothing of it is taken."""

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Loaded:
    """What a load did. ``bad`` tells the first rows that were left out, in words that begin with their line."""

    rows: int = 0
    left_out: int = 0
    bad: list[str] = field(default_factory=list)

    def leave_out(self, line: int, why: str) -> None:
        self.left_out += 1
        if len(self.bad) < ENOUGH:
            self.bad.append(f"Line {line}: {why}.")


def load(
    session: Session,
    path: Path,
    *,
    strict: bool = False,
    at: datetime | None = None,
    progress: Progress = lambda rows, size: None,
    organisation_id: UUID = ORGANISATION,
) -> Loaded:
    """Make a CSV file the gazetteer, row by row, however long it is. Bad rows are left out and told.

    Whoever looks for an address meanwhile sees the old rows or the new, never a mixture. ``progress`` hears now and
    then how many rows there are, and how many bytes of the file were read.

    Raises:
        TableRefused: it is no such file, or too many rows are bad (any, if ``strict``); the old rows stay.
    """
    done = Loaded()
    here = {"organisation_id": organisation_id}
    session.execute(sa.delete(gazetteer).where(gazetteer.c.organisation_id == organisation_id))
    with path.open("rb") as raw, io.TextIOWrapper(raw, "utf-8-sig", newline="") as file, _copying(session) as copy:
        for row in _rows(file, done):
            copy.write_row((organisation_id, *row))
            done.rows += 1
            if done.rows % 10_000 == 0:
                progress(done.rows, raw.tell())
    _refuse(done, strict)
    loaded = {"rows": done.rows, "left_out": done.left_out, "loaded_at": at or datetime.now(UTC)}
    marked = insert(gazetteer_loads).values(**here, **loaded)
    session.execute(marked.on_conflict_do_update(index_elements=list(here), set_=loaded))
    return done


def at(session: Session, postcode: str, organisation_id: UUID = ORGANISATION) -> list[Address]:
    """Every address with this postcode, in no order.

    Raises:
        LookupError: no gazetteer was ever loaded.
    """
    where = {"organisation": organisation_id, "key": postcode}
    found = [_address(row) for row in session.execute(_AT, where)]
    if not found and session.execute(_LOADED, where).scalar_one_or_none() is None:
        raise LookupError("no gazetteer is loaded: townclerk gazetteer load FILE")
    return found


def of(session: Session, uprn: str, organisation_id: UUID = ORGANISATION) -> Address | None:
    row = session.execute(_OF, {"organisation": organisation_id, "key": uprn.lstrip("0")}).one_or_none()
    return _address(row) if row else None


_COPY = f"COPY gazetteer (organisation_id, {', '.join(COLUMNS)}) FROM STDIN"
_PARTS = [gazetteer.c[name] for name in ("uprn", "line_1", "line_2", "town", "county", "postcode")]
_HERE = gazetteer.c.organisation_id == sa.bindparam("organisation")
_AT = sa.select(*_PARTS).where(_HERE, gazetteer.c.postcode == sa.bindparam("key"))
_OF = sa.select(*_PARTS).where(_HERE, gazetteer.c.uprn == sa.bindparam("key"))
_LOADED = sa.select(gazetteer_loads.c.rows).where(gazetteer_loads.c.organisation_id == sa.bindparam("organisation"))


def _address(row: Any) -> Address:
    return Address(**row._mapping)


@contextmanager
def _copying(session: Session) -> Iterator[Any]:
    connection: Any = session.connection().connection.driver_connection
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        yield copy


def _refuse(done: Loaded, strict: bool) -> None:
    if not done.rows and not done.left_out:
        raise TableRefused("The file has no addresses in it. The old ones stay.")
    if done.left_out * SHARE > done.rows + done.left_out or (strict and done.left_out):
        told = "\n".join(done.bad)
        raise TableRefused(f"{told}\n{done.left_out} of {done.rows + done.left_out} rows are bad. The old ones stay.")


def _rows(file: IO[str], done: Loaded) -> Iterator[list[str]]:
    """The good rows, each as the columns of the table; what is bad is told to ``done``."""
    lines = _lines(file)
    places = _places(next(lines, (1, []))[1])
    seen: set[int] = set()
    for number, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        given = {name: " ".join(cells[n].split()) if n < len(cells) else "" for name, n in places.items()}
        row = [given.get(name, "") for name in COLUMNS]
        if why := _amiss(row, len(cells), len(places), seen):
            done.leave_out(number, why)
            continue
        row[0] = row[0].lstrip("0")
        row[5] = uk_postcode(row[5]) or ""
        seen.add(int(row[0]))
        yield row


def _places(header: list[str]) -> dict[str, int]:
    names = [name.strip().lower().replace(" ", "_").replace("-", "_") for name in header]
    if missing := [name for name in NEEDED if name not in names]:
        raise TableRefused(f"The first line must name the columns {', '.join(COLUMNS)}; it lacks {', '.join(missing)}.")
    if len(set(names)) < len(names):
        raise TableRefused("The first line names a column twice.")
    return {name: n for n, name in enumerate(names)}


def _amiss(row: list[str], cells: int, columns: int, seen: set[int]) -> str:
    """Why a row cannot be an address; "" when it can."""
    uprn, line_1, line_2, town, county, postcode = row[:6]
    if cells != columns:
        return f"it has {cells} cells where the first line has {columns}"
    if not (uprn.isascii() and uprn.isdigit() and len(uprn) <= 12 and int(uprn)):
        return f"the UPRN {uprn[:30]!r} is no number of 1 to 12 digits"
    if int(uprn) in seen:
        return f"the UPRN {uprn} is there for a second time"
    if not line_1 or not town:
        return "it has no line_1" if not line_1 else "it has no town"
    if uk_postcode(postcode) is None:
        return f"{postcode[:30]!r} is not a full UK postcode"
    if any(len(text) > MOST or not text.isprintable() for text in (line_1, line_2, town, county)):
        return f"a part of the address is longer than {MOST} characters, or holds some that cannot be printed"
    return ""


def _lines(file: IO[str]) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(file, strict=True)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except UnicodeDecodeError:
            last = reader.line_num
            raise TableRefused(f"The file is not UTF-8 text (after line {last}). Save it as CSV UTF-8.") from None
        except csv.Error as error:
            raise TableRefused(f"Line {reader.line_num} is not CSV: {error}.", line=reader.line_num) from None
        yield reader.line_num, cells
