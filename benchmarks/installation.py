"""An installation of the bench's own: a durable PostgreSQL in a temporary folder, with the measured services."""

from __future__ import annotations

import base64
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import psycopg

from benchmarks.processes import children, processor_seconds
from runtime import documents, embedded, migrate
from runtime.config import Settings
from runtime.db import Database

HOST = "bench.example.org"


@dataclass(frozen=True)
class Installation:
    """``environ`` holds the settings of production, as another process takes them."""

    environ: Mapping[str, str]
    settings: Settings
    database: Database
    server_url: str
    closing: ExitStack

    def publish(self, document: Mapping[str, Any]) -> UUID:
        with self.database.begin() as session:
            return documents.publish(session, document, by="the bench", at=datetime.now(UTC)).id

    def postgres_seconds(self) -> float:
        """Processor time of all the database server's processes so far."""
        postmaster = int((self.settings.state / "postgres" / "postmaster.pid").read_text().split()[0])
        return sum(map(processor_seconds, (postmaster, *children(postmaster))))

    def another(self, name: str) -> Installation:
        """An empty database beside this one, on the same server."""
        with psycopg.connect(self.server_url, autocommit=True) as server:
            server.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
        return _installed(self.settings.state, self.server_url, name, self.closing)


@contextmanager
def installation() -> Iterator[Installation]:
    """A new installation on a server of its own, with PostgreSQL's own settings: every commit waits for the disk."""
    state = Path(tempfile.mkdtemp(prefix="townclerk-bench-"))
    try:
        url = embedded.start(state)
        _refuse_unless_durable(url)
        with ExitStack() as closing:
            yield _installed(state, url, "bench", closing)
    finally:
        embedded.stop(state)
        shutil.rmtree(state, ignore_errors=True)


def _installed(state: Path, server_url: str, name: str, closing: ExitStack) -> Installation:
    with psycopg.connect(server_url, autocommit=True) as server:
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone():
            server.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
    environ = _production(state, urlsplit(server_url)._replace(path=f"/{name}").geturl())
    settings = Settings.from_environ(environ)
    database = closing.enter_context(Database(settings))
    migrate.upgrade(database)
    return Installation(environ, settings, database, server_url, closing)


def _refuse_unless_durable(url: str) -> None:
    with psycopg.connect(url) as server:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            row = server.execute(f"SHOW {name}").fetchone()  # type: ignore[arg-type]
            assert row == ("on",), f"{name} is {row}: nothing measured here would be durable"


def _production(state: Path, url: str) -> dict[str, str]:
    key = base64.b64encode(b"a key of thirty-two bytes, bench").decode()
    return {
        "DATABASE_URL": url, "TOWNCLERK_STATE": str(state), "TOWNCLERK_INSTALLATION_KEY": key,
        "TOWNCLERK_SECRET_KEY": "known to everybody, for the bench alone", "TOWNCLERK_BASE_URL": f"https://{HOST}",
        "TOWNCLERK_TRUSTED_HOSTS": HOST, "TOWNCLERK_SMTP_URL": "smtp://localhost:25", "TOWNCLERK_PROXIES": "1",
        "TOWNCLERK_MAIL_FROM": f"noreply@{HOST}", "TOWNCLERK_CHECKPOINTS": str(state / "checkpoints"),
        "TOWNCLERK_LOG_LEVEL": "warning", "TOWNCLERK_SCANNER": "none",
    }  # fmt: skip
