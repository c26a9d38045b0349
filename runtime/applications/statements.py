"""What is asked of the table of applications, each in one statement."""

from __future__ import annotations

import sqlalchemy as sa

from runtime.models.applications import applications
from runtime.models.documents import services, versions
from runtime.models.returning import ways_back

_OURS = applications.join(versions, versions.c.id == applications.c.version_id).join(
    services,
    sa.and_(services.c.id == versions.c.service_id, services.c.organisation_id == applications.c.organisation_id),
)
_ROW = sa.select(applications, services.c.live_version_id).select_from(_OURS)
BY_TOKEN = _ROW.where(applications.c.token_hash == sa.bindparam("hash"))
BY_ID = _ROW.where(applications.c.id == sa.bindparam("id"))
BY_WAY = (
    sa.select(*(column for column in applications.c if column.name != "key_by_token"), services.c.live_version_id)
    .add_columns(ways_back.c.key_by_way.label("key_by_token"))
    .select_from(_OURS.join(ways_back, ways_back.c.application_id == applications.c.id))
    .where(ways_back.c.mark == sa.bindparam("hash"), ways_back.c.kind == sa.bindparam("kind"))
)
_MINE = "(token_hash = :hash OR id = (SELECT application_id FROM ways_back WHERE mark = :hash AND kind = 'browser'))"
DISCARD = sa.text(f"DELETE FROM applications WHERE {_MINE}")  # noqa: S608 - our own words
DISCARD_UNSAVED = sa.text(
    f"DELETE FROM applications a WHERE {_MINE}"  # noqa: S608 - our own words
    " AND NOT EXISTS (SELECT 1 FROM ways_back w WHERE w.application_id = a.id AND w.kind <> 'browser')"
)
SHUT = sa.text("UPDATE applications SET token_hash = :never, key_by_token = '' WHERE token_hash = :hash")
SHUT_LATER = sa.text("DELETE FROM ways_back WHERE mark = :hash AND kind = 'browser'")
KEEP_WAY = sa.text(
    "UPDATE applications SET sealed = sealed || CAST(:sealed AS jsonb) WHERE id = :id AND submitted_at IS NULL"
)
BEGIN = sa.text(
    "INSERT INTO applications (id, organisation_id, version_id, language, token_hash, key_by_token,"
    " key_by_installation, sealed, created_at, updated_at, expires_at) VALUES (:id, :organisation, :version, :language,"
    " :hash, :by_token, :by_installation, CAST(:sealed AS jsonb), :at, :at, :expires)"
)
SAVE = sa.text(
    "UPDATE applications SET sealed = sealed || CAST(:sealed AS jsonb), revision = revision + 1, language = :language,"
    " updated_at = :at, expires_at = :expires WHERE id = :id AND version_id = :version AND submitted_at IS NULL"
    " RETURNING revision"
)
TAKE_OVER = sa.text(
    "UPDATE applications SET sealed = (sealed - CAST(:gone AS text[])) || CAST(:sealed AS jsonb),"
    " version_id = :version, revision = revision + 1, language = :language, updated_at = :at, expires_at = :expires"
    " WHERE id = :id AND version_id = :before AND revision = :revision AND submitted_at IS NULL RETURNING revision"
)
