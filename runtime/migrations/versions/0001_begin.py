"""The first tables, as SQL that never changes again; the jobs' own; what keeps history as it is."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from runtime import schema

revision = "0001"
down_revision = None


def upgrade() -> None:
    connection = op.get_bind()
    connection.exec_driver_sql(Path(__file__).with_suffix(".sql").read_text().replace("%", "%%"))
    schema.make_job_tables(connection)
    schema.seed(connection)
