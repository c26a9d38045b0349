"""Bring a database to the tables that this version of Townclerk needs."""

from __future__ import annotations

from sqlalchemy import Connection

from runtime import models, schema
from runtime.db import Database


def upgrade(database: Database) -> None:
    """Make the role, run every migration that is missing, and give the role its rights. Repeating it does no harm.

    Raises:
        CannotMakeRole: the database's user may not make roles; the message says what to run.
    """
    engine = database.owner_engine()
    with engine.begin() as connection:
        schema.make_role(connection)
    with engine.begin() as connection:
        _upgrade_tables(connection)
        schema.upgrade_job_tables(connection)
        schema.grant(connection)


def _upgrade_tables(connection: Connection) -> None:
    if connection.dialect.has_table(connection, "organisations"):
        return
    models.metadata.create_all(connection)
    schema.make_job_tables(connection)
    schema.make_guards(connection)
    schema.seed(connection)
