"""Verify everything: the chains, what queues believe, that every path was legal, and that nothing promised is lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from definitions.tasks.fold import said_in
from runtime import checkpoints, crypto, files, references
from runtime.cases import beside, events, loading, projections, replay
from runtime.cases.events import Entry
from runtime.cases.loading import Loaded
from runtime.errors import ServiceUnavailable
from runtime.models.cases import cases
from runtime.models.effects import effects, timers

BATCH = 100
PROJECTED = ("state", "entered_at", "queue", "assignee", "priority", "held", "closed_at", "due_at", "dues",
             "applicant", "columns", "sort")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be. ``event`` is the number of the first event concerned."""

    code: str
    message: str
    reference: str | None = None
    event: int | None = None

    def __str__(self) -> str:
        place = [self.reference or "", f"event {self.event}" if self.event else ""]
        return f"{' '.join(part for part in place if part) or 'installation'}: {self.message} [{self.code}]"


def run(session: Session) -> list[Finding]:
    """Every finding. Holds only a few cases at a time. Beside a live site, give it a session of
    :meth:`runtime.db.Database.snapshot`: with any other it would take what changes meanwhile for a fault.

    What changes of itself (a clock that has run out) is judged as of each case's last event. Cases whose days were
    counted by a calendar that this installation does not know are not counted again.
    """
    found = [finding for rows in _batches(session) for finding in _batch(session, rows)]
    found += (
        Finding("link", message, _reference(session, case_id), number)
        for case_id, number, message in beside.one_sided(session)
    )
    found += _lost_jobs(session)
    settings, keys = session.info["settings"], crypto.keys(session)
    found += (
        Finding("checkpoint", broken.message, _reference(session, broken.case_id))
        for broken in checkpoints.compare(session, settings, keys)
    )
    return found


def _batches(session: Session) -> Iterator[list[Any]]:
    needed = (*PROJECTED, *events.FIXED)
    further = [cases.c[name] for name in needed if name not in loading.CASE.selected_columns]
    query = loading.CASE.add_columns(*further)
    last = UUID(int=0)
    while True:
        rows = list(session.execute(query.where(cases.c.id > last).order_by(cases.c.id).limit(BATCH)).all())
        if not rows:
            return
        yield rows
        last = rows[-1].id


def _batch(session: Session, rows: list[Any]) -> Iterator[Finding]:
    ids = [row.id for row in rows]
    written: dict[UUID, set[tuple[int, str]]] = {}
    for effect in session.execute(
        sa.select(effects.c.event_id, effects.c.position, effects.c.kind).where(effects.c.case_id.in_(ids))
    ):
        written.setdefault(effect.event_id, set()).add((effect.position, effect.kind))
    armed: dict[UUID, set[tuple[str, str]]] = {}
    set_for = sa.select(timers.c.case_id, timers.c.kind, timers.c.of).where(timers.c.case_id.in_(ids))
    for timer in session.execute(set_for):
        armed.setdefault(timer.case_id, set()).add((timer.kind, timer.of))
    for row in rows:
        yield from _case(session, row, written, armed.get(row.id, set()))


def _case(
    session: Session, row: Any, written: Mapping[UUID, set[tuple[int, str]]], armed: set[tuple[str, str]]
) -> Iterator[Finding]:
    shown = references.show(row.reference)
    if references.parse(row.reference) != row.reference:
        yield Finding("reference", "the reference has a wrong check character", shown)
    entries = tuple(map(events.from_row, row.entries or ()))
    problems = list(_chain(row, entries, crypto.keys(session).for_answers))
    yield from (Finding(code, message, shown, number) for code, message, number in problems)
    if problems:
        return  # What follows from the events says nothing when the events are not to be believed.
    try:
        loaded = loading.from_row(session, row)
    except ServiceUnavailable as error:
        yield Finding("version", error.message, shown)
        return
    if entries[0].event.data.get("case") != events.fixed(row._mapping):
        yield Finding("case", "its version, reference, language or service is not what it was sent with", shown)
    states = {state.id for state in loaded.service.workflow.states}
    if strange := [event for event in loaded.case.history if event.target and event.target not in states]:
        number = strange[0].number
        yield Finding("path", f"the pinned version has no state {strange[0].target}", shown, number)
        return
    sealing = crypto.keys(session).for_answers
    stages = tuple(loading.stages(loaded.service, loaded.reference, entries, sealing))
    path = replay.check(loaded, stages, written, armed)
    checks = (_projections(row, loaded), path, beside.check(session, loaded), _files(session, loaded))
    yield from (Finding(code, message, shown, number) for found in checks for code, message, number in found)


def _chain(row: Any, entries: tuple[Entry, ...], sealing: bytes) -> Iterator[replay.Wrong]:
    if not entries:
        yield "chain", "there are no events", None
        return
    if strays := [each["number"] for each in row.entries if each["organisation_id"] != str(row.organisation_id)]:
        yield "chain", "this event is of another organisation than its case", strays[0]
        return
    if broken := events.first_break(entries):
        yield "chain", "this event is not what was written in its place", broken.event.number
        return
    if entries[-1].hash != bytes(row.head) or entries[-1].event.number != row.revision:
        yield "chain", "the case's head is not its last event: something was cut off or put on", row.revision
    for entry in entries:
        for name in events.broken_commitments(entry, sealing):
            yield "commitment", f"the value {name} is not what was committed to", entry.event.number


def _projections(row: Any, loaded: Loaded) -> Iterator[replay.Wrong]:
    case = loaded.case
    expected = projections.of_case(loaded.service, case, replay.moment_of(loaded, case.events[-1].at))
    counted = loaded.counts_as_then
    for name in PROJECTED:
        stored = _plain(getattr(row, name))
        if stored != expected[name] and (counted or name not in ("due_at", "dues", "columns", "sort")):
            yield "projection", f"{name} is {stored!r}, and should be {expected[name]!r} by its events", None


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _files(session: Session, loaded: Loaded) -> Iterator[replay.Wrong]:
    for described in files.described((loaded.case.answers, loaded.case.asked, said_in(loaded.case))):
        if not files.is_there(session.info["settings"], UUID(described["id"]), described["size"]):
            yield "file", f"the file {described['id']} is not in the store", None


def _lost_jobs(session: Session) -> Iterable[Finding]:
    """Effects that nobody will carry out: waiting without a job, or parked without an incident to take them up.

    One whose worker died has no job until its lease ends, and one that lost the database a job that has failed: the
    workers wake both, and are given a minute for it.
    """
    for row in session.execute(_LOST):
        why = "waits, and has no job" if row.state == "waiting" else "is parked, and has no open incident"
        what = f"the {row.kind} at position {row.position} {why}"
        yield Finding("effect", what, references.show(row.reference), row.number)


_LOST = sa.text(
    "SELECT e.state, e.kind, e.position, e.event_number AS number, c.reference"
    " FROM effects e JOIN cases c ON c.id = e.case_id"
    " WHERE (e.state = 'waiting' AND coalesce(e.leased_until < now() - interval '1 minute', true)"
    "   AND NOT EXISTS (SELECT 1 FROM procrastinate_jobs j WHERE j.id = e.job_id AND (j.status IN ('todo', 'doing')"
    "     OR EXISTS (SELECT 1 FROM procrastinate_events v"
    "       WHERE v.job_id = j.id AND v.at > now() - interval '1 minute'))))"
    " OR (e.state = 'parked' AND NOT EXISTS (SELECT 1 FROM incidents i"
    "   WHERE i.effect_id = e.id AND i.closed_at IS NULL)) ORDER BY c.id, e.event_number, e.position"
)


def _reference(session: Session, case_id: UUID | None) -> str | None:
    reference = session.execute(sa.select(cases.c.reference).where(cases.c.id == case_id)).scalar_one_or_none()
    return references.show(reference) if reference else str(case_id) if case_id else None
