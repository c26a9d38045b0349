"""Tables loaded from CSV files, which lookups find facts in."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKeyConstraint, Integer, PrimaryKeyConstraint, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from runtime.models.base import metadata, moment, organisation

lookup_tables = Table(
    "lookup_tables",
    metadata,
    organisation(),
    Column("name", Text, nullable=False),
    Column("key_column", Text, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("hash", Text, nullable=False),
    moment("loaded_at"),
    PrimaryKeyConstraint("organisation_id", "name"),
)

lookup_rows = Table(
    "lookup_rows",
    metadata,
    organisation(),
    Column("table", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("facts", JSONB, nullable=False),
    PrimaryKeyConstraint("organisation_id", "table", "key"),
    ForeignKeyConstraint(
        ["organisation_id", "table"], ["lookup_tables.organisation_id", "lookup_tables.name"], ondelete="CASCADE"
    ),
)
