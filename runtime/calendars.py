"""A council's calendar, edited as versions that stay for ever: what was counted by one can always be counted again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from time import monotonic
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from definitions.calendars import NATIONS, bank_holidays, calendar, calendar_for
from definitions.council import BadCalendar, Council, read_council
from definitions.service import Service
from runtime.config import Settings
from runtime.errors import CalendarRefused, StaleCalendar
from runtime.models.base import ORGANISATION
from runtime.models.calendars import calendars

FRESH_SECONDS = 5.0
"""How long a process may go by the calendar it knows. What is sent meanwhile says by which it was counted."""

YEARS = range(-2, 13)
"""Bank holidays that a version holds, counted from the year in which it is made."""

LONGEST_REASON = 500

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Edition:
    """One version of a council's calendar. ``number`` counts from 1; 0 is what an installation has before any."""

    number: int
    version: str
    document: Document
    made_by: str = ""
    reason: str = ""
    made_at: datetime | None = None


def current(session: Any, organisation_id: UUID = ORGANISATION) -> Council:
    """The council's newest calendar. Asked of the database every few seconds only: every page needs it."""
    settings, now = _settings(session), monotonic()
    place = (settings.database_url or str(settings.state), organisation_id)
    known = _known.get(place)
    if known is None or known[0] < now:
        row = session.execute(_NEWEST, {"organisation": organisation_id}).one_or_none()
        council = _read(row.version, row.document) if row else _of_settings(settings)
        known = _known[place] = (now + FRESH_SECONDS, council)
    return known[1]


def of_version(session: Any, mark: str) -> Council | None:
    """The version that events call by this mark, None if this installation never had it."""
    if found := _versions.get(mark):
        return found
    row = session.execute(_BY_MARK, {"mark": mark}).one_or_none()
    before = (_of_settings(_settings(session)), calendar().council)
    council = _read(mark, row.document) if row else next((each for each in before if each.version == mark), None)
    if council:
        _versions[mark] = council
    return council


def forget() -> None:
    """Ask the database again, as tests do between databases."""
    _known.clear()
    _versions.clear()
    told_of.cache_clear()


@lru_cache(maxsize=2048)
def told_of(service: Service, council: Council) -> Service:
    """The service, with the calendar that this council's days and hours make of its own."""
    by = calendar_for(council, service.calendar.name, service.calendar.zone.key)
    return service if by == service.calendar else replace(service, calendar=by)


def newest(session: Any, organisation_id: UUID = ORGANISATION) -> Edition:
    """The newest version as it is edited; before there is any, what the settings say."""
    return next(iter(editions(session, organisation_id, most=1)), None) or Edition(0, "", _begin(_settings(session)))


def editions(session: Any, organisation_id: UUID = ORGANISATION, *, most: int = 50) -> list[Edition]:
    """The versions, the newest first."""
    rows = session.execute(
        sa.select(calendars).where(calendars.c.organisation_id == organisation_id)
        .order_by(calendars.c.number.desc()).limit(most)
    ).all()  # fmt: skip
    return [Edition(r.number, r.version, r.document, r.made_by, r.reason, r.made_at) for r in rows]


def amend(
    session: Any,
    change: Callable[[Document], Document],
    *,
    by: str,
    reason: str,
    at: datetime,
    seen: int | None = None,
    organisation_id: UUID = ORGANISATION,
) -> Edition:
    """Make a new version of what ``change`` makes of the newest. The same calendar again is no new version. The caller
    commits. Cases that were sent before stay counted as they were: see :mod:`runtime.recounting`.

    Raises:
        CalendarRefused: it could not be used, or no reason is given; in words.
        StaleCalendar: it is not ``seen``, the number that was looked at, any more.
    """
    why = " ".join(reason.split())[:LONGEST_REASON]
    if not why:
        raise CalendarRefused("Say why the calendar changes.", field="reason")
    session.execute(_ONE_AT_A_TIME)
    before = newest(session, organisation_id)
    if seen is not None and seen != before.number:
        raise StaleCalendar("Somebody else has changed the calendar. Look at it again first.")
    try:
        document = change(with_banks(before.document, at.year))
        version = read_council(document).version
    except BadCalendar as error:
        raise CalendarRefused(str(error)) from error
    if before.number and document == before.document:
        return before
    made = Edition(before.number + 1, version, document, by, why, at)
    session.execute(
        insert(calendars).values(
            organisation_id=organisation_id, number=made.number, version=version, document=dict(document), made_by=by,
            reason=why, made_at=at,
        )
    )  # fmt: skip
    _known.clear()
    return made


def adopt(session: Any, settings: Settings, *, at: datetime, organisation_id: UUID = ORGANISATION) -> Edition:
    """The newest version, after days of the setting TOWNCLERK_CLOSURES that it does not have, and bank holidays that
    this release knows better, were put into a new one. Run with each migration; cases keep the one they have. A day of
    the settings is taken once: whoever takes it out of the calendar later need not change the settings."""

    def complete(document: Document) -> Document:
        days, taken = [day.isoformat() for day in settings.calendar_closures], document.get("settings", [])
        closures = dict.fromkeys((day for day in days if day not in taken), "") | document.get("closures", {})
        return {**document, "closures": closures, "settings": sorted({*taken, *days})}

    reason = "Closures of the settings, and bank holidays as this release knows them"
    return amend(session, complete, by="Townclerk", reason=reason, at=at, organisation_id=organisation_id)


def with_banks(document: Document, year: int) -> Document:
    """The document with bank holidays for the years around ``year`` as the library has them. Years it has already gone
    past stay as they were known."""
    kept: Mapping[str, Mapping[str, str]] = document.get("banks", {})
    first = year + YEARS[0]
    banks = {}
    for nation in NATIONS["any-uk"]:
        old = {day: name for day, name in kept.get(nation, {}).items() if first <= int(day[:4]) < year}
        years = range(year if old else first, year + YEARS[-1])
        banks[nation] = old | {d.isoformat(): name for each in years for d, name in bank_holidays(nation, each).items()}
    return {**document, "banks": banks}


def _begin(settings: Settings) -> Document:
    return {"closures": {day.isoformat(): "" for day in settings.calendar_closures}}


def _of_settings(settings: Settings) -> Council:
    """What an installation goes by that has no calendar of its own yet."""
    return calendar("england", frozenset(settings.calendar_closures)).council


def _read(version: str, document: Document) -> Council:
    council = _versions.get(version)
    if council is None:
        council = _versions[version] = read_council(document)
    return council


def _settings(session: Any) -> Settings:
    settings: Settings = session.info["settings"]
    return settings


_known: dict[tuple[str, UUID], tuple[float, Council]] = {}
_versions: dict[str, Council] = {}
"""By the mark of their content, so they are the same whichever council's they are."""

_NEWEST = (
    sa.select(calendars.c.version, calendars.c.document)
    .where(calendars.c.organisation_id == sa.bindparam("organisation"))
    .order_by(calendars.c.number.desc())
    .limit(1)
)
_BY_MARK = sa.select(calendars.c.document).where(calendars.c.version == sa.bindparam("mark")).limit(1)
_ONE_AT_A_TIME = sa.text("SELECT pg_advisory_xact_lock(7265115)")
