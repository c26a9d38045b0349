"""Organisations: every service, team, person and case belongs to one, and nothing crosses between them."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Table, Text, text

from runtime.models.base import key, metadata, moment

organisations = Table(
    "organisations",
    metadata,
    key(),
    Column("slug", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column(
        "two_people",
        Boolean,
        nullable=False,
        server_default=text("false"),
        comment="Whether whatever is published needs a second person.",
    ),
    moment("created_at"),
)
