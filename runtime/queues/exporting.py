"""Taking what a queue lists away as a table: why, by whom, when and how much is kept first; nothing sensitive goes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from definitions import tabular
from definitions.questions.typed import remarks
from runtime import crypto
from runtime.access import Viewer
from runtime.cases.looks import record_many
from runtime.cases.rows import Row
from runtime.errors import ExportRefused
from runtime.models.people import people
from runtime.models.views import exports
from runtime.queues.filters import Filters
from runtime.queues.pages import page
from runtime.references import new_id

MOST = 10_000
"""Cases in one table."""
MANY = 1_000
"""More than this is told whoever watches the logs."""
LEAST_REASON, MOST_REASON = 10, 500


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a queue is to be taken. ``said`` is all of it as it was asked, to be kept; ``columns`` names those
    shown."""

    service_id: str
    queue_id: str
    filters: Filters
    order: str | None
    columns: tuple[str, ...]
    said: Any


@dataclass(frozen=True, slots=True)
class Export:
    """A table that was taken: its number stands in every row, so that a copy can be traced to this."""

    id: UUID
    rows: tuple[Row, ...]

    @property
    def mark(self) -> str:
        return mark(self.id)


@dataclass(frozen=True, slots=True)
class Record:
    """Who took what, when and why."""

    mark: str
    person: str
    service_id: str
    queue_id: str
    rows: int
    reason: str
    at: datetime


def take(session: Session, viewer: Viewer, asked: Asked, reason: str, *, at: datetime) -> Export:
    """The table, kept on record with every case in it as one that was looked at. The caller commits before it goes.

    Raises:
        QueueNotFound: there is no such queue, or it is not this viewer's work.
        ExportRefused: no reason is given, or there are more cases than one table may have.
    """
    reason = remarks(reason).strip()
    if len(reason) < LEAST_REASON:
        raise ExportRefused("Say why you need this, in a few words.")
    rows = page(
        session, viewer, asked.service_id, asked.queue_id,
        filters=asked.filters, order=asked.order, limit=MOST + 1, at=at,
    ).rows  # fmt: skip
    if len(rows) > MOST:
        raise ExportRefused(f"More than {MOST:,} cases are like that, and a table can have no more. Ask for fewer.")
    export = Export(new_id(), rows)
    sealed = crypto.seal_json(crypto.keys(session).for_answers, asked.said, export.id.bytes)
    row = {
        "id": export.id, "organisation_id": viewer.organisation_id, "person_id": viewer.person_id,
        "service_id": asked.service_id, "queue_id": asked.queue_id, "asked": sealed,
        "columns": ",".join(asked.columns), "reason": reason[:MOST_REASON], "rows": len(rows), "at": at,
    }  # fmt: skip
    session.execute(sa.insert(exports).values(row))
    why = f"Export {export.mark}: {reason[:MOST_REASON]}"
    record_many(session, viewer, asked.service_id, [one.id for one in rows], reason=why, at=at)
    return export


def cells(header: Sequence[str], rows: Sequence[Sequence[str]], export: Export) -> Iterator[list[str]]:
    """The table's lines, each with the export's number, and nothing in them that a spreadsheet would run."""
    yield [tabular.cell(text) for text in (*header, "Export")]
    for row in rows:
        yield [tabular.cell(text) for text in (*row, export.mark)]


def taken(session: Session, *, person_id: UUID | None = None, limit: int) -> tuple[Record, ...]:
    """The latest exports first: a person's own, or everybody's in the whole installation."""
    of = exports.c
    query = sa.select(of.id, people.c.name, of.service_id, of.queue_id, of.rows, of.reason, of.at).join(
        people, people.c.id == of.person_id
    )
    if person_id is not None:
        query = query.where(of.person_id == person_id)
    found = session.execute(query.order_by(of.at.desc(), of.id.desc()).limit(limit))
    return tuple(Record(mark(row.id), *row[1:]) for row in found)


def mark(export_id: UUID) -> str:
    return export_id.hex[-10:]
