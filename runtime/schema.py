"""What tables alone do not say: the role that runs the application, what it may not do, and the jobs' own schema."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import procrastinate.schema
import sqlalchemy as sa
from psycopg.errors import InsufficientPrivilege
from sqlalchemy import Connection

from runtime.models.base import ORGANISATION

APP_ROLE = "townclerk_app"
APPEND_ONLY = ("events", "versions", "releases", "calendars", "reads", "broken_glass", "exports")
"""Tables whose rows nobody may change or remove: the application's role has no leave, and a trigger stops the owner."""

_ROLE = f"""
DO $$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{APP_ROLE}') THEN
        CREATE ROLE {APP_ROLE} NOLOGIN;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
DO $$ BEGIN
    IF NOT pg_has_role(current_user, '{APP_ROLE}', 'MEMBER') THEN
        EXECUTE 'GRANT {APP_ROLE} TO ' || quote_ident(current_user);
    END IF;
END $$;
"""  # noqa: S608 - our own names

_GRANTS = f"""
GRANT USAGE ON SCHEMA public TO {APP_ROLE};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APP_ROLE};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP_ROLE};
REVOKE UPDATE, DELETE ON {", ".join(APPEND_ONLY)} FROM {APP_ROLE};
REVOKE DELETE ON cases, event_values FROM {APP_ROLE};
"""  # noqa: S608 - our own names


class CannotMakeRole(RuntimeError):
    """The database's user may not make roles, as on most managed PostgreSQL. The message says what to run."""


def make_role(connection: Connection) -> None:
    """Make the application's role, and let the current user take it.

    Raises:
        CannotMakeRole: this user may not. The transaction is spent.
    """
    try:
        connection.exec_driver_sql(_ROLE)
    except sa.exc.ProgrammingError as error:
        if not isinstance(error.orig, InsufficientPrivilege):
            raise
        user = connection.engine.url.username or "the user of DATABASE_URL"
        raise CannotMakeRole(
            f"{user} may not make the role that runs the application. Ask someone who may to run, once:\n"
            f"  CREATE ROLE {APP_ROLE} NOLOGIN;\n  GRANT {APP_ROLE} TO {user};\nthen run townclerk migrate again."
        ) from error


def grant(connection: Connection) -> None:
    """Give the application's role what it needs on every table there is. Run after each migration."""
    connection.exec_driver_sql(_GRANTS)


def make_job_tables(connection: Connection) -> None:
    """The jobs' own tables and functions, marked with the version that made them."""
    connection.exec_driver_sql(procrastinate.schema.SchemaManager.get_schema().replace("%", "%%"))
    _mark_job_tables(connection)


def upgrade_job_tables(connection: Connection) -> None:
    """Apply the migrations that the jobs' library has brought since its tables were made here."""
    made_by = connection.exec_driver_sql("SELECT obj_description('procrastinate_jobs'::regclass)").scalar_one()
    folder = Path(procrastinate.schema.SchemaManager.get_migrations_path())
    newer = [file for file in sorted(folder.glob("*.sql")) if _numbers(file.name.split("_")[0]) > _numbers(made_by)]
    for file in newer:
        connection.exec_driver_sql(file.read_text().replace("%", "%%"))
    if newer:
        _mark_job_tables(connection)


def _mark_job_tables(connection: Connection) -> None:
    connection.exec_driver_sql(f"COMMENT ON TABLE procrastinate_jobs IS '{version('procrastinate')}'")


def _numbers(release: str) -> tuple[int, ...]:
    return tuple(int(part) for part in release.split(".")[:3])


def seed(connection: Connection) -> None:
    """The organisation that an installation starts with."""
    connection.exec_driver_sql(
        "INSERT INTO organisations (id, slug, name, created_at) VALUES (%s, 'council', 'Council', now()) "
        "ON CONFLICT DO NOTHING",
        (ORGANISATION,),
    )
