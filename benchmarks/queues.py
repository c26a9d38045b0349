"""Queues as they grow: what staff look at, over ten thousand cases, a hundred thousand and a million."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from statistics import median
from uuid import UUID

import psycopg
import sqlalchemy as sa

from benchmarks.documents import Document, five_pages
from benchmarks.figures import Figure
from benchmarks.installation import Installation
from runtime import queues
from runtime.access import Viewer
from runtime.cases.facets import Wanted
from runtime.db import Database
from runtime.models.base import ORGANISATION
from runtime.queues import Filters, orders

AT = datetime(2026, 3, 26, 9, 0, tzinfo=UTC)
SERVICE, QUEUE = "five-pages", "new-reports"
CLERK = Viewer(UUID(int=7), ORGANISATION, "Ada Officer", {SERVICE: frozenset({"crew-desk"})})
FIRST_DAY = date(1900, 1, 1)
ONE_DAY = {"from": "1900-01-22", "to": "1900-01-22"}
STREETS = ("High Street", "Mill Lane", "Church Road", "Station Road", "Elm Grove", "Castle Street", "Park View")

Look = Callable[[Database], object]


def filled(home: Installation, size: int) -> Installation:
    """A database of its own with so many cases, nine in ten of them open."""
    place = home.another(f"cases_{size}")
    version = place.publish(searched())
    # Loading need not wait for the disk, and no foreign key can be broken: what is measured afterwards only reads.
    with psycopg.connect(place.settings.database_url, autocommit=True) as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute("SET synchronous_commit = off")
        owner.execute("SET maintenance_work_mem = '512MB'")
        indexes = _without_indexes(owner)
        owner.execute(_ROWS, {"size": size, "version": version, "organisation": ORGANISATION, "at": AT,
                              "streets": list(STREETS), "first_day": FIRST_DAY})  # fmt: skip
        owner.execute(_TIMERS)
        for index in indexes:
            owner.execute(index)  # type: ignore[call-overload]
        owner.execute("VACUUM ANALYZE")
    return place


def searched() -> Document:
    """Five pages, of which staff may narrow a queue by the bin and the day."""
    made = five_pages()
    for page in made["form"]["pages"]:
        for question in page.get("questions", ()):
            question["searchable"] = question["id"] in ("bin", "missed_on")
    return made


def _without_indexes(owner: psycopg.Connection[tuple[str, ...]]) -> list[str]:
    """Drop what is no constraint's own index, and say how to make each again: that is faster than filling them."""
    found = owner.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'cases' AND indexname LIKE '%_idx'"
    ).fetchall()
    for name, _ in found:
        owner.execute(f'DROP INDEX "{name}"')  # type: ignore[arg-type]
    return [definition for _, definition in found]


def queue_figures(places: Mapping[int, Installation], repeats: int) -> Iterator[Figure]:
    """How much longer each takes over the largest database than over the smallest, and how many queries it sends."""
    sizes = sorted(places)
    after = {size: _far_in(places[size].database) for size in sizes}
    looks: dict[str, Mapping[int, Look]] = {
        "a queue page": dict.fromkeys(sizes, _page),
        "... far into the queue": {size: _page_after(after[size]) for size in sizes},
        "... by urgency": dict.fromkeys(sizes, _by_urgency),
        "... narrowed by a choice that a third have": dict.fromkeys(sizes, _narrowed({"bin": {"is": "refuse"}})),
        "... narrowed to a day that 20 have": dict.fromkeys(sizes, _narrowed({"missed_on": ONE_DAY})),
        "... narrowed to days that a hundredth have": {size: _narrowed({"missed_on": _days(size)}) for size in sizes},
        "... next case": dict.fromkeys(sizes, _next),
        "... search, for a name that 20 have": dict.fromkeys(sizes, _search("surname000021")),
        "... search, for a street that a seventh have": dict.fromkeys(sizes, _search("high street")),
        "... home, with its counts": dict.fromkeys(sizes, _home),
        "... all that is overdue": dict.fromkeys(sizes, _overdue),
    }
    for what, by_size in looks.items():
        queries = _queries(places[sizes[0]].database, by_size[sizes[0]])
        took = _milliseconds({size: (places[size].database, by_size[size]) for size in sizes}, repeats)
        shown = ", ".join(f"{took[size]:.2f} ms at {size:,}" for size in sizes)
        yield Figure(what, took[sizes[-1]] / took[sizes[0]], "times", "at most", 1.3, f"{shown}; {queries} queries")


def _milliseconds(looks: Mapping[int, tuple[Database, Look]], repeats: int) -> dict[int, float]:
    """The median time of each, in turns."""
    took: dict[int, list[float]] = {size: [] for size in looks}
    for _ in range(repeats):
        for size, (database, look) in looks.items():
            began = time.perf_counter()
            look(database)
            took[size].append((time.perf_counter() - began) * 1000)
    return {size: median(times[repeats // 10 :]) for size, times in took.items()}


def _queries(database: Database, look: Look) -> int:
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    look(database)  # the first of all compiles the service
    sa.event.listen(database.reading_engine, "before_cursor_execute", note)
    look(database)
    sa.event.remove(database.reading_engine, "before_cursor_execute", note)
    return len(sent)


def _page(database: Database) -> Sequence[object]:
    with database.read() as session:
        rows = queues.page(session, CLERK, SERVICE, QUEUE, at=AT).rows
    assert len(rows) == queues.PAGE
    return rows


def _by_urgency(database: Database) -> object:
    with database.read() as session:
        rows = queues.page(session, CLERK, SERVICE, QUEUE, order="priority", at=AT).rows
    assert rows[0].priority == "high"
    return rows


def _narrowed(answers: Mapping[str, Wanted]) -> Look:
    def look(database: Database) -> object:
        with database.read() as session:
            rows = queues.page(session, CLERK, SERVICE, QUEUE, filters=Filters(answers=answers), at=AT).rows
        assert rows
        return rows

    return look


def _days(size: int) -> Wanted:
    """As many days as a hundredth of all cases have: twenty have each."""
    first = FIRST_DAY + timedelta(days=1)
    return {"from": first.isoformat(), "to": (first + timedelta(days=max(size // 2000, 1) - 1)).isoformat()}


def _overdue(database: Database) -> object:
    with database.read() as session:
        rows = queues.work(session, CLERK, "overdue", at=AT).rows
    assert len(rows) == queues.PAGE
    return rows


def _page_after(after: str) -> Look:
    def look(database: Database) -> object:
        with database.read() as session:
            return queues.page(session, CLERK, SERVICE, QUEUE, after=after, at=AT)

    return look


def _far_in(database: Database) -> str:
    """The place of the case in the middle of the queue."""
    middle = sa.text(
        "SELECT due_at, id FROM cases WHERE queue = :queue AND closed_at IS NULL ORDER BY due_at, id"
        " OFFSET (SELECT count(*) / 2 FROM cases WHERE queue = :queue AND closed_at IS NULL) LIMIT 1"
    )
    with database.read() as session:
        row = session.execute(middle, {"queue": QUEUE}).one()
    return orders.BY_DUE.place(row)


def _next(database: Database) -> object:
    with database.read() as session:
        return queues.next_case(session, CLERK, SERVICE, QUEUE)


def _search(text: str) -> Look:
    def look(database: Database) -> object:
        with database.read() as session:
            found = queues.search(session, CLERK, text, AT)
        assert found
        return found

    return look


def _home(database: Database) -> object:
    with database.read() as session:
        return queues.home(session, CLERK, AT)


_ROWS = """
INSERT INTO cases (id, organisation_id, service_id, version_id, application_id, reference, language, submitted_at,
    revision, head, state, entered_at, queue, assignee, priority, held, closed_at, due_at, dues, columns, applicant,
    search)
SELECT
    overlay(gen_random_uuid()::text placing lpad(to_hex(n), 8, '0') from 1 for 8)::uuid, %(organisation)s, 'five-pages',
    %(version)s, gen_random_uuid(), lpad(upper(to_hex(n)), 9, '0'), 'en',
    %(at)s - n %% 10000 * interval '9 minutes', 3, '\\x00', state, %(at)s, CASE state
        WHEN 'reported' THEN 'new-reports' WHEN 'done' THEN NULL ELSE 'with-crews' END,
    CASE WHEN n %% 3 = 0
             THEN 'person:00000000-0000-0000-0000-' || lpad(to_hex(n / 3 %% greatest(%(size)s / 600, 8)), 12, '0')
         WHEN n %% 40 = 1 THEN 'role:crew-desk' END,
    CASE WHEN n %% 20 = 3 THEN 'high' ELSE 'normal' END, '{}', CASE WHEN state = 'done' THEN %(at)s END,
    CASE WHEN state = 'done' THEN '9999-12-31T00:00Z' ELSE %(at)s + (n %% 10007 - 2000) * interval '11 minutes' END,
    '{"promise": {"due": "2026-03-30T09:00:00+00:00", "running": true, "warn_at": null, "breached": false}}',
    jsonb_build_object('property', n || ' ' || street || ', Anytown, AB' || n %% 90 || ' 2CD'), name,
    to_tsvector('simple', lower(name) || ' ' || lower(street) || ' ab' || n %% 90 || ' 2cd') || (
        '''=five-pages/bin=' || CASE WHEN n %% 3 = 0 THEN 'refuse' ELSE 'recycling' END || ''' ''=five-pages/missed_on='
        || to_char(%(first_day)s + (n %% (%(size)s / 20))::integer, 'YYYYMMDD') || '''')::tsvector
FROM generate_series(1, %(size)s) n,
    LATERAL (SELECT CASE WHEN n %% 10 = 0 THEN 'done' WHEN n %% 10 < 7 THEN 'reported' ELSE 'with-crew' END AS state,
        (%(streets)s::text[])[1 + n / 7 %% 7] AS street,
        'Ada Surname' || lpad((n %% (%(size)s / 20))::text, 6, '0') AS name) x
"""

_TIMERS = """
INSERT INTO timers (case_id, kind, of, due) SELECT id, 'breach', 'promise', '2099-01-01T00:00Z' FROM cases
WHERE closed_at IS NULL
"""
