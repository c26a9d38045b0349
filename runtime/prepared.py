"""A statement made ready on one of the driver's connections: parameters in, rows out, and nothing in between.

A cursor of psycopg's describes every column, keeps its place and waits in Python: for one small row that is most of its
time. What is sent and how values are read is psycopg's own; only the cursor is left out.
"""

from __future__ import annotations

import re
from collections import namedtuple
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

import psycopg
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq import ExecStatus, Format

MOST = 100
"""Statements that one connection keeps ready; more than these are sent without."""

_PLACE = re.compile(r"%(?:\((\w+)\)s|%)")
_GOOD = (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK)

Kept: TypeAlias = MutableMapping[Any, Any]
"""What is remembered of a connection for as long as it is open."""


@dataclass(frozen=True, slots=True)
class Written:
    """A statement in PostgreSQL's own notation. ``names`` are its parameters in order, ``fixed`` those it came with."""

    text: bytes
    names: tuple[str, ...]
    fixed: Mapping[str, Any]

    def values(self, given: Mapping[str, Any]) -> list[Any]:
        return [given[name] if name in given else self.fixed[name] for name in self.names]


def written(text: str, fixed: Mapping[str, Any]) -> Written:
    """A statement with named parameters in Python's notation, each of them numbered where it first stands."""
    names: dict[str, int] = {}

    def number(found: re.Match[str]) -> str:
        return f"${names.setdefault(found[1], len(names) + 1)}" if found[1] else "%"

    return Written(_PLACE.sub(number, text).encode(), tuple(names), fixed)


class Ready:
    """One statement on one connection."""

    def __init__(self, connection: psycopg.Connection[Any], statement: Written) -> None:
        self._connection, self._statement = connection, statement
        self._transformer = Transformer.from_context(connection)
        self._formats = [PyFormat.AUTO] * len(statement.names)
        self._names: dict[tuple[int, ...], bytes] = {}
        self._make: Callable[[Sequence[Any]], Any] | None = None

    def run(self, given: Mapping[str, Any], kept: Kept) -> list[Any]:
        """Send it with these parameters, and wait: its rows.

        Raises:
            psycopg.Error: as the driver raises it.
        """
        transformer = self._transformer
        values = transformer.dump_sequence(self._statement.values(given), self._formats)
        result = self._send(values, transformer.types, transformer.formats, kept)
        if result.status not in _GOOD:
            raise psycopg.errors.error_from_result(result, self._connection.info.encoding)
        if not result.nfields:
            return []
        transformer.set_pgresult(result, set_loaders=self._make is None)
        if self._make is None:
            self._make = _maker(tuple([(result.fname(n) or b"").decode() for n in range(result.nfields)]))
        return transformer.load_rows(0, result.ntuples, self._make)

    def _send(self, values: Any, types: tuple[int, ...] | None, formats: Any, kept: Kept) -> Any:
        """Prepared where that is allowed; a statement is prepared anew for parameters of other types."""
        driver, name = self._connection.pgconn, self._names.get(types or ())
        if name is None:
            if self._connection.prepare_threshold is None or kept.get(_COUNT, 0) >= MOST:
                return driver.exec_params(self._statement.text, values, types, formats, Format.BINARY)
            kept[_COUNT] = kept.get(_COUNT, 0) + 1
            name = b"townclerk_%d" % kept[_COUNT]
            prepared = driver.prepare(name, self._statement.text, types)
            if prepared.status != ExecStatus.COMMAND_OK:
                return prepared
            self._names[types or ()] = name
        return driver.exec_prepared(name, values, formats, Format.BINARY)


_COUNT = "townclerk.prepared"


def ready(connection: psycopg.Connection[Any], statement: Written, kept: Kept) -> Ready:
    """The statement on this connection, made ready the first time. ``kept`` is the connection's own."""
    found: Ready | None = kept.get(statement.text)
    if found is None:
        found = kept[statement.text] = Ready(connection, statement)
    return found


@lru_cache(maxsize=512)
def _maker(names: tuple[str, ...]) -> Callable[[Sequence[Any]], Any]:
    """What makes a named tuple of a row with these columns."""
    row: Any = namedtuple("Row", names, rename=True)  # type: ignore[misc]
    make: Callable[[Sequence[Any]], Any] = row._make
    return make
