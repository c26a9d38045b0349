"""Commands that load what the council knows already: tables of facts, and the gazetteer of addresses."""

from __future__ import annotations

from pathlib import Path

import click

from builder import cli_here as here
from runtime import gazetteer as addresses
from runtime import tables

csv_file = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@click.group()
def table() -> None:
    """Tables of facts that services look things up in."""


@table.command("load")
@click.argument("name")
@csv_file
def table_load(name: str, file: Path) -> None:
    """Load the CSV FILE as the table NAME, in place of what it held. Its first column is the key."""
    with here.database() as database, database.begin() as session:
        rows = tables.load(session, name, file)
    click.echo(f"Loaded {rows} rows into the table {name}.")


@click.group()
def gazetteer() -> None:
    """The addresses that people find by their postcode."""


@gazetteer.command("load")
@csv_file
@click.option("--strict", is_flag=True, help="Load nothing if any row is bad.")
def gazetteer_load(file: Path, strict: bool) -> None:
    """Load the CSV FILE as the gazetteer, in place of what it held. It may be run again at any time.

    Its first line names the columns: uprn, line_1, line_2, town, county and postcode, and class, easting, northing and
    ward if you have them. Bad rows are told by their line and left out. If more than one in twenty is bad, nothing is
    loaded, and the exit code is 1.
    """
    size = max(file.stat().st_size, 1)

    def progress(rows: int, read: int) -> None:
        click.echo(f"{rows:,} rows, {min(100, 100 * read // size)} %", err=True)

    with here.database() as database, database.begin() as session:
        done = addresses.load(session, file, strict=strict, progress=progress)
    for bad in done.bad:
        click.echo(bad, err=True)
    if done.left_out:
        click.echo(f"{done.left_out:,} rows were left out.", err=True)
    click.echo(f"Loaded {done.rows:,} addresses.")
