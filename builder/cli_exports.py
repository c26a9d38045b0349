"""The command that says what staff have taken away as tables: who, when, why and how much."""

from __future__ import annotations

import csv
import io

import click

from builder import cli_here as here
from definitions.calendars import calendar
from definitions.tabular import cell
from runtime.queues import exporting

HEADINGS = ("when", "who", "service", "queue", "cases", "number", "reason")
MOST = 10_000


@click.command()
def exports() -> None:
    """Print what staff have exported, the latest first, as a CSV table. The number stands in each row of an export."""
    with here.database() as database, database.read() as session:
        found = exporting.taken(session, limit=MOST)
    table = io.StringIO()
    writer = csv.writer(table, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(HEADINGS)
    for one in found:
        when = calendar("england").local(one.at).isoformat(timespec="seconds")
        cells = (when, one.person, one.service_id, one.queue_id, one.rows, one.mark, one.reason)
        writer.writerow([cell(each) for each in cells])
    click.echo(table.getvalue(), nl=False)
