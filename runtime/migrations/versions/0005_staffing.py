"""Who is given work: skills, areas, absences, substitutes, conflicts of interest, turns; and who acted for whom."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"

_SQL = """
ALTER TABLE events ADD COLUMN behalf TEXT, ADD COLUMN behalf_name TEXT;
COMMENT ON COLUMN events.behalf IS 'The colleague whom the actor stood in for.';

CREATE TABLE abilities (
    person_id UUID NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    since TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT abilities_pkey PRIMARY KEY (person_id, kind, name),
    CONSTRAINT abilities_person_id_fkey FOREIGN KEY(person_id) REFERENCES people (id)
);
COMMENT ON COLUMN abilities.kind IS 'skill or area';

CREATE TABLE absences (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    person_id UUID NOT NULL,
    first DATE NOT NULL,
    last DATE,
    reason TEXT,
    entered_by UUID NOT NULL,
    entered_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT absences_pkey PRIMARY KEY (id),
    CONSTRAINT absences_organisation_id_fkey FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT absences_person_id_fkey FOREIGN KEY(person_id) REFERENCES people (id),
    CONSTRAINT absences_entered_by_fkey FOREIGN KEY(entered_by) REFERENCES people (id)
);
COMMENT ON COLUMN absences.last IS 'The last day away; null while nobody knows.';
COMMENT ON COLUMN absences.reason IS 'For them and whoever supervises them, and nobody else.';
CREATE INDEX absences_person_id_idx ON absences (person_id) WHERE ended_at IS NULL;

CREATE TABLE substitutes (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    person_id UUID NOT NULL,
    substitute_id UUID NOT NULL,
    absence_id UUID,
    first DATE NOT NULL,
    last DATE,
    services TEXT[],
    entered_by UUID NOT NULL,
    entered_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT substitutes_pkey PRIMARY KEY (id),
    CONSTRAINT substitutes_organisation_id_fkey FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT substitutes_person_id_fkey FOREIGN KEY(person_id) REFERENCES people (id),
    CONSTRAINT substitutes_substitute_id_fkey FOREIGN KEY(substitute_id) REFERENCES people (id),
    CONSTRAINT substitutes_absence_id_fkey FOREIGN KEY(absence_id) REFERENCES absences (id),
    CONSTRAINT substitutes_entered_by_fkey FOREIGN KEY(entered_by) REFERENCES people (id)
);
COMMENT ON COLUMN substitutes.absence_id IS 'Ends with it; null: by itself.';
COMMENT ON COLUMN substitutes.last IS 'The last day of it; null while nobody knows.';
COMMENT ON COLUMN substitutes.services IS 'Ids; null: all.';
CREATE INDEX substitutes_person_id_idx ON substitutes (person_id) WHERE ended_at IS NULL;
CREATE INDEX substitutes_substitute_id_idx ON substitutes (substitute_id) WHERE ended_at IS NULL;

CREATE TABLE acquaintances (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    person_id UUID NOT NULL,
    kind TEXT NOT NULL,
    mark BYTEA NOT NULL,
    sealed TEXT NOT NULL,
    declared_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT acquaintances_pkey PRIMARY KEY (id),
    CONSTRAINT acquaintances_organisation_id_fkey FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT acquaintances_person_id_fkey FOREIGN KEY(person_id) REFERENCES people (id)
);
COMMENT ON COLUMN acquaintances.kind IS 'name or address';
COMMENT ON COLUMN acquaintances.mark IS 'A keyed hash of the name or address that they know.';
COMMENT ON COLUMN acquaintances.sealed IS 'What they know, as they are shown it.';
CREATE INDEX acquaintances_mark_idx ON acquaintances (organisation_id, mark) WHERE ended_at IS NULL;
CREATE INDEX acquaintances_person_id_idx ON acquaintances (person_id);

CREATE TABLE turns (
    organisation_id UUID NOT NULL,
    service_id TEXT NOT NULL,
    queue TEXT NOT NULL,
    person_id UUID NOT NULL,
    number BIGINT NOT NULL,
    CONSTRAINT turns_pkey PRIMARY KEY (organisation_id, service_id, queue, person_id),
    CONSTRAINT turns_organisation_id_fkey FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT turns_person_id_fkey FOREIGN KEY(person_id) REFERENCES people (id)
);
COMMENT ON COLUMN turns.number IS 'Grows with each case that the queue gives out by itself.';

CREATE SEQUENCE turn_numbers;
"""


def upgrade() -> None:
    op.get_bind().exec_driver_sql(_SQL)
