"""Tables of what is promised and not yet done: effects, timers, incidents, and the demonstration's mailbox."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from runtime.models.base import metadata, organisation

effects = Table(
    "effects",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("case_id", Uuid, ForeignKey("cases.id"), nullable=False),
    Column("event_id", Uuid, nullable=False),
    Column("event_number", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("kind", Text, nullable=False, comment="send, webhook or acknowledge"),
    Column("what", JSONB, nullable=False, comment="The document's own words for it; no personal data."),
    Column(
        "state",
        Text,
        nullable=False,
        server_default=text("'waiting'"),
        comment="waiting, done, parked, given-up or withdrawn",
    ),
    Column("attempts", Integer, nullable=False, server_default=text("0"), comment="Counted before each try."),
    Column("due", DateTime(timezone=True), nullable=False, comment="Not before this, by the database's clock."),
    Column("lease", Uuid, comment="Whose try it is: only that one may say how it ended."),
    Column("leased_until", DateTime(timezone=True)),
    Column("job_id", BigInteger, comment="The latest job that will try it. Jobs are deleted when done."),
    Column("outcome", Text, comment="What came of it, in words without personal data."),
    Column("address_mark", LargeBinary, comment="Keyed hash of the address an unasked mail goes to, to count them."),
    Column("marked_at", DateTime(timezone=True)),
    Column("promised_at", DateTime(timezone=True), nullable=False),
    Column("ended_at", DateTime(timezone=True)),
    UniqueConstraint("event_id", "position"),
    Index("ix_effects_case", "case_id"),
    Index("ix_effects_waiting", "due", postgresql_where=text("state = 'waiting'")),
    Index("ix_effects_address", "address_mark", "marked_at", postgresql_where=text("address_mark IS NOT NULL")),
)

timers = Table(
    "timers",
    metadata,
    Column("case_id", Uuid, ForeignKey("cases.id"), primary_key=True),
    Column("kind", Text, primary_key=True, comment="transition, warn, tell or breach"),
    Column("of", Text, primary_key=True, comment="The id of the transition or the clock."),
    Column("due", DateTime(timezone=True), nullable=False),
    Column(
        "armed", Boolean, nullable=False, server_default=text("true"), comment="False: refused; an event re-arms it."
    ),
    Index("ix_timers_due", "due", postgresql_where=text("armed")),
)

incidents = Table(
    "incidents",
    metadata,
    Column("id", Uuid, primary_key=True),
    organisation(),
    Column("service_id", Text, nullable=False),
    Column("case_id", Uuid, ForeignKey("cases.id"), comment="Null: of no case."),
    Column("effect_id", Uuid, ForeignKey("effects.id"), comment="Null: not about an effect."),
    Column("letter_id", Uuid, comment="The letter that leads back, where it is about one."),
    Column("kind", Text, nullable=False, comment="send, bounced, webhook, acknowledge, timer, lookup, assignment, "
           "infected, unscannable, glass or return-letter"),
    Column("about", Text, nullable=False, comment="The message, address, timer, lookup, file or so that it is about."),
    Column("cause", Text, nullable=False, comment="A hash of what failed, where and why: the same for the same."),
    Column("owner", Text, nullable=False, comment="The role of the service that must see to it; empty: any of them."),
    Column("reason", Text, nullable=False, comment="Plain words, without personal data."),
    Column("opened_at", DateTime(timezone=True), nullable=False),
    Column("taken_by", Text, comment="The person who sees to it."),
    Column("taken_name", Text),
    Column("closed_at", DateTime(timezone=True)),
    Column("closed_by", Text),
    Column("ending", Text, comment="How it was closed, in plain words."),
    Index("ix_incidents_open", "opened_at", "id", postgresql_where=text("closed_at IS NULL")),
    Index("ix_incidents_case", "case_id"),
    Index("ux_incidents_effect", "effect_id", unique=True, postgresql_where=text("closed_at IS NULL")),
    Index("ux_incidents_other", "case_id", "kind", "about", unique=True,
          postgresql_where=text("closed_at IS NULL AND effect_id IS NULL")),
    Index("ux_incidents_letter", "letter_id", unique=True, postgresql_where=text("closed_at IS NULL")),
    Index("ix_incidents_cause", "organisation_id", "service_id", "cause", "opened_at", "id",
          postgresql_where=text("closed_at IS NULL")),
    Index("ix_incidents_closed", "organisation_id", "closed_at", "id", postgresql_where=text("closed_at IS NOT NULL")),
)  # fmt: skip

incident_runs = Table(
    "incident_runs",
    metadata,
    Column("id", Uuid, primary_key=True),
    organisation(),
    Column("person_id", Uuid, ForeignKey("people.id"), nullable=False),
    Column("service_id", Text, nullable=False),
    Column("cause", Text, nullable=False, comment="All open incidents of it are tried again."),
    Column("total", Integer, nullable=False, comment="How many there were when it was begun."),
    Column("tried", Integer, nullable=False, server_default=text("0")),
    Column("begun_at", DateTime(timezone=True), nullable=False),
    Column("stopped_at", DateTime(timezone=True), comment="Somebody asked for it to stop."),
    Column("ended_at", DateTime(timezone=True)),
)

mailbox = Table(
    "mailbox",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("message_id", Text, nullable=False, unique=True, comment="From the idempotency key: a repeat adds nothing."),
    Column("address", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    comment="Where a demonstration without a mail server delivers to. Empty in production.",
)
