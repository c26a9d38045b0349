"""Drafts: the text of a service before it is published, every change of it, who is there, and what they say of it."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB

from runtime.models.base import key, metadata, moment, organisation

drafts = Table(
    "drafts",
    metadata,
    key(),
    organisation(),
    Column("service_id", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("undo", Integer, comment="The revision of the edit that undoing takes back; null where there is none."),
    Column("redo", Integer, comment="The revision of the undoing that redoing takes back; null where there is none."),
    Column("version_id", Uuid, ForeignKey("versions.id"), comment="What was live when it was begun or last published."),
    Column("owner_id", Uuid, ForeignKey("people.id")),
    moment("created_at"),
    moment("changed_at"),
    Column("changed_by", Uuid, ForeignKey("people.id")),
    UniqueConstraint("organisation_id", "service_id"),
)

draft_changes = Table(
    "draft_changes",
    metadata,
    Column("draft_id", Uuid, ForeignKey("drafts.id", ondelete="CASCADE"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("kind", Text, nullable=False, comment="edit, undo or redo"),
    Column("at_character", Integer, nullable=False),
    Column("taken_out", Text, nullable=False),
    Column("put_in", Text, nullable=False),
    Column("below", Integer, comment="What was undone, or done again, next: the revision that this one covers."),
    Column("of", Integer, comment="The revision of the edit that this undoes or does again."),
    Column("words", Text, nullable=False),
    Column("person_id", Uuid, ForeignKey("people.id")),
    moment("at"),
    PrimaryKeyConstraint("draft_id", "revision"),
)

draft_presence = Table(
    "draft_presence",
    metadata,
    Column("draft_id", Uuid, ForeignKey("drafts.id", ondelete="CASCADE"), nullable=False),
    Column("person_id", Uuid, ForeignKey("people.id"), nullable=False),
    Column("address", Text, nullable=False),
    moment("seen_at"),
    PrimaryKeyConstraint("draft_id", "person_id"),
)

draft_comments = Table(
    "draft_comments",
    metadata,
    key(),
    organisation(),
    Column("service_id", Text, nullable=False),
    Column("address", Text, nullable=False, comment="The element it is about; empty for the whole service."),
    Column("answers_id", Uuid, ForeignKey("draft_comments.id")),
    Column("words", Text, nullable=False),
    Column("person_id", Uuid, ForeignKey("people.id"), nullable=False),
    moment("at"),
    moment("settled_at", nullable=True),
    Column("settled_by", Uuid, ForeignKey("people.id")),
    Index("draft_comments_service_idx", "organisation_id", "service_id", "at"),
)

rehearsals = Table(
    "rehearsals",
    metadata,
    key(),
    organisation(),
    Column("service_id", Text, nullable=False),
    Column("person_id", Uuid, ForeignKey("people.id"), nullable=False),
    Column("story", JSONB, nullable=False, comment="What was answered and done so far, with made-up answers."),
    moment("at"),
    Index("rehearsals_person_idx", "person_id", "service_id", "at"),
)

draft_translators = Table(
    "draft_translators",
    metadata,
    key(),
    organisation(),
    Column("service_id", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column(
        "name", Text, nullable=False, comment="Of whoever has the link: it stands in the history of what they change."
    ),
    Column("token", LargeBinary, nullable=False, unique=True, comment="The sha256 of the link: a dump opens nothing."),
    Column("made_by", Uuid, ForeignKey("people.id"), nullable=False),
    moment("made_at"),
    moment("until"),
    moment("ended_at", nullable=True),
    moment("used_at", nullable=True),
    Index("draft_translators_service_idx", "organisation_id", "service_id"),
)
