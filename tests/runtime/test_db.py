"""The application's role reads and writes, and cannot rewrite history."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from runtime.db import Database
from runtime.schema import APP_ROLE


def test_units_of_work_run_as_the_role_that_cannot_rewrite_history(database: Database) -> None:
    for opened in (database.begin, database.read):
        with opened() as session:
            assert session.execute(sa.text("SELECT current_user")).scalar_one() == APP_ROLE


@pytest.mark.parametrize("table", ["events", "versions", "reads"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET id = id", "TRUNCATE {} CASCADE"])
def test_history_cannot_be_changed(database: Database, table: str, statement: str) -> None:
    with database.begin() as session, pytest.raises(sa.exc.ProgrammingError, match="permission denied"):
        session.execute(sa.text(statement.format(table)))
    owner = database.owner_engine()
    with owner.connect() as connection, pytest.raises(sa.exc.ProgrammingError, match="append-only"):
        connection.execute(sa.text(statement.format(table)))


def test_reading_sessions_cannot_write(database: Database) -> None:
    with database.read() as session, pytest.raises(sa.exc.InternalError, match="read-only"):
        session.execute(sa.text("DELETE FROM applications"))
