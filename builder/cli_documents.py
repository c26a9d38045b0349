"""Commands about a document: check it, run its examples, publish it, print the language."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import click

from builder import cli_here as here
from builder.folder import beside
from builder.library import library
from definitions.answers_schema import answers_schema as schema_of_answers
from definitions.examples import Report, run_examples
from definitions.problems import Problem
from definitions.read import check as problems_of
from definitions.read import language_schema, read_service, reading_ages
from definitions.readability import Reading
from definitions.service import Service
from runtime import releases

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, for a program to read.")


def document_text(name: str) -> bytes:
    """The bytes of a file, or of a library service of that id.

    Raises:
        click.ClickException: there is neither.
    """
    path = Path(name)
    if path.is_file():
        return path.read_bytes()
    shipped = files("definitions") / "library" / path.name / "service.json"
    if path.name == name and shipped.is_file():
        return shipped.read_bytes()
    raise click.ClickException(
        f"There is no file {name!r}, and no library service of that name ({', '.join(library())})."
    )


def service_of(name: str) -> Service:
    """The service of a file, or of the library, with the tables and blocks that lie beside it.

    Raises:
        InvalidDefinition: with every problem.
    """
    return read_service(document_text(name), beside(name))


def said(name: str, problems: Iterable[Problem]) -> None:
    for problem in problems:
        place = f"{name}:{problem.line}:{problem.column}" if problem.line else f"{name}{problem.pointer}"
        click.echo(f"{place}: {problem.severity} {problem.code}: {problem.message}")


@click.command()
@click.argument("names", metavar="FILE...", nargs=-1, required=True)
@as_json
@click.option("--reading", is_flag=True, help="Say the reading age of each page instead, and its hardest sentence.")
def check(names: tuple[str, ...], as_json: bool, reading: bool) -> None:
    """Check documents and say every problem, with its place and what to do.

    Exits with 0 when nothing blocks publishing (warnings may remain), 1 when something does.
    """
    if reading:
        _say_readings({name: reading_ages(service_of(name)) for name in names}, as_json)
        return
    found = {name: problems_of(document_text(name), beside(name)) for name in names}
    errors = sum(problem.severity == "error" for problems in found.values() for problem in problems)
    if as_json:
        click.echo(json.dumps({name: [p.as_json() for p in problems] for name, problems in found.items()}, indent=2))
    else:
        for name, problems in found.items():
            said(name, problems)
        warnings = sum(len(problems) for problems in found.values()) - errors
        click.echo(f"{counted(len(names), 'document')}: {counted(errors, 'error')}, {counted(warnings, 'warning')}.")
    if errors:
        raise click.exceptions.Exit(1)


def _say_readings(found: Mapping[str, Mapping[str, Reading]], as_json: bool) -> None:
    if as_json:
        ages = {name: {page: asdict(reading) for page, reading in pages.items()} for name, pages in found.items()}
        click.echo(json.dumps(ages, indent=2, ensure_ascii=False))
        return
    for name, pages in found.items():
        click.echo(f"{name}: reading age by page, of those with enough English words to tell")
        for page, reading in pages.items():
            click.echo(f"  {reading.age:4g}  {page}: “{reading.hardest}” ({reading.hardest_age:g})")


def counted(count: int, noun: str) -> str:
    return f"{count or 'no'} {noun}{'' if count == 1 else 's'}"


@click.command()
@click.argument("name", metavar="FILE|SERVICE")
@as_json
def test(name: str, as_json: bool) -> None:
    """Run the examples inside a document and say what they cover.

    Exits with 0 when each example is as it expects, 1 when one is not or the document is invalid.
    """
    report = run_examples(service_of(name))
    click.echo(json.dumps(report_json(report), indent=2) if as_json else report_words(report))
    if not report.ok:
        raise click.exceptions.Exit(1)


def report_json(report: Report) -> dict[str, Any]:
    return {
        "ok": report.ok,
        "failures": [asdict(failure) for failure in report.failures],
        "coverage": [asdict(covered) for covered in report.coverage],
    }


def report_words(report: Report) -> str:
    lines = [f"✗ {failure.pointer}: {failure.message}" for failure in report.failures]
    kinds = dict.fromkeys(covered.kind for covered in report.coverage)
    for kind in kinds:
        of_kind = [covered for covered in report.coverage if covered.kind == kind]
        done = sum(covered.covered for covered in of_kind)
        lines.append(f"{kind:<12} {done} of {len(of_kind)} covered")
        lines += [f"    not covered: {covered.what} ({covered.pointer})" for covered in of_kind if not covered.covered]
    lines.append("Every example is as it expects." if report.ok else f"{counted(len(report.failures), 'failure')}.")
    return "\n".join(lines)


@click.command()
@click.argument("name", metavar="FILE")
@click.option("--by", default="command line", show_default=True, help="Who publishes, for the record.")
@click.option("--why", default="Published by a command", show_default=True, help="What changes and why.")
@click.option("--approved-by", metavar="NAME", help="The second person who has looked at it, where one must.")
@as_json
def publish(name: str, by: str, why: str, approved_by: str | None, as_json: bool) -> None:
    """Publish a document: from now on, new applications use it. A published version never changes.

    Exits with 1, and publishes nothing, when the document has an error or one of its examples fails, or when it goes to
    other people or hosts than before and nobody else has looked at it.
    """
    service = service_of(name)
    report = run_examples(service)
    if not report.ok:
        raise click.ClickException(f"Not published, because an example fails.\n{report_words(report)}")
    second = releases.Asker(approved_by) if approved_by else None
    if second and second.is_same(releases.Asker(by)):
        raise click.ClickException("Nobody is their own second person: --by and --approved-by are the same.")
    with here.database().begin() as session:
        told: dict[str, Any] = {"by": releases.Asker(by), "why": why, "approved_by": second}
        version = releases.publish(session, service.document, at=datetime.now(UTC), **told)
        facts = {"service": version.service_id, "version": version.number, "hash": version.hash}
    click.echo(json.dumps(facts) if as_json else "Published {service} version {version} ({hash:.12}).".format(**facts))


@click.command()
def schema() -> None:
    """Print the JSON Schema of the language, for an editor to check and complete documents with."""
    click.echo(json.dumps(language_schema(), indent=2, ensure_ascii=False))


@click.command("answers-schema")
@click.argument("name", metavar="SERVICE")
def answers_schema(name: str) -> None:
    """Print the JSON Schema of a service's answers: what a submission by API must be."""
    click.echo(json.dumps(schema_of_answers(service_of(name)), indent=2, ensure_ascii=False))
