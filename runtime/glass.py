"""Breaking the glass: somebody without a role opens one case in an emergency, for a while, and the alarm rings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from definitions.questions.kind import in_language
from definitions.questions.typed import remarks
from runtime import cases, incidents, mail, people
from runtime.access import Viewer, may_break_glass, supervisors
from runtime.cases import Loaded
from runtime.config import Settings
from runtime.db import Database
from runtime.effects import jobs
from runtime.effects.letters import plain_letter
from runtime.errors import CaseNotFound
from runtime.mail import Letter
from runtime.models.cases import broken_glass
from runtime.outcomes import CannotDo
from runtime.references import new_id

KIND = "glass"
"""The kind of the incident that somebody who supervises must acknowledge."""

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "harm": "Somebody may come to harm",
        "lawful": "The police, a court or a health service asks, and it cannot wait",
        "cover": "Nobody of the team that works it can be reached",
        "other": "Something else",
    }
)
LONGEST_REASON = 500

_log = structlog.get_logger(__name__)


class NoReason(ValueError):
    """What is ``missing``: "kind", "reason", or both."""

    def __init__(self, missing: list[str]) -> None:
        self.missing = missing
        super().__init__(", ".join(missing))


@dataclass(frozen=True, slots=True)
class Broken:
    """One opening. ``sight`` are the roles as which the case is seen until then."""

    id: UUID
    kind: str
    reason: str
    at: datetime
    until: datetime
    sight: frozenset[str]


def open_to(session: Session, loaded: Loaded, viewer: Viewer, at: datetime) -> Broken | None:
    """The emergency in which the case is open to this person now, if there is one and the service still allows it."""
    if not may_break_glass(viewer, loaded.service, loaded.organisation_id):
        return None
    of = broken_glass.c
    theirs = (of.case_id == loaded.id, of.person_id == viewer.person_id, of.until > at, of.at <= at)
    row = session.execute(sa.select(broken_glass).where(*theirs).order_by(of.until.desc()).limit(1)).one_or_none()
    glass = loaded.service.privacy.glass
    if row is None or glass is None:
        return None
    return Broken(row.id, row.kind, row.reason, row.at, row.until, frozenset(glass.seen_as))


def break_for(session: Session, reference: str, viewer: Viewer, kind: str, reason: str, at: datetime) -> Loaded:
    """Open a case to this person for as long as its service allows, and alert those who supervise. The caller commits.

    Raises:
        CaseNotFound: there is no such case, or it is none that this person may open so: nobody can tell which.
        NoReason: none of the reasons was chosen, or no words were given.
    """
    words = " ".join(remarks(reason).split())[:LONGEST_REASON]
    if missing := [name for name, there in (("kind", kind in REASONS), ("reason", bool(words))) if not there]:
        raise NoReason(missing)
    loaded = cases.by_reference(session, reference)
    glass = loaded.service.privacy.glass
    if glass is None or not may_break_glass(viewer, loaded.service, loaded.organisation_id):
        raise CaseNotFound("There is no such case.")
    if open_to(session, loaded, viewer, at):
        return loaded
    row = {
        "id": new_id(), "organisation_id": loaded.organisation_id, "case_id": loaded.id, "person_id": viewer.person_id,
        "kind": kind, "reason": words, "at": at, "until": at + timedelta(minutes=glass.minutes),
    }  # fmt: skip
    session.execute(sa.insert(broken_glass).values(row))
    told = f"{viewer.name} opened this case without a role in the service. {REASONS[kind]}."
    owner = next(iter(supervisors(loaded.service)), incidents.owner_of(loaded.service, loaded.case.state))
    incidents.open(session, loaded.id, kind=KIND, about=str(row["id"]), owner=owner, reason=told, at=at)
    jobs.enqueue_alert(session, cast(UUID, row["id"]))
    return loaded


def reasons_given(session: Session, ids: list[UUID]) -> dict[UUID, str]:
    """What was said when each of these was broken, in words of their own."""
    rows = session.execute(sa.select(broken_glass.c.id, broken_glass.c.reason).where(broken_glass.c.id.in_(ids)))
    return {row.id: row.reason for row in rows}


def alert(database: Database, glass_id: UUID) -> None:
    """Write to everybody who supervises. What was said in words of their own stays with the case."""
    with database.read() as session:
        row = session.execute(sa.select(broken_glass).where(broken_glass.c.id == glass_id)).one()
        loaded = cases.load(session, row.case_id)
        who = people.names(session, [row.person_id]).get(row.person_id, "Somebody")
        service = loaded.service
        addresses = sorted({a for role in supervisors(service) for a in people.addresses(session, loaded.id, role)})
    letters = [_letter(database.settings, loaded, row, who, address, n) for n, address in enumerate(addresses)]
    for letter in letters:
        try:
            mail.deliver(letter, database, row.at)
        except CannotDo as error:
            _log.warning("glass.untold", glass=str(glass_id), reason=error.reason)


def _letter(settings: Settings, loaded: Loaded, row: Any, who: str, address: str, nth: int) -> Letter:
    title = in_language(loaded.service.title, loaded.service.languages[0])
    until = loaded.service.calendar.local(row.until)
    paragraphs = [
        f"{who} opened the case {loaded.reference} ({title}) without a role in the service.",
        f"The reason: {REASONS[row.kind]}. It stays open to them until {until:%H:%M} on {until:%-d %B %Y}.",
        "Look at why, and at what they saw, and say that you have: it waits among the incidents.",
        f"{settings.base_url.rstrip('/')}/staff/incidents",
    ]
    subject = f"{loaded.reference} was opened in an emergency"
    return plain_letter(f"{row.id}.{nth}", address, subject, paragraphs, loaded.reference, settings)
