"""Incidents by their cause, also of no case; who sees to one; and many tried again in one run."""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"

_SQL = """
ALTER TABLE incidents ALTER COLUMN case_id DROP NOT NULL, ADD COLUMN organisation_id UUID, ADD COLUMN service_id TEXT,
    ADD COLUMN letter_id UUID, ADD COLUMN cause TEXT, ADD COLUMN taken_by TEXT, ADD COLUMN taken_name TEXT;
UPDATE incidents SET organisation_id = c.organisation_id, service_id = c.service_id,
    cause = left(encode(sha256(convert_to(concat_ws(E'\\n', kind,
        CASE WHEN kind IN ('infected', 'unscannable') THEN ''
            WHEN about LIKE '%://%' THEN split_part(split_part(about, '://', 2), '/', 1) ELSE about END,
        reason), 'UTF8')), 'hex'), 32)
    FROM cases c WHERE c.id = incidents.case_id;
ALTER TABLE incidents ALTER COLUMN organisation_id SET NOT NULL, ALTER COLUMN service_id SET NOT NULL,
    ALTER COLUMN cause SET NOT NULL,
    ADD CONSTRAINT incidents_organisation_id_fkey FOREIGN KEY(organisation_id) REFERENCES organisations (id);
COMMENT ON COLUMN incidents.case_id IS 'Null: of no case.';
COMMENT ON COLUMN incidents.letter_id IS 'The letter that leads back, where it is about one.';
COMMENT ON COLUMN incidents.kind IS
    'send, bounced, webhook, acknowledge, timer, lookup, assignment, infected, unscannable, glass or return-letter';
COMMENT ON COLUMN incidents.about IS 'The message, address, timer, lookup, file or so that it is about.';
COMMENT ON COLUMN incidents.cause IS 'A hash of what failed, where and why: the same for the same.';
COMMENT ON COLUMN incidents.owner IS 'The role of the service that must see to it; empty: any of them.';
COMMENT ON COLUMN incidents.taken_by IS 'The person who sees to it.';
CREATE UNIQUE INDEX ux_incidents_letter ON incidents (letter_id) WHERE closed_at IS NULL;
CREATE INDEX ix_incidents_cause ON incidents (organisation_id, service_id, cause, opened_at, id)
    WHERE closed_at IS NULL;
CREATE INDEX ix_incidents_closed ON incidents (organisation_id, closed_at, id) WHERE closed_at IS NOT NULL;

CREATE TABLE incident_runs (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    person_id UUID NOT NULL,
    service_id TEXT NOT NULL,
    cause TEXT NOT NULL,
    total INTEGER NOT NULL,
    tried INTEGER DEFAULT 0 NOT NULL,
    begun_at TIMESTAMP WITH TIME ZONE NOT NULL,
    stopped_at TIMESTAMP WITH TIME ZONE,
    ended_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT incident_runs_pkey PRIMARY KEY (id),
    CONSTRAINT incident_runs_organisation_id_fkey FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT incident_runs_person_id_fkey FOREIGN KEY(person_id) REFERENCES people (id)
);
COMMENT ON COLUMN incident_runs.cause IS 'All open incidents of it are tried again.';
COMMENT ON COLUMN incident_runs.total IS 'How many there were when it was begun.';
COMMENT ON COLUMN incident_runs.stopped_at IS 'Somebody asked for it to stop.';
"""


def upgrade() -> None:
    op.get_bind().exec_driver_sql(_SQL.replace("%", "%%"))
