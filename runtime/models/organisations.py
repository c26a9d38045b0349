"""Organisations: every service, team, person and case belongs to one, and nothing crosses between them."""

from __future__ import annotations

from sqlalchemy import Column, Table, Text

from runtime.models.base import key, metadata, moment

organisations = Table(
    "organisations",
    metadata,
    key(),
    Column("slug", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    moment("created_at"),
)
