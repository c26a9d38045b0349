"""Tables of bulk runs: one thing done to many cases, and what came of it for each."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB

from runtime.models.base import key, metadata, moment, organisation

bulk_runs = Table(
    "bulk_runs",
    metadata,
    key(),
    organisation(),
    Column("service_id", Text, nullable=False),
    Column("queue_id", Text, nullable=False, comment="Where the cases were chosen."),
    Column("person_id", Uuid, ForeignKey("people.id"), nullable=False),
    Column("kind", Text, comment="act, assign, priority, note or undo; null until it is chosen."),
    Column("what", JSONB, nullable=False, server_default=text("'{}'"), comment="An action's id and the like."),
    Column("sealed", Text, comment="What was answered or written once for all of them."),
    Column("state", Text, nullable=False, comment="choosing, checking, checked, running, stopped or done"),
    Column("every", Boolean, nullable=False, comment="All that matched, rather than those ticked."),
    Column("left_out", Boolean, nullable=False, comment="More matched than one run takes."),
    Column("of_run", Uuid, ForeignKey("bulk_runs.id", ondelete="SET NULL"), comment="It undoes or repeats that one."),
    moment("created_at"),
    moment("confirmed_at", nullable=True),
    moment("ended_at", nullable=True),
    Index("bulk_runs_waiting_idx", "created_at", postgresql_where=text("state IN ('checking', 'running')")),
    Index("bulk_runs_person_id_idx", "person_id", "created_at"),
)

bulk_items = Table(
    "bulk_items",
    metadata,
    Column("run_id", Uuid, ForeignKey("bulk_runs.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("case_id", Uuid, ForeignKey("cases.id"), nullable=False),
    Column("revision", Integer, nullable=False, comment="As it was when it was chosen."),
    Column("state", Text, nullable=False, comment="listed, ready, refused, changed, done or failed"),
    Column("why", Text, comment="Why not, or where it leads."),
    Column("sends", Integer, nullable=False, server_default=text("0"), comment="E-mails that it will send."),
    Column("after", Integer, comment="The revision that the run made of it."),
    Index("bulk_items_waiting_idx", "run_id", "position", postgresql_where=text("state IN ('listed', 'ready')")),
)
