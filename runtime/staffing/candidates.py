"""Everybody who could be given a case, with what the rules ask of them: read while nobody else gives cases to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from definitions.assigning import Away, Candidate
from definitions.service import Service

MOST_COUNTED = 1000
"""Open cases are counted up to here: more tells nobody more."""


def candidates(
    session: Session,
    organisation_id: UUID,
    service: Service,
    role: str,
    today: date,
    *,
    turns: str,
    besides: UUID | None = None,
    marks: Sequence[bytes] = (),
    hold: bool = False,
) -> list[Candidate]:
    """Those who hold a role of the service, in no order that matters.

    The ``load`` of each is what of theirs waits in some queue: a case that waits on time or on others in none is no
    work. ``turns`` names what gives work out in turn, a queue for one; ``besides`` is a case that is not counted.
    Those who know what ``marks`` are of have a conflict of interest.
    ``hold`` keeps everybody else who would give any of them something waiting until the unit of work ends, so that two
    at once never count the same work: whoever changes a case too must have its turn first.
    """
    asked = {"organisation": organisation_id, "service": service.id, "role": role}
    names = {row.id: row.name for row in session.execute(_HOLD if hold else _HOLDING, asked)}
    if not names:
        return []
    more = {"ids": list(names), "today": today, "turns": turns, "besides": besides, "marks": list(marks)}
    return [
        Candidate(
            id=str(row.id),
            name=names[row.id],
            skills=frozenset(row.skills or ()),
            areas=frozenset(row.areas or ()),
            away=Away(row.until) if row.away else None,
            load=row.load,
            turn=row.turn,
            knows=row.knows,
        )
        for row in session.execute(_FACTS, asked | more)
    ]


def take_turn(session: Session, organisation_id: UUID, service_id: str, turns: str, person_id: str) -> None:
    """Note that it was this person's turn, so that all others come first now."""
    given = {"organisation": organisation_id, "service": service_id, "turns": turns, "person": person_id}
    session.execute(_TURN, given)


def _holding(lock: str) -> Any:
    return sa.text(
        "SELECT p.id, p.name FROM people p WHERE p.organisation_id = :organisation AND p.left_at IS NULL"  # noqa: S608 - ours
        " AND EXISTS (SELECT 1 FROM members m JOIN grants g ON g.team_id = m.team_id"
        " WHERE m.person_id = p.id AND g.service_id = :service AND g.role = :role) ORDER BY p.id" + lock
    )


_HOLDING, _HOLD = _holding(""), _holding(" FOR NO KEY UPDATE OF p")
_ABLE = "(SELECT array_agg(a.name) FROM abilities a WHERE a.person_id = p.id AND a.kind = '{}')"
_AWAY = "a.person_id = p.id AND a.ended_at IS NULL AND a.first <= :today AND coalesce(a.last >= :today, true)"
_FACTS = sa.text(
    f"SELECT p.id, {_ABLE.format('skill')} AS skills, {_ABLE.format('area')} AS areas,"  # noqa: S608 - our own
    f" EXISTS (SELECT 1 FROM absences a WHERE {_AWAY}) AS away,"
    f" (SELECT CASE WHEN bool_and(a.last IS NOT NULL) THEN max(a.last) END FROM absences a WHERE {_AWAY}) AS until,"
    " (SELECT count(*) FROM (SELECT 1 FROM cases c WHERE c.organisation_id = :organisation AND c.closed_at IS NULL"
    "   AND c.queue IS NOT NULL AND c.assignee = 'person:' || p.id AND c.id IS DISTINCT FROM CAST(:besides AS uuid)"
    f"   LIMIT {MOST_COUNTED}) x) AS load,"
    " (SELECT t.number FROM turns t WHERE t.organisation_id = :organisation AND t.service_id = :service"
    "   AND t.queue = :turns AND t.person_id = p.id) AS turn,"
    " EXISTS (SELECT 1 FROM acquaintances k WHERE k.organisation_id = :organisation AND k.mark = ANY(:marks)"
    "   AND k.ended_at IS NULL AND k.person_id = p.id) AS knows"
    " FROM unnest(CAST(:ids AS uuid[])) AS p(id)"
)
_TURN = sa.text(
    "INSERT INTO turns (organisation_id, service_id, queue, person_id, number)"
    " VALUES (:organisation, :service, :turns, CAST(:person AS uuid), nextval('turn_numbers'))"
    " ON CONFLICT (organisation_id, service_id, queue, person_id) DO UPDATE SET number = excluded.number"
)
