"""Statements sent by the driver itself: for what every page of a form needs, where the ORM's session costs most of all.

Each statement is a transaction by itself, committed when it returns: one round trip, and no other to begin or to end.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NoReturn, TypeAlias

import psycopg
import sqlalchemy as sa
from sqlalchemy import Engine, Executable
from sqlalchemy.orm import Session
from sqlalchemy.pool import PoolProxiedConnection

from runtime.prepared import Written, ready, written


class Direct:
    """Sends statements as a ``Session`` does, with ``info`` as there; each is committed when :meth:`execute` returns.

    Errors are SQLAlchemy's, whatever sent the statement. ``lost`` is told that a connection broke.
    """

    def __init__(self, engine: Engine, info: Mapping[str, Any], lost: Callable[[], None]) -> None:
        self.info = info
        self._lost = lost
        self._engine = engine
        self._pooled = self._connected()

    def execute(self, statement: Executable, given: Mapping[str, Any] | None = None) -> Rows:
        """Send one statement with its parameters, in the driver's own types: it is compiled once, and not looked into.

        Raises:
            DBAPIError: as SQLAlchemy raises it.
        """
        sent, connection, kept = _written(statement, self._engine), self._pooled.driver_connection, self._pooled.info
        try:
            return Rows(ready(connection, sent, kept).run(given or {}, kept))  # type: ignore[arg-type]
        except psycopg.Error as error:
            self._failed(error, sent.text.decode())

    def close(self) -> None:
        self._pooled.close()

    def _connected(self) -> PoolProxiedConnection:
        try:
            return self._engine.raw_connection()
        except psycopg.Error as error:
            raise _as_ours(error, "", lost=True) from error

    def _failed(self, error: psycopg.Error, text: str) -> NoReturn:
        lost: bool = getattr(self._pooled.driver_connection, "closed", True)
        if lost:
            self._pooled.invalidate(error)
            self._lost()
        raise _as_ours(error, text, lost=lost) from error


class Rows:
    """What a statement gave."""

    __slots__ = ("_rows",)

    def __init__(self, rows: list[Any]) -> None:
        self._rows = rows

    def all(self) -> list[Any]:
        return self._rows

    def one_or_none(self) -> Any:
        """
        Raises:
            MultipleResultsFound: there are several.
        """
        if len(self._rows) > 1:
            raise sa.exc.MultipleResultsFound
        return self._rows[0] if self._rows else None

    def one(self) -> Any:
        """
        Raises:
            NoResultFound: there is none.
            MultipleResultsFound: there are several.
        """
        row = self.one_or_none()
        if row is None:
            raise sa.exc.NoResultFound
        return row

    def scalar_one_or_none(self) -> Any:
        row = self.one_or_none()
        return None if row is None else row[0]

    def scalar_one(self) -> Any:
        return self.one()[0]


Asking: TypeAlias = Session | Direct
"""Whatever a function that sends single statements may be given."""


@lru_cache(maxsize=512)
def _written(statement: Executable, engine: Engine) -> Written:
    """A statement as the driver takes it, with the parameters that stand in it already."""
    compiled: Any = statement.compile(dialect=engine.dialect)  # type: ignore[attr-defined]
    return written(str(compiled), {name: value for name, value in compiled.params.items() if value is not None})


def _as_ours(error: psycopg.Error, text: str, *, lost: bool) -> Exception:
    made = sa.exc.DBAPIError.instance(
        text, None, error, psycopg.Error, hide_parameters=True, connection_invalidated=lost
    )
    return made if isinstance(made, Exception) else error
