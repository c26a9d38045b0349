"""Views of queues that people have named, and what has been exported."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text, Uuid, text

from runtime.models.base import key, metadata, moment, organisation

views = Table(
    "views",
    metadata,
    key(),
    organisation(),
    Column("person_id", Uuid, ForeignKey("people.id"), nullable=False),
    Column("service_id", Text, nullable=False),
    Column("queue_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("asked", Text, nullable=False, comment="What is asked of the queue, sealed: words of it may name somebody."),
    Column("position", Integer, nullable=False),
    Column("opens_first", Boolean, nullable=False, server_default=text("false")),
    moment("created_at"),
    moment("deleted_at", nullable=True),
    Index("views_person_id_idx", "person_id", "position"),
)

exports = Table(
    "exports",
    metadata,
    key(),
    organisation(),
    Column("person_id", Uuid, ForeignKey("people.id"), nullable=False),
    Column("service_id", Text, nullable=False),
    Column("queue_id", Text, nullable=False),
    Column("asked", Text, nullable=False, comment="What was asked of the queue, sealed."),
    Column("columns", Text, nullable=False, comment="The names of what was in it."),
    Column("reason", Text, nullable=False),
    Column("rows", Integer, nullable=False),
    moment("at"),
    Index("exports_organisation_id_at_idx", "organisation_id", "at"),
)
