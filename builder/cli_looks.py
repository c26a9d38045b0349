"""The command that says who has looked at a case, for a person who asks who has seen their file."""

from __future__ import annotations

import csv
import io

import click

from builder import cli_here as here
from definitions.questions.kind import in_language
from definitions.tabular import cell
from runtime import cases, glass
from runtime.cases.looks import everyone

HEADINGS = ("when", "who", "roles", "shown", "on_request", "emergency", "reason")


@click.command()
@click.argument("reference")
def looks(reference: str) -> None:
    """Print who has looked at the case REFERENCE, and which sensitive answers they were shown, as a CSV table."""
    with here.database().read() as session:
        loaded = cases.by_reference(session, reference)
        found = list(everyone(session, loaded.id))
        said = glass.reasons_given(session, [each.glass_id for each in found if each.glass_id])
    service, language = loaded.service, loaded.service.languages[0]
    label = {role.id: in_language(role.label, language) for role in service.roles}
    asked = {question.id: in_language(question.label, language) for question in service.questions.values()}
    table = io.StringIO()
    writer = csv.writer(table, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(HEADINGS)
    for each in found:
        emergency = said.get(each.glass_id, "") if each.glass_id else ""
        roles = ", ".join(label.get(role, role) for role in sorted(each.roles))
        shown = ", ".join(asked.get(name, name) for name in each.shown)
        when = service.calendar.local(each.at).isoformat(timespec="seconds")
        cells = (when, each.name, roles, shown, "yes" if each.asked else "", emergency, each.reason)
        writer.writerow([cell(each) for each in cells])
    click.echo(table.getvalue(), nl=False)
