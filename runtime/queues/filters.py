"""What of a queue is asked for: by whom it is held, its state, how urgent it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import sqlalchemy as sa

from definitions.service import Service
from runtime.access import Viewer
from runtime.models.cases import RANK, cases

Assignee = Literal["me", "nobody", "anyone"]


@dataclass(frozen=True, slots=True)
class Filters:
    """What of a queue to show. ``assignee``: mine, nobody's, or (anyone) that of any person or role; None is all."""

    state: str | None = None
    assignee: Assignee | None = None
    overdue: bool = False
    urgent: bool = False

    def conditions(self, service: Service, viewer: Viewer, at: datetime) -> Iterator[sa.ColumnElement[bool]]:
        if any(state.id == self.state for state in service.workflow.states):
            yield cases.c.state == self.state
        if self.assignee == "me":
            yield cases.c.assignee == viewer.assignee
        elif self.assignee:
            yield cases.c.assignee.is_(None) if self.assignee == "nobody" else cases.c.assignee.is_not(None)
        if self.overdue:
            yield cases.c.due_at < at
        if self.urgent:
            yield RANK == 0


EVERY = Filters()
"""Asks for nothing in particular."""
