"""The command that makes a link to a service with answers in it."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

import click

from definitions.calendars import Moment
from runtime import documents, links
from runtime.config import Settings
from runtime.db import Database


@click.command()
@click.argument("service_id", metavar="SERVICE")
@click.argument("answers", metavar="QUESTION=VALUE...", nargs=-1, required=True)
@click.option("--days", default=28, show_default=True, type=click.IntRange(1, 366), help="How long the link works.")
def link(service_id: str, answers: tuple[str, ...], days: int) -> None:
    """Print an address that starts SERVICE with answers filled in, where its author allows it.

    The answers are sealed in the link: nobody can read or change them. Whoever has the link can use it, as often as
    they like, until its time is over. A value is written as the applicant would type it; a date as 2026-03-27.
    """
    texts = dict(_pair(answer) for answer in answers)
    settings, now = Settings.from_environ(os.environ), datetime.now(UTC)
    database = Database(settings)
    with database.begin() as session:
        service = documents.published(session, service_id).service
    token = links.make(database.keys, service, texts, now + timedelta(days=days), Moment(now, service.calendar))
    click.echo(f"{settings.base_url.rstrip('/')}/apply/{service_id}?link={token}")


def _pair(answer: str) -> tuple[str, str]:
    question, equals, value = answer.partition("=")
    if not question or not equals:
        raise click.UsageError(f"{answer!r} is not QUESTION=VALUE.")
    return question, value
