"""What brings cases and colleagues together: likenesses, mentions, and what is being written."""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"

_SQL = """
CREATE TABLE likenesses (
    case_id UUID NOT NULL,
    kind TEXT NOT NULL,
    mark BYTEA NOT NULL,
    service_id TEXT NOT NULL,
    submitted_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT likenesses_pkey PRIMARY KEY (case_id, kind, mark),
    CONSTRAINT likenesses_case_id_fkey FOREIGN KEY(case_id) REFERENCES cases (id)
);
COMMENT ON TABLE likenesses IS
    'By what a case is found to be like another. A projection of its answers; never of a sensitive one.';
COMMENT ON COLUMN likenesses.kind IS 'person, place, or same: and the answers that are compared.';
COMMENT ON COLUMN likenesses.mark IS 'A keyed hash: what is compared stands nowhere here.';
CREATE INDEX likenesses_mark_idx ON likenesses (mark, service_id, submitted_at, case_id);

CREATE TABLE mentions (
    case_id UUID NOT NULL,
    number INTEGER NOT NULL,
    person_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT mentions_pkey PRIMARY KEY (case_id, number, person_id),
    CONSTRAINT mentions_case_id_fkey FOREIGN KEY(case_id) REFERENCES cases (id),
    CONSTRAINT mentions_person_id_fkey FOREIGN KEY(person_id) REFERENCES people (id)
);
COMMENT ON TABLE mentions IS
    'Who is named in which note. A projection of the events; it is read once the case was, after it.';
COMMENT ON COLUMN mentions.number IS 'Of the event that is the note.';
CREATE INDEX mentions_person_idx ON mentions (person_id, at);

CREATE TABLE jottings (
    person_id UUID NOT NULL,
    case_id UUID NOT NULL,
    kind TEXT NOT NULL,
    sealed TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT jottings_pkey PRIMARY KEY (person_id, case_id, kind),
    CONSTRAINT jottings_person_id_fkey FOREIGN KEY(person_id) REFERENCES people (id),
    CONSTRAINT jottings_case_id_fkey FOREIGN KEY(case_id) REFERENCES cases (id)
);
COMMENT ON TABLE jottings IS 'What somebody is writing on a case and has not sent yet.';
COMMENT ON COLUMN jottings.kind IS 'note or letter';
CREATE INDEX jottings_at_idx ON jottings (at);

ALTER TABLE people ADD COLUMN mention_mail BOOLEAN DEFAULT true NOT NULL;
COMMENT ON COLUMN people.mention_mail IS 'Whether they are written to when a note mentions them.';
"""


def upgrade() -> None:
    op.get_bind().exec_driver_sql(_SQL)
