"""Who could stand in for somebody: colleagues who work one of the same services."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from definitions.questions.kind import in_language
from runtime import documents


@dataclass(frozen=True, slots=True)
class Able:
    """A colleague, and the services that both work: ids and titles, by title."""

    id: UUID
    name: str
    services: tuple[tuple[str, str], ...]


def able(session: Session, organisation_id: UUID, person_id: UUID) -> tuple[Able, ...]:
    """Colleagues with a role in a service in which this person has one, by name. Standing in gives nobody a role."""
    live = documents.catalogue(session, organisation_id)
    titles = {one.service.id: in_language(one.service.title, one.service.languages[0]) for one in live}
    rows = session.execute(_ABLE, {"organisation": organisation_id, "person": person_id})
    return tuple(
        Able(row.id, row.name, tuple(sorted(((s, titles[s]) for s in row.services if s in titles), key=lambda s: s[1])))
        for row in rows
    )


_ABLE = sa.text(
    "SELECT p.id, p.name, array_agg(DISTINCT g.service_id) AS services FROM people p"
    " JOIN members m ON m.person_id = p.id JOIN grants g ON g.team_id = m.team_id"
    " WHERE p.organisation_id = :organisation AND p.left_at IS NULL AND p.id <> :person AND g.service_id IN ("
    "   SELECT o.service_id FROM grants o JOIN members n ON n.team_id = o.team_id WHERE n.person_id = :person)"
    " GROUP BY p.id ORDER BY p.name, p.id"
)
