"""Cases with what queues show of them, their chained events, and who has looked."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    literal_column,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR

from runtime.models.base import key, metadata, moment, organisation

_OPEN = text("closed_at IS NULL")

RANK = literal_column("CASE cases.priority WHEN 'high' THEN 0 WHEN 'low' THEN 2 ELSE 1 END", Integer())
"""How urgent a case is, the most urgent first; written as in its index, or that would not be used."""
URGENT = literal_column("cases.priority = 'high'", Boolean())
"""That it is of the most urgent; likewise."""

cases = Table(
    "cases",
    metadata,
    key(),
    organisation(),
    Column("service_id", Text, nullable=False),
    Column("version_id", Uuid, ForeignKey("versions.id"), nullable=False),
    Column("application_id", Uuid, nullable=False, unique=True),
    Column("submission_key", Text),
    Column("reference", Text, nullable=False, unique=True),
    Column("language", Text, nullable=False),
    moment("submitted_at"),
    # The number of the last event, and the head of the chain.
    Column("revision", Integer, nullable=False),
    Column("head", LargeBinary, nullable=False),
    # From here on projections of the events, checked by fsck.
    Column("state", Text, nullable=False),
    moment("entered_at"),
    Column("queue", Text),
    Column("assignee", Text),
    Column("priority", Text, nullable=False),
    Column("held", ARRAY(Text), nullable=False, server_default=text("'{}'")),
    moment("closed_at", nullable=True),
    moment("due_at"),
    Column("dues", JSONB, nullable=False),
    Column("columns", JSONB, nullable=False),
    Column("applicant", Text),
    Column("search", TSVECTOR, nullable=False),
    # Where it stands in a queue that goes by a column. In the "C" collation, or the index would not be in its order.
    Column("sort", Text(collation="C"), nullable=False, server_default=text("''")),
    UniqueConstraint("organisation_id", "submission_key"),
    Index("cases_queue_due_idx", "organisation_id", "service_id", "queue", "due_at", "id", postgresql_where=_OPEN),
    Index(
        "cases_queue_submitted_idx",
        "organisation_id",
        "service_id",
        "queue",
        "submitted_at",
        "id",
        postgresql_where=_OPEN,
    ),
    Index(
        "cases_rank_idx",
        "organisation_id",
        "service_id",
        "queue",
        text("(CASE priority WHEN 'high' THEN 0 WHEN 'low' THEN 2 ELSE 1 END)"),
        "due_at",
        "id",
        postgresql_where=_OPEN,
    ),
    Index(
        "cases_urgent_idx",
        "organisation_id",
        "service_id",
        "queue",
        "assignee",
        "due_at",
        "id",
        postgresql_where=text("closed_at IS NULL AND priority = 'high'"),
    ),
    Index("cases_sort_idx", "organisation_id", "service_id", "queue", "sort", "id", postgresql_where=_OPEN),
    Index(
        "cases_unassigned_idx",
        "organisation_id",
        "service_id",
        "queue",
        "due_at",
        "id",
        postgresql_where=text("closed_at IS NULL AND assignee IS NULL"),
    ),
    Index(
        "cases_assignee_idx",
        "organisation_id",
        "assignee",
        "service_id",
        "due_at",
        "id",
        postgresql_where=text("closed_at IS NULL AND assignee IS NOT NULL"),
    ),
    Index("cases_held_idx", "submitted_at", postgresql_where=text("cardinality(held) > 0 AND closed_at IS NULL")),
    Index("cases_search_idx", "search", postgresql_using="gin"),
    Index("cases_submitted_idx", "organisation_id", "submitted_at", "id"),
)

events = Table(
    "events",
    metadata,
    key(),
    organisation(),
    Column("case_id", Uuid, ForeignKey("cases.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    moment("at"),
    Column("actor_kind", Text, nullable=False),
    Column("actor_id", Text),
    Column("actor_name", Text, nullable=False),
    Column("actor_roles", ARRAY(Text), nullable=False),
    Column("behalf", Text, comment="The colleague whom the actor stood in for."),
    Column("behalf_name", Text),
    Column("transition", Text),
    Column("source", Text),
    Column("target", Text),
    Column("data", JSONB, nullable=False),
    Column("commitments", JSONB, nullable=False),
    Column("key", Text),
    Column("hash", LargeBinary, nullable=False),
    UniqueConstraint("case_id", "number"),
)

event_values = Table(
    "event_values",
    metadata,
    Column("event_id", Uuid, ForeignKey("events.id"), primary_key=True),
    # {name: {"salt": ..., "value": ...}}, or "sealed" in place of "value" if it is sensitive. Erasing takes a name out.
    Column("values", JSONB, nullable=False),
)

reads = Table(
    "reads",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    organisation(),
    Column("case_id", Uuid, ForeignKey("cases.id"), nullable=False),
    Column("person_id", Text, nullable=False),
    moment("at"),
    Column(
        "roles", ARRAY(Text), nullable=False, server_default=text("'{}'"), comment="Those held in the service then."
    ),
    Column(
        "shown", ARRAY(Text), nullable=False, server_default=text("'{}'"), comment="Sensitive answers that were shown."
    ),
    Column("asked", Boolean, nullable=False, server_default=text("false"), comment="They were shown on request."),
    Column("reason", Text, comment="Why, where one had to be given."),
    Column("glass_id", Uuid, comment="The emergency in which the case was open to them."),
    Index("reads_case_id_at_idx", "case_id", "at"),
)

broken_glass = Table(
    "broken_glass",
    metadata,
    key(),
    organisation(),
    Column("case_id", Uuid, ForeignKey("cases.id"), nullable=False),
    Column("person_id", Uuid, ForeignKey("people.id"), nullable=False),
    Column("kind", Text, nullable=False, comment="Which of the reasons there are to choose from."),
    Column("reason", Text, nullable=False, comment="Why, in words of their own."),
    moment("at"),
    moment("until"),
    Index("broken_glass_case_id_person_id_idx", "case_id", "person_id", "until"),
)
