"""Rows of cases as lists show them: one query's columns, and what they are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from definitions.questions.kind import in_language
from definitions.service import Service
from runtime import references
from runtime.models.base import NEVER
from runtime.models.cases import RANK, cases
from runtime.models.people import people


@dataclass(frozen=True, slots=True)
class Row:
    """One case in a list. ``columns`` are shown texts by name, nothing sensitive; ``due_at`` None: nothing is due."""

    id: UUID
    reference: str
    service_id: str
    state: str
    state_label: str
    assignee: str | None
    assignee_name: str | None
    priority: str
    held: bool
    applicant: str | None
    submitted_at: datetime
    entered_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    columns: Mapping[str, str]


ROWS = sa.select(
    cases.c.id, cases.c.reference, cases.c.service_id, cases.c.state, cases.c.assignee, cases.c.priority, cases.c.held,
    cases.c.applicant, cases.c.submitted_at, cases.c.entered_at, cases.c.due_at, cases.c.closed_at, cases.c["columns"],
    cases.c.sort, RANK.label("rank"),
    people.c.name.label("assignee_name"),
).select_from(
    # Only persons are cast, or a role's name would fail as a key.
    cases.outerjoin(people, people.c.id == sa.case(
        (cases.c.assignee.startswith("person:"), sa.cast(sa.func.substr(cases.c.assignee, 8), sa.Uuid))))
)  # fmt: skip


def as_rows(found: Iterable[Any], services: Mapping[str, Service]) -> tuple[Row, ...]:
    return tuple(
        Row(
            id=one.id,
            reference=references.show(one.reference),
            service_id=one.service_id,
            state=one.state,
            state_label=_label(services.get(one.service_id), one.state),
            assignee=one.assignee,
            assignee_name=one.assignee_name,
            priority=one.priority,
            held=bool(one.held),
            applicant=one.applicant,
            submitted_at=one.submitted_at,
            entered_at=one.entered_at,
            due_at=None if one.due_at == NEVER else one.due_at,
            closed_at=one.closed_at,
            columns=one.columns,
        )
        for one in found
    )


def _label(service: Service | None, state_id: str) -> str:
    """The state in staff's words, or its id when the live version no longer has it."""
    state = next((s for s in service.workflow.states if s.id == state_id), None) if service else None
    return in_language(state.label, service.languages[0]) if service and state else state_id
