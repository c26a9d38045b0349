"""Ways back to what was saved: by link and by code, with the letters that tell them and warn before the end."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"

_SQL = """
ALTER TABLE applications ADD COLUMN return_mark BYTEA, ADD COLUMN warned_for TIMESTAMP WITH TIME ZONE;
COMMENT ON COLUMN applications.return_mark IS 'A keyed hash of the address that its link is mailed to.';
COMMENT ON COLUMN applications.warned_for IS 'The end that a letter has warned of.';
CREATE INDEX applications_return_mark_idx ON applications (return_mark) WHERE return_mark IS NOT NULL;

CREATE TABLE ways_back (
    mark BYTEA NOT NULL,
    application_id UUID NOT NULL,
    kind TEXT NOT NULL,
    key_by_way BYTEA NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT ways_back_pkey PRIMARY KEY (mark),
    CONSTRAINT ways_back_application_id_fkey FOREIGN KEY(application_id) REFERENCES applications (id) ON DELETE CASCADE
);
COMMENT ON COLUMN ways_back.mark IS 'A hash of the link, the code or the browser''s token.';
COMMENT ON COLUMN ways_back.kind IS 'code, link or browser';
COMMENT ON COLUMN ways_back.key_by_way IS 'The data key, wrapped by it and by our own secret.';
CREATE INDEX ways_back_application_id_idx ON ways_back (application_id);

CREATE TABLE return_letters (
    id UUID NOT NULL,
    application_id UUID,
    return_mark BYTEA,
    kind TEXT NOT NULL,
    attempts INTEGER DEFAULT 0 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    counted_at TIMESTAMP WITH TIME ZONE,
    ended_at TIMESTAMP WITH TIME ZONE,
    outcome TEXT,
    CONSTRAINT return_letters_pkey PRIMARY KEY (id),
    CONSTRAINT return_letters_application_id_fkey FOREIGN KEY(application_id)
        REFERENCES applications (id) ON DELETE CASCADE
);
COMMENT ON COLUMN return_letters.application_id IS 'Null: all of return_mark.';
COMMENT ON COLUMN return_letters.return_mark IS 'A keyed hash of the address that asked for its links again.';
COMMENT ON COLUMN return_letters.kind IS 'link, again or warning';
COMMENT ON COLUMN return_letters.outcome IS 'What came of it, in words without personal data.';
CREATE INDEX return_letters_application_id_idx ON return_letters (application_id);
CREATE INDEX return_letters_created_at_idx ON return_letters (created_at);

CREATE TABLE counted_letters (
    id UUID NOT NULL,
    address_mark BYTEA NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT counted_letters_pkey PRIMARY KEY (id)
);
COMMENT ON COLUMN counted_letters.address_mark IS 'As in effects. Nothing here says which letter it was.';
CREATE INDEX counted_letters_address_mark_at_idx ON counted_letters (address_mark, at);
"""


def upgrade() -> None:
    op.get_bind().exec_driver_sql(_SQL)
