"""Links by which translators change one language of a draft, and nothing else."""

from __future__ import annotations

from alembic import op

revision = "0018"
down_revision = "0017"

_SQL = """
CREATE TABLE draft_translators (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    service_id TEXT NOT NULL,
    language TEXT NOT NULL,
    name TEXT NOT NULL,
    token BYTEA NOT NULL,
    made_by UUID NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    until TIMESTAMP WITH TIME ZONE NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    used_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT draft_translators_pkey PRIMARY KEY (id),
    CONSTRAINT draft_translators_organisation_id_fkey FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT draft_translators_token_key UNIQUE (token),
    CONSTRAINT draft_translators_made_by_fkey FOREIGN KEY(made_by) REFERENCES people (id)
);
COMMENT ON COLUMN draft_translators.name IS 'Of whoever has the link: it stands in the history of what they change.';
COMMENT ON COLUMN draft_translators.token IS 'The sha256 of the link: a dump opens nothing.';
CREATE INDEX draft_translators_service_idx ON draft_translators (organisation_id, service_id);
"""


def upgrade() -> None:
    op.get_bind().exec_driver_sql(_SQL)


def downgrade() -> None:
    op.execute("DROP TABLE draft_translators")
