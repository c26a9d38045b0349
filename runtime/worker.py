"""The worker: a process that carries out effects, fires timers and keeps house, until it is told to stop."""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import os
import random
import signal
import threading
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID

import psycopg
import sqlalchemy.exc
import structlog
from procrastinate import App, PsycopgConnector, RetryStrategy
from procrastinate.exceptions import ConnectorException

from runtime import (
    bulk,
    carry,
    checkpoints,
    logs,
    ports,
    recounting,
    releases,
    releasing,
    returning,
    scanning,
    ticks,
    unassigned,
)
from runtime.breaker import Breaker
from runtime.config import Settings
from runtime.db import Database
from runtime.drafts import rehearsals
from runtime.effects.jobs import (
    CARRY_OUT,
    GLASS_LETTER,
    HOUSEKEEPING,
    INCIDENT_RUN,
    QUEUE,
    RELEASE_LETTER,
    RETURN_LETTER,
)
from runtime.glass import alert
from runtime.incident_runs import carry_on
from runtime.ports import Scanner

DRAIN_SECONDS = 25.0
"""How long running effects may take to end once we are told to stop; whoever supervises us waits thirty."""
LONGEST_PAUSE = 5.0
KEEP_FAILED_HOURS = 24 * 14
BULK_REST = 0.05
"""Seconds between two slices of cases done in bulk."""
SCANS = 2
"""Files that one worker scans at a time."""

Result = TypeVar("Result")

_log = structlog.get_logger(__name__)
_chance = random.SystemRandom()


def run(settings: Settings) -> None:
    """Work until SIGTERM or SIGINT, then let what runs come to its end. A database that goes away is waited for."""
    logs.configure(settings.log_level)
    database = Database(settings)
    try:
        asyncio.run(_until_told(_keep_working(database, ports.scanner(database))))
    finally:
        database.close()


async def _until_told(work: Coroutine[Any, Any, None]) -> None:
    told, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told.set)
    working, telling = asyncio.create_task(work), asyncio.create_task(told.wait())
    await asyncio.wait({working, telling}, return_when=asyncio.FIRST_COMPLETED)
    telling.cancel()
    working.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await working
    _log.info("worker.stopped")


async def _keep_working(database: Database, scanner: Scanner | None) -> None:
    """Work, and begin again whenever the database has gone away. Each beginning is another worker to its jobs."""
    breaker, pause = Breaker(), 0.1
    while True:
        begun = asyncio.get_running_loop().time()
        try:
            await _work(database, breaker, scanner)
        except (ConnectorException, psycopg.Error, sqlalchemy.exc.DBAPIError, OSError) as error:
            _log.warning("worker.database_away", error=type(error).__name__)
        else:
            _log.warning("worker.jobs_stopped")
        if asyncio.get_running_loop().time() - begun > LONGEST_PAUSE:
            pause = 0.1
        await asyncio.sleep(pause * _chance.uniform(1, 1.5))
        pause = min(pause * 2, LONGEST_PAUSE)


async def _work(database: Database, breaker: Breaker, scanner: Scanner | None) -> None:
    settings = database.settings
    connector = PsycopgConnector(conninfo=database.conninfo, min_size=1, max_size=4, timeout=10)
    app = App(connector=connector)
    _register(app, database, breaker)
    _register_house(app, database)
    async with app.open_async():
        beside = [
            _keep_house(app, database),
            _keep_at_bulk(database),
            _keep_counting(database),
            *(_keep_scanning(database, scanner) for _ in range(SCANS)),
        ]
        house = [asyncio.create_task(each) for each in beside]
        try:
            _log.info("worker.started", slots=settings.worker_slots)
            await app.run_worker_async(
                queues=[QUEUE, HOUSEKEEPING],
                concurrency=settings.worker_slots,
                fetch_job_polling_interval=1.0,
                shutdown_graceful_timeout=DRAIN_SECONDS,
                delete_jobs="successful",
                install_signal_handlers=False,
                update_heartbeat_interval=float(settings.worker_heartbeat),
                stalled_worker_timeout=_stalled_after(settings),
            )
        finally:
            for task in house:
                task.cancel()
            await asyncio.gather(*house, return_exceptions=True)  # all of them, before the connection is shut


def _register(app: App, database: Database, breaker: Breaker) -> None:
    """What is to be done for somebody, each job once."""

    @app.task(name=CARRY_OUT, queue=QUEUE)
    async def carry_out(effect: str) -> None:
        await _in_thread(lambda: carry.carry_out(database, UUID(effect), breaker))

    @app.task(name=RETURN_LETTER, queue=QUEUE, retry=RetryStrategy(max_attempts=8, exponential_wait=3))
    async def return_letter(letter: str) -> None:
        await _in_thread(lambda: returning.deliver_letter(database, UUID(letter)))

    @app.task(name=GLASS_LETTER, queue=QUEUE, retry=RetryStrategy(max_attempts=8, exponential_wait=3))
    async def glass_letter(glass: str) -> None:
        await _in_thread(lambda: alert(database, UUID(glass)))

    @app.task(name=RELEASE_LETTER, queue=QUEUE, retry=RetryStrategy(max_attempts=8, exponential_wait=3))
    async def release_letter(request: str) -> None:
        await _in_thread(lambda: releases.tell(database, UUID(request)))

    @app.task(name=INCIDENT_RUN, queue=HOUSEKEEPING, retry=RetryStrategy(max_attempts=8, exponential_wait=3))
    async def incident_run(run: str) -> None:
        await _in_thread(lambda: carry_on(database, UUID(run)))


def _register_house(app: App, database: Database) -> None:
    """What is done again and again."""

    @app.periodic(cron="19 * * * *")
    @app.task(name="end_saved", queue=HOUSEKEEPING, queueing_lock="end_saved")
    async def end_saved(timestamp: int) -> None:
        await _in_thread(lambda: returning.keep_house(database, at=datetime.now(UTC)))

    @app.periodic(cron="7 * * * *")
    @app.task(name="checkpoint", queue=HOUSEKEEPING, queueing_lock="checkpoint")
    async def checkpoint(timestamp: int) -> None:
        await _in_thread(lambda: checkpoints.write(database, at=datetime.now(UTC)))

    @app.periodic(cron="* * * * *")
    @app.task(name="look_again", queue=HOUSEKEEPING, queueing_lock="look_again")
    async def look_again(timestamp: int) -> None:
        await _in_thread(lambda: releasing.look_again(database))

    @app.periodic(cron="* * * * *")
    @app.task(name="go_live", queue=HOUSEKEEPING, queueing_lock="go_live")
    async def go_live(timestamp: int) -> None:
        await _in_thread(lambda: releases.go_live_due(database, at=datetime.now(UTC)))

    @app.periodic(cron="* * * * *")
    @app.task(name="give_again", queue=HOUSEKEEPING, queueing_lock="give_again")
    async def give_again(timestamp: int) -> None:
        await _in_thread(lambda: unassigned.give_again(database, at=datetime.now(UTC)))

    @app.periodic(cron="23 3 * * *")
    @app.task(name="tidy", queue=HOUSEKEEPING, queueing_lock="tidy")
    async def tidy(timestamp: int) -> None:
        await _in_thread(lambda: _forget_old(database))
        await app.job_manager.delete_old_jobs(
            nb_hours=KEEP_FAILED_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
        )


async def _keep_house(app: App, database: Database) -> None:
    """Beside the jobs and not as one of them, so that effects which fill every slot hold up no timer."""
    while True:
        try:
            await _in_thread(lambda: _look(database))
            await _rescue(app, database.settings)
        except (ConnectorException, psycopg.Error, sqlalchemy.exc.DBAPIError) as error:
            _log.warning("worker.database_away", error=type(error).__name__)
        except Exception:  # noqa: BLE001 - timers must be looked at for as long as the worker lives
            _log.exception("worker.house")
        await asyncio.sleep(max(database.settings.tick_seconds, 0.2))


def _forget_old(database: Database) -> None:
    with database.begin() as session:
        bulk.forget_old(session, at=datetime.now(UTC))
        rehearsals.forget_old(session, at=datetime.now(UTC))


def _look(database: Database) -> None:
    ticks.fire_due(database)
    with database.begin() as session:
        carry.wake_stuck(session)


async def _keep_counting(database: Database) -> None:
    """Count cases again by a newer calendar, piece by piece: that may take long, and must hold up no timer."""
    while True:
        more = False
        try:
            more = await _in_thread(lambda: recounting.go_on(database))
        except (sqlalchemy.exc.DBAPIError, OSError) as error:
            _log.warning("worker.database_away", error=type(error).__name__)
        except Exception:  # noqa: BLE001 - whatever it was, the next calendar must be counted by
            _log.exception("worker.recount")
        await asyncio.sleep(0 if more else max(database.settings.tick_seconds, 0.2))


async def _keep_scanning(database: Database, scanner: Scanner | None) -> None:
    """Beside the jobs too: a scanner that is slow must not hold up the mail."""
    while True:
        try:
            await _in_thread(lambda: scanning.scan_due(database, scanner))
        except (sqlalchemy.exc.DBAPIError, OSError) as error:
            _log.warning("worker.scan_failed", error=type(error).__name__)
        except Exception:  # noqa: BLE001 - files must be scanned for as long as the worker lives
            _log.exception("worker.scan")
        await asyncio.sleep(max(database.settings.tick_seconds, 0.2))


async def _keep_at_bulk(database: Database) -> None:
    """Beside the jobs, with the lowest claim: between any two slices it rests, so that others come first."""
    while True:
        done = 0
        try:
            done = await _in_thread(lambda: bulk.work(database))
        except sqlalchemy.exc.DBAPIError as error:
            _log.warning("worker.database_away", error=type(error).__name__)
        except Exception:  # noqa: BLE001 - runs must be worked on for as long as the worker lives
            _log.exception("worker.bulk")
        await asyncio.sleep(BULK_REST if done else 1.0)


async def _rescue(app: App, settings: Settings) -> None:
    """Give back the jobs of workers that stopped beating. Another worker may do the same: one of us is refused."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=_stalled_after(settings)):
        _log.warning("worker.job_rescued", job=job.id)
        with contextlib.suppress(ConnectorException):
            await app.job_manager.retry_job(job)


def _stalled_after(settings: Settings) -> float:
    return 3.0 * settings.worker_heartbeat


async def _in_thread(work: Callable[[], Result]) -> Result:
    """Run blocking work beside the loop. The thread is a daemon, so that work which never ends cannot keep us alive."""
    future: concurrent.futures.Future[Result] = concurrent.futures.Future()
    future.set_running_or_notify_cancel()

    def body() -> None:
        try:
            future.set_result(work())
        except BaseException as error:  # noqa: BLE001 - whoever awaits it is told
            future.set_exception(error)

    threading.Thread(target=body, daemon=True).start()
    return await asyncio.wrap_future(future)


if __name__ == "__main__":
    run(Settings.from_environ(os.environ))
