"""A real PostgreSQL for the tests: one server for all, one database a worker, emptied after each test that used it."""

from __future__ import annotations

import fcntl
import gc
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from sqlalchemy.orm import Session

from runtime import documents, embedded, migrate
from runtime.config import Settings
from runtime.db import Database
from runtime.models.base import ORGANISATION

ROOT = Path(__file__).parent.parent
STATE = embedded.state_dir(ROOT / "tests")
QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "300"}
KEYS = {
    "secret_key": "not so secret, and only for the tests",
    "installation_key": "dGVzdHMtb25seS0tLTMyLWJ5dGVzLW9mLWtleS0tLS0=",
}
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
Server = psycopg.Connection[tuple[object, ...]]
Template = Callable[[Server, str], str]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of the real worker and browser are slow: start them first, so that workers end together."""
    items.sort(key=lambda item: not str(item.path).startswith(str(ROOT / "tests" / "browser")))


def pytest_collection_finish() -> None:
    """What was imported stays: looking through it for garbage takes a tenth of the time of tests that make much."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session")
def postgres() -> str:
    """URL of the server's own database, for its owner."""
    return embedded.start(STATE, QUICK)


@pytest.fixture(scope="session")
def database_url(postgres: str) -> Iterator[str]:
    """A database of this worker's own, copied from a migrated one."""
    with copied(postgres, f"test_{WORKER}_{os.getpid()}", make_template) as url:
        yield url


@contextmanager
def copied(postgres: str, name: str, template: Template) -> Iterator[str]:
    """A new database, as long as it is needed: a copy of the one that ``template`` names, and makes where need be."""
    with locked(STATE / "templates"), psycopg.connect(postgres, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE {template(server, postgres)} STRATEGY file_copy")
    yield named(postgres, name)
    with locked(STATE / "templates"), psycopg.connect(postgres, autocommit=True) as server:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def shared_database(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    state = tmp_path_factory.mktemp("state")
    database = Database(Settings(mode="demo", database_url=database_url, state=state, pool_size=10, **KEYS))
    yield database
    database.close()


@pytest.fixture
def database(shared_database: Database) -> Iterator[Database]:
    """An empty database, with the organisation that an installation starts with, and no files or checkpoints."""
    yield shared_database
    empty(shared_database.owner_url)
    documents.forget()
    for left in shared_database.settings.state.iterdir():
        shutil.rmtree(left) if left.is_dir() else left.unlink()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A unit of work that is rolled back: for tests that need no commit."""
    with Session(database.engine, expire_on_commit=False, autoflush=False) as session:
        session.info.update(settings=database.settings, keys=database.keys)
        yield session


def make_template(server: Server, url: str) -> str:
    """Migrate a database once for each state of the tables, and drop what stopped test runs have left."""
    name = f"template_{schema_hash()}"
    kept = [row[0] for row in server.execute("SELECT datname FROM pg_database").fetchall()]
    for left in kept:
        if str(left).startswith("test_") and not Path(f"/proc/{str(left).rsplit('_', 1)[1]}").exists():
            server.execute(f"DROP DATABASE IF EXISTS {left} WITH (FORCE)")
    if name not in kept:
        server.execute(f"DROP DATABASE IF EXISTS {name}_new WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name}_new")
        migrate.upgrade(Database(Settings(database_url=named(url, f"{name}_new"), state=STATE, **KEYS)))
        server.execute(f"ALTER DATABASE {name}_new RENAME TO {name}")
    return name


def schema_hash() -> str:
    parts = [part for room in ("migrations", "models") for part in sorted((ROOT / "runtime" / room).rglob("*.py"))]
    parts += [ROOT / "runtime" / "schema.py", ROOT / "runtime" / "migrate.py"]
    return hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()[:12]


def named(url: str, name: str) -> str:
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def empty(url: str) -> None:
    """Remove every row. Deleting from small tables is many times faster than truncating them."""
    with psycopg.connect(url) as owner:
        tables = owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        kept = {"alembic_version", "organisations"}
        # Without its triggers, or history could not be removed.
        owner.execute("SET session_replication_role = replica")
        for (table,) in tables:
            if table not in kept:
                owner.execute(f'DELETE FROM "{table}"')
        owner.execute("DELETE FROM organisations WHERE id <> %s", (ORGANISATION,))
        owner.execute("UPDATE organisations SET two_people = false WHERE two_people")


@contextmanager
def locked(path: Path) -> Iterator[None]:
    with path.open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
