"""What went live and when, who asked for it and who agreed; and packs that were handed on or brought here."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Index, Table, Text, UniqueConstraint, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB

from runtime.models.base import key, metadata, moment, organisation

releases = Table(
    "releases",
    metadata,
    key(),
    organisation(),
    Column("service_id", Text, nullable=False),
    Column("version_id", Uuid, ForeignKey("versions.id"), nullable=False),
    Column("was_version_id", Uuid, ForeignKey("versions.id"), comment="What was live before; null for the first."),
    Column("why", Text, nullable=False),
    Column("released_by", Text, nullable=False),
    Column("person_id", Uuid, ForeignKey("people.id"), comment="Who; null for a command."),
    Column("approved_by", Text),
    Column("approver_id", Uuid, ForeignKey("people.id")),
    Column("request_id", Uuid, ForeignKey("release_requests.id")),
    moment("at"),
    Index("releases_service_idx", "organisation_id", "service_id", "at"),
)

release_requests = Table(
    "release_requests",
    metadata,
    key(),
    organisation(),
    Column("service_id", Text, nullable=False),
    Column("document", JSON, nullable=False),
    Column("hash", Text, nullable=False),
    Column("base_version_id", Uuid, ForeignKey("versions.id"), comment="What was live when it was asked for."),
    Column("why", Text, nullable=False),
    Column("reasons", JSONB, nullable=False, comment="Why a second person must look at it; empty where none must."),
    Column("asked_by", Text, nullable=False),
    Column("person_id", Uuid, ForeignKey("people.id"), comment="Who asked; null for a command."),
    moment("asked_at"),
    moment("goes_live_at", nullable=True),
    Column("state", Text, nullable=False, comment="asked, approved, live, refused, withdrawn or stopped"),
    Column("answered_by", Text),
    Column("answerer_id", Uuid, ForeignKey("people.id")),
    Column("answer", Text, comment="Why it was refused, withdrawn or stopped."),
    moment("answered_at", nullable=True),
    Index(
        "release_requests_open_key",
        "organisation_id",
        "service_id",
        unique=True,
        postgresql_where=text("state IN ('asked', 'approved')"),
    ),
    Index("release_requests_due_idx", "goes_live_at", postgresql_where=text("state = 'approved'")),
)

packs = Table(
    "packs",
    metadata,
    key(),
    organisation(),
    Column("service_id", Text, nullable=False),
    Column("way", Text, nullable=False, comment="in, out, or held: looked at and not taken in"),
    Column("hash", Text, nullable=False),
    Column("document", JSON, nullable=False),
    Column("person_id", Uuid, ForeignKey("people.id")),
    moment("at"),
    UniqueConstraint("organisation_id", "service_id", "way", "hash"),
)
