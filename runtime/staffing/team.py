"""A team as whoever looks after it sees it: who is away and why, what each can do, and how much they have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from runtime.access import Viewer
from runtime.staffing import abilities, absences
from runtime.staffing.absences import Absence
from runtime.staffing.candidates import MOST_COUNTED

Roles = Mapping[str, frozenset[str]]
"""Roles by service id."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who is looked after. ``roles`` are those in which they are, ``load`` counts their open cases."""

    id: UUID
    name: str
    roles: Roles
    load: int
    skills: tuple[str, ...]
    areas: tuple[str, ...]
    absences: tuple[Absence, ...]

    def away(self, today: date) -> Absence | None:
        return next((one for one in self.absences if one.on(today)), None)


def members(session: Session, viewer: Viewer, looked_after: Roles, today: date) -> tuple[Member, ...]:
    """Everybody with one of these roles, but for the viewer, by name."""
    pairs = [(service_id, role) for service_id, roles in looked_after.items() for role in sorted(roles)]
    if not pairs:
        return ()
    asked = {
        "organisation": viewer.organisation_id, "me": viewer.person_id,
        "services": [service_id for service_id, _ in pairs], "roles": [role for _, role in pairs],
    }  # fmt: skip
    rows = session.execute(_MEMBERS, asked).all()
    ids = [row.id for row in rows]
    able, away = abilities.of(session, ids), absences.to_come(session, ids, today)
    return tuple(
        Member(row.id, row.name, _roles(row.held), row.load, able[row.id]["skill"], able[row.id]["area"], away[row.id])
        for row in rows
    )


def _roles(held: list[list[str]]) -> Roles:
    roles: dict[str, frozenset[str]] = {}
    for service_id, role in held:
        roles[service_id] = roles.get(service_id, frozenset()) | {role}
    return roles


_MEMBERS = sa.text(
    "SELECT p.id, p.name, jsonb_agg(DISTINCT jsonb_build_array(g.service_id, g.role)) AS held,"  # noqa: S608 - ours
    " (SELECT count(*) FROM (SELECT 1 FROM cases c WHERE c.organisation_id = p.organisation_id"
    "   AND c.assignee = 'person:' || p.id AND c.closed_at IS NULL AND c.queue IS NOT NULL"
    f"   LIMIT {MOST_COUNTED}) x) AS load"
    " FROM people p JOIN members m ON m.person_id = p.id JOIN grants g ON g.team_id = m.team_id"
    " JOIN unnest(CAST(:services AS text[]), CAST(:roles AS text[])) AS q(service, role)"
    "   ON q.service = g.service_id AND q.role = g.role"
    " WHERE p.organisation_id = :organisation AND p.left_at IS NULL AND p.id <> :me"
    " GROUP BY p.id ORDER BY p.name, p.id"
)
