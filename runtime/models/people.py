"""Tables of organisations, people, teams and their roles, and of staff sessions and attempts to sign in."""

from __future__ import annotations

from runtime.models.base import metadata
from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)

organisations = Table(
    "organisations",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("created_at", DateTime(timezone=True), nullable=False),
)

people = Table(
    "people",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation_id", Uuid, ForeignKey("organisations.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False, unique=True, comment="Normalised, in lower case: it is the account's name."),
    Column("password", Text, comment="An argon2id hash; null for someone who may not sign in with one."),
    Column("password_at", DateTime(timezone=True)),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("left_at", DateTime(timezone=True), comment="When they left: their name stays on what they did."),
    Index("ix_people_organisation", "organisation_id"),
)

teams = Table(
    "teams",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation_id", Uuid, ForeignKey("organisations.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("organisation_id", "name"),
)

members = Table(
    "members",
    metadata,
    Column("person_id", Uuid, ForeignKey("people.id"), primary_key=True),
    Column("team_id", Uuid, ForeignKey("teams.id"), primary_key=True),
    Column("since", DateTime(timezone=True), nullable=False),
    Index("ix_members_team", "team_id"),
)

grants = Table(
    "grants",
    metadata,
    Column("team_id", Uuid, ForeignKey("teams.id"), primary_key=True),
    Column("service_id", Text, primary_key=True),
    Column("role", Text, primary_key=True),
    Column("since", DateTime(timezone=True), nullable=False),
    Index("ix_grants_service", "service_id", "role"),
)

staff_sessions = Table(
    "staff_sessions",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("person_id", Uuid, ForeignKey("people.id"), nullable=False),
    Column("token", LargeBinary, nullable=False, unique=True, comment="The sha256 of the cookie."),
    Column("device", Text, nullable=False, comment="The browser in words, so that its owner can tell it from others."),
    Column("signed_in_at", DateTime(timezone=True), nullable=False),
    Column("seen_at", DateTime(timezone=True), nullable=False),
    Column("ended_at", DateTime(timezone=True)),
    Column("ended_by", Text, comment="sign-out, elsewhere, password, roles, left or renewed."),
    Index("ix_staff_sessions_open", "person_id", postgresql_where=text("ended_at IS NULL")),
)

sign_in_attempts = Table(
    "sign_in_attempts",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("account", LargeBinary, nullable=False, comment="A keyed hash of the email typed, known or not."),
    Column("address", LargeBinary, nullable=False, comment="A keyed hash of the network address."),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("succeeded", Boolean, nullable=False, default=False),
    Index("ix_sign_in_attempts_account", "account", "at"),
    Index("ix_sign_in_attempts_address", "address", "at"),
    Index("ix_sign_in_attempts_at", "at"),
)
