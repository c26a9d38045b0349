"""Drafts of services: their text, every change of it, who is there, and comments."""

from __future__ import annotations

from alembic import op

revision = "0015"
down_revision = "0014"

_SQL = """
CREATE TABLE drafts (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    service_id TEXT NOT NULL,
    text TEXT NOT NULL,
    revision INTEGER NOT NULL,
    undo INTEGER,
    redo INTEGER,
    version_id UUID,
    owner_id UUID,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    changed_by UUID,
    CONSTRAINT drafts_pkey PRIMARY KEY (id),
    CONSTRAINT drafts_organisation_id_service_id_key UNIQUE (organisation_id, service_id),
    CONSTRAINT drafts_organisation_id_fkey FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT drafts_version_id_fkey FOREIGN KEY(version_id) REFERENCES versions (id),
    CONSTRAINT drafts_owner_id_fkey FOREIGN KEY(owner_id) REFERENCES people (id),
    CONSTRAINT drafts_changed_by_fkey FOREIGN KEY(changed_by) REFERENCES people (id)
);
COMMENT ON COLUMN drafts.undo IS 'The revision of the edit that undoing takes back; null where there is none.';
COMMENT ON COLUMN drafts.redo IS 'The revision of the undoing that redoing takes back; null where there is none.';
COMMENT ON COLUMN drafts.version_id IS 'What was live when it was begun or last published.';

CREATE TABLE draft_changes (
    draft_id UUID NOT NULL,
    revision INTEGER NOT NULL,
    kind TEXT NOT NULL,
    at_character INTEGER NOT NULL,
    taken_out TEXT NOT NULL,
    put_in TEXT NOT NULL,
    below INTEGER,
    "of" INTEGER,
    words TEXT NOT NULL,
    person_id UUID,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT draft_changes_pkey PRIMARY KEY (draft_id, revision),
    CONSTRAINT draft_changes_draft_id_fkey FOREIGN KEY(draft_id) REFERENCES drafts (id) ON DELETE CASCADE,
    CONSTRAINT draft_changes_person_id_fkey FOREIGN KEY(person_id) REFERENCES people (id)
);
COMMENT ON COLUMN draft_changes.kind IS 'edit, undo or redo';
COMMENT ON COLUMN draft_changes.below IS 'What was undone, or done again, next: the revision that this one covers.';
COMMENT ON COLUMN draft_changes."of" IS 'The revision of the edit that this undoes or does again.';

CREATE TABLE draft_presence (
    draft_id UUID NOT NULL,
    person_id UUID NOT NULL,
    address TEXT NOT NULL,
    seen_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT draft_presence_pkey PRIMARY KEY (draft_id, person_id),
    CONSTRAINT draft_presence_draft_id_fkey FOREIGN KEY(draft_id) REFERENCES drafts (id) ON DELETE CASCADE,
    CONSTRAINT draft_presence_person_id_fkey FOREIGN KEY(person_id) REFERENCES people (id)
);

CREATE TABLE draft_comments (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    service_id TEXT NOT NULL,
    address TEXT NOT NULL,
    answers_id UUID,
    words TEXT NOT NULL,
    person_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    settled_at TIMESTAMP WITH TIME ZONE,
    settled_by UUID,
    CONSTRAINT draft_comments_pkey PRIMARY KEY (id),
    CONSTRAINT draft_comments_organisation_id_fkey FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT draft_comments_answers_id_fkey FOREIGN KEY(answers_id) REFERENCES draft_comments (id),
    CONSTRAINT draft_comments_person_id_fkey FOREIGN KEY(person_id) REFERENCES people (id),
    CONSTRAINT draft_comments_settled_by_fkey FOREIGN KEY(settled_by) REFERENCES people (id)
);
COMMENT ON COLUMN draft_comments.address IS 'The element it is about; empty for the whole service.';
CREATE INDEX draft_comments_service_idx ON draft_comments (organisation_id, service_id, at);
"""


def upgrade() -> None:
    op.get_bind().exec_driver_sql(_SQL)
