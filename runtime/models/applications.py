"""Applications: answers not yet submitted, which nobody reads without the applicant's link or the installation key."""

from __future__ import annotations

from sqlalchemy import Column, DateTime, ForeignKey, Index, Integer, LargeBinary, Table, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB

from runtime.models.base import key, metadata, moment, organisation

applications = Table(
    "applications",
    metadata,
    key(),
    organisation(),
    Column("version_id", Uuid, ForeignKey("versions.id"), nullable=False),
    Column("language", Text, nullable=False),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    Column("key_by_token", LargeBinary, nullable=False),
    Column("key_by_installation", LargeBinary, nullable=False),
    # Each answer sealed apart under a name that says nothing, so that two tabs merge in one statement.
    Column("sealed", JSONB, nullable=False, server_default=text("'{}'")),
    Column("revision", Integer, nullable=False, server_default=text("0")),
    moment("created_at"),
    moment("updated_at"),
    moment("expires_at"),
    moment("submitted_at", nullable=True),
    Column("reference", Text),
    Column("return_mark", LargeBinary, comment="A keyed hash of the address that its link is mailed to."),
    Column("warned_for", DateTime(timezone=True), comment="The end that a letter has warned of."),
    Index("applications_expires_at_idx", "expires_at"),
    Index("applications_return_mark_idx", "return_mark", postgresql_where=text("return_mark IS NOT NULL")),
)
