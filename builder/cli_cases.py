"""Commands for one case: what was answered, for the person who asks for it."""

from __future__ import annotations

import csv
import io
import json

import click

from builder import cli_here as here
from definitions import tabular
from runtime import cases


@click.command()
@click.argument("reference")
@click.option("--csv", "as_csv", is_flag=True, help="A table for a spreadsheet, in the applicant's language.")
def answers(reference: str, as_csv: bool) -> None:
    """Print what was answered in the case REFERENCE, as JSON: for the applicant who asks for a copy."""
    with here.database().read() as session:
        loaded = cases.by_reference(session, reference)
    given = {**loaded.case.answers, **loaded.case.asked}
    if not as_csv:
        click.echo(json.dumps(given, indent=2, ensure_ascii=False))
        return
    table = io.StringIO()
    writer = csv.writer(table, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(("place", "question", "answer"))
    writer.writerows(tabular.rows(loaded.service, given, loaded.case.language))
    click.echo(table.getvalue(), nl=False)
