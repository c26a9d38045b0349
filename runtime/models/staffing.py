"""Tables of staff as those who are given work: skills, areas, absences, who stands in, whom they know."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Date, ForeignKey, Index, LargeBinary, Sequence, Table, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY

from runtime.models.base import key, metadata, moment, organisation

abilities = Table(
    "abilities",
    metadata,
    Column("person_id", Uuid, ForeignKey("people.id"), primary_key=True),
    Column("kind", Text, primary_key=True, comment="skill or area"),
    Column("name", Text, primary_key=True),
    moment("since"),
)

absences = Table(
    "absences",
    metadata,
    key(),
    organisation(),
    Column("person_id", Uuid, ForeignKey("people.id"), nullable=False),
    Column("first", Date, nullable=False),
    Column("last", Date, comment="The last day away; null while nobody knows."),
    Column("reason", Text, comment="For them and whoever supervises them, and nobody else."),
    Column("entered_by", Uuid, ForeignKey("people.id"), nullable=False),
    moment("entered_at"),
    moment("ended_at", nullable=True),
    Index("absences_person_id_idx", "person_id", postgresql_where=text("ended_at IS NULL")),
)

substitutes = Table(
    "substitutes",
    metadata,
    key(),
    organisation(),
    Column("person_id", Uuid, ForeignKey("people.id"), nullable=False),
    Column("substitute_id", Uuid, ForeignKey("people.id"), nullable=False),
    Column("absence_id", Uuid, ForeignKey("absences.id"), comment="Ends with it; null: by itself."),
    Column("first", Date, nullable=False),
    Column("last", Date, comment="The last day of it; null while nobody knows."),
    Column("services", ARRAY(Text), comment="Ids; null: all."),
    Column("entered_by", Uuid, ForeignKey("people.id"), nullable=False),
    moment("entered_at"),
    moment("ended_at", nullable=True),
    Index("substitutes_substitute_id_idx", "substitute_id", postgresql_where=text("ended_at IS NULL")),
    Index("substitutes_person_id_idx", "person_id", postgresql_where=text("ended_at IS NULL")),
)

acquaintances = Table(
    "acquaintances",
    metadata,
    key(),
    organisation(),
    Column("person_id", Uuid, ForeignKey("people.id"), nullable=False),
    Column("kind", Text, nullable=False, comment="name or address"),
    Column("mark", LargeBinary, nullable=False, comment="A keyed hash of the name or address that they know."),
    Column("sealed", Text, nullable=False, comment="What they know, as they are shown it."),
    moment("declared_at"),
    moment("ended_at", nullable=True),
    Index("acquaintances_mark_idx", "organisation_id", "mark", postgresql_where=text("ended_at IS NULL")),
    Index("acquaintances_person_id_idx", "person_id"),
)

turns = Table(
    "turns",
    metadata,
    Column("organisation_id", Uuid, ForeignKey("organisations.id"), primary_key=True),
    Column("service_id", Text, primary_key=True),
    Column("queue", Text, primary_key=True),
    Column("person_id", Uuid, ForeignKey("people.id"), primary_key=True),
    Column("number", BigInteger, nullable=False, comment="Grows with each case that the queue gives out by itself."),
)

turn_numbers = Sequence("turn_numbers", metadata=metadata)
