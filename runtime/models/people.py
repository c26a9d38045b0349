"""Tables of people, teams and the roles these hold, and of staff sessions and attempts to sign in."""

from __future__ import annotations

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

from runtime.models.base import key, metadata, moment, organisation

people = Table(
    "people",
    metadata,
    key(),
    organisation(),
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False, unique=True, comment="Normalised, in lower case: it is the account's name."),
    Column("password", Text, comment="An argon2id hash; null for someone who may not sign in with one."),
    moment("password_at", nullable=True),
    moment("created_at"),
    # Their name stays on what they did.
    moment("left_at", nullable=True),
    Column(
        "mention_mail",
        Boolean,
        nullable=False,
        server_default=text("true"),
        comment="Whether they are written to when a note mentions them.",
    ),
    Index("people_organisation_id_idx", "organisation_id"),
)

teams = Table(
    "teams",
    metadata,
    key(),
    organisation(),
    Column("name", Text, nullable=False),
    moment("created_at"),
    UniqueConstraint("organisation_id", "name"),
)

members = Table(
    "members",
    metadata,
    Column("person_id", Uuid, ForeignKey("people.id"), primary_key=True),
    Column("team_id", Uuid, ForeignKey("teams.id"), primary_key=True),
    moment("since"),
    Index("members_team_id_idx", "team_id"),
)

grants = Table(
    "grants",
    metadata,
    Column("team_id", Uuid, ForeignKey("teams.id"), primary_key=True),
    Column("service_id", Text, primary_key=True),
    Column("role", Text, primary_key=True),
    moment("since"),
    Index("grants_service_id_role_idx", "service_id", "role"),
)

staff_sessions = Table(
    "staff_sessions",
    metadata,
    key(),
    Column("person_id", Uuid, ForeignKey("people.id"), nullable=False),
    Column("token", LargeBinary, nullable=False, unique=True, comment="The sha256 of the cookie: a dump opens none."),
    Column("device", Text, nullable=False, comment="The browser in words, so that its owner can tell it from others."),
    moment("signed_in_at"),
    Column("proved_at", DateTime(timezone=True), comment="When a password was given again; signing in counts too."),
    moment("seen_at"),
    moment("ended_at", nullable=True),
    Column("ended_by", Text, comment="sign-out, elsewhere, password, roles, left or renewed."),
    Index("staff_sessions_person_id_idx", "person_id", postgresql_where=text("ended_at IS NULL")),
)

sign_in_attempts = Table(
    "sign_in_attempts",
    metadata,
    key(),
    Column("account", LargeBinary, nullable=False, comment="A keyed hash of the email typed, known or not."),
    Column("address", LargeBinary, nullable=False, comment="A keyed hash of the network address."),
    moment("at"),
    Column("succeeded", Boolean, nullable=False, server_default=text("false")),
    Index("sign_in_attempts_account_at_idx", "account", "at"),
    Index("sign_in_attempts_address_at_idx", "address", "at"),
    Index("sign_in_attempts_at_idx", "at"),
)
