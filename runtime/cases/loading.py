"""A case as it is known: read with all its events in one query, and folded from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from definitions.calendars import Calendar
from definitions.council import Council
from definitions.facts import Case, Event
from definitions.history import apply
from definitions.service import Service
from runtime import calendars, crypto, documents, references
from runtime.cases import events
from runtime.cases.events import Entry
from runtime.errors import CaseNotFound
from runtime.models.base import NEVER
from runtime.models.cases import cases, event_values
from runtime.models.cases import events as events_table

SPLIT = ("inputs", "said", "old", "new", "answers", "values", "lookups", "letter")
"""Parts of an event whose every value is kept and can be erased by itself: "inputs.reason"."""
WHOLE = ("text", "reason", "considered")
"""Parts that are one personal value: what a note says, why a case was handed on, who was not given it and why."""
EXTENDED = "extended"
"""A list of extensions, each with a reason that is a personal value of its own: "extended.0"."""
OF_CASE = frozenset({"answers", "values", "lookups"})
"""Parts that are facts of the case, not of its events."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A case and where it stands. ``revision`` is the number of its last event, ``held`` names lookups whose source was
    down and that the service will not do without. ``counted`` are the calendars by which its days were counted, each
    with the number of the event that says so: the submission, and each time that it was counted again."""

    id: UUID
    organisation_id: UUID
    version_id: UUID
    service: Service
    reference: str
    revision: int
    head: bytes
    case: Case
    entries: tuple[Entry, ...]
    held: tuple[str, ...]
    due_at: datetime | None
    closed_at: datetime | None
    counted: tuple[tuple[int, Council | None], ...] = ()

    @property
    def service_id(self) -> str:
        return self.service.id

    @property
    def counts_as_then(self) -> bool:
        """Whether every calendar it was counted by is still known, so that the same due times come out."""
        return bool(self.counted) and all(council for _, council in self.counted)

    def calendar_at(self, number: int) -> Calendar:
        """The calendar by which the event of that number was decided."""
        council = next((council for since, council in reversed(self.counted) if since < number), self._first)
        return calendars.told_of(self.service, council).calendar if council else self.service.calendar

    @property
    def _first(self) -> Council | None:
        return self.counted[0][1] if self.counted else None

    def since(self, revision: int) -> tuple[Event, ...]:
        """What has happened after that revision."""
        return tuple(event for event in self.case.history if event.number > revision)


def load(session: Session, case_id: UUID) -> Loaded:
    """
    Raises:
        CaseNotFound: there is no such case.
    """
    return _load(session, _BY_ID, case_id)


def by_reference(session: Session, reference: str) -> Loaded:
    """The case of a typed or shown reference.

    Raises:
        CaseNotFound: it is no reference, or of no case.
    """
    return _load(session, _BY_REFERENCE, references.parse(reference) or "")


def by_track_token(session: Session, token: str) -> Loaded:
    """The case whose progress link carries this token.

    Raises:
        CaseNotFound: it opens nothing.
    """
    case_id = crypto.keys(session).tracked(token)
    if case_id is None:
        raise CaseNotFound("There is no such case.")
    return load(session, case_id)


def take_turn(session: Session, case_id: UUID) -> None:
    """Wait until nobody else is changing this case, and keep the others waiting until the unit of work ends."""
    session.execute(_TURN, {"id": case_id})


_TURN = sa.select(cases.c.id).where(cases.c.id == sa.bindparam("id")).with_for_update()
_ENTRIES = (
    sa.select(
        sa.func.json_agg(
            sa.func.to_jsonb(sa.literal_column("events")).concat(
                sa.func.jsonb_build_object("values", event_values.c["values"])
            ).op("ORDER BY")(events_table.c.number)
        )
    )
    .select_from(events_table.outerjoin(event_values, event_values.c.event_id == events_table.c.id))
    .where(events_table.c.case_id == cases.c.id)
    .scalar_subquery()
)  # fmt: skip
CASE = sa.select(
    cases.c.id, cases.c.organisation_id, cases.c.version_id, cases.c.reference, cases.c.revision, cases.c.head,
    cases.c.held, cases.c.due_at, cases.c.closed_at, cases.c.submitted_at,
    sa.type_coerce(_ENTRIES, JSONB).label("entries"),
)  # fmt: skip

_BY_ID = CASE.where(cases.c.id == sa.bindparam("which"))
_BY_REFERENCE = CASE.where(cases.c.reference == sa.bindparam("which"))


def _load(session: Session, query: sa.Select[Any], which: object) -> Loaded:
    row = session.execute(query, {"which": which}).one_or_none()
    if row is None:
        raise CaseNotFound("There is no such case.")
    return from_row(session, row)


def from_row(session: Session, row: Any) -> Loaded:
    """The case of a row of :data:`CASE`."""
    entries = tuple(map(events.from_row, row.entries))
    counted = tuple(
        (entry.event.number, _counting(session, entry)) for entry in entries if "calendar" in entry.event.data
    )
    service = documents.pinned(session, row.version_id, counted[-1][1] if counted else None)
    return Loaded(
        id=row.id,
        organisation_id=row.organisation_id,
        version_id=row.version_id,
        service=service,
        reference=references.show(row.reference),
        revision=row.revision,
        head=bytes(row.head),
        case=fold(service, row.reference, entries, crypto.keys(session).for_answers),
        entries=entries,
        held=tuple(row.held),
        due_at=None if row.due_at == NEVER else row.due_at,
        closed_at=row.closed_at,
        counted=counted,
    )


def _counting(session: Session, entry: Entry) -> Council | None:
    """The calendar that an event says is counted by from then on; None when this installation does not know it."""
    return calendars.of_version(session, str(entry.event.data["calendar"]).partition("/")[2])


def fold(service: Service, reference: str, entries: Iterable[Entry], sealing: bytes) -> Case:
    """The case that these entries make. What was erased from them is absent."""
    *_, case = stages(service, reference, entries, sealing)
    return case


def stages(service: Service, reference: str, entries: Iterable[Entry], sealing: bytes) -> Iterator[Case]:
    """The case after each of its entries, in order."""
    case: Case | None = None
    for entry in entries:
        personal = gathered(events.opened(entry, sealing))
        event = replace(entry.event, data=_whole(entry.event.data, personal))
        if case is None:
            case = _submitted(service, reference, event)
        facts: dict[str, Any] = {name: {**getattr(case, name), **personal[name]} for name in OF_CASE & personal.keys()}
        case = replace(case, **facts)
        case = apply(case, event)
        yield case


def _whole(data: Mapping[str, Any], personal: Mapping[str, Any]) -> dict[str, Any]:
    """An event's data with its personal parts back in their places."""
    whole = {**data, **{name: part for name, part in personal.items() if name not in OF_CASE | {EXTENDED}}}
    if reasons := personal.get(EXTENDED):
        given = enumerate(data[EXTENDED])
        whole[EXTENDED] = [more | ({"reason": reasons[str(n)]} if str(n) in reasons else {}) for n, more in given]
    return whole


def _submitted(service: Service, reference: str, event: Event) -> Case:
    return Case(
        reference=references.show(reference),
        state=service.workflow.initial,
        submitted_at=event.at,
        entered_at=event.at,
        answers={},
        language=event.data.get("language", "en"),
    )


def gathered(personal: Mapping[str, Any]) -> dict[str, Any]:
    """Values by dotted name as the parts they were split from: {"inputs.reason": x} is {"inputs": {"reason": x}}."""
    parts: dict[str, Any] = {}
    for dotted, value in personal.items():
        part, _, name = dotted.partition(".")
        if name:
            parts.setdefault(part, {})[name] = value
        else:
            parts[part] = value
    return parts


def split(event: Event, facts: Mapping[str, Mapping[str, Any]]) -> tuple[Event, dict[str, Any]]:
    """The event as the chain holds it, without anything personal, and the personal values by dotted name.

    ``facts`` are those of the case that this event brings: ``answers``, ``values``, ``lookups``.
    """
    data = {name: value for name, value in event.data.items() if name not in SPLIT + WHOLE}
    personal = {name: event.data[name] for name in WHOLE if name in event.data}
    for part in SPLIT:
        for name, value in (facts.get(part) or event.data.get(part) or {}).items():
            personal[f"{part}.{name}"] = value
    for n, more in enumerate(data.get(EXTENDED, ())):
        if "reason" in more:
            personal[f"{EXTENDED}.{n}"] = more["reason"]
    if EXTENDED in data:
        data[EXTENDED] = [{name: v for name, v in more.items() if name != "reason"} for more in data[EXTENDED]]
    return replace(event, data=data), personal
