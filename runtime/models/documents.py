"""Published documents, for ever, and which of them is live."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

from runtime.models.base import key, metadata, moment, organisation

services = Table(
    "services",
    metadata,
    organisation(),
    Column("id", Text, nullable=False),
    Column("live_version_id", Uuid, ForeignKey("versions.id", use_alter=True)),
    moment("created_at"),
    PrimaryKeyConstraint("organisation_id", "id"),
)

versions = Table(
    "versions",
    metadata,
    key(),
    organisation(),
    Column("service_id", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("hash", Text, nullable=False),
    # JSON, not JSONB: the author's order of properties is kept.
    Column("document", JSON, nullable=False),
    Column("published_by", Text, nullable=False),
    moment("published_at"),
    UniqueConstraint("organisation_id", "service_id", "number"),
    ForeignKeyConstraint(["organisation_id", "service_id"], ["services.organisation_id", "services.id"]),
)
