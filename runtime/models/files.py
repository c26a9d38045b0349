"""Uploaded files: what we know of each. Their bytes lie sealed in a store, under a name made from the key alone."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, DateTime, Index, Integer, Table, Text, Uuid, text

from runtime.models.base import key, metadata, moment, organisation

files = Table(
    "files",
    metadata,
    key(),
    organisation(),
    Column("owner_id", Uuid, nullable=False, comment="The application or case that it was uploaded for."),
    Column("type", Text, nullable=False, comment="By its content."),
    Column("size", Integer, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("kept", Boolean, nullable=False, server_default=text("false"), comment="An answer of a case names it."),
    Column("scan", Text, nullable=False, server_default=text("'unscanned'"),
           comment="unscanned (there was no scanner), pending, clean or infected."),
    Column("scan_due", DateTime(timezone=True), comment="Not before this, by the database's clock."),
    Column("scan_tries", Integer, nullable=False, server_default=text("0"), comment="Counted before each try."),
    Column("found", Text, comment="What the scanner found, by its own name."),
    moment("created_at"),
    Index("files_owner_id_idx", "owner_id"),
    Index("files_created_at_idx", "created_at", postgresql_where=text("NOT kept")),
    Index("files_scan_due_idx", "scan_due", postgresql_where=text("scan = 'pending'")),
    Index("files_unscanned_idx", "id", postgresql_where=text("scan = 'unscanned'")),
)  # fmt: skip
