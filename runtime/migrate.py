"""Bring a database to the tables that this version of Townclerk needs."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from runtime import schema
from runtime.db import Database

LOCK = 7_265_114
"""Advisory lock: of two processes that start at once, one migrates and the other finds it done."""


def upgrade(database: Database) -> None:
    """Make the role, run every migration that is missing, and give the role its rights. Repeating it does no harm.

    Raises:
        CannotMakeRole: the database's user may not make roles; the message says what to run.
    """
    engine = database.owner_engine()
    with engine.begin() as connection:
        schema.make_role(connection)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        schema.upgrade_job_tables(connection)
        schema.grant(connection)


def is_current(connection: Connection) -> bool:
    """Whether every migration of this version of Townclerk has been run."""
    return MigrationContext.configure(connection).get_current_revision() == _scripts().get_current_head()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())
