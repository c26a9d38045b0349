"""Tasks: what is asked of whom."""

from __future__ import annotations

from alembic import op

revision = "0012"
down_revision = "0011"

_SQL = """
CREATE TABLE tasks (
    case_id UUID NOT NULL,
    key TEXT NOT NULL,
    organisation_id UUID NOT NULL,
    service_id TEXT NOT NULL,
    role TEXT,
    label TEXT NOT NULL,
    state TEXT NOT NULL,
    opened_at TIMESTAMP WITH TIME ZONE NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE NOT NULL,
    holder TEXT,
    voted TEXT[] DEFAULT '{}' NOT NULL,
    CONSTRAINT tasks_pkey PRIMARY KEY (case_id, key),
    CONSTRAINT tasks_case_id_fkey FOREIGN KEY(case_id) REFERENCES cases (id),
    CONSTRAINT tasks_organisation_id_fkey FOREIGN KEY(organisation_id) REFERENCES organisations (id)
);
COMMENT ON TABLE tasks IS 'What is asked of whom. A projection of the events.';
COMMENT ON COLUMN tasks.key IS 'The task''s id, with the item''s number where it is asked for each.';
COMMENT ON COLUMN tasks.role IS 'Of whom it is asked; null when that is somebody outside.';
COMMENT ON COLUMN tasks.label IS 'What staff call it, without anything sensitive.';
COMMENT ON COLUMN tasks.state IS 'open, done or withdrawn';
COMMENT ON COLUMN tasks.holder IS 'Who has taken it, as person:<id>.';
COMMENT ON COLUMN tasks.voted IS 'The members who have voted.';
CREATE INDEX tasks_role_idx ON tasks (organisation_id, service_id, role, due_at, case_id, key) WHERE state = 'open';
"""


def upgrade() -> None:
    op.get_bind().exec_driver_sql(_SQL)
