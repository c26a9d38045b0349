"""What all tables share: one metadata, names of constraints, keys, and the organisation each row belongs to."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import Column, DateTime, ForeignKey, MetaData, Uuid
from sqlalchemy.orm import DeclarativeBase

metadata = MetaData(
    naming_convention={
        "ix": "%(table_name)s_%(column_0_N_name)s_idx",
        "uq": "%(table_name)s_%(column_0_N_name)s_key",
        "ck": "%(table_name)s_%(constraint_name)s_check",
        "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
        "pk": "%(table_name)s_pkey",
    }
)

ORGANISATION = UUID("00000000-0000-7000-8000-000000000001")
"""The organisation that an installation starts with."""

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
"""Stands in an index for a case with nothing due, so that one comparison of rows gives the next page of a queue."""


class Base(DeclarativeBase):
    """For tables that screens use through the ORM. The hot ones are plain ``Table`` objects in the same metadata."""

    metadata = metadata


def key() -> Column[UUID]:
    """A time-ordered UUID made in Python (:func:`runtime.references.new_id`)."""
    return Column("id", Uuid, primary_key=True)


def organisation() -> Column[UUID]:
    return Column("organisation_id", Uuid, ForeignKey("organisations.id"), nullable=False)


def moment(name: str, *, nullable: bool = False) -> Column[datetime]:
    return Column(name, DateTime(timezone=True), nullable=nullable)
