"""The orders of a queue, each along an index, and a place in one: where the next page starts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from definitions.workflow import Queue
from runtime.crypto import url_bytes, url_text
from runtime.models.cases import RANK, cases

ORDERS = ("due", "submitted", "newest", "priority", "column")
"""What may come first: what is due, was sent first, was sent last, is urgent, or as the queue's own column says."""

Place = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Along:
    """Columns that an index has in this order, ending with the key. ``back``: read from its end."""

    columns: tuple[sa.ColumnElement[Any], ...]
    back: bool = False

    def by(self) -> Sequence[sa.ColumnElement[Any]]:
        return [column.desc() for column in self.columns] if self.back else self.columns

    def beyond(self, place: Place) -> sa.ColumnElement[bool]:
        """That a row comes after ``place``."""
        here, there = sa.tuple_(*self.columns), sa.tuple_(*map(sa.literal, place))
        return here < there if self.back else here > there

    def upto(self, place: Place) -> sa.ColumnElement[bool]:
        """That a row comes before ``place``, or is there."""
        here, there = sa.tuple_(*self.columns), sa.tuple_(*map(sa.literal, place))
        return here >= there if self.back else here <= there

    def place(self, row: Any) -> str:
        """Where ``row`` stands, for an address. It says nothing of what anybody answered."""
        found = [row.rank if column is RANK else getattr(row, column.name) for column in self.columns]
        written = [one.isoformat() if isinstance(one, datetime) else str(one) if isinstance(one, UUID) else one
                   for one in found]  # fmt: skip
        return url_text(json.dumps(written, separators=(",", ":")).encode())

    def read(self, text: str | None) -> Place | None:
        """The place that :meth:`place` wrote; None for anything else."""
        try:
            written = json.loads(url_bytes(text or "") or b"")
            found = tuple(self._value(column, one) for column, one in zip(self.columns, written, strict=True))
        except (TypeError, ValueError):
            return None
        return found

    def _value(self, column: sa.ColumnElement[Any], written: Any) -> Any:
        if isinstance(column.type, sa.Uuid):
            return UUID(written)
        if isinstance(column.type, sa.DateTime):
            at = datetime.fromisoformat(written)
            if at.tzinfo is None:
                raise ValueError(written)
            return at
        if not isinstance(written, int if column is RANK else str) or "\x00" in str(written):
            raise ValueError(written)
        return written


_ALONG = {
    "due": Along((cases.c.due_at, cases.c.id)),
    "submitted": Along((cases.c.submitted_at, cases.c.id)),
    "newest": Along((cases.c.submitted_at, cases.c.id), back=True),
    "priority": Along((RANK, cases.c.due_at, cases.c.id)),
    "column": Along((cases.c.sort, cases.c.id)),
    "column-back": Along((cases.c.sort, cases.c.id), back=True),
}
BY_DUE = _ALONG["due"]


def along(order: str, *, descending: bool = False) -> Along:
    """The way through a queue in that order; by what is due for one that is not known."""
    return _ALONG["column-back" if order == "column" and descending else order if order in ORDERS else "due"]


def of(queue: Queue, order: str | None) -> str:
    """The order that was asked for, if the queue has it; else its own."""
    known = order in ORDERS and (order != "column" or queue.order.column is not None)
    return order if order and known else queue.order.by
