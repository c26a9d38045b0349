"""A council's calendar as data in all its versions, and counting cases again by a newer one."""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"

_SQL = """
CREATE TABLE calendars (
    organisation_id UUID NOT NULL,
    number INTEGER NOT NULL,
    version TEXT NOT NULL,
    document JSONB NOT NULL,
    made_by TEXT NOT NULL,
    reason TEXT NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT calendars_pkey PRIMARY KEY (organisation_id, number),
    CONSTRAINT calendars_organisation_id_fkey FOREIGN KEY(organisation_id) REFERENCES organisations (id)
);
COMMENT ON COLUMN calendars.version IS 'A mark of its content, as events name it.';
COMMENT ON COLUMN calendars.document IS 'Closures, office hours, and the bank holidays as then known.';
CREATE INDEX calendars_version_idx ON calendars (version);

CREATE TABLE recounts (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    version TEXT NOT NULL,
    state TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    person_id TEXT,
    reason TEXT NOT NULL,
    asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    total INTEGER DEFAULT 0 NOT NULL,
    seen INTEGER DEFAULT 0 NOT NULL,
    moved INTEGER DEFAULT 0 NOT NULL,
    last_case UUID,
    CONSTRAINT recounts_pkey PRIMARY KEY (id),
    CONSTRAINT recounts_organisation_id_fkey FOREIGN KEY(organisation_id) REFERENCES organisations (id)
);
COMMENT ON COLUMN recounts.version IS 'The calendar by which cases are to be counted again.';
COMMENT ON COLUMN recounts.state IS 'looking, ready, counting, done or stopped';
COMMENT ON COLUMN recounts.person_id IS 'Who set it going; null for a command.';
COMMENT ON COLUMN recounts.last_case IS 'As far as it has come.';
CREATE INDEX recounts_working_idx ON recounts (asked_at) WHERE state IN ('looking', 'counting');

CREATE TABLE recount_moves (
    recount_id UUID NOT NULL,
    case_id UUID NOT NULL,
    clock TEXT NOT NULL,
    was TIMESTAMP WITH TIME ZONE,
    due TIMESTAMP WITH TIME ZONE,
    CONSTRAINT recount_moves_pkey PRIMARY KEY (recount_id, case_id, clock),
    CONSTRAINT recount_moves_recount_id_fkey FOREIGN KEY(recount_id) REFERENCES recounts (id),
    CONSTRAINT recount_moves_case_id_fkey FOREIGN KEY(case_id) REFERENCES cases (id)
);
CREATE TRIGGER calendars_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON calendars
    FOR EACH STATEMENT EXECUTE FUNCTION townclerk_append_only();
COMMENT ON COLUMN timers.kind IS 'transition, warn, tell or breach';
"""


def upgrade() -> None:
    op.get_bind().exec_driver_sql(_SQL)
