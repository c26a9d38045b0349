"""A council's calendar in all its versions, and the counting again that a new one may bring."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, PrimaryKeyConstraint, Table, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB

from runtime.models.base import key, metadata, moment, organisation

calendars = Table(
    "calendars",
    metadata,
    organisation(),
    Column("number", Integer, nullable=False),
    Column("version", Text, nullable=False, comment="A mark of its content, as events name it."),
    Column("document", JSONB, nullable=False, comment="Closures, office hours, and the bank holidays as then known."),
    Column("made_by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    moment("made_at"),
    PrimaryKeyConstraint("organisation_id", "number"),
    Index("calendars_version_idx", "version"),
)

recounts = Table(
    "recounts",
    metadata,
    key(),
    organisation(),
    Column("version", Text, nullable=False, comment="The calendar by which cases are to be counted again."),
    Column("state", Text, nullable=False, comment="looking, ready, counting, done or stopped"),
    Column("asked_by", Text, nullable=False),
    Column("person_id", Text, comment="Who set it going; null for a command."),
    Column("reason", Text, nullable=False),
    moment("asked_at"),
    moment("ended_at", nullable=True),
    Column("total", Integer, nullable=False, server_default=text("0")),
    Column("seen", Integer, nullable=False, server_default=text("0")),
    Column("moved", Integer, nullable=False, server_default=text("0")),
    Column("last_case", Uuid, comment="As far as it has come."),
    Index("recounts_working_idx", "asked_at", postgresql_where=text("state IN ('looking', 'counting')")),
)

recount_moves = Table(
    "recount_moves",
    metadata,
    Column("recount_id", Uuid, ForeignKey("recounts.id"), nullable=False),
    Column("case_id", Uuid, ForeignKey("cases.id"), nullable=False),
    Column("clock", Text, nullable=False),
    moment("was", nullable=True),
    moment("due", nullable=True),
    PrimaryKeyConstraint("recount_id", "case_id", "clock"),
)
