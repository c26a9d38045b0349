"""Queues in any of their orders, a person's cases by service, and the newest of a service, each along an index."""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"

_SQL = """
ALTER TABLE cases ADD COLUMN sort TEXT COLLATE "C" DEFAULT '' NOT NULL;
CREATE INDEX cases_rank_idx ON cases (organisation_id, service_id, queue,
    (CASE priority WHEN 'high' THEN 0 WHEN 'low' THEN 2 ELSE 1 END), due_at, id) WHERE closed_at IS NULL;
CREATE INDEX cases_sort_idx ON cases (organisation_id, service_id, queue, sort, id) WHERE closed_at IS NULL;
CREATE INDEX cases_submitted_idx ON cases (organisation_id, service_id, submitted_at, id);
DROP INDEX cases_urgent_idx;
DROP INDEX cases_assignee_idx;
CREATE INDEX cases_assignee_idx ON cases (organisation_id, assignee, service_id, due_at, id)
    WHERE closed_at IS NULL AND assignee IS NOT NULL;
"""


def upgrade() -> None:
    op.get_bind().exec_driver_sql(_SQL)
