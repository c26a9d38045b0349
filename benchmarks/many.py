"""One thing done to many cases: what each costs in processor time, beside the same thing done to a case by itself."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from statistics import median
from uuid import UUID

import sqlalchemy as sa

from benchmarks.documents import FIVE_ANSWERS
from benchmarks.figures import Figure, in_turns, ratio
from benchmarks.installation import Installation
from runtime import applications, bulk, cases, documents, people, ticks
from runtime.access import Viewer
from runtime.bulk import Chosen, Deed

QUEUE = "new-reports"


def many_figures(home: Installation, version: UUID, rounds: int, count: int) -> Iterator[Figure]:
    """Processor time of Python and PostgreSQL together: the rests of the worker between two slices cost none."""
    clerk = _clerk(home)

    def alone() -> float:
        made = _cases(home, version, count)
        return _seconds(home, lambda: _act(home, clerk, made)) / count

    def together() -> float:
        made = _cases(home, version, count)
        return _seconds(home, lambda: _run(home, clerk, made)) / count

    one, many = in_turns(rounds, alone, together)
    of = f"{1000 * min(many):.2f} ms a case, tried and done / {1000 * min(one):.2f} ms an action by itself"
    yield Figure(f"a case of {count:,} done in bulk", ratio(many, one), "times", "at most", 2.0, of)


def growing_figures(places: Mapping[int, Installation], rounds: int, count: int) -> Iterator[Figure]:
    """The same work among ever more cases and timers: how much dearer each is over the largest database."""
    sizes = sorted(places)
    clerks = {size: _clerk(places[size]) for size in sizes}
    versions = {size: _version(places[size]) for size in sizes}

    def among(work: Callable[[Installation, Viewer, list[str]], None], size: int) -> Callable[[], float]:
        def once() -> float:
            home = places[size]
            made = _cases(home, versions[size], count)
            return _seconds(home, lambda: work(home, clerks[size], made)) / count

        return once

    for what, work in (("an action", _act), ("a timer fired by a tick", _tick), ("a case done in bulk", _run)):
        took = dict(zip(sizes, in_turns(rounds, *(among(work, size) for size in sizes)), strict=True))
        shown = ", ".join(f"{1000 * median(took[size]):.2f} ms at {size:,}" for size in sizes)
        grown = ratio(took[sizes[-1]], took[sizes[0]])
        yield Figure(f"{what}, among more cases", grown, "times", "at most", 1.3, f"of processor: {shown}")


def _tick(home: Installation, _: Viewer, references: list[str]) -> None:
    """Every warning and end of these cases' clocks is due; those of all the others are not."""
    assert ticks.fire_due(home.database, at=datetime.now(UTC) + timedelta(days=30)) >= len(references)


def _version(home: Installation) -> UUID:
    with home.database.read() as session:
        return documents.published(session, "five-pages").version_id


def _run(home: Installation, clerk: Viewer, references: list[str]) -> None:
    with home.database.begin() as session:
        run_id = bulk.begin(session, clerk, Chosen("five-pages", QUEUE, references), at=datetime.now(UTC))
    for take in (_choose, _confirm):
        take(home, clerk, run_id)
        while bulk.work(home.database):
            continue
    with home.database.read() as session:
        assert bulk.tally(session, run_id)["done"] == len(references)


def _choose(home: Installation, clerk: Viewer, run_id: UUID) -> None:
    with home.database.begin() as session:
        bulk.choose(session, bulk.load(session, run_id, clerk), Deed("act", {"action": "send"}))


def _confirm(home: Installation, clerk: Viewer, run_id: UUID) -> None:
    with home.database.begin() as session:
        run = bulk.load(session, run_id, clerk)
        bulk.confirm(session, run, bulk.mark(session, run), at=datetime.now(UTC))


def _act(home: Installation, clerk: Viewer, references: list[str]) -> None:
    with home.database.read() as session:
        found = sa.text("SELECT id FROM cases WHERE reference = ANY(:references)")
        ids = session.execute(found, {"references": [each.replace("-", "") for each in references]}).scalars().all()
    actor = clerk.actor("five-pages")
    for case_id in ids:
        with home.database.begin() as session:
            cases.act(session, case_id, "send", {}, actor, revision=1, key=str(case_id), at=datetime.now(UTC))


def _cases(home: Installation, version: UUID, count: int) -> list[str]:
    at, made = datetime.now(UTC), []
    for _ in range(count):
        with home.database.begin() as session:
            application, _ = applications.begin(session, version, language="en", at=at)
            answers = FIVE_ANSWERS | {"missed_on": at.date().isoformat()}
            filled = applications.save_page(session, application, answers, at)
            made.append(cases.submit(session, filled, at=at).reference)
    return made


def _clerk(home: Installation) -> Viewer:
    at = datetime.now(UTC)
    with home.database.begin() as session:
        team = people.create_team(session, "Bench", at=at)
        people.grant(session, team, "five-pages", "crew-desk", at=at)
        person = people.create(session, name="Ada Officer", email="ada@example.org", password=None, at=at)
        people.join(session, team, person, at=at)
        return people.viewer(session, person)


def _seconds(home: Installation, work: Callable[[], None]) -> float:
    before = time.process_time() + home.postgres_seconds()
    work()
    return time.process_time() + home.postgres_seconds() - before
