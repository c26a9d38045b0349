"""The limit of every durable write: the driver alone, sending the very rows that the product wrote, each time new."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import psycopg
import sqlalchemy as sa

from runtime.db import Database

_KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")

Task = Callable[[], None]


@dataclass(frozen=True)
class Statement:
    """A statement as the driver takes it. It is a transaction by itself: one round trip, with its commit."""

    text: str
    given: Mapping[str, Any]

    def again(self, known: Mapping[str, str], kept: Sequence[UUID]) -> Statement:
        """The same rows under new keys: those of ``known``, else random ones; ``kept`` are of rows that stay."""
        renamed = {**{str(key): str(key) for key in kept}, **known}

        def new(found: re.Match[str]) -> str:
            return renamed.setdefault(found[0], found[0][:14] + str(uuid4())[14:])

        texts = re.compile("|".join(map(re.escape, known)) or "$^")
        given = {}
        for name, value in self.given.items():
            text = _KEY.sub(new, str(value)) if isinstance(value, str | UUID) else value
            given[name] = texts.sub(lambda m: known[m[0]], text) if isinstance(text, str) else text
        return Statement(self.text, given)


@contextmanager
def noted(database: Database) -> Iterator[list[Statement]]:
    """Every statement that units of work send meanwhile."""
    sent: list[Statement] = []

    def note(_connection: Any, _cursor: Any, statement: str, given: Any, *_rest: Any) -> None:
        sent.append(Statement(statement, dict(given)))

    sa.event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        sa.event.remove(database.engine, "before_cursor_execute", note)


class Driver:
    """Connections of psycopg's own, with the application's role and each commit waited for."""

    def __init__(self, database: Database, connections: int) -> None:
        self._stack = ExitStack()
        self._open = [
            self._stack.enter_context(psycopg.connect(database.conninfo, autocommit=True)) for _ in range(connections)
        ]

    def tasks(self, statements: Sequence[Statement]) -> list[Task]:
        """The statements dealt out to the connections."""

        def write(connection: psycopg.Connection[Any], mine: Sequence[Statement]) -> Task:
            def run() -> None:
                for statement in mine:
                    assert connection.execute(statement.text, statement.given).rowcount == 1  # type: ignore[arg-type]

            return run

        count = len(self._open)
        return [write(connection, statements[place::count]) for place, connection in enumerate(self._open)]

    def close(self) -> None:
        self._stack.close()


def rate(tasks: Sequence[Task], count: int) -> float:
    """How many of ``count`` things a second are done when the tasks, which together do them, run at the same time."""
    began = time.perf_counter()
    together(tasks)
    return count / (time.perf_counter() - began)


def together(tasks: Sequence[Task]) -> None:
    """Run tasks at the same time, each in a thread; raises what any of them raised."""
    with ThreadPoolExecutor(len(tasks)) as pool:
        for done in [pool.submit(task) for task in tasks]:
            done.result()
