"""Bulk runs and their cases; effects that an undo withdraws."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"

_SQL = """
COMMENT ON COLUMN effects.state IS 'waiting, done, parked, given-up or withdrawn';

CREATE TABLE bulk_runs (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    service_id TEXT NOT NULL,
    queue_id TEXT NOT NULL,
    person_id UUID NOT NULL,
    kind TEXT,
    what JSONB DEFAULT '{}' NOT NULL,
    sealed TEXT,
    state TEXT NOT NULL,
    every BOOLEAN NOT NULL,
    left_out BOOLEAN NOT NULL,
    of_run UUID,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    confirmed_at TIMESTAMP WITH TIME ZONE,
    ended_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT bulk_runs_pkey PRIMARY KEY (id),
    CONSTRAINT bulk_runs_organisation_id_fkey FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT bulk_runs_person_id_fkey FOREIGN KEY(person_id) REFERENCES people (id),
    CONSTRAINT bulk_runs_of_run_fkey FOREIGN KEY(of_run) REFERENCES bulk_runs (id) ON DELETE SET NULL
);
COMMENT ON COLUMN bulk_runs.queue_id IS 'Where the cases were chosen.';
COMMENT ON COLUMN bulk_runs.kind IS 'act, assign, priority, note or undo; null until it is chosen.';
COMMENT ON COLUMN bulk_runs.what IS 'An action''s id and the like.';
COMMENT ON COLUMN bulk_runs.sealed IS 'What was answered or written once for all of them.';
COMMENT ON COLUMN bulk_runs.state IS 'choosing, checking, checked, running, stopped or done';
COMMENT ON COLUMN bulk_runs.every IS 'All that matched, rather than those ticked.';
COMMENT ON COLUMN bulk_runs.left_out IS 'More matched than one run takes.';
COMMENT ON COLUMN bulk_runs.of_run IS 'It undoes or repeats that one.';
CREATE INDEX bulk_runs_waiting_idx ON bulk_runs (created_at) WHERE state IN ('checking', 'running');
CREATE INDEX bulk_runs_person_id_idx ON bulk_runs (person_id, created_at);

CREATE TABLE bulk_items (
    run_id UUID NOT NULL,
    position INTEGER NOT NULL,
    case_id UUID NOT NULL,
    revision INTEGER NOT NULL,
    state TEXT NOT NULL,
    why TEXT,
    sends INTEGER DEFAULT 0 NOT NULL,
    after INTEGER,
    CONSTRAINT bulk_items_pkey PRIMARY KEY (run_id, position),
    CONSTRAINT bulk_items_run_id_fkey FOREIGN KEY(run_id) REFERENCES bulk_runs (id) ON DELETE CASCADE,
    CONSTRAINT bulk_items_case_id_fkey FOREIGN KEY(case_id) REFERENCES cases (id)
);
COMMENT ON COLUMN bulk_items.revision IS 'As it was when it was chosen.';
COMMENT ON COLUMN bulk_items.state IS 'listed, ready, refused, changed, done or failed';
COMMENT ON COLUMN bulk_items.why IS 'Why not, or where it leads.';
COMMENT ON COLUMN bulk_items.sends IS 'E-mails that it will send.';
COMMENT ON COLUMN bulk_items.after IS 'The revision that the run made of it.';
CREATE INDEX bulk_items_waiting_idx ON bulk_items (run_id, position) WHERE state IN ('listed', 'ready');
"""


def upgrade() -> None:
    op.get_bind().exec_driver_sql(_SQL.replace("%", "%%"))
