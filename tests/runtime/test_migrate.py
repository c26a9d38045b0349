"""What the migrations make is what the models say, and running them again does no harm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import version

import psycopg
import pytest
import sqlalchemy as sa

from runtime import migrate, models, schema
from runtime.db import Database
from tests.conftest import named

EXCEPT = "NOT LIKE 'procrastinate%' AND {0} <> 'alembic_version' AND {0} NOT LIKE 'alembic_version%'"
COLUMNS = """
SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
    pg_get_expr(d.adbin, d.adrelid), col_description(c.oid, a.attnum)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.relname """ + EXCEPT.format("c.relname")
INDEXES = "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename " + EXCEPT.format("tablename")
CONSTRAINTS = """
SELECT c.relname, n.conname, pg_get_constraintdef(n.oid) FROM pg_constraint n JOIN pg_class c ON c.oid = n.conrelid
WHERE c.relnamespace = 'public'::regnamespace AND c.relname """ + EXCEPT.format("c.relname")


@pytest.fixture
def blank(database: Database) -> Iterator[Database]:
    """An empty database beside this worker's own."""
    name = f"{sa.make_url(database.url).database}_blank"
    server = named(database.url, "postgres")
    with psycopg.connect(server, autocommit=True) as owner:
        owner.execute(f"CREATE DATABASE {name}")
    with Database(replace(database.settings, database_url=named(database.url, name))) as blank:
        yield blank
    with psycopg.connect(server, autocommit=True) as owner:
        owner.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.parametrize("what", [COLUMNS, INDEXES, CONSTRAINTS])
def test_the_migrations_make_what_the_models_say(database: Database, blank: Database, what: str) -> None:
    engine = blank.owner_engine()
    with engine.begin() as connection:
        models.metadata.create_all(connection)
    with engine.connect() as modelled, database.owner_engine().connect() as migrated:
        assert set(migrated.exec_driver_sql(what.replace("%", "%%")).all()) == set(
            modelled.exec_driver_sql(what.replace("%", "%%")).all()
        )


def test_migrating_again_does_no_harm(blank: Database) -> None:
    for _ in range(2):
        migrate.upgrade(blank)
        with blank.owner_engine().connect() as connection:
            assert migrate.is_current(connection)
    with blank.read() as session:
        assert session.execute(sa.text("SELECT slug FROM organisations")).scalar_one() == "council"


def test_newer_job_tables_are_brought_by_their_library(blank: Database) -> None:
    """As if a release before the last migration that the library brings had made its tables."""
    migrate.upgrade(blank)
    engine = blank.owner_engine()
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP FUNCTION procrastinate_retry_job_v2")
        connection.exec_driver_sql("DELETE FROM pg_enum WHERE enumlabel = 'retried'")
        connection.exec_driver_sql("COMMENT ON TABLE procrastinate_jobs IS '3.3.0'")
    migrate.upgrade(blank)
    with engine.begin() as connection:
        made_by = connection.exec_driver_sql("SELECT obj_description('procrastinate_jobs'::regclass)").scalar_one()
        connection.exec_driver_sql("SELECT 'procrastinate_retry_job_v2'::regproc")
    assert made_by == version("procrastinate")


def test_a_user_who_may_not_make_roles_is_told_what_to_run(blank: Database) -> None:
    user = str(sa.make_url(blank.url).database)
    url = blank.url.replace("//postgres@", f"//{user}@")
    with psycopg.connect(blank.url, autocommit=True) as owner:
        owner.execute(f"CREATE ROLE {user} LOGIN")
        with Database(replace(blank.settings, database_url=url)) as managed:
            with pytest.raises(schema.CannotMakeRole, match=f"NOLOGIN;\n  GRANT townclerk_app TO {user};"):
                migrate.upgrade(managed)
            owner.execute(f"GRANT {schema.APP_ROLE} TO {user}")
            owner.execute(f"GRANT CREATE ON SCHEMA public TO {user}")
            migrate.upgrade(managed)
            with managed.read() as session:
                assert session.execute(sa.text("SELECT session_user, current_user")).one() == (user, schema.APP_ROLE)
        owner.execute(f"DROP OWNED BY {user} CASCADE")
        owner.execute(f"DROP ROLE {user}")
