"""Commands for what went wrong: mail that came back, and what waits for a person."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import click

from builder import cli_here as here
from runtime import bounces
from runtime.incidents import everywhere


@click.command()
def bounce() -> None:
    """Read a mail server's report of a letter that came back, from standard input, and open an incident on its case.

    Have the address that mail is sent from pipe to it. Whatever else arrives there is left alone.
    """
    found = bounces.read(sys.stdin.buffer.read(bounces.LARGEST))
    if found is None:
        click.echo("This is no report of a letter that was not delivered.")
        return
    with here.database().begin() as session:
        known = bounces.record(session, found, at=datetime.now(UTC))
    click.echo("An incident was opened." if known else "It is about no letter of ours, or is known already.")


@click.command()
def incidents() -> None:
    """Print what waits for a person, by cause, those of no case too: how many, since when, and why."""
    with here.database().read() as session:
        found = everywhere(session)
    for group in found:
        since = group.since.isoformat(timespec="minutes")
        click.echo(f"{group.count:6}  {group.service_id}  {group.kind}  since {since}  {group.reason}")
    if not found:
        click.echo("Nothing waits for a person.")
