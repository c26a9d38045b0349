"""What of a queue is asked for: by whom it is held, its state, how urgent it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

import sqlalchemy as sa

from definitions.service import Service
from runtime.access import Viewer
from runtime.cases.facets import Wanted, query
from runtime.models.cases import URGENT, cases
from runtime.queues.words import matches

Assignee = Literal["me", "nobody", "anyone"]


@dataclass(frozen=True, slots=True)
class Filters:
    """What of a queue to show. ``assignee``: mine, nobody's, or (anyone) that of any person or role; None is all.
    ``answers``: what is asked of searchable ones, by question."""

    state: str | None = None
    assignee: Assignee | None = None
    overdue: bool = False
    urgent: bool = False
    answers: Mapping[str, Wanted] = field(default_factory=dict)

    @classmethod
    def said(cls, plain: Mapping[str, str], answers: Mapping[str, Wanted]) -> Filters:
        """As an address or a view says it."""
        holder = plain.get("with")
        return cls(
            state=plain.get("state") or None,
            assignee="me" if holder == "me" else "nobody" if holder == "nobody" else None,
            overdue=plain.get("overdue") == "1",
            urgent=plain.get("urgent") == "1",
            answers=answers,
        )

    def conditions(self, service: Service, viewer: Viewer, at: datetime) -> Iterator[sa.ColumnElement[bool]]:
        """What is asked of all but answers."""
        if any(state.id == self.state for state in service.workflow.states):
            yield cases.c.state == self.state
        if self.assignee == "me":
            yield cases.c.assignee == viewer.assignee
        elif self.assignee:
            yield cases.c.assignee.is_(None) if self.assignee == "nobody" else cases.c.assignee.is_not(None)
        if self.overdue:
            yield cases.c.due_at < at
        if self.urgent:
            yield URGENT

    def words(self, service: Service) -> tuple[str, ...]:
        """What is asked of answers, each as a tsquery."""
        asked = (query(service, name, wanted) for name, wanted in self.answers.items())
        return tuple(found for found in asked if found)

    def every(self, service: Service, viewer: Viewer, at: datetime) -> Iterator[sa.ColumnElement[bool]]:
        """Both, for whoever goes through all that matches."""
        yield from self.conditions(service, viewer, at)
        yield from map(matches, self.words(service))


EVERY = Filters()
"""Asks for nothing in particular."""
