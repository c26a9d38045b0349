"""Commands for the council's calendar: closures, office hours, and counting cases again by a newer one."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import click

from builder import cli_here as here
from definitions import council
from definitions.council import WEEKDAYS, read_council
from runtime import calendars, recounting, references
from runtime.db import Database

reason = click.option("--reason", required=True, help="Why it changes. Kept with the version, and shown to staff.")
until = click.option("--until", metavar="DAY", help="The last day, for more than one.")


@click.group()
def calendar() -> None:
    """Days on which the council is closed, and its office hours. Each change makes a new version.

    What was sent before a change stays counted as it was, until `townclerk calendar recount`.
    """


@calendar.command()
@click.option("--versions", is_flag=True, help="List every version: when, by whom and why.")
def show(versions: bool) -> None:
    """Print the calendar as it is now."""
    with here.database().read() as session:
        edition, all_of_them = calendars.newest(session), calendars.editions(session) if versions else []
    for one in all_of_them:
        click.echo(f"{one.number}  {one.made_at:%Y-%m-%d %H:%M}  {one.made_by}: {one.reason}")
    if versions:
        return
    known = read_council(edition.document)
    click.echo(f"Version {edition.number}")
    for day, spans in zip(WEEKDAYS, known.hours, strict=True):
        click.echo(f"{day.capitalize():<10} {', '.join(map(str, spans)) or 'closed'}")
    for closed, why in sorted(known.closures.items()):
        click.echo(f"{closed}  closed: {why}")
    for short, spans in sorted(known.special.items()):
        click.echo(f"{short}  open {', '.join(map(str, spans)) or 'not at all'}")


@calendar.command()
@click.argument("day")
@until
@reason
def close(day: str, until: str | None, reason: str) -> None:
    """Close the council on DAY (2026-12-29)."""
    _amend(lambda document: council.closed(document, council.days_between(day, until or day), reason), reason)


@calendar.command(name="open")
@click.argument("day")
@until
@reason
def reopen(day: str, until: str | None, reason: str) -> None:
    """Open the council again on DAY: it is neither closed nor has hours of its own."""
    _amend(lambda document: council.as_usual(document, council.days_between(day, until or day)), reason)


@calendar.command()
@click.argument("day")
@click.argument("spans", nargs=-1)
@reason
def hours(day: str, spans: tuple[str, ...], reason: str) -> None:
    """Set the office hours of a weekday (monday), or of one DAY (2026-12-24): SPANS like 09:00-12:30 13:30-17:00.

    Without SPANS the offices are shut. A day with hours of its own stays a working day.
    """
    if day.lower() in WEEKDAYS:
        _amend(lambda document: council.weekly(document, day.lower(), spans), reason)
    else:
        _amend(lambda document: council.hours_on(document, day, spans), reason)


@calendar.command()
@click.option("--dry-run", is_flag=True, help="Only list which clocks of which cases would move.")
@click.option("--yes", is_flag=True, help="Do not ask before counting.")
@reason
def recount(dry_run: bool, yes: bool, reason: str) -> None:
    """Count every open case again by the newest calendar: first what would move, then an event for each case.

    A worker does the same when it is asked for on the page "Calendar" of staff; both may run.
    """
    with here.database() as database:
        with database.begin() as session:
            asked = recounting.ask(session, by=here.me(), reason=reason, at=datetime.now(UTC))
        done = _wait(database, "looking", "Looked at")
        _list(database, done)
        if dry_run or not (yes or click.confirm("Count them again?")):
            with database.begin() as session:
                recounting.stop(session, asked, at=datetime.now(UTC))
            return
        with database.begin() as session:
            recounting.confirm(session, asked, at=datetime.now(UTC))
        _wait(database, "counting", "Counted")


def _wait(database: Database, state: str, said: str) -> recounting.Recount:
    """Work until it is in another state, and say how far it has come."""
    last = time.monotonic()
    while True:
        worked = recounting.go_on(database)
        with database.read() as session:
            now = recounting.latest(session)
        if now is None:
            raise click.ClickException("It is gone.")
        if now.state != state:
            click.echo(f"{said} {now.total:,} cases.", err=True)
            return now
        if time.monotonic() - last > 1:
            last = time.monotonic()
            click.echo(f"{said} {now.seen:,} of {now.total:,}", err=True)
        if not worked:
            time.sleep(0.2)  # a worker has it


def _list(database: Database, done: recounting.Recount) -> None:
    with database.read() as session:
        found = recounting.moves(session, done.id, most=100_000)
    for one in found:
        was, due = (f"{at:%Y-%m-%d %H:%M}" if at else "not running" for at in (one.was, one.due))
        click.echo(f"{references.show(one.reference)}  {one.service_id}  {one.clock}: {was} -> {due} (UTC)")
    click.echo(f"{done.moved:,} clocks move." if done.moved else "No clock moves.")


def _amend(change: Callable[[Any], Any], reason: str) -> None:
    with here.database().begin() as session:
        before = calendars.newest(session).number
        made = calendars.amend(session, change, by=here.me(), reason=reason, at=datetime.now(UTC))
    if made.number == before:
        click.echo("Nothing changes.")
        return
    click.echo(f"Version {made.number}. New cases count by it; `townclerk calendar recount` counts the others again.")
