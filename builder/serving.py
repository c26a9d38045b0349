"""Running the product: web processes, the worker beside them, and the demo that needs no setting."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import click
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from builder import demo as demonstration
from builder.app import create_app
from builder.orphans import end_with_parent
from runtime import calendars, logs, migrate
from runtime.config import Settings
from runtime.db import Database

STOP_SECONDS = 30
NEW_OBJECTS = 20_000
"""After how many of them a web process looks for cycles of garbage: a large page makes so many that live to its end."""


def load_site(target: str) -> Callable[..., Any]:
    """Make the application inside a web process.

    Granian's own loader puts the working directory first on the import path, where a folder called ``templates`` or
    ``builder`` would win over our packages; this one imports nothing by name.
    """
    end_with_parent()
    settings = Settings.from_environ(os.environ)
    logs.configure(settings.log_level)
    site = create_app(settings)
    # What is there now stays. Looking through it for garbage again and again costs more than many a page.
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS)
    return site


def serve(
    settings: Settings, *, host: str, port: int, workers: int, loader: Callable[[str], Callable[..., Any]] = load_site
) -> None:
    """Serve until told to stop; requests under way are finished first, for up to 30 seconds.

    Raises:
        click.ClickException: somebody else listens there.
    """
    _must_be_free(host, port)
    server = Granian(
        "builder.app:create_app",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        log_level=LogLevels(settings.log_level),
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
    )
    server.serve(target_loader=loader)


def _must_be_free(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError as error:
            raise click.ClickException(
                f"Cannot listen on {host} port {port}: {error.strerror}. Choose another with --port {port + 1}."
            ) from None


def _fill_apart(settings: Settings) -> None:
    """Fill the demo in a process of its own: whoever has used the store of files has threads of its library, and web
    processes that are forked from such a one wait for them for ever.
    """
    filling = multiprocessing.get_context("spawn").Process(target=_fill, args=(settings,))
    filling.start()
    filling.join()
    if filling.exitcode:
        raise click.exceptions.Exit(1)


def _fill(settings: Settings) -> None:
    with Database(settings) as database:
        demonstration.fill(database, say=click.echo)


def demo(*, host: str, port: int, run: bool) -> None:
    """Set the demo up, say where to go, and serve it with a worker. Everything stops with this process."""
    os.environ["TOWNCLERK_MODE"] = "demo"
    os.environ.update(TOWNCLERK_HOST=host, TOWNCLERK_BASE_URL=f"http://{host}:{port}")
    # What the worker does at once would push where to go, and with which sign-ins, off the screen.
    os.environ.setdefault("TOWNCLERK_LOG_LEVEL", "warning")
    settings = Settings.from_environ(os.environ)
    if run:
        _must_be_free(host, port)
    click.echo("Starting the database ...")
    database = Database(settings)
    migrate.upgrade(database)
    with database.begin() as session:
        calendars.adopt(session, settings, at=datetime.now(UTC))
    _fill_apart(settings)
    if not run:
        return
    click.echo(demonstration.welcome(settings.base_url))
    # -P keeps the working directory off the import path, whatever folders lie there.
    beside = subprocess.Popen([sys.executable, "-P", "-m", "builder.cli", "worker"])
    # Python stops at SIGTERM without cleaning up; as an interrupt it unwinds, and the worker stops too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        serve(settings, host=host, port=port, workers=1)
    finally:
        beside.terminate()
        try:
            beside.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            beside.kill()
        database.close()
