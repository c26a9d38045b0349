"""How Alembic runs our migrations: on the connection that :mod:`runtime.migrate` hands it, in that transaction."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from runtime.models import metadata

connection: Connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, transaction_per_migration=False)
with context.begin_transaction():
    context.run_migrations()
