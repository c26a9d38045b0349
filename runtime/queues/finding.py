"""Search: cases, open and closed, by reference or by words, among exactly those that one may open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from definitions.service import Service
from runtime import documents, references
from runtime.access import Viewer
from runtime.cases.folding import fold_words
from runtime.cases.rows import Row, as_rows
from runtime.models.cases import cases
from runtime.queues import orders
from runtime.queues.pages import PAGE
from runtime.queues.sight import may_open, services_seen
from runtime.queues.why import Why, why
from runtime.queues.words import Wanted, counted, first

FOUND = 20
"""Cases on a page of what was found: each says why, so it is read."""
MOST_WORDS = 10
_NEWEST = orders.along("newest")


@dataclass(frozen=True, slots=True)
class Among:
    """Where to look: in one service, in one state of it, among open cases or closed ones. None is everywhere."""

    service: str | None = None
    state: str | None = None
    open: bool | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what was found, the newest first. ``count`` is of all, 100 standing for more than 99; ``after`` is
    where the next page starts."""

    rows: tuple[Row, ...] = ()
    after: str | None = None
    count: int = 0
    why: Mapping[UUID, tuple[Why, ...]] = field(default_factory=dict)
    services: Mapping[str, Service] = field(default_factory=dict)


EVERYWHERE = Among()


def search(session: Session, viewer: Viewer, text: str, at: datetime, *, limit: int = PAGE) -> tuple[Row, ...]:
    """The first cases of those that :func:`find` finds, everywhere."""
    found = _first(session, _looked_for(viewer, text, EVERYWHERE), limit, None)
    return as_rows(found[:limit], _live(session, viewer) if found else {})


def find(
    session: Session, viewer: Viewer, text: str, among: Among = EVERYWHERE, *, after: str | None = None,
    limit: int = FOUND,
) -> Found:  # fmt: skip
    """Cases by their reference, or by words of the applicant's: all words, each from its beginning.

    Only in services where the viewer has a role. ``after`` is a former page's.
    """
    services, wanted = _live(session, viewer), _looked_for(viewer, text, among)
    if wanted is None:
        return Found(services=services)
    found = _first(session, wanted, limit, after)
    rows = as_rows(found[:limit], services)
    words = () if references.parse(text) else _words(text)
    return Found(
        rows,
        _NEWEST.place(found[limit - 1]) if len(found) > limit else None,
        session.execute(sa.select(counted(wanted, _NEWEST))).scalar_one(),
        why(session, [row.id for row in rows], words),
        services,
    )


def _looked_for(viewer: Viewer, text: str, among: Among) -> Wanted | None:
    services = [one for one in services_seen(viewer) if among.service in (None, one)]
    reference, words = references.parse(text), _words(text)
    if not services or not (reference or words):
        return None
    here, of = may_open(viewer, services)
    besides = [of]
    if among.state:
        besides.append(cases.c.state == among.state)
    if among.open is not None:
        besides.append(cases.c.closed_at.is_(None) if among.open else cases.c.closed_at.is_not(None))
    if reference:
        return Wanted((here, cases.c.reference == reference), besides=tuple(besides))
    return Wanted((here,), (" & ".join(f"'{word}':*" for word in words),), tuple(besides))


def _words(text: str) -> tuple[str, ...]:
    return tuple(fold_words(text)[:MOST_WORDS])


def _first(session: Session, wanted: Wanted | None, limit: int, after: str | None) -> Sequence[Any]:
    if wanted is None:
        return ()
    place = _NEWEST.read(after)
    return first(session, wanted.beyond(_NEWEST.beyond(place)) if place else wanted, _NEWEST, limit + 1)


def _live(session: Session, viewer: Viewer) -> Mapping[str, Service]:
    seen = services_seen(viewer)
    live = documents.catalogue(session, viewer.organisation_id) if seen else []
    return {one.service.id: one.service for one in live if one.service.id in seen}
