"""A PostgreSQL server of the faults' own, and in it a fresh installation for each module."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest

from runtime import migrate
from runtime.config import Settings
from runtime.db import Database
from tests.conftest import KEYS, named
from tests.faults.processes import Postgres
from tests.faults.town import Town, found_by_command, town

_numbers = count(1)


@pytest.fixture(scope="session")
def own_postgres() -> Iterator[Postgres]:
    """A server that may be killed: nobody else is on it."""
    server = Postgres()
    url = named(server.url, "pattern")
    with psycopg.connect(server.url, autocommit=True) as owner:
        owner.execute("CREATE DATABASE pattern")
    with Database(Settings(database_url=url, state=server.state, **KEYS)) as database:
        migrate.upgrade(database)
    yield server
    server.close()


@pytest.fixture(scope="module")
def lamps_town(own_postgres: Postgres) -> Iterator[Town]:
    """An installation with nothing running: a test starts what it is about to kill."""
    name = f"town_{next(_numbers)}"
    own_postgres.start()
    own_postgres.kills = 0
    with psycopg.connect(own_postgres.url, autocommit=True) as owner:
        owner.execute(f"CREATE DATABASE {name} TEMPLATE pattern")  # type: ignore[arg-type]
    with (
        tempfile.TemporaryDirectory(prefix="townclerk-town-") as folder,
        town(own_postgres, named(own_postgres.url, name), Path(folder)) as one,
    ):
        try:
            yield one
            own_postgres.start()
            assert found_by_command(one) == []
        finally:
            for log in one.folder.glob("*.log"):
                print(log.name, *log.read_text().splitlines()[-20:], sep="\n")
