"""The database: one engine for units of work and one for reading, both as the role that cannot rewrite history."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from runtime import embedded
from runtime.config import Settings
from runtime.crypto import Keys
from runtime.direct import Direct
from runtime.failpoints import AFTER_COMMIT, reach
from runtime.schema import APP_ROLE

ENGINES = frozenset(("engine", "reading_engine", "direct_engine"))


class Database:
    """One PostgreSQL database. Safe to share between threads; make one a process.

    Sessions carry the installation's ``Keys`` and ``Settings`` in ``session.info``, so that a unit of work needs no
    more than its session.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.keys = Keys.from_settings(settings)

    @cached_property
    def url(self) -> str:
        """Where the application connects; starts the embedded server when no other is named."""
        return self.settings.database_url or embedded.start(self.settings.state)

    @cached_property
    def owner_url(self) -> str:
        return self.settings.owner_database_url or self.url

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """A unit of work: commits when the block ends, rolls back when it raises."""
        with self._writers.begin() as session:
            yield session
        if passed := session.info.pop(AFTER_COMMIT, None):
            reach(passed)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that PostgreSQL itself keeps from writing. Each query sees the newest commit."""
        with self._readers() as session:
            yield session

    @contextmanager
    def snapshot(self) -> Iterator[Session]:
        """A session for which time stands still: every query sees what was committed when the first one ran."""
        with self._writers.begin() as session:
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            yield session

    @contextmanager
    def direct(self) -> Iterator[Direct]:
        """For hot paths: each statement is sent by the driver itself, and is a unit of work of its own."""
        direct = Direct(self.direct_engine, self._info, self._lost)
        try:
            yield direct
        finally:
            direct.close()

    @cached_property
    def engine(self) -> Engine:
        return self._engine({})

    @cached_property
    def reading_engine(self) -> Engine:
        # Autocommit saves two round trips a query: nothing is begun, and nothing need be ended.
        return self._engine({"default_transaction_read_only": "on"}, isolation_level="AUTOCOMMIT")

    @cached_property
    def direct_engine(self) -> Engine:
        return self._engine({}, isolation_level="AUTOCOMMIT", pool_reset_on_return=None)

    @cached_property
    def _info(self) -> dict[str, Any]:
        return {"settings": self.settings, "keys": self.keys}

    @property
    def conninfo(self) -> str:
        """For libraries that open connections of their own: a URL that takes the application's role by itself."""
        joint = "&" if "?" in self.url else "?"
        return f"{self.url}{joint}{urlencode({'options': f'-c role={APP_ROLE}'}).replace('+', '%20')}"

    def owner_engine(self) -> Engine:
        """For migrations and maintenance: not pooled, and with the owner's own role."""
        return sa.create_engine(driver_url(self.owner_url), poolclass=sa.NullPool)

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give every connection back. The database can be used again afterwards."""
        for name in ENGINES & self.__dict__.keys():
            self.__dict__.pop(name).dispose()
        for name in ("_writers", "_readers"):
            self.__dict__.pop(name, None)

    @cached_property
    def _writers(self) -> sessionmaker[Session]:
        return self._sessions(self.engine)

    @cached_property
    def _readers(self) -> sessionmaker[Session]:
        return self._sessions(self.reading_engine)

    def _sessions(self, engine: Engine) -> sessionmaker[Session]:
        return sessionmaker(engine, expire_on_commit=False, autoflush=False, info=self._info)

    def _lost(self) -> None:
        """One connection broke, so all are taken for broken: whoever comes next gets a new one."""
        for name in ENGINES & self.__dict__.keys():
            self.__dict__[name].dispose()

    def _failed(self, context: sa.ExceptionContext) -> None:
        if context.is_disconnect:
            self._lost()

    def _engine(self, options: dict[str, str], **more: Any) -> Engine:
        given = {"role": APP_ROLE, "timezone": "UTC", **options}
        engine = sa.create_engine(
            driver_url(self.url),
            pool_size=self.settings.pool_size,
            max_overflow=self.settings.pool_size,
            pool_timeout=10,
            connect_args={
                "options": " ".join(f"-c {name}={value}" for name, value in given.items()),
                "application_name": "townclerk",
            },
            **more,
        )
        sa.event.listen(engine, "handle_error", self._failed)
        return engine


def driver_url(url: str) -> str:
    """The URL as SQLAlchemy wants it, naming psycopg 3."""
    scheme, _, rest = url.partition("://")
    return f"postgresql+psycopg://{rest}" if scheme in ("postgresql", "postgres") else url
