"""Commands that run the product, and look after its database."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from datetime import UTC, datetime

import click

from builder import cli_here as here
from builder import serving
from runtime import calendars
from runtime import fsck as checker
from runtime import migrate as migrations
from runtime import reindex as reindexing
from runtime import worker as jobs
from runtime.config import Settings


@click.command()
@click.option("--host", help="The address to listen on, in place of TOWNCLERK_HOST.")
@click.option("--port", type=int, help="The port to listen on, in place of TOWNCLERK_PORT.")
@click.option("--workers", default=1, show_default=True, help="How many web processes.")
def serve(host: str | None, port: int | None, workers: int) -> None:
    """Serve the web pages. Run `townclerk worker` beside it for mail, webhooks and timers."""
    settings = Settings.from_environ(os.environ)
    serving.serve(settings, host=host or settings.host, port=port or settings.port, workers=workers)


@click.command()
def worker() -> None:
    """Carry out effects (mail, webhooks), fire timers and warn of clocks. Any number may run."""
    jobs.run(Settings.from_environ(os.environ))


@click.command()
def migrate() -> None:
    """Bring the database to this version of Townclerk. Safe to run again."""
    with here.database() as database:
        migrations.upgrade(database)
        with database.begin() as session:
            calendars.adopt(session, database.settings, at=datetime.now(UTC))
    click.echo("The database is up to date.")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The loopback address to listen on.")
@click.option("--port", default=8000, show_default=True, envvar="TOWNCLERK_PORT", help="The port to listen on.")
@click.option("--no-serve", is_flag=True, help="Only set the demo up: database, services, people and cases.")
def demo(host: str, port: int, no_serve: bool) -> None:
    """Set up and serve a demo on this machine: the library's services, people to sign in as, cases to work."""
    serving.demo(host=host, port=port, run=not no_serve)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for a program to read.")
def fsck(as_json: bool) -> None:
    """Verify every case: its chain of events, its projections, the legality of its path, its effects.

    Exits with 0 when all is well, 1 with a line for each finding.
    """
    with here.database().snapshot() as session:
        findings = checker.run(session)
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings], default=str, indent=2))
    else:
        for finding in findings:
            click.echo(str(finding))
        click.echo("All is well." if not findings else f"{len(findings)} to look at.")
    if findings:
        raise click.exceptions.Exit(1)


@click.command()
def reindex() -> None:
    """Work out anew what queues, searches and timers know of each case, from its events. The events stay as they are.

    Run it after an upgrade whose notes say so, or when `townclerk fsck` finds that columns differ from events. It may
    run beside a live site. Exits with 1 when cases had to be left: their record is broken, which fsck tells of.
    """
    with here.database() as database:
        so_far = reindexing.Reindexed(0, ())
        for so_far in reindexing.run(database):
            click.echo(f"{so_far.seen:,} cases", err=True)
    for reference in so_far.left:
        click.echo(f"{reference}: left as it is; see townclerk fsck")
    click.echo(f"{so_far.seen - len(so_far.left):,} of {so_far.seen:,} cases are as their events say.")
    if so_far.left:
        raise click.exceptions.Exit(1)
