"""The table of what is asked of whom: a projection of the cases' tasks."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, PrimaryKeyConstraint, Table, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY

from runtime.models.base import metadata, moment, organisation

_PLACE = ("organisation_id", "service_id", "role", "due_at", "case_id", "key")
_OPEN = text("state = 'open'")

tasks = Table(
    "tasks",
    metadata,
    Column("case_id", Uuid, ForeignKey("cases.id"), nullable=False),
    Column("key", Text, nullable=False, comment="The task's id, with the item's number where it is asked for each."),
    organisation(),
    Column("service_id", Text, nullable=False),
    Column("role", Text, comment="Of whom it is asked; null when that is somebody outside."),
    Column("label", Text, nullable=False, comment="What staff call it, without anything sensitive."),
    Column("state", Text, nullable=False, comment="open, done or withdrawn"),
    moment("opened_at"),
    moment("due_at"),
    Column("holder", Text, comment="Who has taken it, as person:<id>."),
    Column("voted", ARRAY(Text), nullable=False, server_default=text("'{}'"), comment="The members who have voted."),
    PrimaryKeyConstraint("case_id", "key"),
    Index("tasks_role_idx", *_PLACE, postgresql_where=_OPEN),
    comment="What is asked of whom. A projection of the events.",
)
