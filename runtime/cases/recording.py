"""Writing down what happened to a case, if it is still as it was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from definitions.calendars import Moment
from definitions.facts import Case, Event, Step
from definitions.service import Service
from definitions.step import settle
from definitions.timers import timers
from definitions.undo import until
from runtime import crypto, files
from runtime.cases import events, giving, likeness, loading, projections, task_rows, writing
from runtime.cases.events import Entry
from runtime.cases.giving import Gift
from runtime.cases.loading import OF_CASE, Loaded
from runtime.cases.secrecy import shut
from runtime.errors import StaleCase
from runtime.failpoints import AFTER_COMMIT, reach


@dataclass(frozen=True, slots=True)
class Acted:
    """What came of a change: the case after it, and the new events. ``repeated``: it had been done before by the same
    key, and nothing was done now."""

    case_id: UUID
    reference: str
    revision: int
    case: Case
    events: tuple[Event, ...]
    repeated: bool = False


def append(session: Session, loaded: Loaded, step: Step, *, at: datetime, key: str | None = None) -> Acted:
    """Write a step, and what the system does by itself after it. The caller commits.

    What they promise waits for as long as the step can be undone.

    ``key`` is the client's, kept with the first event.

    Raises:
        StaleCase: the case has moved since ``loaded`` was read; ``facts["events"]`` are the newer ones.
    """
    service, moment = loaded.service, Moment(at, loaded.service.calendar)
    steps = (step, *settle(service, step.case, moment))
    gift = giving.give(session, loaded.organisation_id, service, steps[-1].case, moment, case_id=loaded.id)
    return write(session, loaded, (*steps, *gift.steps), gift, at=at, key=key)


def write(
    session: Session, loaded: Loaded, steps: Sequence[Step], gift: Gift, *, at: datetime, key: str | None = None
) -> Acted:
    """Write steps that have settled, the last of them those of a gift, as :func:`append` does."""
    service, moment = loaded.service, Moment(at, loaded.service.calendar)
    case = steps[-1].case
    chain = entries(session, service, loaded.id, steps, loaded.head, loaded.case, key)
    changed = projections.of_case(service, case, moment)
    changed |= {"revision": chain[-1].event.number, "head": f"\\x{chain[-1].hash.hex()}"}
    due, wait = timers(service, case, moment), until(service, case)
    given = writing.parameters(changed, chain, steps, due, loaded.organisation_id, wait=wait)
    if session.execute(writing.APPEND, {"id": loaded.id, "revision": loaded.revision} | given).scalar_one() == 0:
        return _lost(session, loaded, key)
    giving.beside(session, loaded.organisation_id, service, loaded.id, gift, before=loaded.case, at=at)
    given_files = [steps[0].event.data.get(part, {}) for part in ("inputs", "said", "new")]
    files.keep(session, files.described(given_files), [loaded.id])
    task_rows.follow(session, loaded.organisation_id, service, loaded.id, loaded.case.tasks, case, moment)
    likeness.follow(session, loaded, case)
    reach("act.before_commit")
    session.info[AFTER_COMMIT] = "act.after_commit"
    done = tuple(step.event for step in steps)
    return Acted(loaded.id, loaded.reference, chain[-1].event.number, case, done)


def repeated(loaded: Loaded, key: str | None) -> Acted | None:
    """What this key did to the case before; None when it has done nothing."""
    done = next((entry.event.number for entry in loaded.entries if key is not None and entry.key == key), None)
    if done is None:
        return None
    first = tuple(event for event in loaded.case.history if event.number == done)
    return Acted(loaded.id, loaded.reference, loaded.revision, loaded.case, first, repeated=True)


def stale(loaded: Loaded, revision: int) -> StaleCase:
    newer = loaded.since(revision)
    return StaleCase(
        "Someone else has changed this case. Look at it again first.",
        case=loaded.id, reference=loaded.reference, revision=loaded.revision, events=newer,
    )  # fmt: skip


def _lost(session: Session, loaded: Loaded, key: str | None) -> Acted:
    """The guard found another revision. Perhaps it was this very request, sent twice."""
    now = loading.load(session, loaded.id)
    if done := repeated(now, key):
        return done
    raise stale(now, loaded.revision)


def entries(
    session: Session,
    service: Service,
    case_id: UUID,
    steps: Sequence[Step],
    head: bytes,
    before: Case | None,
    key: str | None,
) -> list[Entry]:
    """The entries of these steps, chained to ``head``. What a step changes of the case's facts goes with its event."""
    sealing, chain = crypto.keys(session).for_answers, []
    for step in steps:
        event, personal = loading.split(step.event, _new_facts(before, step.case))
        secret = shut(service, event, personal)
        entry = events.chained(head, case_id, event, personal, sensitive=secret, key=key, sealing=sealing)
        chain.append(entry)
        head, before, key = entry.hash, step.case, None
    return chain


def _new_facts(before: Case | None, after: Case) -> dict[str, Mapping[str, Any]]:
    """Answers, values and lookups that the case did not have, or had otherwise."""
    new: dict[str, Mapping[str, Any]] = {}
    for part in OF_CASE:
        known: Mapping[str, Any] = getattr(before, part) if before else {}
        facts: Mapping[str, Any] = getattr(after, part)
        if facts is not known:
            new[part] = {name: fact for name, fact in facts.items() if name not in known or known[name] != fact}
    return new
