"""The council's calendar in words: closures, office hours, who changed it and why, and what a newer one moves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import url_for
from sqlalchemy.orm import Session

from definitions.calendars import NATIONS, Calendar, Moment, calendar_for
from definitions.clocks.explain import holiday_in_words
from definitions.council import WEEKDAYS, read_council
from definitions.questions.kind import in_language
from definitions.words.dates import day_in_words
from runtime import calendars, documents, recounting, references
from runtime.access import Viewer
from runtime.queues.sight import may_open, services_seen
from runtime.recounting import Recount
from runtime.web.staff import spoken

AHEAD = 366
LISTED = 200
ZONE = "Europe/London"
PLACES = {"england": "England", "wales": "Wales", "scotland": "Scotland", "northern-ireland": "Northern Ireland"}


@dataclass(frozen=True, slots=True)
class Problem:
    """What was refused: of which form, in words, and the box to mend (or "")."""

    form: str
    message: str
    field: str


@dataclass(frozen=True, slots=True)
class Off:
    """A day on which something is otherwise. ``iso`` for forms, ``day`` for people."""

    iso: str
    day: str
    what: str


@dataclass(frozen=True, slots=True)
class Shown:
    """The calendar as it is now, and how it came to be so."""

    number: int
    closures: tuple[Off, ...]
    past: int
    hours: tuple[tuple[str, str], ...]
    versions: tuple[tuple[int, str, str, str], ...]
    recount: Run | None


@dataclass(frozen=True, slots=True)
class Run:
    """A recount. ``moves`` are those of cases that the viewer may open, ``others`` how many there are besides."""

    id: UUID
    state: str
    live: bool
    seen: int
    total: int
    percent: int
    moved: int
    moves: tuple[Mapping[str, str], ...]
    others: int
    by: str
    when: str
    reason: str


def calendar(session: Session, viewer: Viewer, at: datetime) -> Shown:
    edition = calendars.newest(session, viewer.organisation_id)
    known = read_council(edition.document)
    england = calendar_for(known, "england", ZONE)
    moment = Moment(at, england)
    closed = [Off(day.isoformat(), day_in_words(day, "en"), why) for day, why in sorted(known.closures.items())]
    closed += [
        Off(day.isoformat(), day_in_words(day, "en"), f"Open {', '.join(map(str, spans)) or 'not at all'}")
        for day, spans in known.special.items()
    ]
    ahead = [off for off in sorted(closed, key=lambda off: off.iso) if off.iso >= moment.today.isoformat()]
    return Shown(
        number=edition.number,
        closures=tuple(ahead),
        past=len(closed) - len(ahead),
        hours=tuple((day, ", ".join(map(str, spans))) for day, spans in zip(WEEKDAYS, known.hours, strict=True)),
        versions=tuple(
            (one.number, spoken.when(one.made_at, moment), one.made_by, one.reason)
            for one in calendars.editions(session, viewer.organisation_id)
            if one.made_at
        ),
        recount=recount(session, viewer, at),
    )


def recount(session: Session, viewer: Viewer, at: datetime) -> Run | None:
    """The latest recount, None when there has been none."""
    found = recounting.latest(session, viewer.organisation_id)
    if found is None:
        return None
    by = calendar_for(calendars.current(session, viewer.organisation_id), "england", ZONE)
    mine = recounting.moves(session, found.id, *may_open(viewer, services_seen(viewer)), most=LISTED)
    live = found.state in ("looking", "counting")
    moves = () if live else tuple(_move(session, one, by) for one in mine)
    return _run(found, moves, live, spoken.when(found.ended_at or found.asked_at, Moment(at, by)))


def _run(found: Recount, moves: tuple[Mapping[str, str], ...], live: bool, when: str) -> Run:
    return Run(
        id=found.id, state=found.state, live=live, seen=found.seen, total=found.total, percent=found.percent,
        moved=found.moved, moves=moves, others=max(found.moved - len(moves), 0), by=found.asked_by, when=when,
        reason=found.reason,
    )  # fmt: skip


def _move(session: Session, one: Any, by: Calendar) -> Mapping[str, str]:
    service = documents.pinned(session, one.version_id)
    clock = next((c for c in service.workflow.clocks if c.id == one.clock), None)
    reference = references.show(one.reference)
    return {
        "reference": reference,
        "url": url_for("case_page.show", reference=reference),
        "clock": in_language(clock.label, service.languages[0]) if clock else one.clock,
        "was": _when(one.was, by),
        "due": _when(one.due, by),
    }


def _when(at: datetime | None, by: Calendar) -> str:
    if at is None:
        return "not running"
    local = by.local(at)
    day = f"{local:%a} {local.day} {local:%b %Y}"
    return day if (local.hour, local.minute) == (23, 59) else f"{day}, {local:%H:%M}"


def holidays(session: Session, viewer: Viewer, at: datetime) -> list[tuple[str, str, str]]:
    """The bank holidays of a year ahead, each with the nations that keep it."""
    known = read_council(calendars.newest(session, viewer.organisation_id).document)
    today = Moment(at, calendar_for(known, "england", ZONE)).today
    nations = {name: calendar_for(known, name, ZONE) for name in PLACES}
    found = []
    for n in range(AHEAD):
        day = today + timedelta(days=n)
        kept = [name for name, by in nations.items() if day not in known.closures and by.holiday(day)]
        if kept:
            where = "All of the UK" if len(kept) == len(NATIONS) - 1 else ", ".join(PLACES[name] for name in kept)
            name = holiday_in_words(nations[kept[0]].holiday(day) or "", "en")
            found.append((day_in_words(day, "en"), name[:1].upper() + name[1:], where))
    return found


def typed_day(form: Mapping[str, str], name: str) -> str:
    """A day typed into three boxes, as it would be written; "" when all are empty."""
    day, month, year = (form.get(f"{name}-{part}", "").strip() for part in ("day", "month", "year"))
    return f"{year}-{month:0>2}-{day:0>2}" if day or month or year else ""


def spans(typed: str) -> list[str]:
    """ "09:00-12:30, 13:30-17:00" one by one; none for an empty box."""
    return [span.strip() for span in typed.replace(" and ", ",").split(",") if span.strip()]
