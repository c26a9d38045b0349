"""Cases held for a lookup whose source was down: asked again until it answers, with an incident open meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy import and_, func, select
from sqlalchemy.exc import DBAPIError

from definitions.calendars import Moment
from definitions.facts import SYSTEM
from definitions.form import Lookup
from definitions.journey import walk
from runtime import alarm, cases, incidents, lookups
from runtime.cases import Loaded
from runtime.db import Database
from runtime.errors import StaleCase
from runtime.models.cases import cases as cases_table

KIND = "lookup"
MOST = 500

_log = structlog.get_logger(__name__)


def look_again(database: Database) -> int:
    """Ask again for what held cases wait for, the oldest first, and say how many could go on."""
    held = and_(func.cardinality(cases_table.c.held) > 0, cases_table.c.closed_at.is_(None))
    waiting = select(cases_table.c.id).where(held).order_by(cases_table.c.submitted_at).limit(MOST)
    with database.read() as session:
        ids = list(session.execute(waiting).scalars())
    released = 0
    for case_id in ids:
        try:
            released += _ask(database, case_id)
        except DBAPIError:
            raise
        except Exception:  # noqa: BLE001 - one that cannot be read must not keep the others waiting
            _log.exception("case.held", case=str(case_id))
    return released


def _ask(database: Database, case_id: UUID) -> bool:
    with database.read() as session:
        loaded = cases.load(session, case_id)
        now: datetime = session.execute(select(func.now())).scalar_one()
    found = lookups.fetch(database, _wanted(loaded), organisation_id=loaded.organisation_id)
    down = [name for name in loaded.held if name not in found or found[name].get("unavailable")]
    with database.begin() as session:
        if len(down) < len(loaded.held):
            try:
                cases.look_up_again(session, case_id, found, SYSTEM, revision=loaded.revision, at=now)
            except StaleCase:
                return False
        for name in loaded.held:
            if name in down:
                reason = f"The source of {name} does not answer, so the case waits. It is asked again every minute."
                alarm.sound(session, case_id, kind=KIND, about=name, reason=reason)
            else:
                incidents.resolve(session, case_id, kind=KIND, about=name, ending="the source answered", at=now)
    return not down


def _wanted(loaded: Loaded) -> Sequence[tuple[Lookup, object]]:
    """What the held lookups would be asked, as at submission."""
    case, service = loaded.case, loaded.service
    known = {name: record for name, record in case.lookups.items() if name not in loaded.held}
    then = Moment(case.submitted_at, service.calendar)
    journey = walk(service.form, case.answers, known, then, service=service, language=case.language)
    return [(lookup, key) for lookup, key in journey.lookups_wanted if lookup.id in loaded.held]
