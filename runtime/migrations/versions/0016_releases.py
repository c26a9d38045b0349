"""Requests to publish and answers to them, every release for ever, and packs handed on or brought here."""

from __future__ import annotations

from alembic import op

revision = "0016"
down_revision = "0015"

_SQL = """
ALTER TABLE organisations ADD COLUMN two_people BOOLEAN DEFAULT false NOT NULL;
COMMENT ON COLUMN organisations.two_people IS 'Whether whatever is published needs a second person.';

CREATE TABLE release_requests (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    service_id TEXT NOT NULL,
    document JSON NOT NULL,
    hash TEXT NOT NULL,
    base_version_id UUID,
    why TEXT NOT NULL,
    reasons JSONB NOT NULL,
    asked_by TEXT NOT NULL,
    person_id UUID,
    asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    goes_live_at TIMESTAMP WITH TIME ZONE,
    state TEXT NOT NULL,
    answered_by TEXT,
    answerer_id UUID,
    answer TEXT,
    answered_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT release_requests_pkey PRIMARY KEY (id),
    CONSTRAINT release_requests_organisation_id_fkey FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT release_requests_base_version_id_fkey FOREIGN KEY(base_version_id) REFERENCES versions (id),
    CONSTRAINT release_requests_person_id_fkey FOREIGN KEY(person_id) REFERENCES people (id),
    CONSTRAINT release_requests_answerer_id_fkey FOREIGN KEY(answerer_id) REFERENCES people (id)
);
COMMENT ON COLUMN release_requests.base_version_id IS 'What was live when it was asked for.';
COMMENT ON COLUMN release_requests.reasons IS 'Why a second person must look at it; empty where none must.';
COMMENT ON COLUMN release_requests.person_id IS 'Who asked; null for a command.';
COMMENT ON COLUMN release_requests.state IS 'asked, approved, live, refused, withdrawn or stopped';
COMMENT ON COLUMN release_requests.answer IS 'Why it was refused, withdrawn or stopped.';
CREATE UNIQUE INDEX release_requests_open_key ON release_requests (organisation_id, service_id)
    WHERE state IN ('asked', 'approved');
CREATE INDEX release_requests_due_idx ON release_requests (goes_live_at) WHERE state = 'approved';

CREATE TABLE releases (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    service_id TEXT NOT NULL,
    version_id UUID NOT NULL,
    was_version_id UUID,
    why TEXT NOT NULL,
    released_by TEXT NOT NULL,
    person_id UUID,
    approved_by TEXT,
    approver_id UUID,
    request_id UUID,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT releases_pkey PRIMARY KEY (id),
    CONSTRAINT releases_organisation_id_fkey FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT releases_version_id_fkey FOREIGN KEY(version_id) REFERENCES versions (id),
    CONSTRAINT releases_was_version_id_fkey FOREIGN KEY(was_version_id) REFERENCES versions (id),
    CONSTRAINT releases_person_id_fkey FOREIGN KEY(person_id) REFERENCES people (id),
    CONSTRAINT releases_approver_id_fkey FOREIGN KEY(approver_id) REFERENCES people (id),
    CONSTRAINT releases_request_id_fkey FOREIGN KEY(request_id) REFERENCES release_requests (id)
);
COMMENT ON COLUMN releases.was_version_id IS 'What was live before; null for the first.';
COMMENT ON COLUMN releases.person_id IS 'Who; null for a command.';
CREATE INDEX releases_service_idx ON releases (organisation_id, service_id, at);
INSERT INTO releases (id, organisation_id, service_id, version_id, was_version_id, why, released_by, at)
    SELECT gen_random_uuid(), organisation_id, service_id, id,
           lag(id) OVER (PARTITION BY organisation_id, service_id ORDER BY number), '', published_by, published_at
    FROM versions;
CREATE TRIGGER releases_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON releases
    FOR EACH STATEMENT EXECUTE FUNCTION townclerk_append_only();

CREATE TABLE packs (
    id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    service_id TEXT NOT NULL,
    way TEXT NOT NULL,
    hash TEXT NOT NULL,
    document JSON NOT NULL,
    person_id UUID,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT packs_pkey PRIMARY KEY (id),
    CONSTRAINT packs_organisation_id_service_id_way_hash_key UNIQUE (organisation_id, service_id, way, hash),
    CONSTRAINT packs_organisation_id_fkey FOREIGN KEY(organisation_id) REFERENCES organisations (id),
    CONSTRAINT packs_person_id_fkey FOREIGN KEY(person_id) REFERENCES people (id)
);
COMMENT ON COLUMN packs.way IS 'in, out, or held: looked at and not taken in';
"""


def upgrade() -> None:
    op.get_bind().exec_driver_sql(_SQL)
