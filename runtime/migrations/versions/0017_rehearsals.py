"""Rehearsals of drafts: each step that an author takes in walking one through, for some days."""

from __future__ import annotations

from alembic import op

revision = "0017"
down_revision = "0016"

_SQL = """
CREATE TABLE rehearsals (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    service_id TEXT NOT NULL,
    person_id UUID NOT NULL,
    story JSONB NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT rehearsals_pkey PRIMARY KEY (id),
    CONSTRAINT rehearsals_organisation_id_fkey FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT rehearsals_person_id_fkey FOREIGN KEY(person_id) REFERENCES people (id)
);
COMMENT ON COLUMN rehearsals.story IS 'What was answered and done so far, with made-up answers.';
CREATE INDEX rehearsals_person_idx ON rehearsals (person_id, service_id, at);
"""


def upgrade() -> None:
    op.get_bind().exec_driver_sql(_SQL)
