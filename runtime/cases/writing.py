"""The two statements that write a case: each all of it, from the guard to the jobs, in one round trip."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from definitions.facts import Step
from definitions.timers import Timer
from runtime import timers
from runtime.cases import events
from runtime.cases.events import Entry
from runtime.effects import promise
from runtime.models.cases import cases, event_values
from runtime.models.cases import events as events_table
from runtime.models.together import likenesses

CHANGING = ("revision", "head", "held", "state", "entered_at", "queue", "assignee", "priority", "closed_at", "due_at",
            "dues", "columns", "applicant", "search", "sort")  # fmt: skip
"""Columns of a case that a step may change."""


def parameters(
    case: Mapping[str, Any],
    chain: Sequence[Entry],
    steps: Sequence[Step],
    due: Sequence[Timer],
    organisation_id: UUID,
    *,
    wait: datetime | None = None,
) -> dict[str, str]:
    """What :data:`APPEND` and :data:`SUBMIT` write, as JSON: the case's columns, its new events, what they promise.

    ``wait``: until when what they promise waits, None when it does not.
    """
    promised = [
        row
        for entry, step in zip(chain, steps, strict=True)
        for row in promise.rows(entry.case_id, entry.id, entry.event.number, step.promises, wait)
    ]
    return {
        "case": json.dumps(case),
        "events": json.dumps([events.as_row(entry, organisation_id) for entry in chain]),
        "values": json.dumps([{"event_id": str(entry.id), "values": entry.values} for entry in chain if entry.values]),
        "effects": json.dumps([row | {"place": place} for place, row in enumerate(promised, 1)]),
        "timers": json.dumps(timers.rows(due)),
    }


def _listed(table: sa.Table, alias: str = "") -> str:
    """The table's columns for a statement; those of the record ``alias``."""
    dot = f"{alias}." if alias else ""
    return ", ".join(f'{dot}"{column.name}"' for column in table.columns)


_EVENTS = f"""
written AS (
    INSERT INTO events ({_listed(events_table)}) SELECT {_listed(events_table, "e")}
    FROM guarded, jsonb_populate_recordset(NULL::events, CAST(:events AS jsonb)) e),
kept AS (
    INSERT INTO event_values ({_listed(event_values)}) SELECT {_listed(event_values, "v")}
    FROM guarded, jsonb_populate_recordset(NULL::event_values, CAST(:values AS jsonb)) v)
"""  # noqa: S608 - made of our own tables' names

APPEND = sa.text(f"""
WITH guarded AS (
    UPDATE cases SET {", ".join(f'"{name}" = n."{name}"' for name in CHANGING)}
    FROM jsonb_populate_record(NULL::cases, CAST(:case AS jsonb)) n
    WHERE cases.id = :id AND cases.revision = :revision RETURNING cases.id),
{_EVENTS}, {promise.PARTS}, {timers.GONE}, {timers.ARMED}
SELECT count(*) FROM guarded
""")  # noqa: S608 - made of our own tables' names
"""Gives 1, or 0 when the case ``:id`` is not at ``:revision`` any more: then nothing was written."""

SUBMIT = sa.text(f"""
WITH taken AS (
    UPDATE applications SET submitted_at = :at, updated_at = :at, reference = :reference, sealed = '{{}}'
    WHERE id = :id AND submitted_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM cases WHERE cases.reference = :reference)
    AND NOT EXISTS (SELECT 1 FROM cases WHERE organisation_id = :organisation AND submission_key = :key)
    RETURNING id),
guarded AS (
    INSERT INTO cases ({_listed(cases)}) SELECT {_listed(cases, "n")}
    FROM taken, jsonb_populate_record(NULL::cases, CAST(:case AS jsonb)) n RETURNING id),
alike AS (
    INSERT INTO likenesses ({_listed(likenesses)}) SELECT {_listed(likenesses, "l")}
    FROM guarded, jsonb_populate_recordset(NULL::likenesses, CAST(:likenesses AS jsonb)) l),
{_EVENTS}, {promise.PARTS}, {timers.ARMED}
SELECT count(*) AS made, (
    SELECT array_agg(DISTINCT a.person_id) FROM acquaintances a JOIN people p ON p.id = a.person_id
    WHERE a.organisation_id = :organisation AND a.mark = ANY(:marks) AND a.ended_at IS NULL AND p.left_at IS NULL
) AS knowing FROM guarded
""")  # noqa: S608 - made of our own tables' names
"""Gives ``made`` 1, or 0 when the application ``:id`` was sent, the ``:key`` used or the ``:reference`` taken; and
``knowing``, the staff who know what ``:marks`` are of."""
