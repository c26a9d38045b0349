"""What must not be lost: a page saved, a case submitted, an action taken, beside the driver writing the same rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from statistics import median
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from benchmarks.client import Browser
from benchmarks.documents import FIVE_ANSWERS, TEN_ANSWERS, TEN_TYPED
from benchmarks.driver import Driver, Statement, noted, rate
from benchmarks.figures import Figure, in_turns, ratio
from benchmarks.installation import Installation
from benchmarks.pages import MANY, TEN, WITH_MANY, with_answers, with_many
from benchmarks.serving import Server
from definitions.facts import Actor
from runtime import applications, cases
from runtime.applications import Application
from runtime.db import Database
from runtime.models.base import ORGANISATION
from runtime.references import new_reference

AT_A_TIME = 4
"""Writers at the same time, as many as a web process has threads: they share the waiting for the disk."""

CLERK = Actor("staff", str(UUID(int=7)), "Ada Officer", frozenset({"crew-desk"}))


@dataclass(frozen=True)
class Written:
    """Of one turn: how many a second, ours and the driver's."""

    ours: float
    driver: float


def saving_figures(home: Installation, version: UUID, site: Server, rounds: int, count: int) -> Iterator[Figure]:
    """A page of ten answers posted to the server, beside the driver updating the same row."""
    at, database = datetime.now(UTC), home.database
    with database.begin() as session:
        rows = [applications.begin(session, version, language="en", at=at)[0] for _ in range(AT_A_TIME)]
    with noted(database) as sent, database.begin() as session:
        saved = [applications.save_page(session, row, TEN_ANSWERS, at) for row in rows]
    assert len(saved) == len(sent)
    plain, many = partial(with_answers, site), partial(with_many, site, database)
    what = "a saved page (POST, ten answers, durable)"
    for writers in (AT_A_TIME, 1):
        visitors = [plain(f"203.0.113.{n}") for n in range(writers)]
        yield from _figures(what, 0.35, writers, *_saved(database, sent, visitors, TEN, rounds, count))
    visitors, what = [many(f"203.0.113.{n}") for n in range(AT_A_TIME)], f"{what}, with {WITH_MANY}"
    yield from _figures(what, 0.35, AT_A_TIME, *_saved(database, sent, visitors, MANY, rounds, count))


def _saved(
    database: Database, rows: Sequence[Statement], visitors: Sequence[Browser], path: str, rounds: int, count: int
) -> tuple[list[float], list[float]]:
    """Pages a second: posted by these visitors at the same time, and written by as many connections of the driver."""
    writers = len(visitors)
    driver = Driver(database, writers)
    measured = in_turns(
        rounds,
        lambda: rate([partial(_post, visitor, path, count // writers) for visitor in visitors], count),
        lambda: rate(driver.tasks([rows[n % writers] for n in range(count)]), count),
    )
    for open_ in (driver, *visitors):
        open_.close()
    return measured[0], measured[1]


def _post(visitor: Browser, path: str, count: int) -> None:
    request = visitor.request("POST", path, visitor.get(path).hidden() | TEN_TYPED)
    for _ in range(count):
        reply = visitor.send(request)
        assert reply.status == 303, reply


def case_figures(home: Installation, version: UUID, rounds: int, count: int) -> Iterator[Figure]:
    """Submissions and actions as units of work, with all that they read first, beside the driver's same rows."""
    for writers in (AT_A_TIME, 1):
        bench = Desk(home, version, writers)
        turns = [bench.turn(count) for _ in range(rounds + 1)][1:]
        for what, measured in zip(("a submission", "a caseworker's action"), zip(*turns, strict=True), strict=True):
            ours, driver = [one.ours for one in measured], [one.driver for one in measured]
            yield from _figures(f"{what} (durable)", 0.5, writers, ours, driver)
        bench.close()


def _figures(
    what: str, target: float, writers: int, ours: Sequence[float], driver: Sequence[float]
) -> Iterator[Figure]:
    of = f"{median(ours):.0f} a second / {median(driver):.0f} by the driver alone, {writers} at a time"
    if writers == AT_A_TIME:
        yield Figure(what, ratio(ours, driver), "", "at least", target, of)
    else:
        yield Figure(f"... {what}, one after the other", ratio(ours, driver), of=of)


class Desk:
    """Where cases are made and worked, by the product and by the driver, as many of each in every turn."""

    def __init__(self, home: Installation, version: UUID, writers: int) -> None:
        self._database, self._version, self._writers = home.database, version, writers
        self._driver = Driver(self._database, writers)
        self._kept = (version, ORGANISATION)

    def turn(self, count: int) -> tuple[Written, Written]:
        """Submit ``count`` cases in both ways, and act on them."""
        ours, theirs = [self._filled() for _ in range(count)], [self._filled()[0] for _ in range(count)]
        submissions, model = self._submissions(theirs)
        submitted = Written(
            rate([partial(self._submit, part) for part in self._dealt([token for _, token in ours])], count),
            rate(self._driver.tasks(submissions), count),
        )
        worked = self._cases_of([application for application, _ in ours])
        actions = self._actions(model, self._cases_of(theirs))
        acted = Written(
            rate([partial(self._act, part) for part in self._dealt(worked)], count),
            rate(self._driver.tasks(actions), count),
        )
        return submitted, acted

    def close(self) -> None:
        self._driver.close()

    def _filled(self) -> tuple[Application, str]:
        """An application with every answer, and the token that opens it."""
        at = datetime.now(UTC)
        answers = FIVE_ANSWERS | {"missed_on": at.date().isoformat()}
        with self._database.begin() as session:
            application, token = applications.begin(session, self._version, language="en", at=at)
            return applications.save_page(session, application, answers, at), token

    def _submissions(self, of: Sequence[Application]) -> tuple[list[Statement], UUID]:
        """What the product sends to submit one, written again for each of these; and the case that it made."""
        application, token = self._filled()
        with noted(self._database) as sent:
            self._submit([token])
        case_id = self._cases_of([application])[0]
        with self._database.read() as session:
            reference = cases.load(session, case_id).reference.replace("-", "")
        pattern = next(one for one in sent if "INSERT INTO cases" in one.text)
        renamed = [{str(application.id): str(one.id), reference: new_reference()} for one in of]
        return [pattern.again(names, self._kept) for names in renamed], case_id

    def _actions(self, model: UUID, case_ids: Sequence[UUID]) -> list[Statement]:
        with noted(self._database) as sent:
            self._act([model])
        pattern = next(one for one in sent if "UPDATE cases" in one.text)
        return [pattern.again({str(model): str(case_id)}, self._kept) for case_id in case_ids]

    def _submit(self, tokens: Sequence[str]) -> None:
        """As the check page does: read the application, then write the case."""
        for token in tokens:
            at = datetime.now(UTC)
            with self._database.direct() as reading:
                application = applications.load(reading, token, at=at)
            with self._database.begin() as session:
                cases.submit(session, application, at=at, key=str(application.id))

    def _act(self, case_ids: Sequence[UUID]) -> None:
        for case_id in case_ids:
            with self._database.begin() as session:
                cases.act(session, case_id, "send", {}, CLERK, revision=1, key=str(case_id), at=datetime.now(UTC))

    def _cases_of(self, of: Sequence[Application]) -> list[UUID]:
        asked = {"ids": [application.id for application in of]}
        with self._database.read() as session:
            found = session.execute(sa.text("SELECT id FROM cases WHERE application_id = ANY(:ids)"), asked).scalars()
            return list(found)

    def _dealt(self, things: Sequence[Any]) -> list[Sequence[Any]]:
        return [things[place :: self._writers] for place in range(self._writers)]
