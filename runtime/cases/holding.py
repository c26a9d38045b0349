"""Cases held because a lookup's source was down: looked up again by an officer, they go on by themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from definitions.calendars import Moment
from definitions.facts import Actor, Event, Step
from definitions.history import apply, next_number
from definitions.journey import walk
from definitions.known import Record
from runtime.cases import recording
from runtime.cases.acting import for_change
from runtime.cases.loading import Loaded
from runtime.cases.recording import Acted


def look_up_again(
    session: Session, case_id: UUID, records: Mapping[str, Record], actor: Actor, *, revision: int | None, at: datetime
) -> Acted:
    """Add what has now been looked up (by :func:`runtime.lookups.fetch`, before this transaction) to the case.

    Values are frozen anew, as they would have been at submission. When nothing is unavailable any more the case is
    released, and the system's transitions fire.

    Raises:
        CaseNotFound: there is no such case.
        StaleCase: it has moved since ``revision``.
    """
    loaded = for_change(session, case_id, revision)
    if revision is not None and revision != loaded.revision:
        raise recording.stale(loaded, revision)
    before, service = loaded.case, loaded.service
    found = {name: record for name, record in records.items() if not record.get("unavailable")}
    lookups = {**before.lookups, **found}
    then = Moment(before.submitted_at, service.calendar)
    values = walk(service.form, before.answers, lookups, then, service=service, language=before.language).values
    frozen = {name: value for name, value in values.items() if name in before.values or name not in _live(loaded)}
    held = [name for name in loaded.held if name not in found]
    event = Event(next_number(before), "changed", at, actor, data={"held": held})
    case = apply(replace(before, lookups=lookups, values={**before.values, **frozen}), event)
    return recording.append(session, loaded, Step(event, case), at=at)


def _live(loaded: Loaded) -> frozenset[str]:
    return frozenset(item.id for item in loaded.service.form.derived if item.live)
