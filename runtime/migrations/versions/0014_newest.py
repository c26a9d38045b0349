"""The newest cases of an organisation, whatever their service, and the urgent of a queue that one has, by index."""

from __future__ import annotations

from alembic import op

revision = "0014"
down_revision = "0013"

_SQL = """
DROP INDEX cases_submitted_idx;
CREATE INDEX cases_submitted_idx ON cases (organisation_id, submitted_at, id);
CREATE INDEX cases_urgent_idx ON cases (organisation_id, service_id, queue, assignee, due_at, id)
    WHERE closed_at IS NULL AND priority = 'high';
"""


def upgrade() -> None:
    op.get_bind().exec_driver_sql(_SQL)
