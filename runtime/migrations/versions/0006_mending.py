"""What was shown to whoever looked at a case, and cases opened in an emergency."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"

_SQL = """
ALTER TABLE reads ADD COLUMN roles TEXT[] DEFAULT '{}' NOT NULL, ADD COLUMN shown TEXT[] DEFAULT '{}' NOT NULL,
    ADD COLUMN asked BOOLEAN DEFAULT false NOT NULL, ADD COLUMN reason TEXT, ADD COLUMN glass_id UUID;
COMMENT ON COLUMN reads.roles IS 'Those held in the service then.';
COMMENT ON COLUMN reads.shown IS 'Sensitive answers that were shown.';
COMMENT ON COLUMN reads.asked IS 'They were shown on request.';
COMMENT ON COLUMN reads.reason IS 'Why, where one had to be given.';
COMMENT ON COLUMN reads.glass_id IS 'The emergency in which the case was open to them.';

CREATE TABLE broken_glass (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    case_id UUID NOT NULL,
    person_id UUID NOT NULL,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    until TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT broken_glass_pkey PRIMARY KEY (id),
    CONSTRAINT broken_glass_organisation_id_fkey FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT broken_glass_case_id_fkey FOREIGN KEY(case_id) REFERENCES cases (id),
    CONSTRAINT broken_glass_person_id_fkey FOREIGN KEY(person_id) REFERENCES people (id)
);
COMMENT ON COLUMN broken_glass.kind IS 'Which of the reasons there are to choose from.';
COMMENT ON COLUMN broken_glass.reason IS 'Why, in words of their own.';
CREATE INDEX broken_glass_case_id_person_id_idx ON broken_glass (case_id, person_id, until);
CREATE TRIGGER broken_glass_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON broken_glass
    FOR EACH STATEMENT EXECUTE FUNCTION townclerk_append_only();
"""


def upgrade() -> None:
    op.get_bind().exec_driver_sql(_SQL)
