"""Commands about what is live: its history, the way back to an earlier version, and whether two people must agree."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime

import click

from builder import cli_here as here
from builder.cli_documents import as_json
from runtime import releases


@click.group()
def release() -> None:
    """What is live and was: every release with who, when, why and who agreed."""


@release.command()
@click.argument("service")
@as_json
def history(service: str, as_json: bool) -> None:
    """List every release of SERVICE, the newest first."""
    with here.database().read() as session:
        found = releases.history(session, service)
    if as_json:
        click.echo(json.dumps([asdict(one) | {"at": one.at.isoformat()} for one in found], indent=2))
        return
    for one in found:
        who = f"{one.by}, agreed by {one.approved_by}" if one.approved_by else one.by
        which = f"version {one.number}{' again' if one.again else ''}"
        click.echo(f"{which}  {one.at:%Y-%m-%d %H:%M} UTC  {who}: {one.why or 'no reason given'}")


@release.command(name="return")
@click.argument("service")
@click.argument("version", type=int)
@click.option("--why", required=True, help="What was wrong. Kept with the release.")
@click.option("--by", help="Who does it, for the record: your account here unless you say otherwise.")
def return_to(service: str, version: int, why: str, by: str | None) -> None:
    """Make an earlier VERSION of SERVICE live again, at once. Cases and forms already begun stay as they are."""
    with here.database().begin() as session:
        asker = releases.Asker(by or here.me())
        releases.return_to(session, service, version, by=asker, why=why, at=datetime.now(UTC))
    click.echo(f"Version {version} of {service} is live.")


@release.command("two-people")
@click.argument("wanted", type=click.Choice(["on", "off"]), required=False)
def two_people(wanted: str | None) -> None:
    """Say whether a second person must look at everything that is published, or print whether one must.

    Where a document goes to other people or hosts than before, one must look at it always.
    """
    with here.database().begin() as session:
        if wanted is not None:
            releases.ask_two_people(session, wanted == "on")
        on = releases.two_people(session)
    click.echo("Two people publish." if on else "One person publishes, unless a recipient or a host changes.")
