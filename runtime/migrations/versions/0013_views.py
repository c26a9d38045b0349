"""Views that people have named; exports, with who, when, why and how much; when somebody last gave a password."""

from __future__ import annotations

from alembic import op

revision = "0013"
down_revision = "0012"

_SQL = """
CREATE TABLE views (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    person_id UUID NOT NULL,
    service_id TEXT NOT NULL,
    queue_id TEXT NOT NULL,
    name TEXT NOT NULL,
    asked TEXT NOT NULL,
    position INTEGER NOT NULL,
    opens_first BOOLEAN DEFAULT false NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    deleted_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT views_pkey PRIMARY KEY (id),
    CONSTRAINT views_organisation_id_fkey FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT views_person_id_fkey FOREIGN KEY(person_id) REFERENCES people (id)
);
COMMENT ON COLUMN views.asked IS 'What is asked of the queue, sealed: words of it may name somebody.';
CREATE INDEX views_person_id_idx ON views (person_id, position);

CREATE TABLE exports (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    person_id UUID NOT NULL,
    service_id TEXT NOT NULL,
    queue_id TEXT NOT NULL,
    asked TEXT NOT NULL,
    columns TEXT NOT NULL,
    reason TEXT NOT NULL,
    rows INTEGER NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT exports_pkey PRIMARY KEY (id),
    CONSTRAINT exports_organisation_id_fkey FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT exports_person_id_fkey FOREIGN KEY(person_id) REFERENCES people (id)
);
COMMENT ON COLUMN exports.asked IS 'What was asked of the queue, sealed.';
COMMENT ON COLUMN exports.columns IS 'The names of what was in it.';
CREATE INDEX exports_organisation_id_at_idx ON exports (organisation_id, at);
CREATE TRIGGER exports_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON exports
    FOR EACH STATEMENT EXECUTE FUNCTION townclerk_append_only();

ALTER TABLE staff_sessions ADD COLUMN proved_at TIMESTAMP WITH TIME ZONE;
COMMENT ON COLUMN staff_sessions.proved_at IS 'When a password was given again; signing in counts too.';
"""


def upgrade() -> None:
    op.get_bind().exec_driver_sql(_SQL)
