"""Tables of what brings cases and colleagues together: likenesses, mentions, and what is being written."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, PrimaryKeyConstraint, Table, Text, Uuid

from runtime.models.base import metadata, moment

likenesses = Table(
    "likenesses",
    metadata,
    Column("case_id", Uuid, ForeignKey("cases.id"), nullable=False),
    Column("kind", Text, nullable=False, comment="person, place, or same: and the answers that are compared."),
    Column("mark", LargeBinary, nullable=False, comment="A keyed hash: what is compared stands nowhere here."),
    Column("service_id", Text, nullable=False),
    moment("submitted_at"),
    PrimaryKeyConstraint("case_id", "kind", "mark"),
    Index("likenesses_mark_idx", "mark", "service_id", "submitted_at", "case_id"),
    comment="By what a case is found to be like another. A projection of its answers; never of a sensitive one.",
)

mentions = Table(
    "mentions",
    metadata,
    Column("case_id", Uuid, ForeignKey("cases.id"), nullable=False),
    Column("number", Integer, nullable=False, comment="Of the event that is the note."),
    Column("person_id", Uuid, ForeignKey("people.id"), nullable=False),
    moment("at"),
    PrimaryKeyConstraint("case_id", "number", "person_id"),
    Index("mentions_person_idx", "person_id", "at"),
    comment="Who is named in which note. A projection of the events; it is read once the case was, after it.",
)

jottings = Table(
    "jottings",
    metadata,
    Column("person_id", Uuid, ForeignKey("people.id"), nullable=False),
    Column("case_id", Uuid, ForeignKey("cases.id"), nullable=False),
    Column("kind", Text, nullable=False, comment="note or letter"),
    Column("sealed", Text, nullable=False),
    moment("at"),
    PrimaryKeyConstraint("person_id", "case_id", "kind"),
    Index("jottings_at_idx", "at"),
    comment="What somebody is writing on a case and has not sent yet.",
)
