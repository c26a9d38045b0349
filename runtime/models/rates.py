"""The table of rate limits: how often somebody whose name it does not say has tried something."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, Table

from runtime.models.base import metadata, moment

rate_limits = Table(
    "rate_limits",
    metadata,
    Column("key", LargeBinary, primary_key=True, comment="A keyed hash of what is limited and whom it limits."),
    Column("count", Integer, nullable=False),
    moment("expires_at"),
    Index("rate_limits_expires_at_idx", "expires_at"),
)
