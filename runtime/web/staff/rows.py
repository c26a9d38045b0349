"""Cases in a list, in the words of an office."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import url_for

from definitions.calendars import Moment
from definitions.questions.kind import in_language
from definitions.service import Service
from definitions.workflow import Queue, State
from runtime.access import Viewer
from runtime.cases.rows import Row
from runtime.web.staff import spoken
from runtime.web.staff.answers_shown import named
from runtime.web.staff.guarded import MASK, hidden_from


@dataclass(frozen=True, slots=True)
class Line:
    """A case as a list shows it. ``cells`` stand under the list's own headings."""

    reference: str
    url: str
    due: spoken.Due
    state: str
    applicant: str
    holder: str
    mine: bool
    urgent: str
    held: bool
    cells: tuple[str, ...]


def mark(lines: Iterable[object]) -> str:
    """The same for the same rows, with the same words in them, and for no others."""
    return hashlib.blake2b(repr([*lines]).encode(), digest_size=12).hexdigest()


def headings(service: Service, queue: Queue) -> list[str]:
    """What stands over each column that the service marks: its question's label, or its own name in words."""
    return [heading(service, name) for name in queue.columns]


def states_in(service: Service, queue: Queue) -> tuple[State, ...]:
    """The states whose cases lie in a queue. With only one there is no need to name it."""
    return tuple(state for state in service.workflow.states if queue.id in state.queues)


def in_queue(rows: Iterable[Row], service: Service, queue: Queue, viewer: Viewer, moment: Moment) -> list[Line]:
    hidden = hidden_from(viewer, service)
    return [line(row, viewer, moment, _cells(row, queue.columns, hidden), service) for row in rows]


def line(row: Row, viewer: Viewer, moment: Moment, cells: Sequence[str], service: Service | None = None) -> Line:
    """One row, as seen at ``moment``. A closed case is due no more."""
    due = spoken.Due("Closed", "none") if row.closed_at else spoken.due(row.due_at, moment)
    return Line(
        reference=row.reference,
        url=url_for("case_page.show", reference=row.reference),
        due=due,
        state=row.state_label,
        applicant=row.applicant or "",
        holder=row.assignee_name or role_of(service, row.assignee),
        mine=row.assignee == viewer.assignee,
        urgent=named(row.priority) if row.priority not in ("normal", "low") else "",
        held=row.held,
        cells=tuple(cells),
    )


def _cells(row: Row, columns: Iterable[str], hidden: frozenset[str]) -> list[str]:
    return [MASK if name.partition(".")[0] in hidden else row.columns.get(name, "") for name in columns]


def heading(service: Service, name: str) -> str:
    """What stands over one column."""
    first, _, part = name.partition(".")
    question = service.questions.get(first)
    section = service.form.section_of(first)
    words = question.label if question else section.title if section else None
    if first == "task":
        return _of_task(service, *part.split("."))
    label = in_language(words, service.languages[0]) if words else named(first)
    return f"{label}: {named(part).lower()}" if part else label


def _of_task(service: Service, task_id: str, field: str = "", *rest: str) -> str:
    task = service.workflow.task(task_id)
    question = next((question for question in task.ask if question.id == field), None) if task else None
    label = in_language(task.label, service.languages[0]) if task else named(task_id)
    asked = in_language(question.label, service.languages[0]) if question else named(field)
    return f"{label}: {asked.lower()}" if field else label


def role_of(service: Service | None, assignee: str | None) -> str:
    """What the role is called that has a case; "" where it is a person's or nobody's."""
    kind, _, role_id = (assignee or "").partition(":")
    if kind != "role":
        return ""
    found = (role.label for role in service.roles if role.id == role_id) if service else iter(())
    label = next(found, None)
    return in_language(label, service.languages[0]) if service and label else named(role_id)
