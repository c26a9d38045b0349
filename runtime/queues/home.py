"""The first page of the day: what to do now, and how much waits in each queue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from definitions.service import Service
from runtime.access import Viewer
from runtime.cases.rows import Row, as_rows
from runtime.queues import views
from runtime.queues.counts import Count, counts
from runtime.queues.views import View
from runtime.queues.work import LISTS, List, desk, rows_of

FIRST = 5
"""Rows of each list."""


@dataclass(frozen=True, slots=True)
class Home:
    """``counted`` says how many each list has in all, 100 standing for more than 99; ``firsts`` are its first rows.
    ``views`` are those of the person whose queue they may see, with as many cases."""

    queues: tuple[Count, ...] = ()
    counted: Mapping[List, int] = field(default_factory=dict)
    firsts: Mapping[List, tuple[Row, ...]] = field(default_factory=dict)
    services: Mapping[str, Service] = field(default_factory=dict)
    views: tuple[tuple[View, int], ...] = ()


def counted(session: Session, viewer: Viewer, at: datetime) -> tuple[Mapping[List, int], tuple[Count, ...]]:
    """How much there is in each list and queue, in two queries."""
    of = desk(session, viewer, at)
    if not of.services:
        return {}, ()
    in_queues, lists = counts(session, of, LISTS)
    return lists, in_queues


def home(session: Session, viewer: Viewer, at: datetime) -> Home:
    """Four queries, whatever there is, and a fifth for views."""
    of = desk(session, viewer, at)
    if not of.services:
        return Home()
    queues, counted = counts(session, of, LISTS)
    # A case that stands under what is late is left out of what one has: so many more of those are asked for.
    found = rows_of(session, [of.of(name, 3 * FIRST) for name in LISTS])
    firsts: dict[List, tuple[Row, ...]] = {}
    shown: set[object] = set()
    for name in LISTS:
        first = [one for one in found if one.list == name and one.id not in shown][:FIRST]
        shown |= {one.id for one in first}
        firsts[name] = as_rows(first, of.services)
    kept = views.of(session, viewer)
    many = views.counted(session, of, kept)
    mine = tuple((view, many[view.id]) for view in kept if view.id in many)
    return Home(queues, counted, firsts, of.services, mine)
